//! Where the schemas to compose are: named one by one on the command line, or in the gateway's
//! configuration.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use anyhow::Context;
use gateway_composition::{Diagnostic, PartitionSchema, Schemas, SubgraphInput};

use crate::{
    config::{Config, Source},
    schemas::SchemaReader,
};

/// Where the schemas are.
#[derive(Debug, Clone)]
pub enum Sources {
    /// In files that are named one by one.
    Files {
        /// The ordinary subgraphs.
        subgraphs: Vec<SubgraphFile>,
        /// The partitions of partitioned subgraphs.
        partitions: Vec<PartitionFile>,
    },
    /// Where the gateway's configuration says.
    Config {
        /// The configuration file.
        path: PathBuf,
        /// How long services may take to tell their schemas.
        patience: Duration,
    },
}

/// A subgraph in a file, written `NAME,URL,FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubgraphFile {
    /// Its name.
    pub name: String,
    /// Where it is; may be empty.
    pub url: String,
    /// The file with its SDL.
    pub path: PathBuf,
}

/// A partition of a subgraph in a file, written `NAME,KEY,FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartitionFile {
    /// The name of the subgraph.
    pub subgraph: String,
    /// The key of the partition.
    pub key: String,
    /// The file with its SDL.
    pub path: PathBuf,
}

impl FromStr for SubgraphFile {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match three(text) {
            Some((name, url, path)) if !name.is_empty() && !path.is_empty() => {
                Ok(Self { name: name.to_owned(), url: url.to_owned(), path: path.into() })
            }
            _ => Err("expected NAME,URL,FILE; the URL may be empty"),
        }
    }
}

impl FromStr for PartitionFile {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match three(text) {
            Some((name, key, path)) if !name.is_empty() && !key.is_empty() && !path.is_empty() => {
                Ok(Self { subgraph: name.to_owned(), key: key.to_owned(), path: path.into() })
            }
            _ => Err("expected NAME,KEY,FILE"),
        }
    }
}

/// Three parts; commas in the last belong to it.
fn three(text: &str) -> Option<(&str, &str, &str)> {
    let (first, rest) = text.split_once(',')?;
    let (second, third) = rest.split_once(',')?;
    Some((first, second, third))
}

/// The subgraphs, and where the text of each is from.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) inputs: Vec<SubgraphInput>,
    /// By subgraph and partition key.
    origins: BTreeMap<(String, Option<String>), String>,
}

/// A text that diagnostics speak of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    /// The file or the URL that it is from.
    pub(super) origin: &'a str,
    pub(super) sdl: &'a str,
}

impl Sources {
    /// Reads everything.
    pub(super) async fn load(&self) -> anyhow::Result<Loaded> {
        match self {
            Self::Files { subgraphs, partitions } => from_files(subgraphs, partitions),
            Self::Config { path, patience } => {
                let config = Config::read(path)?;
                let inputs = SchemaReader::new().read(&config, *patience).await?;
                Ok(Loaded { inputs, origins: origins(&config) })
            }
        }
    }

    /// The files that a change of may change the outcome.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Files { subgraphs, partitions } => {
                let subgraphs = subgraphs.iter().map(|subgraph| subgraph.path.clone());
                let partitions = partitions.iter().map(|partition| partition.path.clone());
                subgraphs.chain(partitions).collect()
            }
            Self::Config { path, .. } => {
                // A configuration with mistakes names no files until it is mended.
                let config = Config::read(path).ok();
                let schemas = config.iter().flat_map(schema_files).map(Path::to_owned);
                std::iter::once(path.clone()).chain(schemas).collect()
            }
        }
    }
}

impl Loaded {
    /// The text that a diagnostic speaks of.
    pub(super) fn text_of(&self, diagnostic: &Diagnostic) -> Option<Text<'_>> {
        let name = diagnostic.subgraph.as_deref()?;
        let input = self.inputs.iter().find(|input| input.name == name)?;
        let sdl = match &input.schemas {
            Schemas::One(sdl) => sdl,
            Schemas::Partitions(partitions) => {
                let key = diagnostic.partition.as_ref()?;
                &partitions.iter().find(|partition| partition.key == *key)?.sdl
            }
        };
        let place = (name.to_owned(), diagnostic.partition.clone());
        Some(Text { origin: self.origins.get(&place).unwrap_or(&input.name), sdl })
    }
}

