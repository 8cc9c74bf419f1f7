//! `gateway compose`: prints the supergraph, or says why there is none. The supergraph goes to
//! standard output or to a file, what there is to say about it to standard error.

mod diagnostics;
mod document;
mod highlight;
mod output;
mod skew;
mod sources;
mod watch;

use std::path::PathBuf;

use anyhow::Context;
use gateway_composition::{Diagnostic, Severity, Skew, contract};

pub use gateway_composition::ContractOptions;
pub use sources::{PartitionFile, Sources, SubgraphFile};

use super::{Format, Verdict};
use document::Document;
use sources::Loaded;

/// What is to be composed, and what is to be told.
#[derive(Debug, Clone)]
pub struct Composition {
    /// Where the schemas are.
    pub sources: Sources,
    /// The contract by tags, when not everything is for all clients.
    pub contract: Option<ContractOptions>,
    /// Whether the public schema is wanted instead of the supergraph.
    pub public: bool,
    /// Whether to print which partitions lack what.
    pub explain_skew: bool,
    /// How to tell it.
    pub format: Format,
    /// The file for the schema, instead of standard output.
    pub output: Option<PathBuf>,
    /// Whether to compose again whenever a file changes.
    pub watch: bool,
}

/// Composes and prints; with `watch`, again and again until Ctrl-C.
///
/// # Errors
/// When schemas cannot be read or the output cannot be written.
pub async fn compose(composition: &Composition) -> anyhow::Result<Verdict> {
    if composition.watch {
        return watch::compose_on_changes(composition).await;
    }
    compose_once(composition).await
}

async fn compose_once(composition: &Composition) -> anyhow::Result<Verdict> {
    let loaded = composition.sources.load().await?;
    let outcome = Outcome::of(&loaded, composition)?;
    match composition.format {
        Format::Text => as_text(composition, &loaded, &outcome)?,
        Format::Json => as_json(composition, &loaded, &outcome)?,
    }
    Ok(outcome.verdict())
}

/// What came of a composition.
struct Outcome {
    /// The supergraph or the public schema, when there is one.
    schema: Option<String>,
    diagnostics: Vec<Diagnostic>,
    skew: Vec<Skew>,
}

impl Outcome {
    fn of(loaded: &Loaded, composition: &Composition) -> anyhow::Result<Self> {
        let composed = match gateway_composition::compose(&loaded.inputs) {
            Ok(composed) => composed,
            Err(diagnostics) => return Ok(Self { schema: None, diagnostics, skew: Vec::new() }),
        };
        let mut outcome = Self {
            schema: Some(composed.supergraph_sdl),
            diagnostics: composed.hints,
            skew: composed.skew,
        };
        if let Some(options) = &composition.contract {
            outcome.narrow(options);
        }
        if composition.public {
            outcome.schema = outcome.schema.as_deref().map(public_schema).transpose()?;
        }
        Ok(outcome)
    }

    /// Makes the supergraph of a contract.
    fn narrow(&mut self, options: &ContractOptions) {
        let Some(supergraph) = self.schema.take() else { return };
        match contract(&supergraph, options) {
            Ok(narrower) => self.schema = Some(narrower),
            Err(diagnostics) => self.diagnostics.extend(diagnostics),
        }
    }

    fn verdict(&self) -> Verdict {
        if self.schema.is_some() { Verdict::Fine } else { Verdict::Refused }
    }

    fn told_as(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(move |diagnostic| diagnostic.severity == severity)
    }
}

fn public_schema(supergraph_sdl: &str) -> anyhow::Result<String> {
    let schema = gateway_supergraph::public_schema(supergraph_sdl).context("the supergraph")?;
    Ok(schema.serialize().to_string())
}

fn as_text(composition: &Composition, loaded: &Loaded, outcome: &Outcome) -> anyhow::Result<()> {
    // Errors last, next to the verdict.
    for diagnostic in outcome.told_as(Severity::Hint).chain(outcome.told_as(Severity::Error)) {
        anstream::eprintln!("{}\n", diagnostics::rendered(diagnostic, loaded));
    }
    if composition.explain_skew {
        anstream::eprint!("{}", skew::matrix(&outcome.skew, &loaded.inputs));
    }
    match &outcome.schema {
        Some(schema) => output::write(composition.output.as_deref(), schema),
        None => {
            let errors = outcome.told_as(Severity::Error).count();
            let s = if errors == 1 { "" } else { "s" };
            anstream::eprintln!("the subgraphs do not compose: {errors} error{s}");
            Ok(())
        }
    }
}

fn as_json(composition: &Composition, loaded: &Loaded, outcome: &Outcome) -> anyhow::Result<()> {
    let mut document = Document::new(outcome, loaded);
    if let Some(path) = &composition.output
        && let Some(schema) = document.take_schema()
    {
        output::write(Some(path), schema)?;
    }
    let mut line = serde_json::to_string(&document)?;
    line.push('\n');
    output::write(None, &line)
}
