//! The headers of the calls of one request: which of the client's travel on to which subgraph, by
//! the rules of the configuration, beside those that every call has.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use gateway_plan::Plan;
use gateway_subgraph_client::{HeaderRules, OutgoingHeaders};
use http::HeaderMap;

/// The rules of all subgraphs.
#[derive(Debug, Clone, Default)]
pub struct HeaderPolicy {
    all: HeaderRules,
    /// Of subgraphs with rules of their own: those of all, then theirs.
    of: BTreeMap<String, HeaderRules>,
}

impl HeaderPolicy {
    /// Rules for all subgraphs, and those of single ones, which come after them.
    #[must_use]
    pub fn new<'a>(
        all: &HeaderRules,
        own: impl IntoIterator<Item = (&'a str, &'a HeaderRules)>,
    ) -> Self {
        let own = own.into_iter().filter(|(_, rules)| !rules.is_empty());
        let of = own.map(|(subgraph, rules)| (subgraph.to_owned(), all.followed_by(rules)));
        Self { all: all.clone(), of: of.collect() }
    }

    /// Whether no header of a client travels on, so that nobody needs to keep them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.of.is_empty()
    }
}

/// The headers of one request for each subgraph.
pub(crate) struct CallHeaders<'p> {
    all: Arc<OutgoingHeaders>,
    of: HashMap<&'p str, Arc<OutgoingHeaders>>,
}

impl<'p> CallHeaders<'p> {
    /// Adds what travels on of `client` to the headers that every call has.
    pub(crate) fn new(
        policy: &HeaderPolicy,
        base: OutgoingHeaders,
        client: &HeaderMap,
        plan: &'p Plan,
    ) -> Self {
        let mut of = HashMap::new();
        if !policy.of.is_empty() {
            for fetch in &plan.fetches {
                let subgraph = fetch.subgraph.as_str();
                if let Some(rules) = policy.of.get(subgraph) {
                    of.entry(subgraph).or_insert_with(|| {
                        Arc::new(base.clone().with_propagated(&rules.apply(client)))
                    });
                }
            }
        }
        let all = Arc::new(base.with_propagated(&policy.all.apply(client)));
        Self { all, of }
    }

    /// Those of calls to a subgraph.
    pub(crate) fn of(&self, subgraph: &str) -> &Arc<OutgoingHeaders> {
        self.of.get(subgraph).unwrap_or(&self.all)
    }
}
