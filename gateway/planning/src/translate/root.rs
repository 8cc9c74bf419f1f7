//! Root fetches: which root fields travel together, where each is sent and how it is gathered.

use std::collections::BTreeSet;

use apollo_compiler::ast::Value;
use contract::partition::RouteBy;
use gateway_plan::{
    Condition, FieldMask, Gather, OperationKind, PartitionRoute, RootFetch, RootField,
    RouteSelector, Step,
};
use gateway_query_planner::{Field, RootCall, Selection};
use gateway_supergraph::PartitionRules;

use super::{
    Frame, Translator,
    augment::augment,
    document::{Piece, document},
    gather::Gatherer,
    selection::{ByKey, add_by_key},
};
use crate::error::PlanningError;

impl Translator<'_> {
    pub(super) fn root_fetch(
        &mut self,
        call: RootCall,
        mut frame: Frame,
    ) -> Result<(), PlanningError> {
        let rules = self.rules(&frame.subgraph);
        let RootCall { kind, at, selections, output_rewrites } = call;
        let mut fields = Vec::new();
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key().to_owned();
                    add_by_key(&mut fields, &key, field);
                }
                Selection::Fragment(_) => {
                    return Err(PlanningError::Unsupported("a fragment on the root".to_owned()));
                }
            }
        }
        for mut fields in chunks(fields, self.chunk_size(rules)) {
            let root_fields = match rules {
                Some(rules) => self.partitioned(rules, &frame.subgraph, kind, &mut fields)?,
                None => fields.iter().map(|(key, _)| plain(key)).collect(),
            };
            let step = Step::Root(RootFetch {
                document: document(kind, &self.variables, pieces(&fields)),
                at: at.clone(),
                fields: root_fields,
                output_rewrites: output_rewrites.clone(),
            });
            let id = self.push(&frame, conditions(&frame, &fields), step);
            if kind == OperationKind::Mutation {
                frame.after.push(id);
            }
        }
        Ok(())
    }

    /// Mutations of different partitions must not run at once, so each is a fetch of its own.
    fn chunk_size(&self, rules: Option<&PartitionRules>) -> usize {
        match (self.kind, rules) {
            (OperationKind::Mutation, Some(_)) => 1,
            _ => FieldMask::CAPACITY,
        }
    }

    /// Prepares root fields that several partitions answer: adds what gathering reads.
    fn partitioned(
        &self,
        rules: &PartitionRules,
        subgraph: &str,
        kind: OperationKind,
        fields: &mut ByKey<Field>,
    ) -> Result<Vec<RootField>, PlanningError> {
        let gatherer =
            Gatherer { rules, schema: &self.supergraph.schema, subgraph, prefix: self.prefix };
        let root_type = self.root_type(kind);
        let mut root_fields = Vec::with_capacity(fields.len());
        for (key, selections) in fields.iter_mut() {
            augment(&gatherer, root_type, selections.iter_mut().collect());
            root_fields.push(self.partitioned_field(&gatherer, kind, key, selections)?);
        }
        Ok(root_fields)
    }

    fn partitioned_field(
        &self,
        gatherer: &Gatherer<'_>,
        kind: OperationKind,
        key: &str,
        selections: &[Field],
    ) -> Result<RootField, PlanningError> {
        let root_type = self.root_type(kind);
        let fields: Vec<_> = selections.iter().collect();
        let Some(first) = fields.first() else {
            return Err(PlanningError::Unsupported("a root field without a selection".to_owned()));
        };
        let selectors = route_selectors(gatherer.rules, root_type, first)?;
        let gather = match gatherer.rules.merge(root_type, &first.name) {
            Some(_) => gatherer.gather(root_type, &fields)?,
            // Events are passed on one by one, whoever sends them.
            None if kind == OperationKind::Subscription => Gather::One,
            None => self.unmerged(gatherer, root_type, &first.name, &selectors)?,
        };
        let route = Some(PartitionRoute { selectors });
        Ok(RootField { response_key: key.to_owned(), route, gather })
    }

    /// A root field without a law has one owner, or, for a list of ids, an owner for each.
    fn unmerged(
        &self,
        gatherer: &Gatherer<'_>,
        root_type: &str,
        field: &str,
        selectors: &[RouteSelector],
    ) -> Result<Gather, PlanningError> {
        let returns_list = gatherer.returns_list(root_type, field);
        let list_of_ids = gatherer
            .rules
            .routes(root_type, field)
            .iter()
            .find(|route| route.by == RouteBy::Id && route.list && route.path.is_empty());
        match list_of_ids {
            Some(route) if returns_list => {
                let of_list = |selector: &&RouteSelector| selector.argument == route.argument;
                let selector = selectors.iter().find(of_list).ok_or_else(|| {
                    PlanningError::Unsupported(format!("`{root_type}.{field}` without its ids"))
                })?;
                Ok(Gather::ByIds { variable: selector.variable.clone() })
            }
            _ if selectors.is_empty() => Err(gatherer.no_law(root_type, field)),
            _ => Ok(Gather::One),
        }
    }

    fn root_type(&self, kind: OperationKind) -> &str {
        let roots = &self.supergraph.schema.schema_definition;
        let root = match kind {
            OperationKind::Query => &roots.query,
            OperationKind::Mutation => &roots.mutation,
            OperationKind::Subscription => &roots.subscription,
        };
        root.as_ref().map_or("", |name| name.as_str())
    }
}

