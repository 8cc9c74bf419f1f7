//! The values of a world: each is computed from the seed and the place at which it stands.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use super::{Field, Named, Object, ObjectKind, ROWS, Shape, World};
use crate::Resolved;

/// A sequence of random numbers for one place.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below.max(1)
    }
}

impl World {
    /// The value of a field that is made up.
    pub(super) fn made_up(
        &self,
        object: &Object,
        field: &Field,
    ) -> Result<Resolved<Object>, String> {
        let mut hasher = DefaultHasher::new();
        (self.seed, &object.key, &field.name).hash(&mut hasher);
        let mut dice = Dice(hasher.finish());
        if !field.is_sound && dice.roll(100) < self.failures {
            return Err(format!("{} of {} failed", field.name, object.key));
        }
        let place = format!("{}.{}", object.key, field.name);
        Ok(self.value(&field.shape, field, &place, &mut dice))
    }

    fn value(
        &self,
        shape: &Shape,
        field: &Field,
        place: &str,
        dice: &mut Dice,
    ) -> Resolved<Object> {
        let may_be_null = !(field.is_sound && shape.is_non_null());
        // A null that the type does not allow is rarer than one that it does.
        let nulls = if shape.is_non_null() { self.nulls / 4 } else { self.nulls };
        if dice.roll(100) < nulls && may_be_null {
            return Resolved::Null;
        }
        match shape {
            Shape::List { of, .. } => {
                let count = dice.roll(4);
                let item = |index| self.value(of, field, &format!("{place}.{index}"), dice);
                Resolved::List((0..count).map(item).collect())
            }
            Shape::Named { named, .. } => self.named_value(*named, field, place, dice),
        }
    }

    fn named_value(
        &self,
        named: Named,
        field: &Field,
        place: &str,
        dice: &mut Dice,
    ) -> Resolved<Object> {
        let index = match named {
            Named::Leaf(name) => return Resolved::Leaf(leaf(name, place, dice)),
            Named::Object(index) => index,
            Named::Node | Named::Either | Named::Thing => {
                let possible = self.possible(named, &field.homes);
                possible[dice.roll(possible.len() as u64) as usize]
            }
        };
        let one = &self.types[index];
        Resolved::Object(match one.kind {
            ObjectKind::Entity => Object::row(&one.name, dice.roll(ROWS as u64) as usize),
            _ => Object::value(&one.name, place),
        })
    }
}

fn leaf(name: &str, place: &str, dice: &mut Dice) -> Value {
    match name {
        "Int" => Value::from(dice.roll(1_000) as i64 - 500),
        "Float" => Value::from(dice.roll(1_000) as f64 / 8.0),
        "Boolean" => Value::from(dice.roll(2) == 0),
        "Color" => Value::from(["RED", "GREEN", "BLUE"][dice.roll(3) as usize]),
        "Json" => match dice.roll(4) {
            0 => json!({"id": place, "__typename": "Nothing", "b": [null, {"c": 1.5e300}]}),
            1 => json!([]),
            2 => Value::from(u64::MAX),
            _ => Value::from("a \u{0} \"b\" \\ \u{2028} 名 🦀"),
        },
        "String" if dice.roll(4) == 0 => Value::from("\u{7f}\n\t</script> 𝔘\u{fffd}"),
        _ => Value::from(format!("{name} at {place}")),
    }
}
