//! The arrows between our crates, and where the outside libraries that shape a layer may appear.
//! A new arrow is a decision: it is made here, in the open.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Which of our crates each of our crates may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("contract", &[]),
    ("telemetry", &[]),
    ("storage", &["contract"]),
    ("subgraph-server", &["contract", "storage", "telemetry"]),
    ("comparison", &["contract", "subgraph-server"]),
    ("district", &["comparison", "contract", "storage", "subgraph-server", "telemetry"]),
    ("city", &["comparison", "contract", "storage", "subgraph-server", "telemetry"]),
    ("gateway-plan", &["contract"]),
    ("gateway-supergraph", &["contract"]),
    ("gateway-composition", &["contract"]),
    ("gateway-operation", &["contract", "gateway-supergraph"]),
    ("gateway-query-planner", &["gateway-plan", "gateway-supergraph"]),
    (
        "gateway-planning",
        &[
            "contract",
            "gateway-operation",
            "gateway-plan",
            "gateway-query-planner",
            "gateway-supergraph",
        ],
    ),
    ("gateway-response", &["contract", "gateway-plan"]),
    ("gateway-schema-diff", &[]),
    ("gateway-subgraph-client", &["contract", "telemetry"]),
    (
        "gateway-execution",
        &["contract", "gateway-plan", "gateway-response", "gateway-subgraph-client", "telemetry"],
    ),
    (
        "gateway-server",
        &[
            "contract",
            "gateway-execution",
            "gateway-operation",
            "gateway-plan",
            "gateway-planning",
            "gateway-supergraph",
            "telemetry",
        ],
    ),
    (
        "gateway",
        &[
            "contract",
            "gateway-composition",
            "gateway-execution",
            "gateway-operation",
            "gateway-plan",
            "gateway-planning",
            "gateway-schema-diff",
            "gateway-server",
            "gateway-subgraph-client",
            "gateway-supergraph",
            "telemetry",
        ],
    ),
    (
        "demo",
        &["city", "contract", "district", "gateway", "storage", "subgraph-server", "telemetry"],
    ),
];

/// Outside libraries that belong to one layer, and the crates of that layer.
const CONFINED: &[(&str, &[&str])] = &[
    ("hive-router-query-planner", &[]),
    ("diesel", &["storage", "district", "city"]),
    ("diesel-async", &["storage", "district", "city"]),
    ("async-graphql", &["subgraph-server", "comparison", "district", "city"]),
    ("hyper", &["gateway-subgraph-client", "gateway-server"]),
];

/// Crates that nothing ships: they may use everything.
const TOOLS: [&str; 4] = ["gateway-differential", "gateway-fuzz", "load", "tests"];

fn shipped(metadata: &Metadata) -> impl Iterator<Item = &Package> {
    metadata.packages.iter().filter(|package| !TOOLS.contains(&package.name.as_str()))
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .no_deps()
        .manifest_path(workspace_root().join("Cargo.toml"))
        .exec()
        .expect("cargo metadata")
}

fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the workspace").to_owned()
}

/// What a crate links into what it ships: dev-dependencies do not count.
fn dependencies(package: &Package) -> BTreeSet<&str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Normal)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

#[test]
fn crates_use_only_what_they_may() {
    let metadata = metadata();
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|p| p.name.as_str()).collect();
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut broken = Vec::new();
    for package in shipped(&metadata) {
        let Some(allowed) = allowed.get(package.name.as_str()) else {
            broken.push(format!("{} has no line in ARROWS", package.name));
            continue;
        };
        for used in dependencies(package).intersection(&ours) {
            if !allowed.contains(used) {
                broken.push(format!("{} -> {used}", package.name));
            }
        }
    }
    assert!(broken.is_empty(), "arrows that are not allowed: {broken:#?}");
}

#[test]
fn libraries_of_a_layer_stay_in_it() {
    let metadata = metadata();
    let mut broken = Vec::new();
    for (library, homes) in CONFINED {
        for package in shipped(&metadata) {
            if dependencies(package).contains(library) && !homes.contains(&package.name.as_str()) {
                broken.push(format!("{} -> {library}", package.name));
            }
        }
    }
    assert!(broken.is_empty(), "libraries outside their layer: {broken:#?}");
}

#[test]
fn the_database_is_spoken_to_in_few_kinds_of_files() {
    let allowed = [
        "database.rs",
        "model.rs",
        "queries.rs",
        "row.rs",
        "schema.rs",
        "sql.rs",
        "tables.rs",
        "tests.rs",
    ];
    let mut broken = Vec::new();
    for service in ["services/district/src", "services/city/src"] {
        for file in rust_files(&workspace_root().join(service)) {
            let text = std::fs::read_to_string(&file).expect("a source file");
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if text.contains("diesel") && !allowed.contains(&name) {
                broken.push(file.display().to_string());
            }
        }
    }
    assert!(broken.is_empty(), "Diesel outside {allowed:?}: {broken:#?}");
}

#[test]
fn the_gateway_has_no_word_of_the_domain() {
    let words = ["deput", "delegation", "petition", "brand"];
    let mut broken = Vec::new();
    for file in rust_files(&workspace_root().join("gateway")) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_test = file
            .components()
            .any(|part| ["benches", "fuzz", "tests"].iter().any(|name| part.as_os_str() == *name))
            || file.file_name().is_some_and(|name| name == "tests.rs");
        for (number, line) in code.lines().enumerate() {
            let in_code = !line.trim_start().starts_with("//");
            if in_code && !is_test && words.iter().any(|word| line.to_lowercase().contains(word)) {
                broken.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(broken.is_empty(), "words of the domain in the gateway's code: {broken:#?}");
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("a folder entry").path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
