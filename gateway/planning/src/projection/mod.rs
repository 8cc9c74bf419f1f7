//! The shape of the client's answer, from the client's operation and the public schema: selections
//! of one response key merged, type conditions turned into concrete types, in the order of the
//! specification's `CollectFields`.

mod collect;
mod conditions;
mod order;
mod types;

#[cfg(test)]
mod tests;

use apollo_compiler::{
    Name,
    ast::Type,
    executable::Field,
    schema::{EnumType, ExtendedType},
};
use gateway_operation::{
    PreparedOperation,
    variables::{refusal, refusal_within, undecided},
};
use gateway_plan::{
    Condition, LeafKind, ProjectedField, Projection, ProjectionValue, Selection, TypeShape,
};
use gateway_supergraph::Supergraph;

use crate::error::PlanningError;

use collect::{Collected, Source, Undecided, collect};
use conditions::same_conditions;
pub(crate) use conditions::{Included, included};
use order::places;
use types::PossibleTypes;

/// The most fields that are collected and projected for one operation. Selections on abstract
/// types multiply with every level at which concrete types differ.
const MAX_CASES: usize = 100_000;

/// Makes projections for one supergraph.
pub(crate) struct Projector<'a> {
    supergraph: &'a Supergraph,
    possible: PossibleTypes<'a>,
}

impl<'a> Projector<'a> {
    pub(crate) fn new(supergraph: &'a Supergraph) -> Self {
        Self { supergraph, possible: PossibleTypes::new(supergraph) }
    }

    pub(crate) fn project(
        &self,
        prepared: &'a PreparedOperation,
        nulls: &[&str],
    ) -> Result<Projection, PlanningError> {
        let root = prepared.operation.object_type();
        let mut run = Run { projector: self, document: prepared, nulls, cases: 0 };
        let sources = vec![Source { set: &prepared.operation.selection_set, conditions: vec![] }];
        let selection = run.selection(root, &[root.as_str()], sources)?;
        Ok(Projection { root_type: root.to_string(), selection })
    }
}

/// One response key on some concrete types, before it becomes a [`ProjectedField`].
struct Case<'a> {
    occurrences: Vec<Collected<'a>>,
    types: Vec<&'a str>,
    ty: Type,
}

struct Run<'a, 'p> {
    projector: &'p Projector<'a>,
    document: &'a PreparedOperation,
    /// The variables whose nulls fail fields.
    nulls: &'p [&'p str],
    cases: usize,
}

