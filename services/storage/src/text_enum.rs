//! Enums that are stored as text, the same on both databases, in JSON and in logs.

use thiserror::Error;

/// A text that is none of an enum's values.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is no {name}; known are {}", known.join(", "))]
pub struct UnknownText {
    /// The name of the enum.
    pub name: &'static str,
    /// What was read.
    pub value: String,
    /// What may stand there.
    pub known: &'static [&'static str],
}

/// Declares an enum that is stored as text.
///
/// It is `Copy`, ordered by declaration, and has `ALL`, `as_str`, `Display`, `FromStr`, serde and
/// Diesel's `Text` on both databases, all with the same text. Further derives, such as
/// `async_graphql::Enum`, are written on it as usual. The crate that uses it depends on `diesel`.
///
/// ```
/// storage::text_enum! {
///     /// Where a petition stands.
///     pub enum PetitionStatus {
///         /// Handed in.
///         Submitted = "SUBMITTED",
///         /// Answered and closed.
///         Resolved = "RESOLVED",
///     }
/// }
///
/// assert_eq!("RESOLVED".parse(), Ok(PetitionStatus::Resolved));
/// ```
#[macro_export]
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$value_meta:meta])* $value:ident = $text:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            $crate::macro_support::diesel::expression::AsExpression,
            $crate::macro_support::diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = $crate::macro_support::diesel::sql_types::Text)]
        $visibility enum $name { $($(#[$value_meta])* $value,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The text that is stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$value => $text,)+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownText;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::UnknownText> {
                match text {
                    $($text => Ok(Self::$value),)+
                    _ => Err($crate::UnknownText {
                        name: stringify!($name),
                        value: text.to_owned(),
                        known: &[$($text,)+],
                    }),
                }
            }
        }

        impl $crate::macro_support::serde::Serialize for $name {
            fn serialize<S: $crate::macro_support::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::macro_support::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::macro_support::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as
                    $crate::macro_support::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err($crate::macro_support::serde::de::Error::custom)
            }
        }

        impl<DB> $crate::macro_support::diesel::serialize::ToSql<
            $crate::macro_support::diesel::sql_types::Text, DB,
        > for $name
        where
            DB: $crate::macro_support::diesel::backend::Backend,
            str: $crate::macro_support::diesel::serialize::ToSql<
                $crate::macro_support::diesel::sql_types::Text, DB,
            >,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut $crate::macro_support::diesel::serialize::Output<'b, '_, DB>,
            ) -> $crate::macro_support::diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }

        impl<DB> $crate::macro_support::diesel::deserialize::FromSql<
            $crate::macro_support::diesel::sql_types::Text, DB,
        > for $name
        where
            DB: $crate::macro_support::diesel::backend::Backend,
            ::std::string::String: $crate::macro_support::diesel::deserialize::FromSql<
                $crate::macro_support::diesel::sql_types::Text, DB,
            >,
        {
            fn from_sql(
                bytes: DB::RawValue<'_>,
            ) -> $crate::macro_support::diesel::deserialize::Result<Self> {
                let text = <::std::string::String as
                    $crate::macro_support::diesel::deserialize::FromSql<
                        $crate::macro_support::diesel::sql_types::Text, DB,
                    >>::from_sql(bytes)?;
                Ok(text.parse()?)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    crate::text_enum! {
        /// Where a task stands.
        pub(super) enum Status {
            /// Not done.
            Open = "OPEN",
            /// Done.
            Done = "DONE",
        }
    }

    #[test]
    fn text_is_read_as_it_is_written() {
        for status in Status::ALL {
            assert_eq!(status.to_string().parse(), Ok(*status));
            let json = serde_json::to_string(status).expect("plain text");
            assert_eq!(json, format!("\"{}\"", status.as_str()));
            assert_eq!(serde_json::from_str::<Status>(&json).expect("what was written"), *status);
        }
    }

    #[test]
    fn unknown_text_names_the_known_ones() {
        let error = "LOST".parse::<Status>().expect_err("not a status");
        assert_eq!(error.to_string(), "`LOST` is no Status; known are OPEN, DONE");
    }
}
