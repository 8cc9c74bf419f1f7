//! `gateway diff`: what changes for clients between two schemas, grouped by what it means for
//! them.

use std::{fmt::Write, path::Path};

use anyhow::{Context, anyhow};
use apollo_compiler::{Schema, ast, validation::Valid};
use gateway_schema_diff::{Change, Severity, diff as changes_between};
use gateway_supergraph::{SupergraphError, public_schema};
use serde::Serialize;

use super::{Format, Verdict};

/// A directive of the specification that the parser wants to be defined.
const ONE_OF: &str = "directive @oneOf on INPUT_OBJECT";

/// Prints the changes from one schema to another; each file is a supergraph or a public schema.
///
/// # Errors
/// When a file cannot be read or is not a schema.
pub fn diff(old: &Path, new: &Path, format: Format) -> anyhow::Result<Verdict> {
    let (old, new) = (read(old)?, read(new)?);
    let changes = changes_between(&old, &new);
    match format {
        Format::Text => anstream::print!("{}", as_text(&changes)),
        Format::Json => println!("{}", serde_json::to_string(&Document::new(&changes))?),
    }
    Ok(verdict(&changes))
}

fn read(path: &Path) -> anyhow::Result<Valid<Schema>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    parse(&text).with_context(|| path.display().to_string())
}

fn parse(text: &str) -> anyhow::Result<Valid<Schema>> {
    let defines_one_of = ast::Document::parser().parse_ast(text, "schema.graphql").map_or_else(
        |failed| defines_one_of(&failed.partial),
        |document| defines_one_of(&document),
    );
    let schema = if defines_one_of {
        public_schema(text)
    } else {
        public_schema(&format!("{text}\n{ONE_OF}\n"))
    };
    schema.map_err(|error| match error {
        // It need not be a supergraph.
        SupergraphError::Invalid { problems } => anyhow!("not a valid schema:\n{problems}"),
        error => error.into(),
    })
}

fn defines_one_of(document: &ast::Document) -> bool {
    document.definitions.iter().any(|definition| match definition {
        ast::Definition::DirectiveDefinition(directive) => directive.name == "oneOf",
        _ => false,
    })
}

fn verdict(changes: &[Change]) -> Verdict {
    let breaks = changes.iter().any(|change| change.severity == Severity::Breaking);
    if breaks { Verdict::Refused } else { Verdict::Fine }
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Document<'a> {
    breaking: usize,
    dangerous: usize,
    safe: usize,
    changes: &'a [Change],
}

impl<'a> Document<'a> {
    fn new(changes: &'a [Change]) -> Self {
        let count = |severity| group(changes, severity).count();
        Self {
            breaking: count(Severity::Breaking),
            dangerous: count(Severity::Dangerous),
            safe: count(Severity::Safe),
            changes,
        }
    }
}

fn group(changes: &[Change], severity: Severity) -> impl Iterator<Item = &Change> {
    changes.iter().filter(move |change| change.severity == severity)
}

fn as_text(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "nothing changes for clients\n".to_owned();
    }
    let width = changes.iter().map(|change| change.coordinate.len()).max().unwrap_or_default();
    let groups = Severity::ALL.into_iter().filter_map(|severity| {
        let lines: Vec<&Change> = group(changes, severity).collect();
        (!lines.is_empty()).then(|| section(severity, &lines, width))
    });
    groups.collect::<Vec<_>>().join("\n")
}

fn section(severity: Severity, changes: &[&Change], width: usize) -> String {
    let style = style(severity);
    let mut text = format!("{style}{severity}{style:#} ({})\n", changes.len());
    for Change { coordinate, message, .. } in changes {
        let _ = writeln!(text, "  {coordinate:width$}  {message}");
    }
    text
}

fn style(severity: Severity) -> annotate_snippets::renderer::Style {
    use annotate_snippets::renderer::AnsiColor;
    let colour = match severity {
        Severity::Breaking => AnsiColor::Red,
        Severity::Dangerous => AnsiColor::Yellow,
        Severity::Safe => AnsiColor::Green,
    };
    colour.on_default().bold()
}
