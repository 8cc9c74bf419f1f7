//! GraphQL enums as text: the name of a value and back, taken from the one list that
//! async-graphql already has, so that no name is written twice.

use async_graphql::resolver_utils::EnumType;
use thiserror::Error;

/// A name that the enum does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{name}` is unknown; known are {}", known.join(", "))]
pub struct UnknownName {
    /// What was written.
    pub name: String,
    /// What may be written.
    pub known: Vec<&'static str>,
}

/// The name of a value, as GraphQL writes it.
pub(crate) fn name_of<T: EnumType>(value: T) -> &'static str {
    // The list of items comes from the enum's own derive and has every value.
    T::items().iter().find(|item| item.value == value).map_or("", |item| item.name)
}

/// The value of a name.
pub(crate) fn value_of<T: EnumType>(name: &str) -> Result<T, UnknownName> {
    T::items().iter().find(|item| item.name == name).map(|item| item.value).ok_or_else(|| {
        UnknownName {
            name: name.to_owned(),
            known: T::items().iter().map(|item| item.name).collect(),
        }
    })
}

/// Adds `ALL`, `as_str`, `Display` and `FromStr` to a GraphQL enum.
macro_rules! enum_text {
    ($name:ident) => {
        impl $name {
            /// The name as GraphQL, the question and the database write it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                crate::enum_text::name_of(self)
            }

            /// Every value, in the order of declaration.
            pub fn all() -> impl Iterator<Item = Self> {
                <Self as async_graphql::resolver_utils::EnumType>::items()
                    .iter()
                    .map(|item| item.value)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                crate::enum_text::value_of(text)
            }
        }
    };
}

pub(crate) use enum_text;

#[cfg(test)]
mod tests {
    use crate::{Dimension, MetricKey, PeerGroup};

    #[test]
    fn names_are_read_as_they_are_printed() {
        assert!(MetricKey::all().all(|value| value.as_str().parse() == Ok(value)));
        assert!(Dimension::all().all(|value| value.as_str().parse() == Ok(value)));
        assert!(PeerGroup::all().all(|value| value.as_str().parse() == Ok(value)));
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let error = "CITY".parse::<Dimension>().expect_err("no such dimension");
        assert_eq!(
            error.to_string(),
            "`CITY` is unknown; known are DISTRICT, DELEGATION, CATEGORY"
        );
    }

    #[test]
    fn json_writes_the_same_names() {
        for metric in MetricKey::all() {
            let json = serde_json::to_value(metric).expect("an enum is plain data");
            assert_eq!(json, metric.as_str());
        }
    }
}
