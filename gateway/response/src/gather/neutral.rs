//! What a law makes of no answers at all, when nobody was asked: the value that changes nothing.

use gateway_plan::{ConnectionGather, Gather, PageInfoField, gather::CoverageField};

use crate::{Ref, Store};

pub(super) fn of(store: &mut Store, law: &Gather) -> Ref {
    match law {
        Gather::One
        | Gather::Min
        | Gather::Max
        | Gather::Same
        | Gather::Events { .. }
        | Gather::Typename => Ref::NULL,
        Gather::ByIds { .. }
        | Gather::Concat
        | Gather::Sorted { .. }
        | Gather::Union
        | Gather::Histogram
        | Gather::Grouped { .. } => store.make_list([]),
        Gather::Cut { of: law, .. } | Gather::Held { of: law, .. } => of(store, law),
        Gather::Sum { .. } => store.make_i64(0),
        Gather::And => store.make_bool(true),
        Gather::Or => store.make_bool(false),
        Gather::Object { fields } => {
            let fields = fields_of(store, fields);
            store.make_object(fields)
        }
        Gather::Connection(law) => connection(store, law),
        Gather::Coverage { fields } => coverage(store, fields),
    }
}

fn fields_of<'f>(store: &mut Store, fields: &'f [(String, Gather)]) -> Vec<(&'f str, Ref)> {
    fields.iter().map(|(key, law)| (key.as_str(), of(store, law))).collect()
}

fn connection(store: &mut Store, law: &ConnectionGather) -> Ref {
    let empty = store.make_list([]);
    let mut fields = fields_of(store, &law.others);
    fields.extend(law.edges.iter().chain(&law.nodes).map(|key| (key.as_str(), empty)));
    for (key, page_info) in &law.page_info {
        let value_of = |field: &PageInfoField| match field {
            PageInfoField::HasNextPage | PageInfoField::HasPreviousPage => store.make_bool(false),
            _ => Ref::NULL,
        };
        let values: Vec<_> =
            page_info.iter().map(|(key, field)| (key.as_str(), value_of(field))).collect();
        fields.push((key, store.make_object(values)));
    }
    store.make_object(fields)
}

fn coverage(store: &mut Store, fields: &[(String, CoverageField)]) -> Ref {
    let empty = store.make_list([]);
    let value_of = |field: &CoverageField| match field {
        CoverageField::Asked | CoverageField::Answered | CoverageField::Missing { .. } => empty,
        CoverageField::Complete => store.make_bool(true),
        CoverageField::Typename => Ref::NULL,
    };
    let values: Vec<_> =
        fields.iter().map(|(key, field)| (key.as_str(), value_of(field))).collect();
    store.make_object(values)
}

#[cfg(test)]
mod tests {
    use gateway_plan::{Gather, gather::CoverageField};

    use crate::gather::testing::{connection_law, fields, gathered};

    #[test]
    fn nobody_asked_is_empty_and_not_null() {
        assert_eq!(gathered(&Gather::Concat, &[]).json(), "[]");
        let law = Gather::Object {
            fields: fields([
                ("n", Gather::Sum { int: true }),
                ("all", Gather::And),
                ("any", Gather::Or),
                ("max", Gather::Max),
                (
                    "coverage",
                    Gather::Coverage {
                        fields: vec![
                            ("asked".into(), CoverageField::Asked),
                            ("complete".into(), CoverageField::Complete),
                        ],
                    },
                ),
            ]),
        };
        assert_eq!(
            gathered(&law, &[]).json(),
            r#"{"n":0,"all":true,"any":false,"max":null,"coverage":{"asked":[],"complete":true}}"#
        );
    }

    #[test]
    fn an_empty_connection_has_no_pages() {
        let law = Gather::Connection(Box::new(connection_law()));
        assert_eq!(
            gathered(&law, &[]).json(),
            r#"{"totalCount":0,"edges":[],"nodes":[],"pageInfo":{"hasNextPage":false,"hasPreviousPage":false,"startCursor":null,"endCursor":null}}"#
        );
    }
}
