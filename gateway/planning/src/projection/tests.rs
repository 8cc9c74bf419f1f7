//! Shapes of answers: merged selections, concrete types, conditions and order.

use std::fmt::Write;

use gateway_operation::{PrepareSettings, prepare};
use gateway_plan::{Condition, ProjectedField, ProjectionValue, Selection, TypeShape};
use gateway_supergraph::Supergraph;

use super::Projector;

const LIBRARY: &str = include_str!("../tests/library.graphql");

fn project(document: &str) -> String {
    project_with(document, &[])
}

/// The shape of the answer when these variables are null.
fn project_with(document: &str, nulls: &[&str]) -> String {
    let supergraph = Supergraph::parse(LIBRARY).expect("the supergraph is sound");
    let prepared = prepare(&supergraph.api_schema, &PrepareSettings::default(), document, None)
        .expect("a valid operation");
    match Projector::new(&supergraph).project(&prepared, nulls) {
        Ok(projection) => print(&projection.selection, 0),
        Err(error) => format!("refused: {error}"),
    }
}

fn print(selection: &Selection, depth: usize) -> String {
    selection.fields.iter().map(|field| print_field(field, depth)).collect()
}

fn print_field(field: &ProjectedField, depth: usize) -> String {
    let mut text = format!("{}{} {}", "  ".repeat(depth), field.response_key, field.coordinate);
    text += &shape(&field.shape);
    if let Some(types) = &field.types {
        write!(text, " on {}", types.join("|")).expect("text has room");
    }
    if !field.conditions.is_empty() {
        let all: Vec<_> = field.conditions.iter().map(|all| conjunction(all)).collect();
        write!(text, " if {}", all.join(" or ")).expect("text has room");
    }
    match &field.value {
        ProjectionValue::Object { concrete, possible, selection } => {
            let types = match concrete {
                Some(name) => format!("is {name}"),
                None => format!("one of {}", possible.join(", ")),
            };
            format!("{text}: {types}\n{}", print(selection, depth + 1))
        }
        ProjectionValue::Leaf(leaf) => format!("{text}: {leaf:?}\n"),
        other => format!("{text}: {other:?}\n"),
    }
}

fn conjunction(all: &[Condition]) -> String {
    let one = |c: &Condition| format!("{}${}", if c.expected { "" } else { "!" }, c.variable);
    all.iter().map(one).collect::<Vec<_>>().join("&")
}

fn shape(shape: &TypeShape) -> String {
    match shape {
        TypeShape::Named { non_null } => (if *non_null { "!" } else { "" }).to_owned(),
        TypeShape::List { non_null, of } => {
            format!("[{}]{}", self::shape(of), if *non_null { "!" } else { "" })
        }
    }
}

