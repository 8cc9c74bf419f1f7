//! Random schemas that differ in everything that a rule looks at.

use proptest::{collection::vec, option, prelude::*, sample::subsequence};

/// SDL of a schema that is valid whatever was chosen.
pub(super) fn schema() -> impl Strategy<Value = String> {
    let parts = (
        fields("Query", ""),
        fields("A", " implements N"),
        any::<bool>().prop_map(|has| if has { "interface M { id: ID }" } else { "" }.to_owned()),
        members("union U = ", &["A", "B", "C"], " | "),
        enum_type(),
        input_type(),
        directive(),
        scalar(),
    );
    let fixed = "interface N { id: ID } type B { id: ID } type C { id: ID }";
    parts.prop_map(move |(query, a, m, u, e, i, d, s)| {
        [fixed, &query, &a, &m, &u, &e, &i, &d, &s].join("\n")
    })
}

fn note() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => Just("\"one\" "), 1 => Just("\"two\" ")]
}

fn deprecation() -> impl Strategy<Value = &'static str> {
    let reason = " @deprecated(reason: \"x\")";
    prop_oneof![4 => Just(""), 1 => Just(" @deprecated"), 1 => Just(reason)]
}

fn fields(name: &'static str, implements: &'static str) -> impl Strategy<Value = String> {
    let implements = prop_oneof![Just(""), Just(implements)];
    (note(), implements, vec(option::of(field()), 3)).prop_map(move |(note, implements, fields)| {
        let fields = fields.into_iter().enumerate();
        let fields: Vec<String> = fields
            .filter_map(|(number, field)| {
                let (note, argument, ty, deprecation) = field?;
                Some(format!("{note}f{number}{argument}: {ty}{deprecation}"))
            })
            .collect();
        format!("{note}type {name}{implements} {{ id: ID {} }}", fields.join(" "))
    })
}

fn field() -> impl Strategy<Value = (&'static str, String, &'static str, &'static str)> {
    let types = ["Int", "Int!", "String", "[Int]", "[Int!]", "[Int!]!", "A", "A!", "E", "N", "U"];
    let argument = option::of(input_value("x"))
        .prop_map(|value| value.map_or_else(String::new, |value| format!("({value})")));
    (note(), argument, prop::sample::select(types.to_vec()), deprecation())
}

fn input_value(name: &'static str) -> impl Strategy<Value = String> {
    let types = ["Int", "Int!", "[Int]", "[Int!]", "Int = 1", "Int = 2", "Int! = 1", "E", "I"];
    (note(), prop::sample::select(types.to_vec()), any::<bool>()).prop_map(
        move |(note, ty, deprecated)| {
            // What must be given cannot be deprecated.
            let deprecated = deprecated && !ty.contains('!');
            let deprecation = if deprecated { " @deprecated" } else { "" };
            format!("{note}{name}: {ty}{deprecation}")
        },
    )
}

fn members(
    head: &'static str,
    names: &[&'static str],
    separator: &'static str,
) -> impl Strategy<Value = String> {
    let count = 1..=names.len();
    subsequence(names.to_vec(), count)
        .prop_map(move |names| format!("{head}{}", names.join(separator)))
}

fn enum_type() -> impl Strategy<Value = String> {
    (note(), subsequence(vec!["X", "Y", "Z"], 1..=3), deprecation()).prop_map(
        |(note, values, deprecation)| {
            format!("{note}enum E {{ {}{deprecation} }}", values.join(" "))
        },
    )
}

fn input_type() -> impl Strategy<Value = String> {
    let fields = (option::of(input_value("a")), option::of(input_value("b")));
    (fields, any::<bool>()).prop_map(|((a, b), one_of)| {
        if one_of {
            return "input I @oneOf { c: Int d: Int }".to_owned();
        }
        format!("input I {{ c: Int {} {} }}", a.unwrap_or_default(), b.unwrap_or_default())
    })
}

fn directive() -> impl Strategy<Value = String> {
    let places = subsequence(vec!["FIELD", "QUERY", "OBJECT", "ENUM"], 1..=4);
    option::of((option::of(input_value("x")), any::<bool>(), places)).prop_map(|directive| {
        let Some((argument, repeatable, places)) = directive else { return String::new() };
        let argument = argument.map_or_else(String::new, |value| format!("({value})"));
        let repeatable = if repeatable { " repeatable" } else { "" };
        format!("directive @d{argument}{repeatable} on {}", places.join(" | "))
    })
}

fn scalar() -> impl Strategy<Value = String> {
    let specified = |url| format!("scalar S @specifiedBy(url: \"https://{url}.example\")");
    prop_oneof![
        Just(String::new()),
        Just("scalar S".to_owned()),
        Just(specified("a")),
        Just(specified("b")),
        Just("enum S { A }".to_owned()),
    ]
}
