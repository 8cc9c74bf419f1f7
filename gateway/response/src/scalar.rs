//! Scalars that can be compared: for sorting, grouping and finding the smallest. Numbers compare
//! as numbers however they are written, text compares as bytes.

use std::{borrow::Cow, cmp::Ordering};

use crate::{Kind, Ref, Store};

/// A scalar. Values of different kinds stand in the order of the variants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scalar<'s> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'s, [u8]>),
}

/// A number that is exact when it is an integer of 64 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    fn parse(text: &str) -> Option<Self> {
        if let Ok(int) = text.parse() {
            return Some(Self::Int(int));
        }
        let float: f64 = text.parse().ok()?;
        // Integers up to here have one float each, so `1.0` and `1` are the same number.
        let is_exact_integer = float.fract() == 0.0 && float.abs() < (1_i64 << 53) as f64;
        Some(if is_exact_integer { Self::Int(float as i64) } else { Self::Float(float) })
    }

    fn as_f64(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float,
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a.total_cmp(b),
            // Where rounding hides the difference, the integer comes first.
            (Self::Int(_), Self::Float(b)) => self.as_f64().total_cmp(b).then(Ordering::Less),
            (Self::Float(_), Self::Int(_)) => other.cmp(self).reverse(),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl Store {
    /// A value as a scalar; none for lists and objects.
    pub(crate) fn scalar(&self, value: Ref) -> Option<Scalar<'_>> {
        match self.kind(value) {
            Kind::Null => Some(Scalar::Null),
            Kind::Bool(value) => Some(Scalar::Bool(value)),
            Kind::Number => Number::parse(self.number_text(value)?).map(Scalar::Number),
            Kind::String => self.text_bytes(value).map(Scalar::Text),
            Kind::List | Kind::Object => None,
        }
    }

    /// Whether two values are the same, whatever the order of keys and the way numbers and text
    /// are written.
    pub(crate) fn equal(&self, a: Ref, b: Ref) -> bool {
        match (self.kind(a), self.kind(b)) {
            (Kind::List, Kind::List) => {
                self.len(a) == self.len(b)
                    && self.elements(a).zip(self.elements(b)).all(|(a, b)| self.equal(a, b))
            }
            (Kind::Object, Kind::Object) => {
                self.len(a) == self.len(b)
                    && self.entries(a).all(|(key, field)| {
                        self.get(b, &key).is_some_and(|other| self.equal(field, other))
                    })
            }
            _ => self.scalar(a).is_some_and(|scalar| Some(scalar) == self.scalar(b)),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::IndexLimits;

    fn number() -> impl Strategy<Value = Number> {
        prop_oneof![
            any::<i64>().prop_map(Number::Int),
            (-3_i64..3).prop_map(|near| Number::Int((1 << 53) + near)),
            prop::num::f64::NORMAL.prop_map(|float| {
                Number::parse(&format!("{float:?}")).expect("a printed float is a number")
            }),
            Just(Number::Float((1_i64 << 53) as f64)),
        ]
    }

    proptest! {
        #[test]
        fn numbers_have_a_total_order(mut numbers in prop::collection::vec(number(), 0..8)) {
            numbers.sort();
            for (at, small) in numbers.iter().enumerate() {
                for large in &numbers[at..] {
                    prop_assert!(small <= large && (small == large || large > small));
                }
            }
        }
    }

    #[test]
    fn equality_is_about_values_and_not_about_text() {
        let mut store = Store::new();
        let body = br#"[{"a": [1, "\u0041"], "b": null}, {"b": null, "a": [1.0, "A"]}, {"a": [2, "A"], "b": null}, 9007199254740993, 9007199254740992]"#;
        let list = store.ingest(Bytes::from_static(body), &IndexLimits::default()).expect("JSON");
        let values: Vec<Ref> = store.elements(list).collect();
        assert!(store.equal(values[0], values[1]));
        assert!(!store.equal(values[1], values[2]));
        assert!(!store.equal(values[3], values[4]));
        assert!(!store.equal(values[0], values[3]));
    }
}
