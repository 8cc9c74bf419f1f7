//! The connection that GraphQL serves, the same for every list. Rows are read when rows are asked
//! for, and counted when `totalCount` is.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{Context, Object, ObjectType, SimpleObject, TypeName};
use storage::{PageLimits, PageRequest};
use subgraph_server::{
    Result,
    graphql::{Coverage, DistrictCode, MergeLaw, PageInfo, merge},
};

use super::{
    ChildList, Conditions, Identified, ListOrder, Lists, OrderBy, Relation, Sql, loader, queries,
};
use crate::request::{Chosen, RequestContext, district_of};

/// A row type that is listed as a node of the graph.
pub trait Listed: Identified + ObjectType {
    /// The name of its connection type.
    const CONNECTION: &'static str;
    /// The name of its edge type.
    const EDGE: &'static str;
    /// The orders of its lists.
    type Order: ListOrder<Self>;

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

/// A list of the whole service, or of the districts that are named.
///
/// # Errors
/// What is wrong with the arguments, or the failure of the database.
pub async fn root<R: Listed>(
    ctx: &Context<'_>,
    districts: Option<Vec<DistrictCode>>,
    mut conditions: Conditions,
    order_by: R::Order,
    page: PageRequest,
) -> Result<Connection<R>> {
    let request = RequestContext::of(ctx)?;
    let chosen = request.districts.choose(districts)?;
    if let Some(codes) = chosen.to_narrow_by() {
        conditions.push(Sql::new(format!("substr({}.id, 1, 6)", R::TABLE)).is_in(codes));
    }
    let conditions = conditions.into_vec();
    let (order_name, order) = (order_by.name(), order_by.order_by());
    let page = page.validate(order_name, PageLimits::default())?;
    let rows = if asks_for_rows(ctx) {
        let mut db = Box::pin(request.connection()).await?;
        let rows = Box::pin(queries::page(&mut db, &conditions, &order, &page)).await?;
        Some(Arc::new(rows.map(Arc::new)))
    } else {
        None
    };
    Ok(Connection { scope: Scope::Root { conditions }, rows, order_name, order, districts: chosen })
}

/// A list below a parent. All parents of a request that ask the same share a statement.
///
/// # Errors
/// What is wrong with the arguments, or the failure of the database.
pub async fn below<R: Listed>(
    ctx: &Context<'_>,
    parent: &str,
    relation: Relation,
    conditions: Conditions,
    order_by: R::Order,
    page: PageRequest,
) -> Result<Connection<R>> {
    let request = RequestContext::of(ctx)?;
    let conditions = conditions.into_vec();
    let (order_name, order) = (order_by.name(), order_by.order_by());
    let page = page.validate(order_name, PageLimits::default())?;
    let rows = if asks_for_rows(ctx) {
        let (relation, conditions) = (relation.clone(), conditions.clone());
        let list = ChildList { relation, conditions, order_name, order, page };
        Some(R::lists(request).pages.load(parent, Arc::new(list)).await?)
    } else {
        None
    };
    Ok(Connection {
        scope: Scope::Below { parent: parent.to_owned(), relation, conditions },
        rows,
        order_name,
        order,
        districts: Chosen::one(district_of(parent)?),
    })
}

/// Whether the selection needs more than the count.
fn asks_for_rows(ctx: &Context<'_>) -> bool {
    let look_ahead = ctx.look_ahead();
    ["edges", "nodes", "pageInfo"].iter().any(|field| look_ahead.field(field).exists())
}
