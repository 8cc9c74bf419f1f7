//! Batches of one request: everything that is asked of a table while the answer is put together
//! becomes one statement for each question, not one for each row.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use ::dataloader::{BatchFn, cached::Loader};
use storage::{Connection, Database, PageResult};
use subgraph_server::{Failure, Result};

use super::{ChildList, Identified, ListError, Relation, Row, Sql, queries};

/// What one request may look up at once; more is looked up in several batches.
const MAX_BATCH: usize = 10_000;

/// How often a lookup lets others join before it runs. It waits for no timer.
const YIELDS: usize = 10;

/// A page whose rows may be shared.
pub type Page<R> = Arc<PageResult<Arc<R>>>;

type Cached<K, V, F> = Loader<K, Result<V>, F>;

/// The lookups of one row type that is a node of the graph.
pub struct Lists<R: Identified> {
    /// By id.
    pub by_id: ById<R>,
    /// Pages below a parent.
    pub pages: ChildPages<R>,
    /// Counts below a parent.
    pub counts: ChildCounts<R>,
}

impl<R: Identified> Lists<R> {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            by_id: ById::new(database),
            pages: ChildPages::new(database),
            counts: ChildCounts::new(database),
        }
    }
}

/// Rows by id.
pub struct ById<R: Identified>(Cached<String, Option<Arc<R>>, ByIdBatch>);

/// All rows of a parent, for lists without pages.
pub struct Children<R: Row>(Cached<String, Vec<Arc<R>>, ChildrenBatch>);

/// Pages of rows of a parent.
pub struct ChildPages<R: Row>(Cached<(String, Arc<ChildList<R>>), Page<R>, ChildPagesBatch>);

/// Numbers of rows of a parent.
pub struct ChildCounts<R: Row> {
    loader: Cached<(String, Arc<CountKey>), i64, ChildCountsBatch<R>>,
}

/// What is counted below a parent.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct CountKey {
    relation: Relation,
    conditions: Vec<Sql>,
}

struct ByIdBatch(Database);
struct ChildrenBatch {
    database: Database,
    relation: Relation,
    columns: &'static str,
}
struct ChildPagesBatch(Database);
struct ChildCountsBatch<R> {
    database: Database,
    row: std::marker::PhantomData<fn() -> R>,
}

impl<R: Identified> ById<R> {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self(loader(ByIdBatch(database.clone())))
    }

    /// The row of an id, if there is one.
    ///
    /// # Errors
    /// The error of the batch's statement.
    pub async fn load(&self, id: &str) -> Result<Option<Arc<R>>> {
        lookup(&self.0, id.to_owned()).await
    }

    /// The row of an id that another row refers to.
    ///
    /// # Errors
    /// As [`Self::load`]; a foreign key holds, so a missing row is a defect.
    pub async fn load_referred(&self, id: &str) -> Result<Arc<R>> {
        self.load(id).await?.ok_or_else(|| ListError::Dangling(id.to_owned()).into())
    }

    /// The row of an id that a row may refer to.
    ///
    /// # Errors
    /// As [`Self::load_referred`].
    pub async fn load_optional(&self, id: Option<&str>) -> Result<Option<Arc<R>>> {
        match id {
            Some(id) => self.load_referred(id).await.map(Some),
            None => Ok(None),
        }
    }
}

impl<R: Row> Children<R> {
    /// Lookups in a database; `columns` orders the rows of a parent.
    #[must_use]
    pub fn new(database: &Database, relation: Relation, columns: &'static str) -> Self {
        Self(loader(ChildrenBatch { database: database.clone(), relation, columns }))
    }

    /// The rows of a parent.
    ///
    /// # Errors
    /// The error of the batch's statement.
    pub async fn load(&self, parent: &str) -> Result<Vec<Arc<R>>> {
        lookup(&self.0, parent.to_owned()).await
    }
}

impl<R: Row> ChildPages<R> {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self(loader(ChildPagesBatch(database.clone())))
    }

    /// A page of a parent's rows.
    ///
    /// # Errors
    /// The error of the batch's statement, or of a cursor.
    pub async fn load(&self, parent: &str, list: Arc<ChildList<R>>) -> Result<Page<R>> {
        lookup(&self.0, (parent.to_owned(), list)).await
    }
}

impl<R: Row> ChildCounts<R> {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        let batch = ChildCountsBatch { database: database.clone(), row: std::marker::PhantomData };
        Self { loader: loader(batch) }
    }

    /// How many rows a parent has.
    ///
    /// # Errors
    /// The error of the batch's statement.
    pub async fn load(
        &self,
        parent: &str,
        relation: Relation,
        conditions: Vec<Sql>,
    ) -> Result<i64> {
        let key = Arc::new(CountKey { relation, conditions });
        lookup(&self.loader, (parent.to_owned(), key)).await
    }
}

fn loader<K, V, F>(batch: F) -> Cached<K, V, F>
where
    K: Eq + Hash + Clone + std::fmt::Debug,
    V: Clone,
    F: BatchFn<K, Result<V>>,
{
    Loader::new(batch).with_max_batch_size(MAX_BATCH).with_yield_count(YIELDS)
}

