//! Filters by a number.

use async_graphql::InputObject;

use crate::listing::{Conditions, Sql};

/// What a number must be. All that is given must hold.
#[derive(InputObject, Debug, Clone, Default)]
pub struct IntFilter {
    /// This number.
    pub eq: Option<i32>,
    /// This number or more.
    pub at_least: Option<i32>,
    /// This number or less.
    pub at_most: Option<i32>,
}

impl IntFilter {
    /// The filter as conditions on an expression.
    pub fn apply(self, conditions: &mut Conditions, expression: &'static str) {
        for (operator, number) in
            [(" = ", self.eq), (" >= ", self.at_least), (" <= ", self.at_most)]
        {
            if let Some(number) = number {
                conditions.push(Sql::new(expression).text(operator).value(i64::from(number)));
            }
        }
    }
}
