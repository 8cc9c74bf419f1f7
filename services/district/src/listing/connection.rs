//! The connection that GraphQL serves, the same for every list. Rows are read when rows are asked
//! for, and counted when `totalCount` is.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{Context, InputType, Object, ObjectType, SimpleObject, TypeName};
use storage::{PageLimits, PageRequest};
use subgraph_server::{
    Result,
    graphql::{Coverage, DistrictCode, MergeLaw, PageInfo, merge},
};

use super::{
    ChildList, Conditions, Identified, ListFilter, ListOrder, Lists, OrderBy, Relation, Sql,
    loader, queries,
};
use crate::request::{Chosen, RequestContext, district_of};

/// A row type that is listed as a node of the graph.
pub trait Listed: Identified + ObjectType {
    /// The name of its connection type.
    const CONNECTION: &'static str;
    /// The name of its edge type.
    const EDGE: &'static str;
    /// What its lists are narrowed by.
    type Filter: ListFilter + InputType;
    /// The orders of its lists.
    type Order: ListOrder<Self> + InputType + Default;

    /// The lookups of a request.
    fn lists(request: &RequestContext) -> &Lists<Self>;
}

/// A page of a list, and what is known of the whole list.
pub struct Connection<R: Listed> {
    scope: Scope,
    rows: Option<loader::Page<R>>,
    order_name: &'static str,
    order: OrderBy<R>,
    districts: Chosen,
}

/// Which list the page is of.
enum Scope {
    Root { conditions: Vec<Sql> },
    Below { parent: String, relation: Relation, conditions: Vec<Sql> },
}

/// A row and its place in the list.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub struct Edge<R: Listed> {
    /// The place of the row, for `after` and `before`. It is a place in the same list of every
    /// district.
    cursor: String,
    /// The row.
    node: Arc<R>,
}

impl<R: Listed> TypeName for Connection<R> {
    fn type_name() -> Cow<'static, str> {
        R::CONNECTION.into()
    }
}

impl<R: Listed> TypeName for Edge<R> {
    fn type_name() -> Cow<'static, str> {
        R::EDGE.into()
    }
}

/// A page of a list, and what is known of the whole list.
#[Object(name_type)]
impl<R: Listed> Connection<R> {
    /// The rows with their places.
    async fn edges(&self) -> Vec<Edge<R>> {
        let edge = |row: &Arc<R>| Edge { cursor: self.cursor(row), node: Arc::clone(row) };
        self.rows().iter().map(edge).collect()
    }

    /// The rows.
    async fn nodes(&self) -> &[Arc<R>] {
        self.rows()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.rows.as_ref().is_some_and(|page| page.has_next),
            has_previous_page: self.rows.as_ref().is_some_and(|page| page.has_previous),
            start_cursor: self.rows().first().map(|row| self.cursor(row)),
            end_cursor: self.rows().last().map(|row| self.cursor(row)),
        }
    }

    /// How many rows the list has, on all pages.
    #[graphql(directive = merge::apply(MergeLaw::Sum, None))]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64> {
        let request = RequestContext::of(ctx)?;
        match &self.scope {
            Scope::Root { conditions } => {
                let mut db = Box::pin(request.connection()).await?;
                Ok(Box::pin(queries::count::<R>(&mut db, conditions)).await?)
            }
            Scope::Below { parent, relation, conditions } => {
                let counts = &R::lists(request).counts;
                counts.load(parent, relation.clone(), conditions.clone()).await
            }
        }
    }

    /// Which districts the list is made of.
    #[graphql(directive = merge::apply(MergeLaw::Coverage, None))]
    async fn coverage(&self) -> Coverage {
        self.districts.coverage()
    }
}

impl<R: Listed> Connection<R> {
    fn rows(&self) -> &[Arc<R>] {
        self.rows.as_ref().map_or(&[], |page| &page.rows)
    }

