//! Which partition owns an entity: read from its representation, as it is sent.

use std::{borrow::Cow, collections::HashMap};

use contract::{GlobalId, partition::RouteBy};
use gateway_plan::EntityRoute;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::topology::Partitions;

/// Who owns an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The partition at this place.
    Known(usize),
    /// A partition of this key, which is not configured.
    Unknown(String),
    /// The representation does not tell.
    Untold,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Representation<'a>(#[serde(borrow)] HashMap<Cow<'a, str>, &'a RawValue>);

impl Representation<'_> {
    fn text(&self, field: &str) -> Option<String> {
        serde_json::from_str(self.0.get(field)?.get()).ok()
    }
}

/// Reads the owner of a representation by the routes of its type.
pub(crate) fn owner(partitions: &Partitions, routes: &[EntityRoute], sent: &[u8]) -> Owner {
    let Some(key) = key_of(routes, sent) else { return Owner::Untold };
    match partitions.position(&key) {
        Some(place) => Owner::Known(place),
        None => Owner::Unknown(key),
    }
}

/// The `__typename` of a representation.
pub(crate) fn type_of(sent: &[u8]) -> Option<String> {
    serde_json::from_slice::<Representation<'_>>(sent).ok()?.text("__typename")
}

fn key_of(routes: &[EntityRoute], sent: &[u8]) -> Option<String> {
    let representation: Representation<'_> = serde_json::from_slice(sent).ok()?;
    let type_name = representation.text("__typename")?;
    routes.iter().filter(|route| route.type_name == type_name).find_map(|route| {
        let text = representation.text(&route.field)?;
        match route.by {
            RouteBy::Id => GlobalId::parse(&text).ok().map(|id| id.partition.to_owned()),
            RouteBy::Key => Some(text),
            RouteBy::Label => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::tests::partitions;

    fn owner_of(sent: &str) -> Owner {
        let route = |type_name: &str, field: &str, by| EntityRoute {
            type_name: type_name.into(),
            field: field.into(),
            by,
        };
        let routes = [route("Grid", "id", RouteBy::Id), route("District", "code", RouteBy::Key)];
        owner(&partitions(&[("231002", ""), ("231004", "")]), &routes, sent.as_bytes())
    }

    #[test]
    fn ids_and_keys_tell_the_owner() {
        assert_eq!(owner_of(r#"{"__typename":"Grid","id":"231004:grid:7"}"#), Owner::Known(1));
        assert_eq!(
            owner_of(r#"{"__typename":"District","code":"\u0032\u0033\u0031\u0030\u0030\u0032"}"#),
            Owner::Known(0)
        );
        assert_eq!(
            owner_of(r#"{"__typename":"Grid","id":"999999:grid:7"}"#),
            Owner::Unknown("999999".into())
        );
    }

    #[test]
    fn what_tells_nothing_has_no_owner() {
        for sent in [
            "",
            "[]",
            r#"{"id":"231004:grid:7"}"#,
            r#"{"__typename":"Other","id":"231004:grid:7"}"#,
            r#"{"__typename":"Grid","id":"7"}"#,
            r#"{"__typename":"Grid","id":7}"#,
        ] {
            assert_eq!(owner_of(sent), Owner::Untold, "{sent}");
        }
    }
}
