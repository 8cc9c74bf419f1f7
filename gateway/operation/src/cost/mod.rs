//! What an operation costs by `@cost` and `@listSize`, known before it runs: an estimate from above
//! of what its answer can hold. It is computed in two steps: once for each operation a tree of what
//! depends on variables, everything else folded into numbers; then for each request its value.
//!
//! A field costs its weight and what is selected in it, once for each element of its list, and its
//! arguments once. Fields of one response key count once; of fragments on several types only those
//! count that can apply to one object together. A list in a list counts as one list. How an answer
//! is fetched does not count, and a list that partitions answer together is as long as any other.

mod build;
mod evaluate;
mod input;

use thiserror::Error;

use input::InputCost;

/// The cost of an operation, as far as it is known without variables.
#[derive(Debug, Clone)]
pub struct OperationCost {
    root: SelectionCost,
}

/// What a request costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostEstimate {
    /// The cost. It never overflows: what is too large is the largest number.
    pub cost: u64,
    /// The first field whose list is of an unknown size, although its schema demands to know it.
    pub unsliced: Option<UnslicedList>,
}

/// A field that was given none or several of the arguments of which it demands exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{field}` must be given exactly one of {}, as they say how long its list is", .arguments.join(", "))]
pub struct UnslicedList {
    /// `Type.field`.
    pub field: String,
    /// The slicing arguments.
    pub arguments: Vec<String>,
}

/// What is selected in one object.
#[derive(Debug, Clone, Default)]
struct SelectionCost {
    /// Of everything that depends on no variable.
    constant: u64,
    fields: Vec<FieldCost>,
    /// What is selected for objects of some types only.
    cases: Vec<SelectionCost>,
    /// Which cases can apply to one object together.
    together: Vec<Vec<usize>>,
}

/// One field that depends on variables.
#[derive(Debug, Clone)]
struct FieldCost {
    /// It counts when all conditions of one of these hold.
    alternatives: Vec<Vec<Condition>>,
    weight: u64,
    size: ListSize,
    /// How long the lists in its object are that follow its size.
    inner: Option<ListSize>,
    arguments: Vec<InputCost>,
    selection: SelectionCost,
}

/// `@skip` or `@include` by a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    variable: String,
    expected: bool,
}

/// How many elements there are.
#[derive(Debug, Clone)]
enum ListSize {
    Known(u64),
    /// As many as the object around it says.
    OfObject,
    Sliced(Slicing),
}

/// A size that arguments say.
#[derive(Debug, Clone)]
struct Slicing {
    arguments: Vec<Slice>,
    /// When no argument says.
    otherwise: u64,
    /// What is told when not exactly one argument does.
    demand: Option<UnslicedList>,
}

#[derive(Debug, Clone)]
enum Slice {
    Given(u64),
    Default(u64),
    Variable { name: String, default: Option<u64> },
}

#[cfg(test)]
mod tests;
