//! A list of ids, split by the partitions that own them. The answers are put back in the order of
//! the list by the gather law; here is only who is asked for what.

use std::collections::BTreeMap;

use contract::{GlobalId, IdError};
use serde_json::Value;

use crate::{route::Variables, topology::Partitions};

/// Which ids of a list each partition is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct IdSplit {
    variable: String,
    owned: BTreeMap<usize, Vec<String>>,
    strangers: Vec<(usize, String)>,
}

impl IdSplit {
    /// Splits the list that `variable` holds. Nulls belong to nobody.
    pub(crate) fn new(
        partitions: &Partitions,
        variable: &str,
        variables: &Variables,
    ) -> Result<Self, IdError> {
        let mut split = Self { variable: variable.to_owned(), ..Self::default() };
        for (index, value) in elements(variables.get(variable)).iter().enumerate() {
            if value.is_null() {
                continue;
            }
            let text = value.as_str().ok_or_else(|| IdError::Malformed(value.to_string()))?;
            let owner = GlobalId::parse(text)?.partition;
            match partitions.position(owner) {
                Some(place) => split.owned.entry(place).or_default().push(text.to_owned()),
                None => split.strangers.push((index, owner.to_owned())),
            }
        }
        Ok(split)
    }

    /// The variable that holds the list.
    pub(crate) fn variable(&self) -> &str {
        &self.variable
    }

    /// The partitions that own ids, ascending.
    pub(crate) fn owners(&self) -> impl Iterator<Item = usize> {
        self.owned.keys().copied()
    }

    /// The ids of one partition, in the order of the list.
    pub(crate) fn ids_of(&self, place: usize) -> &[String] {
        self.owned.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Where in the list ids stand whose owner is unknown, and the owner's key.
    pub(crate) fn strangers(&self) -> &[(usize, String)] {
        &self.strangers
    }
}

/// The elements of a list; a single value is a list of one, as in GraphQL input coercion.
fn elements(value: Option<&Value>) -> &[Value] {
    match value {
        None => &[],
        Some(Value::Array(elements)) => elements,
        Some(single) => std::slice::from_ref(single),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::topology::tests::partitions;

    #[test]
    fn each_partition_gets_its_own_ids_in_order() {
        let partitions = partitions(&[("a", ""), ("b", "")]);
        let ids = json!(["b:x:2", null, "a:x:1", "c:x:9", "b:x:1", "b:x:2"]);
        let variables = Variables::from_iter([("ids".to_owned(), ids)]);
        let split = IdSplit::new(&partitions, "ids", &variables).expect("valid ids");
        assert_eq!(split.owners().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(split.ids_of(0), ["a:x:1"]);
        assert_eq!(split.ids_of(1), ["b:x:2", "b:x:1", "b:x:2"]);
        assert_eq!(split.strangers(), [(3, "c".to_owned())]);
    }
}
