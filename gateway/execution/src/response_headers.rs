//! What clients get of the headers of the answers that theirs is made of. Nothing is kept of them
//! when the configuration has no rule about them.

use std::{collections::BTreeMap, sync::Arc};

use gateway_plan::{FetchId, OperationKind, Plan};
use gateway_subgraph_client::{ResponseHeaderRules, ResponseHeaders};
use http::{HeaderMap, header};

use crate::{cache_control::CacheControl, sender::Returned};

/// The rules of all subgraphs, and whether clients are told how long their answers last.
#[derive(Debug, Clone, Default)]
pub struct ResponseHeaderPolicy {
    all: ResponseHeaderRules,
    /// Of subgraphs with rules of their own: those of all, then theirs.
    of: BTreeMap<String, ResponseHeaderRules>,
    cache_control: bool,
}

impl ResponseHeaderPolicy {
    /// Rules for all subgraphs, and those of single ones, which come after them.
    #[must_use]
    pub fn new<'a>(
        all: &ResponseHeaderRules,
        own: impl IntoIterator<Item = (&'a str, &'a ResponseHeaderRules)>,
    ) -> Self {
        let own = own.into_iter().filter(|(_, rules)| !rules.is_empty());
        let of = own.map(|(subgraph, rules)| (subgraph.to_owned(), all.followed_by(rules)));
        Self { all: all.clone(), of: of.collect(), cache_control: false }
    }

    /// Whether answers tell how long they last, by what those say that they are made of.
    #[must_use]
    pub fn with_cache_control(mut self, is_told: bool) -> Self {
        self.cache_control = is_told;
        self
    }

    /// Whether no header of an answer is of use, so that nobody needs to keep them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty() && self.of.is_empty() && !self.cache_control
    }

    fn of(&self, subgraph: &str) -> &ResponseHeaderRules {
        self.of.get(subgraph).unwrap_or(&self.all)
    }
}

/// The headers of the answers to one request.
#[derive(Debug, Default)]
pub(crate) struct AnswerHeaders(Vec<AnswerHead>);

#[derive(Debug)]
struct AnswerHead {
    fetch: FetchId,
    call: usize,
    /// None when it is not known: then it says nothing.
    headers: Option<Arc<HeaderMap>>,
}

impl AnswerHeaders {
    /// Keeps what a call of a fetch came back with. One that failed has no headers.
    pub(crate) fn keep(
        &mut self,
        policy: &ResponseHeaderPolicy,
        fetch: FetchId,
        call: usize,
        returned: &Returned,
    ) {
        if !policy.is_empty()
            && let Ok(answer) = &returned.result
        {
            self.0.push(AnswerHead { fetch, call, headers: answer.headers.clone() });
        }
    }

    /// The headers of the client's answer. `is_whole` when nothing is missing from it and no error
    /// stands in it.
    pub(crate) fn into_response(
        mut self,
        policy: &ResponseHeaderPolicy,
        plan: &Plan,
        is_whole: bool,
    ) -> Option<Box<HeaderMap>> {
        if policy.is_empty() {
            return None;
        }
        // Answers come as they come; what is made of them must not depend on it.
        self.0.sort_by_key(|head| (head.fetch, head.call));
        let mut response = ResponseHeaders::default();
        for head in &self.0 {
            if let Some(headers) = &head.headers {
                response.add(policy.of(&plan.fetches[head.fetch].subgraph), headers);
            }
        }
        let mut response = response.finish();
        if policy.cache_control {
            let may_be_kept = is_whole && plan.kind == OperationKind::Query;
            let value = if may_be_kept { self.cache_control() } else { CacheControl::NoStore };
            response.insert(header::CACHE_CONTROL, value.to_value());
        }
        Some(Box::new(response))
    }

    /// What all answers together allow. The answer of nobody is not known to last.
    fn cache_control(&self) -> CacheControl {
        let of = |head: &AnswerHead| {
            head.headers.as_ref().map_or(CacheControl::NoStore, |headers| CacheControl::of(headers))
        };
        self.0.iter().map(of).reduce(CacheControl::and).unwrap_or(CacheControl::NoStore)
    }
}
