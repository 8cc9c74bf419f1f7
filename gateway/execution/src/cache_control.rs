//! How long the client's answer may be kept: no longer, and by nobody else, than any of the answers
//! that it is made of. What a service does not allow is not allowed, and one that says nothing
//! allows nothing.

use std::fmt::Write as _;

use http::{HeaderMap, HeaderValue, header};

/// What `Cache-Control` of one answer says, or of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CacheControl {
    /// Nobody may keep it.
    NoStore,
    /// It may be kept.
    Keep(Keep),
}

/// Who may keep an answer, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keep {
    is_public: bool,
    is_private: bool,
    /// It is asked for again each time.
    no_cache: bool,
    must_revalidate: bool,
    no_transform: bool,
    /// Seconds from now.
    max_age: u64,
    /// The same for caches that are shared, when it is said.
    shared_max_age: Option<u64>,
}

impl CacheControl {
    /// What an answer's headers say.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut keep = Keep {
            is_public: false,
            is_private: false,
            no_cache: false,
            must_revalidate: false,
            no_transform: false,
            max_age: 0,
            shared_max_age: None,
        };
        let mut max_age: Option<u64> = None;
        let mut is_there = false;
        for value in headers.get_all(header::CACHE_CONTROL) {
            // What is no text is not understood, and what is not understood allows nothing.
            let Ok(text) = value.to_str() else { return Self::NoStore };
            for (name, argument) in directives(text) {
                is_there = true;
                match name.to_ascii_lowercase().as_str() {
                    "no-store" => return Self::NoStore,
                    "no-cache" => keep.no_cache = true,
                    "private" => keep.is_private = true,
                    "public" => keep.is_public = true,
                    "must-revalidate" | "proxy-revalidate" => keep.must_revalidate = true,
                    "no-transform" => keep.no_transform = true,
                    "max-age" => max_age = Some(least(max_age, seconds(argument))),
                    "s-maxage" => {
                        keep.shared_max_age = Some(least(keep.shared_max_age, seconds(argument)));
                    }
                    _ => {}
                }
            }
        }
        if !is_there {
            return Self::NoStore;
        }
        // It has spent so long in caches on its way here.
        let age = headers.get(header::AGE).map_or(0, age);
        keep.max_age = max_age.unwrap_or(0).saturating_sub(age);
        keep.shared_max_age = keep.shared_max_age.map(|seconds| seconds.saturating_sub(age));
        Self::Keep(keep)
    }

    /// What holds for something made of both.
    pub(crate) fn and(self, other: Self) -> Self {
        let (Self::Keep(one), Self::Keep(other)) = (self, other) else { return Self::NoStore };
        let is_shared_said = one.shared_max_age.is_some() || other.shared_max_age.is_some();
        let is_private = one.is_private || other.is_private;
        Self::Keep(Keep {
            is_public: one.is_public && other.is_public && !is_private,
            is_private,
            no_cache: one.no_cache || other.no_cache,
            must_revalidate: one.must_revalidate || other.must_revalidate,
            no_transform: one.no_transform || other.no_transform,
            max_age: one.max_age.min(other.max_age),
            shared_max_age: is_shared_said.then(|| one.shared().min(other.shared())),
        })
    }

    /// As a header.
    pub(crate) fn to_value(self) -> HeaderValue {
        let Self::Keep(keep) = self else { return HeaderValue::from_static("no-store") };
        let mut text = String::new();
        let flags = [
            (keep.is_private, "private"),
            (keep.is_public && !keep.is_private, "public"),
            (keep.no_cache, "no-cache"),
            (keep.must_revalidate, "must-revalidate"),
            (keep.no_transform, "no-transform"),
        ];
        for (_, flag) in flags.into_iter().filter(|(is_set, _)| *is_set) {
            text.push_str(flag);
            text.push_str(", ");
        }
        let _ = write!(text, "max-age={}", keep.max_age);
        if let Some(seconds) = keep.shared_max_age.filter(|_| !keep.is_private) {
            let _ = write!(text, ", s-maxage={seconds}");
        }
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("no-store"))
    }
}

impl Keep {
    /// How long a shared cache may keep it.
    fn shared(&self) -> u64 {
        self.shared_max_age.unwrap_or(self.max_age)
    }
}