    fn cursor(&self, row: &R) -> String {
        self.order.cursor(self.order_name, row, row.id()).encode()
    }
}

/// Which list a field gives a page of.
pub enum ListOf {
    /// The rows of the districts that are named, or of all that the service holds.
    Districts(Option<Vec<DistrictCode>>),
    /// The rows that a parent has. All parents of a request that ask the same share a statement.
    Parent {
        /// Its id.
        id: String,
        /// How its rows are found.
        relation: Relation,
    },
}

impl ListOf {
    /// The rows of one district.
    #[must_use]
    pub fn district(code: &DistrictCode) -> Self {
        Self::Districts(Some(vec![code.clone()]))
    }

    /// The rows that a parent has.
    #[must_use]
    pub fn parent(id: &str, relation: Relation) -> Self {
        Self::Parent { id: id.to_owned(), relation }
    }
}

/// A page of a list.
///
/// # Errors
/// What is wrong with the arguments, or the failure of the database.
pub async fn page<R: Listed>(
    ctx: &Context<'_>,
    list: ListOf,
    filter: Option<R::Filter>,
    order_by: R::Order,
    page: PageRequest,
) -> Result<Connection<R>> {
    let request = RequestContext::of(ctx)?;
    let conditions = filter.map(ListFilter::conditions).unwrap_or_default();
    let (order_name, order) = (order_by.name(), order_by.order_by());
    let page = page.validate(order_name, PageLimits::default())?;
    let needs_rows = asks_for_rows(ctx);
    let (scope, rows, districts) = match list {
        ListOf::Districts(codes) => {
            let chosen = request.districts.choose(codes)?;
            let conditions = narrowed::<R>(conditions, &chosen);
            let rows = if needs_rows {
                let mut db = Box::pin(request.connection()).await?;
                let rows = Box::pin(queries::page(&mut db, &conditions, &order, &page)).await?;
                Some(Arc::new(rows.map(Arc::new)))
            } else {
                None
            };
            (Scope::Root { conditions }, rows, chosen)
        }
        ListOf::Parent { id: parent, relation } => {
            let conditions = conditions.into_vec();
            let districts = Chosen::one(district_of(&parent)?);
            let rows = if needs_rows {
                let (relation, conditions) = (relation.clone(), conditions.clone());
                let list = ChildList { relation, conditions, order_name, order, page };
                Some(R::lists(request).pages.load(&parent, Arc::new(list)).await?)
            } else {
                None
            };
            (Scope::Below { parent, relation, conditions }, rows, districts)
        }
    };
    Ok(Connection { scope, rows, order_name, order, districts })
}

/// The conditions of a list of these districts.
fn narrowed<R: Listed>(mut conditions: Conditions, districts: &Chosen) -> Vec<Sql> {
    if let Some(codes) = districts.to_narrow_by() {
        conditions.push(Sql::new(format!("substr({}.id, 1, 6)", R::TABLE)).is_in(codes));
    }
    conditions.into_vec()
}

/// Whether the selection needs more than the count.
fn asks_for_rows(ctx: &Context<'_>) -> bool {
    let look_ahead = ctx.look_ahead();
    ["edges", "nodes", "pageInfo"].iter().any(|field| look_ahead.field(field).exists())
}

/// Implements [`Listed`] for row types: `Row: filter, order, the field of the request that looks
/// its rows up`.
macro_rules! listed {
    ($($row:ident: $filter:ty, $order:ty, $domain:ident.$lists:ident;)*) => {$(
        impl $crate::listing::Listed for $row {
            const CONNECTION: &'static str = concat!(stringify!($row), "Connection");
            const EDGE: &'static str = concat!(stringify!($row), "Edge");
            type Filter = $filter;
            type Order = $order;

            fn lists(request: &$crate::request::RequestContext) -> &$crate::listing::Lists<Self> {
                &request.$domain.$lists
            }
        }
    )*};
}

pub(crate) use listed;