fn from_files(subgraphs: &[SubgraphFile], partitions: &[PartitionFile]) -> anyhow::Result<Loaded> {
    let mut loaded = Loaded { inputs: Vec::new(), origins: BTreeMap::new() };
    for SubgraphFile { name, url, path } in subgraphs {
        let (name, url) = (name.clone(), url.clone());
        loaded.origins.insert((name.clone(), None), path.display().to_string());
        loaded.inputs.push(SubgraphInput { name, url, schemas: Schemas::One(read(path)?) });
    }
    let mut partitioned: BTreeMap<&str, Vec<PartitionSchema>> = BTreeMap::new();
    for PartitionFile { subgraph, key, path } in partitions {
        let place = (subgraph.clone(), Some(key.clone()));
        loaded.origins.insert(place, path.display().to_string());
        let schema = PartitionSchema { key: key.clone(), sdl: read(path)? };
        partitioned.entry(subgraph).or_default().push(schema);
    }
    for (name, schemas) in partitioned {
        let schemas = Schemas::Partitions(schemas);
        loaded.inputs.push(SubgraphInput { name: name.to_owned(), url: String::new(), schemas });
    }
    Ok(loaded)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))
}

fn origins(config: &Config) -> BTreeMap<(String, Option<String>), String> {
    let mut origins = BTreeMap::new();
    for subgraph in &config.subgraphs {
        match &subgraph.source {
            Source::Single { endpoints, schema } => {
                let place = (subgraph.name.clone(), None);
                origins.insert(place, origin(schema.as_deref(), endpoints));
            }
            Source::Partitioned(partitions) => {
                for partition in partitions {
                    let place = (subgraph.name.clone(), Some(partition.key.clone()));
                    let schema = partition.schema.as_deref();
                    origins.insert(place, origin(schema, &partition.endpoints));
                }
            }
        }
    }
    origins
}

fn origin(file: Option<&Path>, endpoints: &[String]) -> String {
    match file {
        Some(file) => file.display().to_string(),
        None => endpoints.first().cloned().unwrap_or_default(),
    }
}

fn schema_files(config: &Config) -> Vec<&Path> {
    let sources = config.subgraphs.iter().map(|subgraph| &subgraph.source);
    sources
        .flat_map(|source| match source {
            Source::Single { schema, .. } => vec![schema.as_deref()],
            Source::Partitioned(partitions) => {
                partitions.iter().map(|partition| partition.schema.as_deref()).collect()
            }
        })
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_parts_are_read_and_the_file_may_have_commas() {
        let subgraph: SubgraphFile = "a,http://a/,x/a,1.graphql".parse().expect("three parts");
        assert_eq!((subgraph.name.as_str(), subgraph.url.as_str()), ("a", "http://a/"));
        assert_eq!(subgraph.path, Path::new("x/a,1.graphql"));
        let subgraph: SubgraphFile = "a,,a.graphql".parse().expect("the URL may be empty");
        assert_eq!(subgraph.url, "");
        let partition: PartitionFile = "rooms,east,e.graphql".parse().expect("three parts");
        assert_eq!((partition.subgraph.as_str(), partition.key.as_str()), ("rooms", "east"));
    }

    #[test]
    fn fewer_or_empty_parts_are_refused() {
        for text in ["", "a", "a,b", ",http://a/,f", "a,http://a/,"] {
            assert!(text.parse::<SubgraphFile>().is_err(), "{text}");
        }
        for text in ["rooms,east", ",east,f", "rooms,,f", "rooms,east,"] {
            assert!(text.parse::<PartitionFile>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_configuration_is_watched_with_the_files_that_it_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("gateway.toml");
        let text = r#"
            [[subgraphs]]
            name = "a"
            endpoints = ["http://127.0.0.1:1/"]
            schema = "a.graphql"
        "#;
        std::fs::write(&path, text).expect("written");
        let sources = Sources::Config { path: path.clone(), patience: Duration::ZERO };
        assert_eq!(sources.files(), [path.clone(), folder.path().join("a.graphql")]);
        std::fs::write(&path, "subgraphs = 1").expect("written");
        assert_eq!(sources.files(), [path]);
    }
}
