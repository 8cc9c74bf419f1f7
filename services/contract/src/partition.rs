//! The partition specification, version 1.0: names and values of the directives by which a
//! subgraph says how it is partitioned. `gateway/PARTITIONS.md` gives the meaning of each.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The URL by which a subgraph links the specification.
pub const SPEC_URL: &str = "https://specs.yituan.example/partition/v1.0";

/// `@merge(law: MergeLaw!, by: [String!]) on FIELD_DEFINITION`.
pub const MERGE_DIRECTIVE: &str = "merge";

/// `@route(by: RouteBy!, label: String) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION`.
pub const ROUTE_DIRECTIVE: &str = "route";

/// The argument of a subscription by which its events begin behind a position.
pub const AFTER_ARGUMENT: &str = "after";

/// Arguments by which a list is cut to its beginning.
pub const FIRST_ARGUMENTS: &[&str] = &["first", "limit", "take", "top"];

/// The argument by which a list is cut to its end.
pub const LAST_ARGUMENT: &str = "last";

/// Whether an argument of this name says how many elements of a list are wanted.
#[must_use]
pub fn cuts_a_list(argument: &str) -> bool {
    argument == LAST_ARGUMENT || FIRST_ARGUMENTS.contains(&argument)
}

macro_rules! directive_values {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $($(#[$value_doc])* $value,)* }

        impl $name {
            /// Every value, in the order of the specification.
            pub const ALL: &[Self] = &[$(Self::$value,)*];

            /// The value as SDL writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$value),)*
                    _ => Err(UnknownValue { value: text.to_owned(), known: vec![$($text,)*] }),
                }
            }
        }
    };
}

/// What a subgraph's schema has of the specification, as SDL: the link, the directives, their enums.
#[must_use]
pub fn sdl_head() -> String {
    let laws: Vec<&str> = MergeLaw::ALL.iter().map(|law| law.as_str()).collect();
    let routes: Vec<&str> = RouteBy::ALL.iter().map(|by| by.as_str()).collect();
    format!(
        r#"extend schema
  @link(url: "{SPEC_URL}", import: ["@{MERGE_DIRECTIVE}", "@{ROUTE_DIRECTIVE}"])
  @composeDirective(name: "@{MERGE_DIRECTIVE}")
  @composeDirective(name: "@{ROUTE_DIRECTIVE}")
directive @{MERGE_DIRECTIVE}(law: MergeLaw!, by: [String!]) on FIELD_DEFINITION
directive @{ROUTE_DIRECTIVE}(by: RouteBy!, label: String) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
enum MergeLaw {{ {} }}
enum RouteBy {{ {} }}
"#,
        laws.join(" "),
        routes.join(" ")
    )
}

/// A directive value that the specification does not know.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is unknown; known are {}", known.join(", "))]
pub struct UnknownValue {
    /// What was written.
    pub value: String,
    /// What may be written.
    pub known: Vec<&'static str>,
}

directive_values! {
    /// How the answers of several partitions to one field become one answer.
    MergeLaw {
        /// Lists are joined, partitions in the order of their keys.
        Concat = "CONCAT",
        /// Sorted lists are merged by the fields of `by` (ascending, `-name` for descending).
        Sorted = "SORTED",
        /// Relay connections are merged by their cursors.
        Connection = "CONNECTION",
        /// The fields of an object are merged, each by its own law.
        Object = "OBJECT",
        /// Numbers are added. An `Int` that leaves 32 bits is an error.
        Sum = "SUM",
        /// The smallest value.
        Min = "MIN",
        /// The largest value.
        Max = "MAX",
        /// True when all are.
        And = "AND",
        /// True when one is.
        Or = "OR",
        /// All must be equal; a difference is an error. Nulls give way to values.
        Same = "SAME",
        /// A list of scalars as a set: each value once, sorted.
        Union = "UNION",
        /// A list of `[bin, count]` pairs: counts of equal bins are added, sorted by bin.
        Histogram = "HISTOGRAM",
        /// A list of objects: those that agree in the fields of `by` become one, by the laws of the others.
        Grouped = "GROUPED",
        /// The coverage object; the gateway adds the partitions that did not answer.
        Coverage = "COVERAGE",
        /// Events of a subscription are passed on one by one, in the order of each partition. The
        /// field of `by` is the position of an event, from which its partition goes on after a loss.
        Events = "EVENTS",
    }
}

directive_values! {
    /// What a value says about the partition that it concerns.
    RouteBy {
        /// The value is a partition key, or a list of them.
        Key = "KEY",
        /// The value is that of a label of the partition in the gateway's configuration.
        Label = "LABEL",
        /// The value is an id whose prefix is a partition key, or a list of such ids.
        Id = "ID",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_as_they_are_read() {
        for law in MergeLaw::ALL {
            assert_eq!(law.as_str().parse(), Ok(*law));
        }
        for by in RouteBy::ALL {
            assert_eq!(by.as_str().parse(), Ok(*by));
        }
    }

    #[test]
    fn an_unknown_law_names_the_known_ones() {
        let error = "AVERAGE".parse::<MergeLaw>().expect_err("averages do not merge");
        assert!(error.to_string().starts_with("`AVERAGE` is unknown; known are CONCAT, SORTED,"));
    }
}
