//! Attacks that the guard must stop, and ordinary documents that it must let through.

use proptest::prelude::*;

use super::*;

fn refusal(document: &str) -> String {
    admit(document, &Limits::default()).expect_err("it must be refused").to_string()
}

fn admitted(document: &str, limits: &Limits) -> bool {
    admit(document, limits).is_ok()
}

#[test]
fn fragments_that_double_thirty_times_are_counted_and_not_expanded() {
    let mut document = String::from("{ ...f0 }");
    for level in 0..30 {
        let next = level + 1;
        document += &format!(" fragment f{level} on T {{ ...f{next} ...f{next} }}");
    }
    document += " fragment f30 on T { a }";
    insta::assert_snapshot!(refusal(&document), @"the document has 1073741824 root fields; the limit is 64 (`root_fields`)");
    let below = document.replacen("{ ...f0 }", "{ x { y { ...f0 } } }", 1);
    let limits = Limits { root_fields: usize::MAX, ..Limits::default() };
    let error = admit(&below, &limits).expect_err("it must be refused");
    insta::assert_snapshot!(error, @"the document has 1073741826 fields after fragments are expanded; the limit is 10000 (`fields`)");
}

#[test]
fn doubling_a_hundred_times_does_not_wrap() {
    let mut document = String::from("{ x { ...f0 } }");
    for level in 0..100 {
        let next = level + 1;
        document += &format!(" fragment f{level} on T {{ ...f{next} ...f{next} }}");
    }
    document += " fragment f100 on T { a }";
    let limits = Limits { depth: 1_000, root_fields: usize::MAX - 1, ..Limits::default() };
    assert!(!admitted(&document, &limits));
}

#[test]
fn aliases_that_double_at_each_level_are_refused() {
    let mut selection = String::from("id");
    for _ in 0..14 {
        selection = format!("a: friend {{ {selection} }} b: friend {{ {selection} }}");
        if selection.len() > 200_000 {
            break;
        }
    }
    assert!(refusal(&format!("{{ me {{ {selection} }} }}")).contains("`bytes`"));

    let mut document = String::from("{ me { ...f0 } }");
    for level in 0..14 {
        let next = level + 1;
        document += &format!(
            " fragment f{level} on T {{ a: friend {{ ...f{next} }} b: friend {{ ...f{next} }} }}"
        );
    }
    document += " fragment f14 on T { id }";
    insta::assert_snapshot!(refusal(&document), @"the document has 32766 aliases after fragments are expanded; the limit is 300 (`aliases`)");
    let limits = Limits { aliases: usize::MAX, ..Limits::default() };
    let error = admit(&document, &limits).expect_err("it must be refused");
    insta::assert_snapshot!(error, @"the document has 49151 fields after fragments are expanded; the limit is 10000 (`fields`)");
}

/// Fragments of which each spreads the next twice, and those of which each asks for the next under
/// two aliases.
fn doubling(levels: usize, body: impl Fn(usize) -> String) -> String {
    let fragment = |level| format!(" fragment f{level} on T {{ {} }}", body(level + 1));
    let fragments: String = (0..levels).map(fragment).collect();
    format!("{{ me {{ ...f0 }} }}{fragments} fragment f{levels} on T {{ id }}")
}

/// Documents that took a planner seconds, or its process the stack.
#[test]
fn every_attack_that_was_measured_is_refused_by_its_counts() {
    let spread_twice = |next| format!("...f{next} ...f{next}");
    let ask_twice = |next| format!("a: r {{ ...f{next} }} b: r {{ ...f{next} }}");
    let ask_deeper = |next| format!("r {{ ...f{next} }}");
    let spread_next = |next| format!("...f{next}");
    let aliased = |count: usize| (0..count).map(|n| format!("a{n}: b ")).collect::<String>();
    let attacks = [
        ("doubled 18 times", doubling(18, spread_twice), "fields"),
        ("doubled 22 times", doubling(22, spread_twice), "fields"),
        ("doubled 30 times", doubling(30, spread_twice), "fields"),
        ("aliases doubled 9 times", doubling(9, ask_twice), "aliases"),
        ("aliases doubled 12 times", doubling(12, ask_twice), "aliases"),
        ("a chain of 100 hops", doubling(100, ask_deeper), "depth"),
        ("a chain of 500 hops", doubling(500, ask_deeper), "definitions"),
        ("a chain of 1000 hops", doubling(1_000, ask_deeper), "definitions"),
        ("a flat chain of 100 spreads", doubling(100, spread_next), "depth"),
        ("a flat chain of 2000 spreads", doubling(2_000, spread_next), "definitions"),
        ("1000 aliased fields", format!("{{ me {{ {} }} }}", aliased(1_000)), "aliases"),
        ("5000 aliased root fields", format!("{{ {} }}", aliased(5_000)), "root_fields"),
        ("9000 braces", format!("{}{}", "{ a".repeat(9_000), "}".repeat(9_000)), "nesting"),
    ];
    for (name, document, limit) in attacks {
        let refusal = refusal(&document);
        assert!(refusal.contains(&format!("(`{limit}`)")), "{name}: {refusal}");
    }
}

