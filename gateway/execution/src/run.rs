//! The state of one request while it runs: the data so far, the errors, and who is missing. Its end
//! is the client's answer.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use bytes::Bytes;
use contract::{ErrorCode, coverage::MissingReason};
use gateway_plan::{Condition, ProjectionValue};
use gateway_response::{
    Node, PathItem, ProjectionInput, Ref, ResponsePath, RowCounts, Store, Tape, project,
};
use serde_json::{Map, Value};

use crate::{
    answer::Received,
    call_body,
    coverage::Coverage,
    error::{Errors, FieldError},
    executor::Executor,
    explain::{self, FetchTrace},
    policy::{PartitionPolicy, Unmet},
    request::{Execution, ExecutionRequest},
    response_headers::AnswerHeaders,
    schedule::all_hold,
    sender::Returned,
};

/// Bytes for what stands before and after the data.
const AROUND_DATA: usize = 64;

/// One request while it runs.
pub(crate) struct Run<'a> {
    pub executor: &'a Executor,
    pub request: &'a ExecutionRequest,
    pub store: Store,
    pub errors: Errors,
    pub coverage: Coverage,
    /// The rows that partitions have sent, over all subgraphs.
    pub rows: RowCounts,
    /// What the answers came with.
    pub headers: AnswerHeaders,
    traces: Vec<FetchTrace>,
    /// Partitions that were asked, over all subgraphs.
    asked: HashSet<String>,
    /// What was fetched for the root, in the order in which it came.
    layers: Vec<Ref>,
    root: Ref,
    /// Root fields that are null whatever was fetched for them.
    voided: BTreeSet<String>,
    complete: bool,
}

impl<'a> Run<'a> {
    pub(crate) fn new(executor: &'a Executor, request: &'a ExecutionRequest) -> Self {
        let vague_types = Arc::clone(&executor.config.interface_objects);
        let mut store = Store::with_vague_types(vague_types);
        let root = store.make_object([]);
        Self {
            executor,
            request,
            store,
            errors: Errors::new(executor.config.limits.max_errors),
            coverage: Coverage::default(),
            rows: RowCounts::default(),
            headers: AnswerHeaders::default(),
            traces: Vec::new(),
            asked: HashSet::new(),
            layers: Vec::new(),
            root,
            voided: BTreeSet::new(),
            complete: true,
        }
    }

    /// The root of the client's answer, as far as it is known.
    pub(crate) fn root(&self) -> Node {
        self.store.node(self.root)
    }

    /// Lays what a fetch brought over the root.
    pub(crate) fn lay_over_root(&mut self, object: Ref) {
        self.layers.push(object);
        self.store.overlay(self.root, object);
    }

    /// Whether the client's answer has this root field, by its conditions. A key that the client
    /// did not ask for was added by planning and counts.
    pub(crate) fn includes_root_field(&self, key: &str) -> bool {
        let fields = &self.request.plan.projection.selection.fields;
        let mut same_key = fields.iter().filter(|field| field.response_key == key).peekable();
        same_key.peek().is_none() || same_key.any(|field| self.one_holds(&field.conditions))
    }

    /// Whether there is no answer whatever is fetched, as null decides about a root field. Nothing
    /// is fetched then, and nothing changed.
    pub(crate) fn is_undecided(&self) -> bool {
        let fields = &self.request.plan.projection.selection.fields;
        fields.iter().any(|field| {
            matches!(field.value, ProjectionValue::Undecided { .. })
                && self.one_holds(&field.conditions)
        })
    }

    fn one_holds(&self, alternatives: &[Vec<Condition>]) -> bool {
        alternatives.is_empty()
            || alternatives.iter().any(|all| all_hold(all, &self.request.variables))
    }

    /// What is demanded of partitions: by the configuration, then by the request.
    pub(crate) fn policies(&self) -> impl Iterator<Item = &PartitionPolicy> {
        [&self.executor.config.policy_floor, &self.request.policy].into_iter()
    }

    /// Counts the partitions that a request asks; false when they are too many.
    pub(crate) fn may_ask<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> bool {
        self.asked.extend(keys.map(str::to_owned));
        self.asked.len() <= self.executor.config.limits.max_partitions
    }

    /// Notes how a fetch was made, when the client wants to know.
    pub(crate) fn trace(&mut self, fetch: impl FnOnce() -> FetchTrace) {
        if self.request.explain {
            self.traces.push(fetch());
        }
    }

    /// Reads what a call returned. Those who follow schemas are told when the service turns out to
    /// run another version than is known.
    pub(crate) fn receive(&mut self, subgraph: &str, returned: Returned) -> Received {
        // With one fetch nothing is looked up for what came, and it is copied as it is.
        let reading =
            if self.request.plan.fetches.len() > 1 { Tape::index_twins } else { Tape::index };
        let received = Received::read(&mut self.store, reading, subgraph, returned);
        if received.is_misfit() {
            self.executor.config.skew_noticed.notify_one();
        }
        received
    }

    /// Something is missing from the answer.
    pub(crate) fn mark_incomplete(&mut self) {
        self.complete = false;
    }

    /// A partition is missing at a place of the answer.
    pub(crate) fn partition_failed(
        &mut self,
        path: ResponsePath,
        partition: &str,
        reason: MissingReason,
    ) {
        self.complete = false;
        let message = format!("the partition {partition} is missing: {}", in_words(reason));
        self.errors.push(
            FieldError::new(ErrorCode::PartitionFailed, path, message)
                .with("partition", partition)
                .with("reason", reason.as_str()),
        );
    }

