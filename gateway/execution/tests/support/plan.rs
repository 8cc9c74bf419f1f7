//! Plans written by hand, in few words.

use contract::partition::RouteBy;
use gateway_plan::{
    ConnectionGather, Document, EntityRoute, Fetch, FetchId, Gather, LeafKind, OperationKind,
    PageInfoField, PartitionRoute, PathSegment, Plan, ProjectedField, Projection, ProjectionValue,
    RepresentationSelection, RootFetch, RootField, RouteSelector, Selection, Step, TypeShape,
    document::{DocumentPiece, VariableDefinition},
    gather::{CursorKeys, RowIds},
};
use gateway_plan::{EntityCall, EntityFetch};

/// A plan of a query.
pub fn query(fetches: Vec<Fetch>, selection: Vec<ProjectedField>) -> Plan {
    operation(OperationKind::Query, fetches, selection)
}

pub fn operation(kind: OperationKind, fetches: Vec<Fetch>, selection: Vec<ProjectedField>) -> Plan {
    let selection = Selection { fields: selection };
    Plan { kind, fetches, projection: Projection { root_type: "Query".into(), selection } }
}

/// A fetch of root fields, each with its text.
pub fn root(subgraph: &str, fields: Vec<(&str, RootField)>) -> Fetch {
    root_of(OperationKind::Query, subgraph, fields)
}

pub fn root_of(kind: OperationKind, subgraph: &str, fields: Vec<(&str, RootField)>) -> Fetch {
    let texts: Vec<&str> = fields.iter().map(|(text, _)| *text).collect();
    let step = Step::Root(RootFetch {
        document: document(kind, &texts),
        at: vec![],
        fields: fields.into_iter().map(|(_, field)| field).collect(),
        output_rewrites: vec![],
    });
    Fetch { subgraph: subgraph.into(), after: vec![], conditions: vec![], step, skewed: vec![] }
}

/// A fetch of entities after another fetch.
pub fn entities(subgraph: &str, after: &[FetchId], calls: Vec<(&str, EntityCall)>) -> Fetch {
    let texts: Vec<&str> = calls.iter().map(|(text, _)| *text).collect();
    let step = Step::Entities(EntityFetch {
        document: document(OperationKind::Query, &texts),
        calls: calls.into_iter().map(|(_, call)| call).collect(),
    });
    Fetch {
        subgraph: subgraph.into(),
        after: after.into(),
        conditions: vec![],
        step,
        skewed: vec![],
    }
}

/// A call for the entities at a path such as `deputies.@.grid`, known by `__typename` and `id`.
pub fn call(response_key: &str, variable: &str, path: &str, owners: &[&str]) -> EntityCall {
    let field = |name: &str| RepresentationSelection::Field {
        response_key: name.into(),
        name: name.into(),
        selections: vec![],
    };
    let route = |type_name: &&str| EntityRoute {
        type_name: (*type_name).into(),
        field: "id".into(),
        by: RouteBy::Id,
    };
    EntityCall {
        response_key: response_key.into(),
        variable: variable.into(),
        targets: vec![path_of(path)],
        representation: vec![field("__typename"), field("id")],
        routes: owners.iter().map(route).collect(),
        input_rewrites: vec![],
        output_rewrites: vec![],
    }
}

fn path_of(text: &str) -> Vec<PathSegment> {
    text.split('.')
        .map(|segment| match segment {
            "@" => PathSegment::List,
            key => PathSegment::Field(key.into()),
        })
        .collect()
}

/// A document; its variables are those that stand in the texts.
pub fn document(kind: OperationKind, texts: &[&str]) -> Document {
    let mut variables: Vec<VariableDefinition> = Vec::new();
    let mut index_of = |name: &str| {
        variables.iter().position(|variable| variable.name == name).unwrap_or_else(|| {
            variables.push(VariableDefinition {
                name: name.into(),
                type_text: "V".into(),
                default_text: None,
            });
            variables.len() - 1
        })
    };
    let fields = texts
        .iter()
        .map(|text| DocumentPiece {
            text: (*text).into(),
            variables: names_in(text).map(&mut index_of).collect(),
            fragments: vec![],
        })
        .collect();
    Document { kind, variables, fields, fragments: vec![] }
}

fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('$')
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next())
}

/// A root field of a plain subgraph.
pub fn plain(key: &str) -> RootField {
    RootField { response_key: key.into(), route: None, gather: Gather::One }
}

/// A root field of a partitioned subgraph.
pub fn gathered(key: &str, selectors: Vec<RouteSelector>, gather: Gather) -> RootField {
    RootField { response_key: key.into(), route: Some(PartitionRoute { selectors }), gather }
}

/// An argument that is a variable of the same name.
pub fn by(by: RouteBy, argument: &str) -> RouteSelector {
    RouteSelector {
        by,
        label: (by == RouteBy::Label).then(|| "peerGroup".into()),
        variable: argument.into(),
        path: vec![],
        argument: argument.into(),
    }
}

/// A connection with `edges { cursor node { id name } }`, `pageInfo` and `totalCount`.
pub fn connection() -> Gather {
    Gather::Connection(Box::new(ConnectionGather {
        first: Some("first".into()),
        last: None,
        after: None,
        before: None,
        default_size: None,
        cursors: CursorKeys { edges: "edges".into(), cursor: "cursor".into() },
        edges: vec!["edges".into()],
        nodes: vec![],
        page_info: vec![(
            "pageInfo".into(),
            vec![
                ("hasNextPage".into(), PageInfoField::HasNextPage),
                ("hasPreviousPage".into(), PageInfoField::HasPreviousPage),
            ],
        )],
        others: vec![("totalCount".into(), Gather::Sum { int: true })],
        edge_ids: Some(RowIds { rows: "node".into(), ids: vec!["id".into()] }),
        node_ids: None,
    }))
}

/// What a client asks of such a connection.
pub fn connection_selection(key: &str) -> ProjectedField {
    let node = object("node", vec![leaf("id"), leaf("name")]);
    object(
        key,
        vec![
            list("edges", vec![node]),
            object("pageInfo", vec![leaf("hasNextPage")]),
            leaf("totalCount"),
        ],
    )
}

/// A field of any scalar, nullable.
pub fn leaf(key: &str) -> ProjectedField {
    field(key, named(), ProjectionValue::Leaf(LeafKind::Custom))
}

/// A scalar that may not be null.
pub fn required(key: &str) -> ProjectedField {
    field(key, TypeShape::Named { non_null: true }, ProjectionValue::Leaf(LeafKind::Custom))
}

pub fn object(key: &str, fields: Vec<ProjectedField>) -> ProjectedField {
    field(key, named(), object_value(fields))
}

pub fn list(key: &str, fields: Vec<ProjectedField>) -> ProjectedField {
    let shape = TypeShape::List { non_null: false, of: Box::new(named()) };
    field(key, shape, object_value(fields))
}

fn named() -> TypeShape {
    TypeShape::Named { non_null: false }
}

fn object_value(fields: Vec<ProjectedField>) -> ProjectionValue {
    ProjectionValue::Object {
        concrete: Some("T".into()),
        possible: vec!["T".into()],
        selection: Selection { fields },
    }
}

fn field(key: &str, shape: TypeShape, value: ProjectionValue) -> ProjectedField {
    ProjectedField {
        response_key: key.into(),
        types: None,
        conditions: vec![],
        shape,
        value,
        coordinate: format!("T.{key}"),
    }
}
