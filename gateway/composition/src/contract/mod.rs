//! Contracts: a supergraph for some clients, made of a whole one by the tags of its elements. What
//! a contract leaves out becomes `@inaccessible`, so that plans can still go through it. What to
//! tag, and who gets which contract, is not known here.

mod reachable;
mod select;

use std::collections::BTreeSet;

use apollo_compiler::{Name, Schema, parser::Parser};

use crate::{
    Code, Diagnostic,
    contained::contained,
    definitions::SPECIFICATIONS,
    diagnostic::Report,
    ingest::{self, RECURSION_LIMIT},
    print, rules,
};

/// What a contract is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContractOptions {
    /// Only what has one of these tags is seen; everything when there are none.
    pub include: BTreeSet<String>,
    /// What has one of these tags is not seen.
    pub exclude: BTreeSet<String>,
    /// Whether types are hidden that no visible field leads to.
    pub hide_unreachable: bool,
}

/// The name of the directives in a supergraph.
#[derive(Debug)]
struct Names {
    tag: String,
    inaccessible: Name,
}

/// Makes the supergraph of a contract.
///
/// # Errors
///
/// When the text is no supergraph, a tag is both included and excluded, or what is left for clients
/// is not a schema, as a visible field of a hidden type.
pub fn contract(
    supergraph_sdl: &str,
    options: &ContractOptions,
) -> Result<String, Vec<Diagnostic>> {
    let mut report = Report::default();
    conflicts(options, &mut report);
    let schema = read(supergraph_sdl, &mut report);
    report.stop_on_errors()?;
    let Some(mut schema) = schema else { return Err(report.into_diagnostics()) };
    let names = names(&mut schema, supergraph_sdl, &mut report);
    report.stop_on_errors()?;
    select::apply(&mut schema, options, &names, &mut report);
    report.stop_on_errors()?;
    if options.hide_unreachable {
        reachable::hide_others(&mut schema, &names);
    }
    rules::inaccessible::check(&schema, &names.inaccessible, &mut report);
    report.stop_on_errors()?;
    let sdl = print::checked(schema, &mut report);
    report.stop_on_errors()?;
    Ok(sdl)
}

fn conflicts(options: &ContractOptions, report: &mut Report) {
    for tag in options.include.intersection(&options.exclude) {
        let message = format!("the tag `{tag}` is both included and excluded");
        report.push(Diagnostic::new(Code::ContractTagConflict, message));
    }
}

fn read(sdl: &str, report: &mut Report) -> Option<Schema> {
    let source = ingest::Source { subgraph: "supergraph", partition: None, sdl };
    let mut parser = Parser::new().recursion_limit(RECURSION_LIMIT);
    let mut builder = Schema::builder();
    if contained(|| parser.parse_into_schema_builder(sdl, "", &mut builder)).is_none() {
        ingest::unreadable(source, report);
        return None;
    }
    builder
        .build()
        .and_then(Schema::validate)
        .map_err(|failed| ingest::invalid(&failed.errors, source, report))
        .ok()
        .map(apollo_compiler::validation::Valid::into_inner)
}

/// What `@tag` and `@inaccessible` are called; the latter is linked when it is not.
fn names(schema: &mut Schema, sdl: &str, report: &mut Report) -> Names {
    let source = ingest::Source { subgraph: "supergraph", partition: None, sdl };
    let linked = |schema: &Schema, name: &str, report: &mut Report| {
        ingest::linked_name(schema, source, name, report)
    };
    let tag = linked(schema, "tag", report).unwrap_or_else(|| "tag".to_owned());
    let inaccessible = linked(schema, "inaccessible", report).unwrap_or_else(|| {
        let name = "inaccessible";
        let wanted = SPECIFICATIONS.iter().find(|known| known.directives.contains(&name));
        wanted.into_iter().for_each(|found| print::link_specification(schema, found));
        name.to_owned()
    });
    Names { tag, inaccessible: Name::new_unchecked(&inaccessible) }
}
