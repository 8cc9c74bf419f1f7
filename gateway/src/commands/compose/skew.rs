//! What some partitions lack, as a matrix: a schema element a line, a partition a column.

use std::fmt::Write;

use gateway_composition::{PartitionSchema, Schemas, Skew, SubgraphInput};

const HAS: &str = "x";
const LACKS: &str = "-";

/// The matrix of every partitioned subgraph, one below the other.
pub(super) fn matrix(skew: &[Skew], inputs: &[SubgraphInput]) -> String {
    let mut text = String::new();
    for input in inputs {
        let Schemas::Partitions(partitions) = &input.schemas else { continue };
        let mut rows: Vec<&Skew> = skew.iter().filter(|skew| skew.subgraph == input.name).collect();
        rows.sort_by(|left, right| left.coordinate.cmp(&right.coordinate));
        let count = partitions.len();
        if rows.is_empty() {
            let _ = writeln!(text, "{}: its {count} partitions have the same schema", input.name);
        } else {
            let _ = writeln!(text, "{}: {HAS} has it, {LACKS} lacks it", input.name);
            table(&mut text, &rows, partitions);
        }
    }
    if text.is_empty() {
        text.push_str("no subgraph has partitions\n");
    }
    text
}

fn table(text: &mut String, rows: &[&Skew], partitions: &[PartitionSchema]) {
    let first = rows.iter().map(|row| row.coordinate.len()).max().unwrap_or_default();
    let mut line = format!("  {:first$}", "");
    for partition in partitions {
        let _ = write!(line, "  {}", partition.key);
    }
    let _ = writeln!(text, "{line}");
    for row in rows {
        let mut line = format!("  {:first$}", row.coordinate);
        for partition in partitions {
            let mark = if row.lacking.contains(&partition.key) { LACKS } else { HAS };
            let _ = write!(line, "  {mark:width$}", width = partition.key.len());
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partitioned(name: &str, keys: &[&str]) -> SubgraphInput {
        let partitions =
            keys.iter().map(|key| PartitionSchema { key: (*key).to_owned(), sdl: String::new() });
        SubgraphInput {
            name: name.to_owned(),
            url: String::new(),
            schemas: Schemas::Partitions(partitions.collect()),
        }
    }

    fn lacking(subgraph: &str, coordinate: &str, keys: &[&str]) -> Skew {
        Skew {
            subgraph: subgraph.to_owned(),
            coordinate: coordinate.to_owned(),
            lacking: keys.iter().map(|key| (*key).to_owned()).collect(),
        }
    }

    #[test]
    fn one_line_for_each_element() {
        let inputs =
            [partitioned("rooms", &["east", "west", "n"]), partitioned("halls", &["a", "b"])];
        let skew = [
            lacking("rooms", "Room.light", &["west"]),
            lacking("rooms", "Room.heating(unit:)", &["east", "n"]),
        ];
        insta::assert_snapshot!(matrix(&skew, &inputs), @"
        rooms: x has it, - lacks it
                               east  west  n
          Room.heating(unit:)  -     x     -
          Room.light           x     -     x
        halls: its 2 partitions have the same schema
        ");
    }

    #[test]
    fn without_partitions_it_says_so() {
        assert_eq!(matrix(&[], &[]), "no subgraph has partitions\n");
    }
}