#[test]
fn selections_of_one_key_are_merged_in_the_order_of_their_first() {
    insta::assert_snapshot!(project(
        "{ book(id: 1) { title ...F author { name } id } b: book(id: 2) { __typename } } fragment F on Book { author { works { id } } kind: __typename }"
    ), @r"
    book Query.book: is Book
      title Book.title!: String
      author Book.author: is Person
        works Person.works[!]!: is Media
          id Media.id!: Id
        name Person.name!: String
      kind Book.__typename!: Typename
      id Book.id!: Id
    b Query.book: is Book
      __typename Book.__typename!: Typename
    ");
}

#[test]
fn a_narrower_type_of_an_object_counts() {
    insta::assert_snapshot!(project("{ search(text: \"x\") { ... on Named { name } } }"), @r"
    search Query.search[!]!: one of Book, Film, Person, Place
      name Person.name! on Person: String
      name Place.name on Place: String
    ");
}

#[test]
fn where_the_concrete_type_may_be_unknown_the_interface_counts() {
    insta::assert_snapshot!(project("{ media { title id related { ... on Book { id } } } }"), @r"
    media Query.media[!]!: is Media
      title Media.title: String
      id Media.id!: Id
      related Media.related[!]!: one of Book, Film, Media
        id Book.id! on Book: Id
    ");
}

#[test]
fn fields_of_fragments_are_on_their_concrete_types() {
    insta::assert_snapshot!(project(
        "{ search(text: \"x\") { ... on Media { title ... on Film { minutes } } ... on Person { name } ... on Book { author { name } } ... on Film { author: director { works { id } } } } }"
    ), @r"
    search Query.search[!]!: one of Book, Film, Person, Place
      title Book.title! on Book: String
      title Film.title on Film: String
      minutes Film.minutes! on Film: Int
      name Person.name! on Person: String
      author Book.author on Book: is Person
        name Person.name!: String
      author Film.director on Film: is Person
        works Person.works[!]!: is Media
          id Media.id!: Id
    ");
}

#[test]
fn shared_selections_merge_with_those_of_one_type() {
    insta::assert_snapshot!(project(
        "{ search(text: \"x\") { ... on Book { author { name } } ... on Media { ... on Book { author { works { id } } } } } }"
    ), @r"
    search Query.search[!]!: one of Book, Film, Person, Place
      author Book.author on Book: is Person
        name Person.name!: String
        works Person.works[!]!: is Media
          id Media.id!: Id
    ");
}

#[test]
fn conditions_are_alternatives_of_conjunctions() {
    insta::assert_snapshot!(project(
        "query($a: Boolean!, $b: Boolean!) { book(id: 1) { id @include(if: $a) ... @skip(if: $b) { id @include(if: $a) title } weight @skip(if: $b) weight never: id @skip(if: true) always: id @include(if: true) } }"
    ), @r"
    book Query.book: is Book
      id Book.id! if $a or $a&!$b: Id
      title Book.title! if !$b: String
      weight Book.weight!: Int
      always Book.id!: Id
    ");
}

#[test]
fn a_field_stands_where_the_first_of_its_selections_stands_that_holds() {
    insta::assert_snapshot!(project(
        "query($a: Boolean!, $b: Boolean!) { book(id: 1) { id @include(if: $a) title @skip(if: $a) @include(if: $a) weight @include(if: $b) id title weight } }"
    ), @r"
    book Query.book: is Book
      id Book.id! if $a: Id
      weight Book.weight! if $b: Int
      id Book.id! if !$a: Id
      title Book.title!: String
      weight Book.weight! if !$b: Int
    ");
}

#[test]
fn conditions_of_an_object_are_those_of_its_fields_when_it_has_others_too() {
    insta::assert_snapshot!(project(
        "query($a: Boolean!) { book(id: 1) { author @include(if: $a) { name } author { works { id } } } x: book(id: 1) @include(if: $a) { id ...F } } fragment F on Book { title @include(if: $a) }"
    ), @r"
    book Query.book: is Book
      author Book.author: is Person
        name Person.name! if $a: String
        works Person.works[!]!: is Media
          id Media.id!: Id
    x Query.book if $a: is Book
      id Book.id!: Id
      title Book.title! if $a: String
    ");
}

/// The specification collects fields in the order in which they are selected, and a selection that
/// is skipped is none.
#[test]
fn a_field_that_is_skipped_where_it_stands_first_comes_later() {
    insta::assert_snapshot!(project(
        "query($a: Boolean!, $b: Boolean!) { book(id: 1) { id @skip(if: $a) title id weight @include(if: $a) author { name } weight @include(if: $b) title @include(if: $b) } }"
    ), @r"
    book Query.book: is Book
      id Book.id! if !$a: Id
      title Book.title!: String
      id Book.id! if $a: Id
      weight Book.weight! if $a: Int
      author Book.author: is Person
        name Person.name!: String
      weight Book.weight! if !$a&$b: Int
    ");
}

/// Together they say that the field is there exactly when one of its selections is.
#[test]
fn places_are_alternatives_of_which_one_holds() {
    let selections = "query($a: Boolean!, $b: Boolean!, $c: Boolean!) { book(id: 1) { id @include(if: $a) @skip(if: $b) title id @skip(if: $c) weight id @include(if: $b) } }";
    let supergraph = Supergraph::parse(LIBRARY).expect("the supergraph is sound");
    let prepared = prepare(&supergraph.api_schema, &PrepareSettings::default(), selections, None)
        .expect("a valid operation");
    let projection = Projector::new(&supergraph).project(&prepared, &[]).expect("a projection");
    let ProjectionValue::Object { selection, .. } = &projection.selection.fields[0].value else {
        panic!("a book is an object");
    };
    for bits in 0..8 {
        let [a, b, c] = [0, 1, 2].map(|bit| bits & (1 << bit) != 0);
        let value = |name: &str| match name {
            "a" => a,
            "b" => b,
            _ => c,
        };
        let holds =
            |all: &Vec<Condition>| all.iter().all(|one| value(&one.variable) == one.expected);
        let order: Vec<&str> = selection
            .fields
            .iter()
            .filter(|field| field.conditions.is_empty() || field.conditions.iter().any(holds))
            .map(|field| field.response_key.as_str())
            .collect();
        let mut expected = Vec::new();
        for (selected, key) in
            [(a && !b, "id"), (true, "title"), (!c, "id"), (true, "weight"), (b, "id")]
        {
            if selected && !expected.contains(&key) {
                expected.push(key);
            }
        }
        assert_eq!(order, expected, "a {a}, b {b}, c {c}");
    }
}

#[test]
fn of_an_object_of_unknown_type_what_all_types_have_is_shown() {
    insta::assert_snapshot!(project(
        "query($a: Boolean!) { media { ... on Book @include(if: $a) { id } id inStock kind: __typename } }"
    ), @r#"
    media Query.media[!]!: one of Book, Film, Media
      id Book.id! on Book: Id
      id Media.id! on Film|Media: Id
      inStock Media.inStock!: Int
      kind Media.__typename! on Book|Film: Typename
      kind Media.__typename! on Media: Enum { values: ["Book", "Film"], hidden: [] }
    "#);
}

/// `@skip` comes first, whichever is written first.
#[test]
fn what_null_decides_about_fails_the_object_under_what_stands_around_it() {
    let document = "query($x: Boolean = true, $a: Boolean!, $b: Boolean!) { media { id \
        ... on Book @skip(if: $a) { title @include(if: $x) @skip(if: $b) weight @skip(if: $x) } \
        ... @include(if: false) { id @skip(if: $x) } } }";
    insta::assert_snapshot!(project_with(document, &["x"]), @r#"
    media Query.media[!]!: one of Book, Film, Media
       Media on Book if !$a&!$b: Undecided { message: "the variable $x decides a condition, which null cannot" }
       Media on Book if !$a: Undecided { message: "the variable $x decides a condition, which null cannot" }
      id Media.id!: Id
    "#);
}

#[test]
fn introspection_stands_in_its_place() {
    insta::assert_snapshot!(project(
        "query($a: Boolean!) { t: __typename __schema { types { name } } shelves { number } __type(name: \"Book\") @include(if: $a) { name } }"
    ), @r"
    t Query.__typename!: Typename
    __schema Query.__schema!: Introspection
    shelves Query.shelves[!]!: is Shelf
      number Shelf.number!: Int
    __type Query.__type if $a: Introspection
    ");
}

/// `related` means something else on each type, and what is nested stands under both.
fn doubling(levels: usize) -> String {
    let nest = |inner: String, _| {
        format!(
            "... on Book {{ related {{ id }} }} ... on Film {{ related {{ inStock }} }} related {{ {inner} }}"
        )
    };
    format!("{{ media {{ {} }} }}", (0..levels).fold("id".to_owned(), nest))
}

#[test]
fn a_selection_that_doubles_with_each_level_is_counted_before_it_is_planned() {
    insta::assert_snapshot!(project(&doubling(18)), @"refused: the operation selects too many fields on too many types: more than 100000 cases");
    assert!(project(&doubling(6)).lines().count() > 2_usize.pow(6));
}