fn pieces(fields: &ByKey<Field>) -> Vec<Piece<'_>> {
    let piece = |(_, selections): &'_ (String, Vec<Field>)| {
        selections.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    fields
        .iter()
        .map(|of_key| {
            let mut uses = BTreeSet::new();
            of_key.1.iter().for_each(|field| field.variables(&mut uses));
            Piece { text: piece(of_key), uses, own: None }
        })
        .collect()
}

/// The conditions of a fetch, and those that all of its fields have.
fn conditions(frame: &Frame, fields: &ByKey<Field>) -> Vec<Condition> {
    let of_fields = fields.iter().flat_map(|(_, selections)| selections);
    let common =
        of_fields.map(|field| field.conditions.clone()).reduce(|mut common, conditions| {
            common.retain(|condition| conditions.contains(condition));
            common
        });
    let mut all = frame.conditions.clone();
    all.extend(common.unwrap_or_default());
    all.sort();
    all.dedup();
    all
}

fn plain(key: &str) -> RootField {
    RootField { response_key: key.to_owned(), route: None, gather: Gather::One }
}

fn chunks(fields: ByKey<Field>, size: usize) -> Vec<ByKey<Field>> {
    let mut chunks: Vec<ByKey<Field>> = Vec::new();
    for field in fields {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < size => chunk.push(field),
            _ => chunks.push(vec![field]),
        }
    }
    chunks
}

/// The arguments of a field that choose its partitions. Lifting has made variables of them all.
fn route_selectors(
    rules: &PartitionRules,
    root_type: &str,
    field: &Field,
) -> Result<Vec<RouteSelector>, PlanningError> {
    let mut selectors = Vec::new();
    for route in rules.routes(root_type, &field.name) {
        let given = field.argument(&route.argument);
        let variable = match given {
            None => continue,
            Some(Value::Variable(variable)) => variable.to_string(),
            Some(_) => {
                let argument = &route.argument;
                return Err(PlanningError::Unsupported(format!("`{argument}` was not lifted")));
            }
        };
        let mut argument = route.argument.clone();
        for segment in &route.path {
            argument = format!("{argument}.{segment}");
        }
        selectors.push(RouteSelector {
            by: route.by,
            label: route.label.clone(),
            variable,
            path: route.path.clone(),
            argument,
        });
    }
    Ok(selectors)
}