#[test]
fn reading_ends_at_the_first_token_beyond_the_limit() {
    let document = format!("{{ {} }}", "a ".repeat(50_000));
    let limits = Limits { tokens: 100, ..Limits::default() };
    let error = admit(&document, &limits).expect_err("it must be refused");
    assert!(matches!(error, GuardError::BeyondLimit { name: "tokens", found: 101, .. }), "{error}");
    let limits = Limits { bytes: document.len() - 1, ..limits };
    assert!(!admitted(&document, &limits));
}

#[test]
fn many_fragments_of_one_name_are_counted_as_one_that_has_all() {
    let fragments = " fragment f on T { a b }".repeat(150);
    let document = format!("{{ x {{ {} }} }}{fragments}", "...f ".repeat(150));
    let outline = Outline::read(&document, &Limits::default()).expect("small");
    assert_eq!((outline.parts.len(), outline.definitions), (2, 151));
    assert_eq!(expand(&outline).map(|totals| totals.fields), Ok(1 + 150 * 300));
}

#[test]
fn a_chain_of_a_thousand_hops_is_too_deep() {
    let mut document = String::from("{ me { ...f0 } }");
    for level in 0..1_000 {
        document += &format!(" fragment f{level} on T {{ friend {{ ...f{} }} }}", level + 1);
    }
    document += " fragment f1000 on T { id }";
    let limits = Limits { definitions: 10_000, fragment_spreads: 10_000, ..Limits::default() };
    let error = admit(&document, &limits).expect_err("it must be refused");
    insta::assert_snapshot!(error, @"the document has 2003 nested selections after fragments are expanded; the limit is 50 (`depth`)");
    assert!(refusal(&document).contains("`definitions`"));
}

#[test]
fn a_flat_chain_of_two_thousand_spreads_is_refused() {
    let spreads: String = (0..2_000).map(|n| format!("...f{n} ")).collect();
    let fragments: String = (0..2_000).map(|n| format!("fragment f{n} on T {{ a }} ")).collect();
    let document = format!("{{ x {{ {spreads} }} }} {fragments}");
    insta::assert_snapshot!(refusal(&document), @"the document has 2001 definitions; the limit is 200 (`definitions`)");
    let spreads = "...f ".repeat(2_000);
    let document = format!("{{ x {{ {spreads} }} }} fragment f on T {{ a }}");
    insta::assert_snapshot!(refusal(&document), @"the document has 2000 fragment spreads; the limit is 500 (`fragment_spreads`)");
}

#[test]
fn fifty_kilobytes_of_nested_fragments_are_refused() {
    let document = format!("{{ {} a {} }}", "... { ".repeat(7_000), "}".repeat(7_000));
    insta::assert_snapshot!(refusal(&document), @"the document has 49 nested brackets; the limit is 48 (`nesting`)");
    let values = format!("{{ a(x: {}{}) }}", "[".repeat(9_000), "]".repeat(9_000));
    assert!(refusal(&values).contains("`nesting`"));
}

#[test]
fn cycles_of_fragments_are_named() {
    let document = "{ ...a } fragment a on T { b { ...b } } fragment b on T { ...a }";
    insta::assert_snapshot!(refusal(document), @"fragments spread each other in a cycle: a, b");
    assert!(refusal("{ ...a } fragment a on T { ...a }").contains("cycle"));
}

