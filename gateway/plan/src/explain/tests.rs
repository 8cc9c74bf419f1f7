//! What a reader sees of each part of a plan.

use contract::partition::RouteBy;

use super::Explanation;
use crate::{
    ConnectionGather, Document, EntityCall, EntityFetch, EntityRoute, Fetch, Gather, OperationKind,
    PartitionRoute, PathSegment, Plan, Projection, RepresentationSelection, Rewrite,
    RewriteSegment, RootFetch, RootField, RouteSelector, Selection, SortKey, Step,
    document::DocumentPiece,
    gather::{CoverageField, CursorKeys, MissingField, RowIds},
    projection::Condition,
};

fn document(text: &str) -> Document {
    let piece = DocumentPiece { text: text.into(), variables: vec![], fragments: vec![] };
    Document {
        kind: OperationKind::Query,
        variables: vec![],
        fields: vec![piece],
        fragments: vec![],
    }
}

fn explain(fetches: Vec<Fetch>) -> String {
    let projection = Projection { root_type: "Query".into(), selection: Selection::default() };
    let plan = Plan { kind: OperationKind::Query, fetches, projection };
    Explanation(&plan).to_string()
}

fn root(gather: Gather, selectors: Vec<RouteSelector>) -> Fetch {
    Fetch {
        subgraph: "districts".into(),
        after: vec![],
        conditions: vec![],
        step: Step::Root(RootFetch {
            document: document("x"),
            at: vec![],
            fields: vec![RootField {
                response_key: "x".into(),
                route: Some(PartitionRoute { selectors }),
                gather,
            }],
            output_rewrites: vec![],
        }),
        skewed: vec![],
    }
}

fn law(gather: Gather) -> String {
    let text = explain(vec![root(gather, vec![])]);
    let (_, law) = text.split_once("all partitions, ").expect("the law stands last");
    law.trim_end().to_owned()
}

#[test]
fn a_plan_without_fetches_says_so() {
    assert_eq!(explain(vec![]), "nothing is fetched\n");
}

#[test]
fn routes_name_the_argument_and_the_value() {
    let selector = |by, path: &[&str], label: Option<&str>| RouteSelector {
        by,
        label: label.map(Into::into),
        variable: "v".into(),
        path: path.iter().map(|segment| (*segment).to_owned()).collect(),
        argument: format!("scope{}", path.iter().map(|s| format!(".{s}")).collect::<String>()),
    };
    let selectors = vec![
        selector(RouteBy::Key, &[], None),
        selector(RouteBy::Id, &["a", "b"], None),
        selector(RouteBy::Label, &["peer"], Some("peerGroup")),
    ];
    insta::assert_snapshot!(explain(vec![root(Gather::One, selectors)]), @r"
    0: districts
      query{x}
      x: by scope ($v) and by the owner of scope.a.b ($v.a.b) and by scope.peer ($v.peer), which is the label peerGroup, one answer
    ");
}

#[test]
fn every_law_has_words() {
    let sum = ("n".to_owned(), Gather::Sum { int: true });
    let laws = [
        Gather::ByIds { variable: "ids".into() },
        Gather::Concat,
        Gather::Cut { variable: "n".into(), from_end: false, of: Box::new(Gather::Concat) },
        Gather::Held { ids: vec!["id".into()], of: Box::new(Gather::Concat) },
        Gather::Sorted {
            by: vec![
                SortKey { response_key: "d".into(), descending: true },
                SortKey { response_key: "id".into(), descending: false },
            ],
        },
        Gather::Object {
            fields: vec![sum.clone(), ("low".into(), Gather::Min), ("high".into(), Gather::Max)],
        },
        Gather::Sum { int: false },
        Gather::And,
        Gather::Or,
        Gather::Same,
        Gather::Union,
        Gather::Histogram,
        Gather::Grouped { keys: vec!["k".into()], fields: vec![sum] },
        Gather::Coverage {
            fields: vec![
                ("asked".into(), CoverageField::Asked),
                ("ok".into(), CoverageField::Complete),
                (
                    "missing".into(),
                    CoverageField::Missing { fields: vec![("why".into(), MissingField::Reason)] },
                ),
            ],
        },
        Gather::Typename,
    ];
    let words: Vec<String> = laws.into_iter().map(law).collect();
    insta::assert_snapshot!(words.join("\n"), @"
    put in the order of $ids
    joined
    joined, cut to the first $n
    joined, owner in id
    merged by -d, id
    { n: sum (Int), low: min, high: max }
    sum
    and
    or
    same
    union
    histogram
    grouped by k { n: sum (Int) }
    coverage { asked, ok: complete, missing { why: reason } }
    typename
    ");
}

#[test]
fn a_connection_says_by_what_it_is_merged_and_cut() {
    let connection = ConnectionGather {
        first: Some("f".into()),
        last: None,
        after: None,
        before: None,
        default_size: None,
        cursors: CursorKeys { edges: "edges".into(), cursor: "_y_cursor".into() },
        edges: vec!["edges".into()],
        nodes: vec!["nodes".into()],
        page_info: vec![("pageInfo".into(), vec![])],
        others: vec![("totalCount".into(), Gather::Sum { int: true })],
        edge_ids: Some(RowIds { rows: "node".into(), ids: vec!["id".into()] }),
        node_ids: None,
    };
    insta::assert_snapshot!(law(Gather::Connection(Box::new(connection))), @"merged by edges._y_cursor, cut to the first $f, rows in edges, nodes, page in pageInfo, owner in node.id, { totalCount: sum (Int) }");
}

#[test]
fn an_entity_fetch_says_of_what_and_into_what() {
    let path = |on: &str| {
        vec![
            PathSegment::Field("a".into()),
            PathSegment::List,
            PathSegment::OnTypes(vec![on.into(), "Other".into()]),
            PathSegment::Field("b".into()),
        ]
    };
    let field = |response_key: &str, name: &str| RepresentationSelection::Field {
        response_key: response_key.into(),
        name: name.into(),
        selections: vec![],
    };
    let call = EntityCall {
        response_key: "_entities".into(),
        variable: "representations".into(),
        targets: vec![path("One"), path("Two")],
        representation: vec![RepresentationSelection::OnTypes {
            types: vec!["One".into()],
            selections: vec![field("__typename", "__typename"), field("_x", "price")],
        }],
        routes: vec![EntityRoute { type_name: "One".into(), field: "id".into(), by: RouteBy::Id }],
        input_rewrites: vec![Rewrite::Set {
            path: vec![
                RewriteSegment::OnTypes(vec!["One".into()]),
                RewriteSegment::Key("__typename".into()),
            ],
            value: "Shape".into(),
        }],
        output_rewrites: vec![Rewrite::Rename {
            path: vec![RewriteSegment::Key("_x".into())],
            to: "x".into(),
        }],
    };
    let fetch = Fetch {
        subgraph: "city".into(),
        after: vec![0, 2],
        conditions: vec![
            Condition { variable: "a".into(), expected: true },
            Condition { variable: "b".into(), expected: false },
        ],
        step: Step::Entities(EntityFetch { document: document("_entities"), calls: vec![call] }),
        skewed: vec![],
    };
    insta::assert_snapshot!(explain(vec![fetch]), @r"
    0: city, after 0, 2, if $a and not $b
      query{_entities}
      _entities into a[]<One|Other>.b and a[]<Two|Other>.b
        $representations of { on One { __typename, price from _x } }
        by the owner of One.id
        before sending, set <One>.__typename to Shape
        before merging, rename _x to x
    ");
}
