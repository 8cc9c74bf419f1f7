//! How rows belong to a parent, and a list that is asked for below several parents at once.

use std::{
    fmt,
    hash::{Hash, Hasher},
};

use storage::Page;

use super::{OrderBy, Sql};

/// How rows belong to a parent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Relation {
    /// A column of the row holds the parent's id.
    Column(&'static str),
    /// Another table joins the two: a `SELECT` of the columns `parent` and `child`, each pair once.
    Link(Sql),
}

impl Relation {
    /// Pairs that stand in a table of their own.
    #[must_use]
    pub fn link(table: &'static str, parent: &'static str, child: &'static str) -> Self {
        Self::Link(Sql::new(format!("SELECT {parent} AS parent, {child} AS child FROM {table}")))
    }

    pub(super) fn parent_column(&self, table: &str) -> String {
        match self {
            Self::Column(column) => format!("{table}.{column}"),
            Self::Link(_) => "link.parent".to_owned(),
        }
    }

    pub(super) fn source(&self, table: &str) -> Sql {
        match self {
            Self::Column(_) => Sql::new(format!("FROM {table}")),
            Self::Link(pairs) => Sql::new("FROM (")
                .append(pairs.clone())
                .text(format!(") AS link JOIN {table} ON {table}.id = link.child")),
        }
    }
}

/// A list below a parent: all that is the same for every parent that asks for it.
pub struct ChildList<R> {
    /// How the rows belong to the parent.
    pub relation: Relation,
    /// What the rows must meet besides.
    pub conditions: Vec<Sql>,
    /// The name of the order.
    pub order_name: &'static str,
    /// The order.
    pub order: OrderBy<R>,
    /// The page.
    pub page: Page,
}

impl<R> Clone for ChildList<R> {
    fn clone(&self) -> Self {
        Self {
            relation: self.relation.clone(),
            conditions: self.conditions.clone(),
            order_name: self.order_name,
            order: self.order,
            page: self.page.clone(),
        }
    }
}

impl<R> PartialEq for ChildList<R> {
    fn eq(&self, other: &Self) -> bool {
        self.relation == other.relation
            && self.conditions == other.conditions
            && self.order_name == other.order_name
            && self.page == other.page
    }
}

impl<R> Eq for ChildList<R> {}

impl<R> Hash for ChildList<R> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.relation.hash(state);
        self.conditions.hash(state);
        self.order_name.hash(state);
    }
}

impl<R> fmt::Debug for ChildList<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChildList")
            .field("relation", &self.relation)
            .field("order", &self.order_name)
            .finish_non_exhaustive()
    }
}