#[test]
fn every_limit_counts_what_its_name_says() {
    let document = "query Q($v: Int = 3) @d { a: b(x: {y: [1]}) @d { c ... on T { e } ...f } g } fragment f on T { h }";
    let exact = Limits {
        bytes: document.len(),
        tokens: 49,
        nesting: 4,
        definitions: 2,
        fragment_spreads: 1,
        aliases: 1,
        directives: 2,
        root_fields: 2,
        depth: 3,
        fields: 5,
    };
    assert_eq!(admit(document, &exact), Ok(()));
    let less: [(&str, Limits); 10] = [
        ("bytes", Limits { bytes: exact.bytes - 1, ..exact.clone() }),
        ("tokens", Limits { tokens: exact.tokens - 1, ..exact.clone() }),
        ("nesting", Limits { nesting: exact.nesting - 1, ..exact.clone() }),
        ("definitions", Limits { definitions: exact.definitions - 1, ..exact.clone() }),
        ("fragment_spreads", Limits { fragment_spreads: 0, ..exact.clone() }),
        ("aliases", Limits { aliases: 0, ..exact.clone() }),
        ("directives", Limits { directives: 1, ..exact.clone() }),
        ("root_fields", Limits { root_fields: 1, ..exact.clone() }),
        ("depth", Limits { depth: 2, ..exact.clone() }),
        ("fields", Limits { fields: 4, ..exact.clone() }),
    ];
    for (name, limits) in less {
        let error = admit(document, &limits).expect_err("one less than needed").to_string();
        assert!(error.contains(&format!("(`{name}`)")), "{name}: {error}");
    }
}

#[test]
fn root_fields_in_fragments_count() {
    let limits = Limits { root_fields: 3, ..Limits::default() };
    assert!(admitted("{ a ... { b } ...f } fragment f on Query { c { d e } }", &limits));
    assert!(!admitted("{ a ... { b } ...f } fragment f on Query { c d }", &limits));
}

#[test]
fn a_large_fragment_on_another_type_has_no_root_fields() {
    let fields: String = (0..100).map(|n| format!("x{n} ")).collect();
    let document = format!("{{ a {{ ...f }} }} fragment f on T {{ {fields} }}");
    assert!(admitted(&document, &Limits::default()));
}

#[test]
fn braces_in_strings_and_comments_do_not_nest() {
    let limits = Limits { nesting: 2, ..Limits::default() };
    assert!(admitted("{ a(x: \"{{{{\") # {{{{\n}", &limits));
}

proptest! {
    /// Whatever the text, the guard answers.
    #[test]
    fn any_text_is_admitted_or_refused(text in "[a-c{}()\\[\\]:@.\" \\n#$!]{0,300}") {
        let _ = admit(&text, &Limits::default());
    }

    /// Expanding on paper gives the same number of fields as the guard's totals.
    #[test]
    fn totals_equal_a_real_expansion(shape in proptest::collection::vec((0_u64..4, proptest::collection::vec(0_usize..8, 0..3)), 1..8)) {
        let mut document = String::from("{ ...f0 }");
        for (index, (fields, uses)) in shape.iter().enumerate() {
            let fields: String = (0..*fields).map(|n| format!("x{n} ")).collect();
            let spreads: String = uses.iter().filter(|used| **used > index && **used < shape.len()).map(|used| format!("...f{used} ")).collect();
            document += &format!(" fragment f{index} on T {{ {fields}{spreads} }}");
        }
        fn count(shape: &[(u64, Vec<usize>)], index: usize) -> u64 {
            let (fields, uses) = &shape[index];
            fields + uses.iter().filter(|used| **used > index && **used < shape.len()).map(|used| count(shape, *used)).sum::<u64>()
        }
        let expected = count(&shape, 0);
        let limits = Limits { root_fields: usize::MAX, ..Limits::default() };
        let outline = Outline::read(&document, &limits).expect("small");
        let parts = expand(&outline).expect("no cycles");
        let largest = (0..shape.len()).map(|index| count(&shape, index)).max().unwrap_or(0);
        prop_assert!(parts.fields >= expected);
        prop_assert_eq!(parts.fields, largest);
    }
}