    /// A subgraph without partitions is missing at a place of the answer.
    pub(crate) fn subgraph_failed(
        &mut self,
        path: ResponsePath,
        subgraph: &str,
        reason: MissingReason,
    ) {
        self.complete = false;
        let message = format!("the subgraph `{subgraph}` is missing: {}", in_words(reason));
        self.errors.push(
            FieldError::new(ErrorCode::SubgraphFailed, path, message)
                .with("subgraph", subgraph)
                .with("reason", reason.as_str()),
        );
    }

    /// The policy fails a field: one error says why and lists the partitions that failed.
    pub(crate) fn policy_unmet(
        &mut self,
        path: ResponsePath,
        unmet: &Unmet,
        failed: &[(&str, MissingReason)],
    ) {
        self.complete = false;
        let nobody_may = matches!(unmet, Unmet::NobodyAnswered { .. })
            && failed.iter().all(|(_, reason)| *reason == MissingReason::Unauthorized);
        let code = if nobody_may { ErrorCode::Forbidden } else { ErrorCode::PartitionsMissing };
        let listed: Vec<Value> = failed
            .iter()
            .map(|(key, reason)| serde_json::json!({ "code": key, "reason": reason.as_str() }))
            .collect();
        let error = FieldError::new(code, path, unmet.to_string()).with("failed", listed);
        self.errors.push(error);
    }

    /// Makes a root field null, with everything in it.
    pub(crate) fn void_root_field(&mut self, key: &str) {
        self.voided.insert(key.to_owned());
    }

    /// Projects what was fetched to what the client asked for.
    pub(crate) fn into_answer(mut self) -> Execution {
        self.errors.clip(&self.request.plan.projection);
        let root = self.final_root();
        // The answer, and room for what stands around it: one buffer for the whole.
        let mut out = Vec::with_capacity(self.store.likely_size() + AROUND_DATA);
        out.extend_from_slice(b"{\"data\":");
        let projected = project(
            &self.store,
            &self.request.plan.projection,
            &root,
            &ProjectionInput {
                variables: &self.request.variables,
                introspection: &self.request.introspection,
                reported: &self.errors.paths(),
            },
            &mut out,
        );
        for error in projected.errors {
            self.errors.push(FieldError::new(error.code, error.path, error.message));
        }
        if self.errors.len() > 0 {
            out.extend_from_slice(b",\"errors\":");
            call_body::json(&mut out, &self.errors.to_json(&|keys| self.request.locations(keys)));
        }
        let extensions = self.extensions();
        if !extensions.is_empty() {
            out.extend_from_slice(b",\"extensions\":");
            call_body::json(&mut out, &extensions);
        }
        out.push(b'}');
        let complete = self.complete && self.coverage.is_complete();
        let errors = self.errors.len();
        let headers = self.headers.into_response(
            &self.executor.config.response_headers,
            &self.request.plan,
            complete && errors == 0,
        );
        let body = Bytes::from(out);
        Execution { body, complete, errors, partitions: self.coverage, headers }
    }

    /// The root without the fields that were voided. What one fetch brought alone is the root as
    /// it is, with nothing to look through.
    fn final_root(&mut self) -> Node {
        if self.voided.is_empty() {
            return match self.layers.as_slice() {
                [only] => self.store.node(*only),
                _ => self.root(),
            };
        }
        let root = self.store.make_object([]);
        for layer in std::mem::take(&mut self.layers) {
            let kept: Vec<(String, Ref)> = self
                .store
                .entries(layer)
                .filter(|(key, _)| !self.voided.contains(key.as_ref()))
                .map(|(key, value)| (key.into_owned(), value))
                .collect();
            let kept =
                self.store.make_object(kept.iter().map(|(key, value)| (key.as_str(), *value)));
            self.store.overlay(root, kept);
        }
        self.store.node(root)
    }

    fn extensions(&self) -> Map<String, Value> {
        let mut extensions = self.request.extensions.clone();
        if !self.coverage.is_empty() {
            extensions.insert("partitions".into(), self.coverage.to_json());
        }
        if self.request.explain {
            let plan = explain::to_json(&self.request.plan, &self.traces);
            extensions.insert("plan".into(), plan);
        }
        extensions
    }
}

/// The path of a root field.
pub(crate) fn root_path(key: &str) -> ResponsePath {
    ResponsePath(vec![PathItem::Key(key.to_owned())])
}

/// A reason, as the end of a sentence.
fn in_words(reason: MissingReason) -> &'static str {
    match reason {
        MissingReason::Unreachable => "it could not be reached",
        MissingReason::Timeout => "it did not answer in time",
        MissingReason::Late => "it had not answered when the request wanted its answer",
        MissingReason::Overloaded => {
            "it is left alone at present, as it has too much to do or failed too often"
        }
        MissingReason::Unauthorized => "it does not let the caller in",
        MissingReason::InvalidAnswer => "its answer could not be read",
        MissingReason::TooLarge => "its answer was too large",
        MissingReason::OutOfOrder => "its rows were not in order",
        MissingReason::ForeignRows => "it sent rows of another partition",
        MissingReason::VersionSkew => "its version cannot answer the operation",
        MissingReason::Failed => "it failed",
    }
}
