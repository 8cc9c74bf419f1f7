//! What a law makes of no answers at all, when nobody was asked: the value that changes nothing.

use gateway_plan::{ConnectionGather, Gather, PageInfoField, gather::CoverageField};

use super::{merge::End, page::Window, pass::Pass};
use crate::{Ref, Store};

pub(super) fn of(pass: &mut Pass<'_>, law: &Gather) -> Ref {
    let store = &mut *pass.store;
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
        Gather::Cut { of: law, .. } | Gather::Held { of: law, .. } => of(pass, law),
        Gather::Sum { .. } => store.make_i64(0),
        Gather::And => store.make_bool(true),
        Gather::Or => store.make_bool(false),
        Gather::Object { fields } => {
            let fields = fields_of(pass, fields);
            pass.store.make_object(fields)
        }
        Gather::Connection(law) => connection(pass, law),
        Gather::Coverage { fields } => coverage(store, fields),
    }
}

fn fields_of<'f>(pass: &mut Pass<'_>, fields: &'f [(String, Gather)]) -> Vec<(&'f str, Ref)> {
    fields.iter().map(|(key, law)| (key.as_str(), of(pass, law))).collect()
}

/// A page of no rows. A cursor was given at a row, so that against the direction of reading there is
/// one, as every partition would have said.
fn connection(pass: &mut Pass<'_>, law: &ConnectionGather) -> Ref {
    let mut fields = fields_of(pass, &law.others);
    let given = |variable: &Option<String>| {
        let value = variable.as_ref().and_then(|variable| pass.context.variables.get(variable));
        value.is_some_and(|value| !value.is_null())
    };
    let (has_next, has_previous) = match Window::of(pass, law).end {
        End::First => (false, given(&law.after)),
        End::Last => (given(&law.before), false),
    };
    let store = &mut *pass.store;
    let empty = store.make_list([]);
    fields.extend(law.edges.iter().chain(&law.nodes).map(|key| (key.as_str(), empty)));
    for (key, page_info) in &law.page_info {
        let value_of = |field: &PageInfoField| match field {
            PageInfoField::HasNextPage => store.make_bool(has_next),
            PageInfoField::HasPreviousPage => store.make_bool(has_previous),
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

    use crate::gather::testing::{Case, connection_law, fields, gathered};

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

    #[test]
    fn an_empty_page_has_rows_behind_the_cursor_that_it_begins_at() {
        let mut law = connection_law();
        (law.after, law.before) = (Some("after".into()), Some("before".into()));
        let law = Gather::Connection(Box::new(law));
        let flags = |given: &[&str]| {
            let mut case = Case::new(&law, &[]);
            for variable in given {
                case = case.variable(variable, 2);
            }
            let page = case.gathered();
            let info = &page.value()["pageInfo"];
            (info["hasNextPage"] == true, info["hasPreviousPage"] == true)
        };
        assert_eq!(flags(&["first"]), (false, false));
        assert_eq!(flags(&["after"]), (false, true));
        assert_eq!(flags(&["first", "after", "before"]), (false, true));
        assert_eq!(flags(&["first", "before"]), (false, false));
        assert_eq!(flags(&["last", "after", "before"]), (true, false));
        assert_eq!(flags(&["last", "after"]), (false, false));
    }
}
