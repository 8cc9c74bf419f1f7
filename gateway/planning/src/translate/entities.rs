//! Entity fetches: their documents, and by which of their keys a partitioned subgraph finds the
//! owner.

use std::collections::BTreeSet;

use gateway_plan::{
    EntityCall, EntityFetch, EntityRoute, FieldMask, OperationKind,
    RepresentationSelection as Sent, Step, document::VariableDefinition,
};
use gateway_query_planner::{EntityCall as Planned, Selection, variables_of};

use super::{
    Frame, Translator,
    document::{Piece, document},
};
use crate::error::PlanningError;

impl Translator<'_> {
    pub(super) fn entity_fetch(
        &mut self,
        calls: Vec<Planned>,
        frame: &Frame,
    ) -> Result<(), PlanningError> {
        for calls in calls.chunks(FieldMask::CAPACITY) {
            let is_single = calls.len() == 1;
            let mut pieces = Vec::with_capacity(calls.len());
            let mut entity_calls = Vec::with_capacity(calls.len());
            for (number, call) in calls.iter().enumerate() {
                let (response_key, variable) = match is_single {
                    true => ("_entities".to_owned(), "representations".to_owned()),
                    false => (format!("_e{number}"), format!("__batch_reps_{number}")),
                };
                pieces.push(piece(&response_key, &variable, call));
                entity_calls.push(EntityCall {
                    response_key,
                    variable,
                    targets: call.targets.clone(),
                    representation: call.representation.clone(),
                    routes: self.entity_routes(&frame.subgraph, call)?,
                    input_rewrites: call.input_rewrites.clone(),
                    output_rewrites: call.output_rewrites.clone(),
                });
            }
            let step = Step::Entities(EntityFetch {
                document: document(OperationKind::Query, &self.variables, pieces),
                calls: entity_calls,
            });
            self.push(frame, frame.conditions.clone(), step);
        }
        Ok(())
    }

    /// By which key field each type of representation names its partition.
    fn entity_routes(
        &self,
        subgraph: &str,
        call: &Planned,
    ) -> Result<Vec<EntityRoute>, PlanningError> {
        let Some(rules) = self.rules(subgraph) else { return Ok(Vec::new()) };
        let as_type = call.selections.iter().find_map(|selection| match selection {
            Selection::Fragment(fragment) => fragment.on.as_deref(),
            Selection::Field(_) => None,
        });
        let mut routes = Vec::new();
        for sent in &call.representation {
            let Sent::OnTypes { types, selections } = sent else { continue };
            let has = |name: &str| has_field(selections, name);
            let of_all = as_type.and_then(|name| rules.key_route(name, has));
            for type_name in types {
                let route = rules.key_route(type_name, has).or(of_all);
                let route = route.ok_or_else(|| PlanningError::NoKeyRoute {
                    type_name: type_name.clone(),
                    subgraph: subgraph.to_owned(),
                })?;
                let (type_name, field) = (type_name.clone(), route.field.clone());
                routes.push(EntityRoute { type_name, field, by: route.by });
            }
        }
        Ok(routes)
    }
}

fn piece<'s>(response_key: &str, variable: &str, call: &'s Planned) -> Piece<'s> {
    let alias =
        if response_key == "_entities" { String::new() } else { format!("{response_key}: ") };
    let selections: Vec<String> = call.selections.iter().map(ToString::to_string).collect();
    let mut uses = BTreeSet::new();
    variables_of(&call.selections, &mut uses);
    Piece {
        text: format!("{alias}_entities(representations: ${variable}){{{}}}", selections.join(" ")),
        uses,
        own: Some(VariableDefinition {
            name: variable.to_owned(),
            type_text: "[_Any!]!".to_owned(),
            default_text: None,
        }),
    }
}

fn has_field(selections: &[Sent], name: &str) -> bool {
    selections.iter().any(|sent| match sent {
        Sent::Field { name: found, .. } => found == name,
        Sent::OnTypes { selections, .. } => has_field(selections, name),
    })
}
