//! The root fields of a partitioned subgraph, each gathered from the partitions that it asked:
//! who answered, who failed, whether the policy lets the field stand, and what is told of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use contract::{ErrorCode, coverage::MissingReason};
use gateway_plan::{FieldMask, RootFetch, RootField, SkewedDocument};
use gateway_response::{
    GatherContext, Missing, PartitionAnswer, Ref, Rejected, ResponsePath, RowLimits, gather,
};

use crate::{
    answer::{FieldOutcome, Received},
    emptiness::is_empty,
    error::FieldError,
    place::path_of,
    policy::Turnout,
    relocate::relocate,
    route::Routed,
    run::Run,
    skew,
    subgraph_error::SubgraphError,
    topology::Partitions,
};

/// A partition that was asked, and what it brought.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The partition's key.
    pub key: &'a str,
    /// The root fields that it was asked for.
    pub mask: FieldMask,
    /// What it was sent, when it runs an older version that lacks something of it.
    pub skewed: Option<&'a SkewedDocument>,
    pub received: &'a Received,
}

/// What the partitions said to one field.
#[derive(Default)]
struct Votes<'a> {
    values: Vec<(Asked<'a>, Ref)>,
    failed: BTreeMap<&'a str, Failure>,
    /// Those that say that the caller asked for what cannot be, and what they say.
    mistakes: Vec<(Asked<'a>, &'a SubgraphError)>,
    /// Gateways that say that the arguments choose nobody behind them. They have no part in the field,
    /// unless all say so.
    nobody: Vec<(Asked<'a>, &'a SubgraphError)>,
}

#[derive(Clone, Copy)]
struct Failure {
    reason: MissingReason,
    elapsed: Duration,
}

/// The root fields of a fetch from partitions.
pub(crate) struct Gathering<'a> {
    pub subgraph: &'a str,
    pub fetch: &'a RootFetch,
    /// Parallel to the root fields.
    pub routed: &'a [Option<Routed>],
    pub partitions: &'a Partitions,
}

impl Gathering<'_> {
    /// Gathers every field that was routed; the object of those that have a value.
    pub(crate) fn gather_fields(&self, run: &mut Run<'_>, asked: &[Asked<'_>]) -> Ref {
        let mut gathered: Vec<(&str, Ref)> = Vec::with_capacity(self.fetch.fields.len());
        for (index, (field, routed)) in self.fetch.fields.iter().zip(self.routed).enumerate() {
            let Some(routed) = routed else { continue };
            let asked: Vec<Asked<'_>> =
                asked.iter().filter(|asked| asked.mask.contains(index)).copied().collect();
            let left_out = routed.left_out.iter();
            let gathering = FieldGathering {
                subgraph: self.subgraph,
                field,
                index,
                place: path_of(&self.fetch.at, &field.response_key),
                partitions: self.partitions,
                left_out: left_out.map(|&at| self.partitions.all()[at].key.as_str()).collect(),
            };
            if let Some(value) = gathering.run(run, &asked) {
                gathered.push((&field.response_key, value));
            }
        }
        run.store.make_object(gathered)
    }
}

/// One field while it is gathered.
struct FieldGathering<'a> {
    subgraph: &'a str,
    field: &'a RootField,
    /// Where it stands among the root fields.
    index: usize,
    place: ResponsePath,
    partitions: &'a Partitions,
    /// The keys of partitions that are not asked, as their version lacks what the field needs.
    left_out: Vec<&'a str>,
}

