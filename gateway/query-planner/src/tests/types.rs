//! Values of abstract types, and interfaces that are objects somewhere.

use insta::assert_snapshot;

use super::plan;

const MEDIA: [(&str, &str); 2] = [
    (
        "a",
        "type Query { all: [Media!] } interface Media { id: ID! } \
         type Book implements Media @key(fields: \"id\") { id: ID! pages: Int } \
         type Film implements Media @key(fields: \"id\") { id: ID! minutes: Int }",
    ),
    (
        "b",
        "type Book @key(fields: \"id\") { id: ID! title: String } \
         type Film @key(fields: \"id\") { id: ID! title: String }",
    ),
];

#[test]
fn each_type_is_asked_for_what_it_is_asked() {
    assert_snapshot!(plan(&MEDIA, "{ all { ... on Book { title pages } ... on Film { minutes } } }"), @r"
    0: a
      {all{__typename ...on Book{__typename pages id} ...on Film{minutes}}}
    1: b after 0
      all[]|Book| by {Book{__typename id}}: {...on Book{title}}
    ");
}

#[test]
fn types_that_are_asked_at_one_subgraph_travel_in_one_fetch() {
    assert_snapshot!(plan(&MEDIA, "{ all { ... on Book { title } ... on Film { title } } }"), @r"
    0: a
      {all{__typename ...on Book{__typename id} ...on Film{__typename id}}}
    1: b after 0
      all[]|Book| by {Book{__typename id}}: {...on Book{title}}
      all[]|Film| by {Film{__typename id}}: {...on Film{title}}
    ");
}

#[test]
fn what_all_types_are_asked_for_is_asked_of_each_that_is_known() {
    assert_snapshot!(plan(&MEDIA, "{ all { id ... on Book { pages } } }"), @r"
    0: a
      {all{__typename id ...on Book{pages}}}
    ");
}

/// `b` lets a field be null, so that it is the same for clients on both types. To `a` it is not, and
/// one of two fields travels under another name.
#[test]
fn fields_of_one_name_and_several_types_do_not_meet() {
    let subgraphs = [
        (
            "a",
            "type Query { all: [Any!] } union Any = One | Two \
             type One @shareable { n: Int! } type Two { n: Int }",
        ),
        ("b", "type Query { one: One } type One @shareable { n: Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ all { ... on One { n } ... on Two { n } } }"), @r"
    0: a
      {all{__typename ...on One{n} ...on Two{_y__0: n}}}
        .all|Two|._y__0 becomes n
    ");
}

const STARS: [(&str, &str); 3] = [
    (
        "a",
        "interface Media @key(fields: \"id\") { id: ID! } \
         type Book implements Media @key(fields: \"id\") { id: ID! pages: Int } \
         type Film implements Media @key(fields: \"id\") { id: ID! }",
    ),
    ("b", "type Media @key(fields: \"id\") @interfaceObject { id: ID! stars: Int }"),
    (
        "c",
        "type Query { top: [Media!] } \
         type Media @key(fields: \"id\") @interfaceObject { id: ID! }",
    ),
];

#[test]
fn an_interface_object_is_a_key_for_all_that_implement_it() {
    let subgraphs = [
        (
            "a",
            "type Query { book: Book } interface Media @key(fields: \"id\") { id: ID! } \
             type Book implements Media @key(fields: \"id\") { id: ID! }",
        ),
        ("b", "type Media @key(fields: \"id\") @interfaceObject { id: ID! stars: Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ book { stars } }"), @r"
    0: a
      {book{__typename id}}
    1: b after 0
      book by {Book{__typename id}}: {...on Media{stars}}
        |Book|.__typename = Media
    ");
}

#[test]
fn between_interface_objects_nobody_is_asked_for_the_type() {
    assert_snapshot!(plan(&STARS, "{ top { stars } }"), @r"
    0: c
      {top{__typename id}}
    1: b after 0
      top[] by {Book|Film|Media{__typename id}}: {...on Media{stars}}
        |Book Film Media|.__typename = Media
    ");
}

#[test]
fn what_depends_on_the_type_is_asked_where_it_is_known() {
    assert_snapshot!(plan(&STARS, "{ top { stars ... on Book { pages } } }"), @r"
    0: c
      {top{__typename id}}
    1: b after 0
      top[] by {Book|Film|Media{__typename id}}: {...on Media{stars}}
        |Book Film Media|.__typename = Media
    2: a after 0
      top[] by {Book|Film|Media{__typename id}}: {...on Media{__typename ...on Book{pages}}}
        |Book Film Media|.__typename = Media
    ");
}

/// The title alone has a condition, so that the call has none.
#[test]
fn what_is_asked_of_one_type_counts_for_the_conditions_of_a_call() {
    let subgraphs = [
        (
            "a",
            "interface Media @key(fields: \"id\") { id: ID! title: String } \
             type Book implements Media @key(fields: \"id\") { id: ID! title: String pages: Int }",
        ),
        STARS[2],
    ];
    let document = "query($c: Boolean!) { top { title @include(if: $c) ... on Book { pages } } }";
    assert_snapshot!(plan(&subgraphs, document), @r"
    0: c
      {top{__typename id}}
    1: a after 0
      top[] by {Book|Media{__typename id}}: {...on Media{__typename title @include(if: $c) ...on Book{pages}}}
        |Book Media|.__typename = Media
    ");
}
