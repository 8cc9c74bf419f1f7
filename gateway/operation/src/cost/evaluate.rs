//! The value of a cost for the variables of one request.

use serde_json::Value;

use super::{
    Condition, CostEstimate, FieldCost, ListSize, OperationCost, SelectionCost, Slice, Slicing,
    UnslicedList,
};
use crate::Variables;

impl OperationCost {
    /// What a request costs with these variables, coerced.
    #[must_use]
    pub fn estimate(&self, variables: &Variables) -> CostEstimate {
        let mut evaluation = Evaluation { variables, unsliced: None };
        let cost = evaluation.selection(&self.root, 1);
        CostEstimate { cost, unsliced: evaluation.unsliced }
    }
}

pub(super) struct Evaluation<'a> {
    pub(super) variables: &'a Variables,
    pub(super) unsliced: Option<UnslicedList>,
}

impl Evaluation<'_> {
    /// `of_object` is how long the lists are that follow the size of the object.
    pub(super) fn selection(&mut self, selection: &SelectionCost, of_object: u64) -> u64 {
        let fields = selection.fields.iter().fold(selection.constant, |sum, field| {
            sum.saturating_add(self.field(field, of_object))
        });
        if selection.cases.is_empty() {
            return fields;
        }
        let cases: Vec<u64> =
            selection.cases.iter().map(|case| self.selection(case, of_object)).collect();
        let sum_of = |together: &Vec<usize>| {
            together.iter().fold(0_u64, |sum, &case| sum.saturating_add(cases[case]))
        };
        fields.saturating_add(selection.together.iter().map(sum_of).max().unwrap_or(0))
    }

    pub(super) fn field(&mut self, field: &FieldCost, of_object: u64) -> u64 {
        if !field.alternatives.iter().any(|all| all.iter().all(|one| self.holds(one))) {
            return 0;
        }
        let size = self.size(&field.size, of_object);
        let inner = field.inner.as_ref().map_or(1, |inner| self.size(inner, of_object));
        let each = field.weight.saturating_add(self.selection(&field.selection, inner));
        let arguments = field
            .arguments
            .iter()
            .fold(0_u64, |sum, argument| sum.saturating_add(argument.value(self.variables)));
        size.saturating_mul(each).saturating_add(arguments)
    }

    fn holds(&self, condition: &Condition) -> bool {
        let value = self.variables.get(&condition.variable).and_then(Value::as_bool);
        value.unwrap_or(false) == condition.expected
    }

    fn size(&mut self, size: &ListSize, of_object: u64) -> u64 {
        match size {
            ListSize::Known(size) => *size,
            ListSize::OfObject => of_object,
            ListSize::Sliced(slicing) => self.sliced(slicing),
        }
    }

    /// The largest size that was given; when none was, the largest default.
    fn sliced(&mut self, slicing: &Slicing) -> u64 {
        let (mut given, mut defaults) = (Vec::new(), Vec::new());
        for slice in &slicing.arguments {
            match slice {
                Slice::Given(size) => given.push(*size),
                Slice::Default(size) => defaults.push(*size),
                Slice::Variable { name, default } => match self.variables.get(name) {
                    Some(Value::Number(number)) => given.push(number.as_u64().unwrap_or(0)),
                    Some(_) => {}
                    None => defaults.extend(*default),
                },
            }
        }
        let sizes = if given.is_empty() { defaults } else { given };
        if sizes.len() != 1 && self.unsliced.is_none() {
            self.unsliced.clone_from(&slicing.demand);
        }
        sizes.into_iter().max().unwrap_or(slicing.otherwise)
    }
}