impl<'a> Run<'a, '_> {
    fn selection(
        &mut self,
        parent: &str,
        possible: &[&'a str],
        sources: Vec<Source<'a>>,
    ) -> Result<Selection, PlanningError> {
        let (document, types) = (&self.document.document, &self.projector.possible);
        let collected = collect(document, self.nulls, types, possible, sources);
        self.count(collected.undecided.len())?;
        let mut fields: Vec<ProjectedField> =
            collected.undecided.iter().map(|one| failing(one, parent, possible.len())).collect();
        let mut placed: Vec<(usize, ProjectedField)> = Vec::new();
        for case in self.cases(parent, possible, collected.by_key)? {
            let field = self.field(parent, possible.len(), &case)?;
            for place in places(&case.occurrences) {
                self.count(1)?;
                let field = ProjectedField { conditions: place.conditions, ..field.clone() };
                placed.push((place.position, field));
            }
        }
        placed.sort_by_key(|(position, _)| *position);
        fields.extend(placed.into_iter().map(|(_, field)| field));
        Ok(Selection { fields })
    }

    /// Splits each response key by the concrete types on which it means the same.
    fn cases(
        &mut self,
        parent: &str,
        possible: &[&'a str],
        collected: Vec<(&'a Name, Vec<Collected<'a>>)>,
    ) -> Result<Vec<Case<'a>>, PlanningError> {
        let mut cases: Vec<Case<'a>> = Vec::new();
        for (_, occurrences) in collected {
            let first_case = cases.len();
            self.count(occurrences.len())?;
            for &on in possible {
                let here: Vec<_> =
                    occurrences.iter().filter(|found| found.is_on(on)).cloned().collect();
                let Some(first) = here.first() else { continue };
                let ty = self.field_type(parent, on, first.field);
                let positions = |found: &[Collected<'_>]| -> Vec<usize> {
                    found.iter().map(|found| found.position).collect()
                };
                let is_name_of_vague = first.field.name == "__typename"
                    && self.projector.possible.is_interface_object(on);
                let same = cases[first_case..].iter_mut().find(|case| {
                    !is_name_of_vague
                        && case.ty == ty
                        && positions(&case.occurrences) == positions(&here)
                });
                match same {
                    Some(case) => case.types.push(on),
                    None => cases.push(Case { occurrences: here, types: vec![on], ty }),
                }
            }
        }
        Ok(cases)
    }

    fn field(
        &mut self,
        parent: &str,
        possible: usize,
        case: &Case<'a>,
    ) -> Result<ProjectedField, PlanningError> {
        let Some(first) = case.occurrences.first() else {
            return Err(PlanningError::Unsupported("a field without a selection".into()));
        };
        let field = first.field;
        let declared_on = match case.types.as_slice() {
            [only] => only,
            _ => parent,
        };
        let everywhere = case.types.len() == possible;
        Ok(ProjectedField {
            response_key: field.response_key().to_string(),
            types: (!everywhere).then(|| owned(&case.types)),
            conditions: Vec::new(),
            shape: shape(&case.ty),
            coordinate: format!("{declared_on}.{}", field.name),
            value: self.value(case, field)?,
        })
    }

    fn value(
        &mut self,
        case: &Case<'a>,
        field: &'a Field,
    ) -> Result<ProjectionValue, PlanningError> {
        if let Some(message) = refusal(&self.projector.supergraph.api_schema, field, self.nulls) {
            return Ok(ProjectionValue::Refused { message });
        }
        match field.name.as_str() {
            "__typename" => return Ok(self.typename(case)),
            "__schema" | "__type" => {
                let refused = refusal_within(&self.document.document, field, self.nulls);
                let refused = refused.map(|message| ProjectionValue::Refused { message });
                return Ok(refused.unwrap_or(ProjectionValue::Introspection));
            }
            _ => {}
        }
        let type_name = case.ty.inner_named_type();
        let leaf = match self.projector.supergraph.api_schema.types.get(type_name) {
            Some(ExtendedType::Enum(public)) => LeafKind::Enum {
                values: public.values.keys().map(ToString::to_string).collect(),
                hidden: self.hidden(public),
            },
            Some(ExtendedType::Scalar(_)) => scalar(type_name),
            Some(definition) => return self.object(case, type_name, definition.is_object()),
            None => scalar(type_name),
        };
        Ok(ProjectionValue::Leaf(leaf))
    }

    /// The values of an enum that clients must not see.
    fn hidden(&self, public: &EnumType) -> Vec<String> {
        let whole = self.projector.supergraph.schema.get_enum(&public.name);
        let values = whole.into_iter().flat_map(|whole| whole.values.keys());
        let is_hidden = |value: &&Name| !public.values.contains_key(*value);
        values.filter(is_hidden).map(ToString::to_string).collect()
    }

    /// The name of the object's type. Where all that is known of an object is that it is one of an
    /// interface, its type should have been fetched; the name of the interface is no answer.
    fn typename(&self, case: &Case<'a>) -> ProjectionValue {
        match case.types.as_slice() {
            [only] if self.projector.possible.is_interface_object(only) => {
                let concrete = self.projector.possible.of(only).iter().filter(|name| *name != only);
                let values = concrete.map(|name| (*name).to_owned()).collect();
                ProjectionValue::Leaf(LeafKind::Enum { values, hidden: Vec::new() })
            }
            _ => ProjectionValue::Typename,
        }
    }

    fn object(
        &mut self,
        case: &Case<'a>,
        type_name: &Name,
        is_object: bool,
    ) -> Result<ProjectionValue, PlanningError> {
        let projector = self.projector;
        let possible = projector.possible.of(type_name);
        // When all selections of the object stand under the same conditions, the object's own
        // presence says that they hold.
        let inherited = same_conditions(case.occurrences.iter().map(|found| &found.conditions));
        let sources = case.occurrences.iter().map(|found| Source {
            set: &found.field.selection_set,
            conditions: if inherited { Vec::new() } else { found.conditions.clone() },
        });
        let selection = self.selection(type_name, possible, sources.collect())?;
        // Of an interface object whose type nobody asks for, nobody knows it, and it matters to
        // nothing.
        let is_concrete = is_object
            || (projector.possible.is_interface_object(type_name) && is_same_on_all(&selection));
        Ok(ProjectionValue::Object {
            concrete: is_concrete.then(|| type_name.to_string()),
            possible: owned(possible),
            selection,
        })
    }

    /// The type of a field on a concrete type, which may be narrower than an interface says. Where
    /// an interface object stands the concrete type may be unknown, and the interface decides.
    fn field_type(&self, parent: &str, on: &str, field: &Field) -> Type {
        let projector = self.projector;
        let narrower = projector.supergraph.api_schema.type_field(on, &field.name);
        match narrower {
            Ok(definition) if !projector.possible.is_interface_object(parent) => {
                definition.ty.clone()
            }
            _ => field.definition.ty.clone(),
        }
    }

    fn count(&mut self, cases: usize) -> Result<(), PlanningError> {
        self.cases += cases;
        if self.cases > MAX_CASES {
            return Err(PlanningError::TooComplex { limit: MAX_CASES });
        }
        Ok(())
    }
}

/// What fails objects in the place of a selection that null decides about.
fn failing(one: &Undecided<'_>, parent: &str, possible: usize) -> ProjectedField {
    let conditions = one.conditions.clone();
    ProjectedField {
        response_key: String::new(),
        types: (one.types.len() != possible).then(|| owned(&one.types)),
        conditions: if conditions.is_empty() { Vec::new() } else { vec![conditions] },
        shape: TypeShape::Named { non_null: false },
        value: ProjectionValue::Undecided { message: undecided(one.variable) },
        coordinate: parent.to_owned(),
    }
}

fn is_same_on_all(selection: &Selection) -> bool {
    let depends = |field: &ProjectedField| {
        field.types.is_some() || matches!(field.value, ProjectionValue::Typename)
    };
    !selection.fields.iter().any(depends)
}

fn owned(types: &[&str]) -> Vec<String> {
    types.iter().map(|name| (*name).to_owned()).collect()
}

fn shape(ty: &Type) -> TypeShape {
    let non_null = ty.is_non_null();
    match ty {
        Type::Named(_) | Type::NonNullNamed(_) => TypeShape::Named { non_null },
        Type::List(item) | Type::NonNullList(item) => {
            TypeShape::List { non_null, of: Box::new(shape(item)) }
        }
    }
}

fn scalar(name: &str) -> LeafKind {
    match name {
        "Int" => LeafKind::Int,
        "Float" => LeafKind::Float,
        "String" => LeafKind::String,
        "Boolean" => LeafKind::Boolean,
        "ID" => LeafKind::Id,
        _ => LeafKind::Custom,
    }
}

/// A conjunction of conditions, sorted.
type Conditions = Vec<Condition>;
