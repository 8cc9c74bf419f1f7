//! Codes of diagnostics, what they mean, and the page that tells it to people.

mod list;
mod page;

use std::fmt;

use serde::{Serialize, Serializer};

pub use list::Code;

/// Makes the enum of `subject { meaning, name = code, example, way out; }`.
macro_rules! codes {
    ($($subject:literal { $(#[doc = $meaning:literal] $name:ident = $text:literal, $example:literal, $way_out:literal;)* })*) => {
        /// Which rule a diagnostic comes from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $meaning] $name,)*)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// The code as it is printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($(Self::$name => $text,)*)* }
            }

            /// What it means.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $($(Self::$name => $meaning,)*)* }.trim()
            }

            /// SDL that gets it, or what else does.
            #[must_use]
            pub fn example(self) -> &'static str {
                match self { $($(Self::$name => $example,)*)* }
            }

            /// What to do.
            #[must_use]
            pub fn way_out(self) -> &'static str {
                match self { $($(Self::$name => $way_out,)*)* }
            }

            /// The codes by subject, as the page tells them.
            pub(super) const SUBJECTS: &[(&str, &[Self])] = &[$(($subject, &[$(Self::$name,)*]),)*];
        }
    };
}
use codes;

impl Code {
    /// The way out as part of a diagnostic, which is no sentence of its own.
    pub(crate) fn hint(self) -> String {
        let way_out = self.way_out().trim_end_matches('.');
        let mut rest = way_out.chars();
        let first = rest.next().map(|first| first.to_ascii_lowercase());
        first.into_iter().chain(rest).collect()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
