//! A page of a connection as a partition sends it, and how it is gathered and projected.

use bytes::Bytes;
use contract::{Cursor, Direction, OrderKey};
use gateway_plan::{
    ConnectionGather, Gather, LeafKind, PageInfoField, ProjectedField, Projection, ProjectionValue,
    Selection, TypeShape,
    gather::{CursorKeys, RowIds},
};

/// Rows of a page.
pub const ROWS: usize = 20;

/// The body that partition `partition` sends: rows that fall between those of the others.
pub fn body(partition: usize) -> Bytes {
    body_of(partition, ROWS)
}

/// A body with this many rows.
pub fn body_of(partition: usize, rows: usize) -> Bytes {
    let rows: Vec<String> = (0..rows).map(|row| edge(partition, row)).collect();
    Bytes::from(format!(
        r#"{{"data":{{"deputies":{{"totalCount":400,"edges":[{}],"pageInfo":{{"hasNextPage":true,"hasPreviousPage":false}}}}}}}}"#,
        rows.join(",")
    ))
}

fn edge(partition: usize, row: usize) -> String {
    let id = format!("{partition:06}:deputy:{row:04}");
    let key = OrderKey::new()
        .int((row * 7 + partition) as i64, Direction::Ascending)
        .text(&id, Direction::Ascending);
    let cursor = Cursor::new("ACCEPTED_AT_ASC", &key).encode();
    format!(
        r#"{{"cursor":"{cursor}","node":{{"id":"{id}","name":"代表{row}","year":{},"active":true}}}}"#,
        1950 + row
    )
}

/// The law of the connection.
pub fn law() -> Gather {
    let page_info = vec![
        ("hasNextPage".to_owned(), PageInfoField::HasNextPage),
        ("hasPreviousPage".to_owned(), PageInfoField::HasPreviousPage),
    ];
    Gather::Connection(Box::new(ConnectionGather {
        first: Some("first".into()),
        last: None,
        after: None,
        before: None,
        default_size: None,
        cursors: CursorKeys { edges: "edges".into(), cursor: "cursor".into() },
        edges: vec!["edges".into()],
        nodes: vec![],
        page_info: vec![("pageInfo".into(), page_info)],
        others: vec![("totalCount".into(), Gather::Sum { int: true })],
        edge_ids: Some(RowIds { rows: "node".into(), ids: vec!["id".into()] }),
        node_ids: None,
    }))
}

/// What the client asked for.
pub fn projection() -> Projection {
    let node = object(
        "node",
        vec![
            leaf("id", LeafKind::Id),
            leaf("name", LeafKind::String),
            leaf("year", LeafKind::Int),
            leaf("active", LeafKind::Boolean),
        ],
    );
    let mut edges = object("edges", vec![leaf("cursor", LeafKind::String), node]);
    edges.shape = TypeShape::List { non_null: true, of: Box::new(edges.shape) };
    let fields = vec![leaf("totalCount", LeafKind::Int), edges];
    let selection = Selection { fields: vec![object("deputies", fields)] };
    Projection { root_type: "Query".into(), selection }
}

fn leaf(key: &str, kind: LeafKind) -> ProjectedField {
    field(key, ProjectionValue::Leaf(kind))
}

fn object(key: &str, fields: Vec<ProjectedField>) -> ProjectedField {
    let selection = Selection { fields };
    let concrete = Some("T".to_owned());
    field(key, ProjectionValue::Object { concrete, possible: vec!["T".into()], selection })
}

fn field(key: &str, value: ProjectionValue) -> ProjectedField {
    ProjectedField {
        response_key: key.to_owned(),
        types: None,
        conditions: Vec::new(),
        shape: TypeShape::Named { non_null: true },
        value,
        coordinate: format!("T.{key}"),
    }
}