impl FieldGathering<'_> {
    fn run(&self, run: &mut Run<'_>, asked: &[Asked<'_>]) -> Option<Ref> {
        let mut votes = self.count(run, asked);
        let value = self.merge(run, &mut votes);
        self.record(run, &votes);
        // A gateway that could not answer a field tells whom it lacked.
        for Asked { key, received, .. } in asked {
            if let Some(below) = &received.below {
                run.coverage.record_below(key, below);
            }
        }
        if let Some((_, mistake)) = votes.mistakes.first() {
            let rules = &run.executor.config.subgraph_errors;
            run.errors.push(mistake.at(self.place.clone(), self.subgraph, rules));
            return None;
        }
        if !self.policy_allows(run, asked.len() + self.left_out.len(), &votes) {
            return None;
        }
        let value = value?;
        self.place_errors(run, &votes, value);
        Some(value)
    }

    fn count<'v>(&'v self, run: &Run<'_>, asked: &[Asked<'v>]) -> Votes<'v> {
        let mut votes = Votes::default();
        for key in &self.left_out {
            let (reason, elapsed) = (MissingReason::VersionSkew, Duration::ZERO);
            votes.failed.insert(key, Failure { reason, elapsed });
        }
        for &asked in asked {
            match asked.received.field(&run.store, &self.field.response_key) {
                FieldOutcome::Value(value) => votes.values.push((asked, value)),
                FieldOutcome::Mistake(error) if self.chose_nobody(asked.key, error) => {
                    votes.nobody.push((asked, error));
                }
                FieldOutcome::Mistake(error) => votes.mistakes.push((asked, error)),
                FieldOutcome::Failed(reason) => votes.fail(asked, reason),
            }
        }
        if votes.values.is_empty() && votes.failed.is_empty() {
            votes.mistakes.append(&mut votes.nobody);
        }
        votes
    }

    fn chose_nobody(&self, key: &str, error: &SubgraphError) -> bool {
        let place = self.partitions.position(key);
        place.is_some_and(|place| self.partitions.is_gateway(place)) && error.chooses_nobody()
    }

    /// Makes one value of those that came. What gathering rejects has failed.
    fn merge(&self, run: &mut Run<'_>, votes: &mut Votes<'_>) -> Option<Ref> {
        if !votes.mistakes.is_empty() {
            return None;
        }
        let answers: Vec<PartitionAnswer<'_>> = votes
            .values
            .iter()
            .map(|(asked, value)| PartitionAnswer { partition: asked.key, value: *value })
            .collect();
        let missing: Vec<Missing<'_>> = votes
            .failed
            .iter()
            .map(|(partition, failure)| Missing { partition, reason: failure.reason })
            .collect();
        let lacking: Vec<&str> = votes
            .values
            .iter()
            .filter(|(asked, _)| !self.lacks(run, asked).is_empty())
            .map(|(asked, _)| asked.key)
            .collect();
        let limits = &run.executor.config.limits;
        let context = GatherContext {
            variables: &run.request.variables,
            missing: &missing,
            lacking: &lacking,
            owns: &|partition, key| self.partitions.owns(partition, key),
            limits: RowLimits {
                per_list: limits.max_rows_per_list,
                per_partition: limits.max_rows_per_partition,
            },
            rows: &run.rows,
        };
        let gathered = gather(&mut run.store, &self.field.gather, &answers, &context);
        for Rejected { partition, reason, detail } in &gathered.rejected {
            let reason_name = reason.as_str();
            tracing::warn!(
                subgraph = self.subgraph,
                partition,
                reason = reason_name,
                detail,
                "an answer was refused"
            );
            votes.reject(partition, *reason);
        }
        for error in gathered.errors {
            let path = self.place.clone().join(&error.path.0);
            run.errors.push(FieldError::new(error.code, path, error.message));
        }
        run.rows = gathered.rows;
        let within = run.rows.total() <= limits.max_rows;
        if !within {
            let message = format!(
                "the answer would be made of more than {} rows; name fewer partitions or ask for smaller pages",
                limits.max_rows
            );
            let place = self.place.clone();
            run.errors.push(FieldError::new(ErrorCode::OperationTooComplex, place, message));
        }
        within.then_some(gathered.value)
    }

    /// The fields that were left out of what a partition was sent.
    fn lacks(&self, run: &Run<'_>, asked: &Asked<'_>) -> BTreeSet<String> {
        let field = asked.skewed.and_then(|skewed| skewed.fields.get(self.index));
        field.map(|field| skew::left_out(field, &run.request.variables)).unwrap_or_default()
    }

    fn record(&self, run: &mut Run<'_>, votes: &Votes<'_>) {
        for (asked, value) in &votes.values {
            let nothing = is_empty(&run.store, &self.field.gather, *value);
            run.coverage.record_answer(asked.key, nothing);
            let lacks = self.lacks(run, asked);
            if !lacks.is_empty() {
                run.coverage.record_lack(asked.key, &lacks);
            }
        }
        for (asked, _) in &votes.nobody {
            run.coverage.record_answer(asked.key, true);
        }
        for (asked, _) in &votes.mistakes {
            run.coverage.record_answer(asked.key, false);
        }
        for (key, failure) in &votes.failed {
            run.coverage.record_failure(key, failure.reason, failure.elapsed);
        }
    }

    /// Asks the policy and tells who is missing.
    fn policy_allows(&self, run: &mut Run<'_>, asked: usize, votes: &Votes<'_>) -> bool {
        let keys: Vec<&str> = votes.failed.keys().copied().collect();
        let owns = |partition: &str, key: &str| self.partitions.owns(partition, key);
        let turnout = Turnout { asked, failed: &keys, owns: &owns };
        let checked = run.policies().try_for_each(|policy| policy.check(turnout));
        match checked {
            Ok(()) => {
                for (key, failure) in &votes.failed {
                    run.partition_failed(self.place.clone(), key, failure.reason);
                }
                true
            }
            Err(unmet) => {
                let failed: Vec<(&str, MissingReason)> =
                    votes.failed.iter().map(|(key, failure)| (*key, failure.reason)).collect();
                run.policy_unmet(self.place.clone(), &unmet, &failed);
                false
            }
        }
    }

    /// Errors below the field go to where its rows are now.
    fn place_errors(&self, run: &mut Run<'_>, votes: &Votes<'_>, merged: Ref) {
        let rules = &run.executor.config.subgraph_errors;
        for (asked, own) in &votes.values {
            for error in asked.received.errors_at(&self.field.response_key) {
                let below = error.path.get(1..).unwrap_or_default();
                let found = relocate(&run.store, &self.field.gather, *own, merged, below);
                let Some(rest) = found else { continue };
                let path = self.place.clone().join(&rest);
                let error = error.at(path, self.subgraph, rules);
                run.mark_incomplete();
                run.errors.push(error.of_partition(asked.key));
            }
        }
    }
}

impl<'a> Votes<'a> {
    fn fail(&mut self, asked: Asked<'a>, reason: MissingReason) {
        let elapsed = asked.received.elapsed;
        self.failed.insert(asked.key, Failure { reason, elapsed });
    }

    /// A partition whose value was refused has not answered.
    fn reject(&mut self, key: &str, reason: MissingReason) {
        let rejected = self.values.iter().position(|(asked, _)| asked.key == key);
        if let Some(index) = rejected {
            let (asked, _) = self.values.remove(index);
            self.fail(asked, reason);
        }
    }
}
