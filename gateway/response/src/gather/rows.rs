//! How many rows are taken from a partition. Rows are the elements of every list that a law puts
//! together, wherever it stands in the answer; lists in rows are the rows' own and bounded by bytes.

use std::collections::HashMap;

/// How many rows are taken from one partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowLimits {
    /// In one list.
    pub per_list: usize,
    /// In all lists of an answer to a client.
    pub per_partition: usize,
}

impl RowLimits {
    /// As many as come.
    pub const NONE: Self = Self { per_list: usize::MAX, per_partition: usize::MAX };
}

/// How many rows each partition has sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowCounts(HashMap<String, usize>);

impl RowCounts {
    /// The rows of all partitions.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.values().fold(0, |sum, rows| sum.saturating_add(*rows))
    }

    /// Adds the rows of a list; gives how many the partition has sent by now.
    pub(super) fn add(&mut self, partition: &str, rows: usize) -> usize {
        let Some(count) = self.0.get_mut(partition) else {
            self.0.insert(partition.to_owned(), rows);
            return rows;
        };
        *count = count.saturating_add(rows);
        *count
    }
}

#[cfg(test)]
mod tests {
    use contract::{Cursor, Direction, OrderKey};
    use gateway_plan::Gather;
    use serde_json::{Value, json};

    use super::RowLimits;
    use crate::gather::testing::{Case, connection_law, fields};

    fn rejections(
        law: &Gather,
        per_list: usize,
        per_partition: usize,
        liar: &Value,
    ) -> Vec<String> {
        let answers = [honest(liar).to_string(), liar.to_string()];
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        let limits = RowLimits { per_list, per_partition };
        let alone = Case::new(law, &answers[1..]).limits(limits).gathered().rejections();
        let beside = Case::new(law, &answers).limits(limits).gathered().rejections();
        let alone: Vec<String> = alone.iter().map(|line| line.replacen("p0", "p1", 1)).collect();
        assert_eq!(alone, beside, "who is asked alone is held to the same");
        beside
    }

    /// The same shape with no rows.
    fn honest(liar: &Value) -> Value {
        match liar {
            Value::Array(_) => json!([]),
            Value::Object(object) => {
                object.iter().map(|(key, value)| (key.clone(), honest(value))).collect()
            }
            other => other.clone(),
        }
    }

    #[test]
    fn every_list_that_a_law_gathers_is_counted() {
        let group = |law: Gather| Gather::Grouped {
            keys: vec!["k".into()],
            fields: fields([("inner", law)]),
        };
        let rows = json!([{"k": 1, "inner": [1]}, {"k": 2, "inner": [2]}]);
        let bins = json!([[1, 1], [2, 2], [3, 3]]);
        let cases = [
            (Gather::Concat, json!([1, 2, 3])),
            (Gather::Union, json!([1, 2, 3])),
            (Gather::Histogram, bins.clone()),
            (
                group(Gather::Union),
                json!([{"k": 1, "inner": []}, {"k": 2, "inner": []}, {"k": 3, "inner": []}]),
            ),
        ];
        for (law, list) in cases {
            let nested = Gather::Object { fields: fields([("list", law.clone())]) };
            assert_eq!(rejections(&law, 3, 3, &list), Vec::<String>::new());
            assert_eq!(rejections(&law, 2, 9, &list), ["p1 TOO_LARGE 3 rows in one list"]);
            assert_eq!(
                rejections(&nested, 2, 9, &json!({ "list": list })),
                ["p1 TOO_LARGE list: 3 rows in one list"]
            );
        }
        let both =
            Gather::Object { fields: fields([("a", Gather::Concat), ("b", Gather::Histogram)]) };
        let two = json!({ "a": [1, 2], "b": bins });
        assert_eq!(rejections(&both, 3, 5, &two), Vec::<String>::new());
        assert_eq!(rejections(&both, 3, 4, &two), ["p1 TOO_LARGE b: 5 rows in all"]);
        assert_eq!(rejections(&group(Gather::Concat), 2, 1, &rows), ["p1 TOO_LARGE 2 rows in all"]);
    }

    #[test]
    fn rows_of_a_page_without_a_size_are_counted() {
        let law = Gather::Connection(Box::new(connection_law()));
        let key = OrderKey::new().int(1, Direction::Ascending);
        let cursor = Cursor::new("n", &key).encode();
        let edge = |id: &str| json!({ "cursor": cursor, "node": { "id": format!("p1:x:{id}") } });
        let edges = [edge("1"), edge("2")];
        let page = json!({ "edges": edges, "pageInfo": { "hasNextPage": false, "hasPreviousPage": false } });
        let limits = RowLimits { per_list: 1, per_partition: 9 };
        let answers = ["null".to_owned(), page.to_string()];
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        let gathered = Case::new(&law, &answers).limits(limits).gathered();
        assert_eq!(gathered.rejections(), ["p1 TOO_LARGE 2 rows in one list"]);
    }
}