/// Looks a key up in a batch. Every batch answers every key, so one without an answer is a defect.
///
/// The runtime makes a task pause after a number of locks. Thousands of lookups of one request would
/// then join their batch in several parts, so lookups are exempt. They are boxed, since the resolver
/// of each field would hold the future of the whole batch otherwise.
async fn lookup<K, V, F>(loader: &Cached<K, V, F>, key: K) -> Result<V>
where
    K: Eq + Hash + Clone + std::fmt::Debug + Send + Sync,
    V: Clone + Send + Sync,
    F: BatchFn<K, Result<V>> + Send,
{
    let loaded = Box::pin(tokio::task::unconstrained(loader.try_load(key))).await;
    loaded.map_err(ListError::NoAnswer)?
}

impl<R: Identified> BatchFn<String, Result<Option<Arc<R>>>> for ByIdBatch {
    async fn load(&mut self, ids: &[String]) -> HashMap<String, Result<Option<Arc<R>>>> {
        let rows =
            with_connection(&self.0, async |db| Ok(queries::by_ids::<R>(db, ids.to_vec()).await?));
        let found = rows
            .await
            .map(|rows| rows.into_iter().map(|row| (row.id().to_owned(), Arc::new(row))).collect());
        spread(ids, found, |found: &HashMap<String, Arc<R>>, id| found.get(id).cloned())
    }
}

impl<R: Row> BatchFn<String, Result<Vec<Arc<R>>>> for ChildrenBatch {
    async fn load(&mut self, parents: &[String]) -> HashMap<String, Result<Vec<Arc<R>>>> {
        let found = with_connection(&self.database, async |db| {
            let parents = parents.to_vec();
            Ok(queries::children::<R>(db, &self.relation, parents, self.columns).await?)
        });
        let found = found.await.map(shared_rows);
        spread(parents, found, |found, parent| found.get(parent).cloned().unwrap_or_default())
    }
}

impl<R: Row> BatchFn<(String, Arc<ChildList<R>>), Result<Page<R>>> for ChildPagesBatch {
    async fn load(
        &mut self,
        keys: &[(String, Arc<ChildList<R>>)],
    ) -> HashMap<(String, Arc<ChildList<R>>), Result<Page<R>>> {
        let mut answers = HashMap::with_capacity(keys.len());
        for (list, parents) in by_question(keys) {
            let found = with_connection(&self.0, async |db| {
                queries::child_pages(db, &list, parents.clone()).await
            });
            let found = found.await.map(|pages| {
                shared_values(pages.into_iter().map(|(parent, page)| (parent, page.map(Arc::new))))
            });
            let empty = Arc::new(list.page.result(Vec::new()));
            let pages = spread(&parents, found, |found, parent| {
                found.get(parent).unwrap_or(&empty).clone()
            });
            answers.extend(pages.into_iter().map(|(parent, page)| ((parent, list.clone()), page)));
        }
        answers
    }
}

impl<R: Row> BatchFn<(String, Arc<CountKey>), Result<i64>> for ChildCountsBatch<R> {
    async fn load(
        &mut self,
        keys: &[(String, Arc<CountKey>)],
    ) -> HashMap<(String, Arc<CountKey>), Result<i64>> {
        let mut answers = HashMap::with_capacity(keys.len());
        for (key, parents) in by_question(keys) {
            let found = with_connection(&self.database, async |db| {
                let CountKey { relation, conditions } = &*key;
                Ok(queries::child_counts::<R>(db, relation, conditions, parents.clone()).await?)
            });
            let counts = spread(&parents, found.await, |found, parent| {
                found.get(parent).copied().unwrap_or_default()
            });
            answers.extend(counts.into_iter().map(|(parent, n)| ((parent, key.clone()), n)));
        }
        answers
    }
}

async fn with_connection<T>(
    database: &Database,
    run: impl AsyncFnOnce(&mut Connection) -> std::result::Result<T, ListError>,
) -> Result<T> {
    let mut db = database.connection().await?;
    Ok(run(&mut db).await?)
}

/// The parents that ask the same, for each question.
fn by_question<Q: Eq + Hash>(keys: &[(String, Arc<Q>)]) -> HashMap<Arc<Q>, Vec<String>> {
    let mut grouped: HashMap<Arc<Q>, Vec<String>> = HashMap::new();
    for (parent, question) in keys {
        grouped.entry(question.clone()).or_default().push(parent.clone());
    }
    grouped
}

fn shared_rows<R>(found: HashMap<String, Vec<R>>) -> HashMap<String, Vec<Arc<R>>> {
    found.into_iter().map(|(key, rows)| (key, rows.into_iter().map(Arc::new).collect())).collect()
}

fn shared_values<V>(found: impl IntoIterator<Item = (String, V)>) -> HashMap<String, Arc<V>> {
    found.into_iter().map(|(key, value)| (key, Arc::new(value))).collect()
}

/// An answer for every key: what was found for it, or the error that all of them share.
fn spread<T, V: Clone>(
    keys: &[String],
    found: Result<T>,
    pick: impl Fn(&T, &str) -> V,
) -> HashMap<String, Result<V>> {
    keys.iter()
        .map(|key| {
            let value = found.as_ref().map(|found| pick(found, key)).map_err(Failure::clone);
            (key.clone(), value)
        })
        .collect()
}