/// The directives of a header with their arguments. A comma within quotes parts nothing.
fn directives(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut is_quoted = false;
    let parted = text.split(move |c| {
        is_quoted ^= c == '"';
        c == ',' && !is_quoted
    });
    parted.map(str::trim).filter(|part| !part.is_empty()).map(|part| match part.split_once('=') {
        Some((name, argument)) => (name.trim_end(), Some(argument.trim_start())),
        None => (part, None),
    })
}

/// The seconds that an argument says, within quotes or not. What is no number is no time at all.
fn seconds(argument: Option<&str>) -> u64 {
    let digits = argument.unwrap_or_default().trim_matches('"');
    match digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => 0,
        // Caches count no further than this.
        false => digits.parse::<u64>().unwrap_or(u64::MAX).min(1 << 31),
    }
}

fn least(one: Option<u64>, other: u64) -> u64 {
    one.map_or(other, |one| one.min(other))
}

/// An age that is not understood may be any.
fn age(value: &HeaderValue) -> u64 {
    value.to_str().ok().and_then(|text| text.trim().parse().ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What answers with these headers are together; `-` is an answer without one.
    fn together(values: &[&'static str]) -> String {
        let one = |value: &&'static str| {
            let mut headers = HeaderMap::new();
            if *value != "-" {
                headers.append(header::CACHE_CONTROL, HeaderValue::from_static(value));
            }
            CacheControl::of(&headers)
        };
        let all = values.iter().map(one).reduce(CacheControl::and).expect("at least one");
        all.to_value().to_str().expect("text").to_owned()
    }

    #[test]
    fn one_answer_is_told_as_it_is() {
        assert_eq!(together(&["public, max-age=60"]), "public, max-age=60");
        assert_eq!(together(&["Max-Age = \"60\" , PRIVATE"]), "private, max-age=60");
        assert_eq!(together(&["max-age=9, s-maxage=60"]), "max-age=9, s-maxage=60");
        assert_eq!(together(&["private=\"a, no-store\", max-age=1"]), "private, max-age=1");
        assert_eq!(together(&["max-age=99999999999999999999"]), "max-age=2147483648");
    }

    #[test]
    fn what_says_nothing_allows_nothing() {
        for nothing in ["-", "", " , "] {
            assert_eq!(together(&[nothing]), "no-store", "{nothing:?}");
            assert_eq!(together(&["public, max-age=60", nothing]), "no-store", "{nothing:?}");
        }
        assert_eq!(together(&["public"]), "public, max-age=0");
        assert_eq!(together(&["max-age=soon"]), "max-age=0");
        assert_eq!(together(&["max-age=-1"]), "max-age=0");
        assert_eq!(together(&["max-age=60, max-age=5"]), "max-age=5");
    }

    #[test]
    fn the_strictest_holds() {
        let public = "public, max-age=60, s-maxage=600";
        assert_eq!(together(&[public, "public, max-age=30"]), "public, max-age=30, s-maxage=30");
        assert_eq!(together(&[public, "private, max-age=90"]), "private, max-age=60");
        assert_eq!(together(&[public, "max-age=90"]), "max-age=60, s-maxage=90");
        assert_eq!(together(&[public, "no-store"]), "no-store");
        assert_eq!(together(&["no-cache", "public, max-age=5"]), "no-cache, max-age=0");
        assert_eq!(
            together(&["must-revalidate, max-age=5", "no-transform, max-age=7"]),
            "must-revalidate, no-transform, max-age=5"
        );
    }

    #[test]
    fn the_time_in_other_caches_counts() {
        let of = |age: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=60"));
            headers.insert(header::AGE, HeaderValue::from_static(age));
            CacheControl::of(&headers).to_value()
        };
        assert_eq!(of("20"), "max-age=40");
        assert_eq!(of("61"), "max-age=0");
        assert_eq!(of("old"), "max-age=0");
    }

    #[test]
    fn the_order_of_answers_changes_nothing() {
        let values =
            ["public, max-age=60", "s-maxage=5, max-age=9", "private, max-age=7", "no-cache", "-"];
        for one in values {
            for other in values {
                assert_eq!(together(&[one, other]), together(&[other, one]));
                for third in values {
                    assert_eq!(together(&[one, other, third]), together(&[third, other, one]));
                }
            }
        }
    }
}
