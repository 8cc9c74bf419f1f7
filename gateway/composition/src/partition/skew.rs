//! What some partitions lack, while they are upgraded one by one.

use std::collections::BTreeMap;

use serde::Serialize;

/// A schema element that some partitions of a subgraph lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Skew {
    /// The partitioned subgraph.
    pub subgraph: String,
    /// The element: `Type`, `Type.field`, `Type.VALUE`, `Union.Member`, `Type.field(argument:)`.
    pub coordinate: String,
    /// The keys of the partitions that lack it, in the order of the configuration.
    pub lacking: Vec<String>,
}

/// The partitions that lack the same elements.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Version<'a> {
    pub(crate) partitions: Vec<&'a str>,
    pub(crate) lacks: Vec<&'a str>,
}

/// The older versions of a subgraph, sorted, so that the order of partitions changes nothing.
pub(crate) fn versions<'a>(skew: &'a [Skew], subgraph: &str) -> Vec<Version<'a>> {
    let mut lacked_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for element in skew.iter().filter(|element| element.subgraph == subgraph) {
        for partition in &element.lacking {
            lacked_by.entry(partition).or_default().push(&element.coordinate);
        }
    }
    let mut versions: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for (partition, mut lacks) in lacked_by {
        lacks.sort_unstable();
        lacks.dedup();
        versions.entry(lacks).or_default().push(partition);
    }
    versions.into_iter().map(|(lacks, partitions)| Version { partitions, lacks }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks(subgraph: &str, coordinate: &str, lacking: &[&str]) -> Skew {
        let lacking = lacking.iter().map(|key| (*key).to_owned()).collect();
        Skew { subgraph: subgraph.to_owned(), coordinate: coordinate.to_owned(), lacking }
    }

    #[test]
    fn partitions_that_lack_the_same_are_one_version() {
        let skew = [
            lacks("d", "T.b", &["3", "1"]),
            lacks("other", "T.b", &["1"]),
            lacks("d", "T.a", &["3", "2", "1"]),
        ];
        let found: Vec<String> = versions(&skew, "d")
            .iter()
            .map(|version| {
                format!("{} lack {}", version.partitions.join(" "), version.lacks.join(" "))
            })
            .collect();
        assert_eq!(found, ["2 lack T.a", "1 3 lack T.a T.b"]);
    }
}
