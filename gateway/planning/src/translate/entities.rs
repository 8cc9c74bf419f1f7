//! Entity fetches: where representations come from, what they are made of, and by which of their
//! keys a partitioned subgraph finds the owner.

use gateway_plan::{
    EntityCall, EntityFetch, EntityRoute, Fetch, FetchId, FieldMask, OperationKind,
    RepresentationSelection, Step,
};
use hive_router_query_planner::{
    ast::{
        operation::SubgraphFetchOperation, selection_item::SelectionItem,
        selection_set::SelectionSet,
    },
    planner::plan_nodes::{
        BatchFetchNode, FetchNode, FetchRewrite, FlattenNodePath, FlattenNodePathSegment,
    },
};

use super::{
    Scope, Translator,
    data_flow::DataFlow,
    document::{document, root_fields},
};
use crate::error::PlanningError;

/// One `_entities` call, whichever node it comes from.
struct Call<'n> {
    response_key: &'n str,
    variable: &'n str,
    targets: Vec<Vec<FlattenNodePathSegment>>,
    requires: &'n SelectionSet,
    input_rewrites: Option<&'n Vec<FetchRewrite>>,
    output_rewrites: Option<&'n Vec<FetchRewrite>>,
}

impl Translator<'_> {
    pub(super) fn entity_fetch(
        &mut self,
        node: &FetchNode,
        requires: &SelectionSet,
        scope: &Scope,
    ) -> Result<Vec<FetchId>, PlanningError> {
        let call = Call {
            response_key: "_entities",
            variable: "representations",
            targets: vec![scope.path.clone()],
            requires,
            input_rewrites: node.input_rewrites.as_ref(),
            output_rewrites: node.output_rewrites.as_ref(),
        };
        self.entity_calls(&node.service_name, &node.operation, &[call], scope)
    }

    pub(super) fn entity_batch(
        &mut self,
        node: &BatchFetchNode,
        scope: &Scope,
    ) -> Result<Vec<FetchId>, PlanningError> {
        let target = |path: &FlattenNodePath| {
            let mut target = scope.path.clone();
            target.extend_from_slice(path.as_slice());
            target
        };
        let calls = node.entity_batch.aliases.iter().map(|alias| Call {
            response_key: &alias.alias,
            variable: &alias.representations_variable_name,
            targets: alias.merge_paths.iter().map(target).collect(),
            requires: &alias.requires,
            input_rewrites: alias.input_rewrites.as_ref(),
            output_rewrites: alias.output_rewrites.as_ref(),
        });
        let calls: Vec<_> = calls.collect();
        self.entity_calls(&node.service_name, &node.operation, &calls, scope)
    }

    fn entity_calls(
        &mut self,
        subgraph: &str,
        operation: &SubgraphFetchOperation,
        calls: &[Call<'_>],
        scope: &Scope,
    ) -> Result<Vec<FetchId>, PlanningError> {
        let planned = &operation.document;
        let fields = root_fields(planned);
        let mut made = Vec::new();
        for fields in fields.chunks(FieldMask::CAPACITY) {
            let mut flow = DataFlow::default();
            let mut entity_calls = Vec::with_capacity(fields.len());
            for (key, selections) in fields {
                let call = calls.iter().find(|call| call.response_key == key).ok_or_else(|| {
                    PlanningError::Unsupported(format!("`{key}` among entity calls"))
                })?;
                for target in &call.targets {
                    flow.read_representations(target, call.requires);
                    for selection in selections {
                        flow.write(target, &selection.field.selections, planned);
                    }
                }
                entity_calls.push(self.entity_call(subgraph, call)?);
            }
            let fetch = Fetch {
                subgraph: subgraph.to_owned(),
                after: self.makers(&flow, scope),
                conditions: scope.conditions.clone(),
                step: Step::Entities(EntityFetch {
                    document: document(OperationKind::Query, planned, &fields.to_vec()),
                    calls: entity_calls,
                }),
                skewed: Vec::new(),
            };
            made.push(self.push(fetch, flow));
        }
        Ok(made)
    }

    fn entity_call(&self, subgraph: &str, call: &Call<'_>) -> Result<EntityCall, PlanningError> {
        Ok(EntityCall {
            response_key: call.response_key.to_owned(),
            variable: call.variable.to_owned(),
            targets: call.targets.iter().map(|target| self.types.path(target)).collect(),
            representation: self.representation(call.requires),
            routes: self.entity_routes(subgraph, call.requires)?,
            input_rewrites: self.types.rewrites(call.input_rewrites),
            output_rewrites: self.types.rewrites(call.output_rewrites),
        })
    }

    fn representation(&self, requires: &SelectionSet) -> Vec<RepresentationSelection> {
        let selection = |item: &SelectionItem| match item {
            // The planner writes a renamed field as `sent: stored`.
            SelectionItem::Field(field) => Some(RepresentationSelection::Field {
                response_key: field.name.clone(),
                name: field.selection_identifier().to_owned(),
                selections: self.representation(&field.selections),
            }),
            SelectionItem::InlineFragment(fragment) => Some(RepresentationSelection::OnTypes {
                types: self.types.names_for(&fragment.type_condition),
                selections: self.representation(&fragment.selections),
            }),
            SelectionItem::FragmentSpread(_) => None,
        };
        requires.items.iter().filter_map(selection).collect()
    }

    /// By which key field each type of representation names its partition.
    fn entity_routes(
        &self,
        subgraph: &str,
        requires: &SelectionSet,
    ) -> Result<Vec<EntityRoute>, PlanningError> {
        let Some(rules) = self.rules(subgraph) else { return Ok(Vec::new()) };
        let mut routes: Vec<EntityRoute> = Vec::new();
        for item in &requires.items {
            let SelectionItem::InlineFragment(fragment) = item else { continue };
            let has = |name: &str| has_field(&fragment.selections, name);
            let of_condition = rules.key_route(&fragment.type_condition, has);
            for type_name in self.types.names_for(&fragment.type_condition) {
                if routes.iter().any(|route| route.type_name == type_name) {
                    continue;
                }
                let route = rules.key_route(&type_name, has).or(of_condition);
                let route = route.ok_or_else(|| PlanningError::NoKeyRoute {
                    type_name: type_name.clone(),
                    subgraph: subgraph.to_owned(),
                })?;
                routes.push(EntityRoute { type_name, field: route.field.clone(), by: route.by });
            }
        }
        Ok(routes)
    }
}

fn has_field(selections: &SelectionSet, name: &str) -> bool {
    selections.items.iter().any(|item| match item {
        SelectionItem::Field(field) => field.selection_identifier() == name,
        SelectionItem::InlineFragment(fragment) => has_field(&fragment.selections, name),
        SelectionItem::FragmentSpread(_) => false,
    })
}
