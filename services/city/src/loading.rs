//! What the batch loaders of all domains share: the shape of their values, and how the rows of a
//! batch are handed out to the keys that asked for them. The queries are in the domains.

use std::{collections::HashMap, fmt::Debug, hash::Hash};

use ::dataloader::{BatchFn, cached::Loader};
use subgraph_server::{Failure, Result};

/// What a loader has for a key. The failure of a batch is that of each of its keys; it is logged
/// once.
pub type Loaded<T> = Result<T>;

/// A loader of one request.
pub type BatchLoader<K, T, B> = Loader<K, Loaded<T>, B>;

/// Loads a key, together with the others that are asked for at the same time.
pub async fn load<K, T, B>(loader: &BatchLoader<K, T, B>, key: K) -> Result<T>
where
    K: Eq + Hash + Clone + Debug,
    T: Clone,
    B: BatchFn<K, Loaded<T>>,
{
    loader.try_load(key).await.map_err(|error| Failure::internal(&error))?
}

/// One row for each key, or none.
pub fn one_each<K, T>(
    keys: &[K],
    rows: Loaded<Vec<T>>,
    key_of: impl Fn(&T) -> K,
) -> HashMap<K, Loaded<Option<T>>>
where
    K: Eq + Hash + Clone,
{
    let rows = match rows {
        Err(failure) => return failed(keys, &failure),
        Ok(rows) => rows,
    };
    let mut values: HashMap<_, _> = keys.iter().map(|key| (key.clone(), Ok(None))).collect();
    values.extend(rows.into_iter().map(|row| (key_of(&row), Ok(Some(row)))));
    values
}

/// The rows of each key, in the order of the query; a key without rows has an empty list.
pub fn many_each<K, T>(
    keys: &[K],
    rows: Loaded<Vec<T>>,
    key_of: impl Fn(&T) -> K,
) -> HashMap<K, Loaded<Vec<T>>>
where
    K: Eq + Hash + Clone,
{
    let rows = match rows {
        Err(failure) => return failed(keys, &failure),
        Ok(rows) => rows,
    };
    let mut lists: HashMap<_, _> = keys.iter().map(|key| (key.clone(), Vec::new())).collect();
    for row in rows {
        lists.entry(key_of(&row)).or_default().push(row);
    }
    lists.into_iter().map(|(key, list)| (key, Ok(list))).collect()
}

fn failed<K, T>(keys: &[K], failure: &Failure) -> HashMap<K, Loaded<T>>
where
    K: Eq + Hash + Clone,
{
    keys.iter().map(|key| (key.clone(), Err(failure.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use contract::ErrorCode;

    use super::*;

    fn first(row: &(u8, char)) -> u8 {
        row.0
    }

    #[test]
    fn every_key_gets_an_answer() {
        let ones = one_each(&[1, 2], Ok(vec![(2, 'b')]), first);
        assert_eq!(ones, HashMap::from([(1, Ok(None)), (2, Ok(Some((2, 'b'))))]));

        let lists = many_each(&[1, 2], Ok(vec![(2, 'b'), (2, 'a')]), first);
        assert_eq!(lists, HashMap::from([(1, Ok(vec![])), (2, Ok(vec![(2, 'b'), (2, 'a')]))]));
    }

    #[test]
    fn a_failed_batch_fails_every_key() {
        let failure = Failure::new(ErrorCode::Overloaded, "too much");
        let ones = one_each(&[1, 2], Err(failure.clone()), first);
        assert_eq!(ones, HashMap::from([(1, Err(failure.clone())), (2, Err(failure))]));
    }
}
