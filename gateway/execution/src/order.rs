//! The order of the fetches of a plan: which are ready, and what waits for whom.

use std::collections::VecDeque;

use gateway_plan::{FetchId, OperationKind, Plan, Step};

/// Which fetches are ready.
pub(crate) struct Order {
    missing: Vec<usize>,
    followers: Vec<Vec<FetchId>>,
    ready: VecDeque<FetchId>,
}

impl Order {
    pub(crate) fn new(plan: &Plan) -> Self {
        let count = plan.fetches.len();
        let mut order = Self {
            missing: vec![0; count],
            followers: vec![Vec::new(); count],
            ready: VecDeque::new(),
        };
        for (id, fetch) in plan.fetches.iter().enumerate() {
            for &before in fetch.after.iter().filter(|&&before| before < id) {
                order.followers[before].push(id);
                order.missing[id] += 1;
            }
        }
        order.chain_root_writes(plan);
        order.ready = (0..count).filter(|&id| order.missing[id] == 0).collect();
        order
    }

    /// The root fields of a mutation happen one after another, whatever the plan says of them.
    fn chain_root_writes(&mut self, plan: &Plan) {
        if plan.kind != OperationKind::Mutation {
            return;
        }
        let is_write = |step: &Step| matches!(step, Step::Root(root) if root.at.is_empty());
        let writes: Vec<FetchId> =
            (0..plan.fetches.len()).filter(|&id| is_write(&plan.fetches[id].step)).collect();
        for pair in writes.windows(2) {
            self.followers[pair[0]].push(pair[1]);
            self.missing[pair[1]] += 1;
        }
    }

    /// Takes a fetch that waits for nothing.
    pub(crate) fn next_ready(&mut self) -> Option<FetchId> {
        self.ready.pop_front()
    }

    /// Whether others wait for a fetch that has not ended.
    pub(crate) fn is_waited_for(&self, id: FetchId) -> bool {
        !self.followers[id].is_empty()
    }

    /// A fetch has ended: those that waited for it alone are ready.
    pub(crate) fn done(&mut self, id: FetchId) {
        for follower in std::mem::take(&mut self.followers[id]) {
            self.missing[follower] -= 1;
            if self.missing[follower] == 0 {
                self.ready.push_back(follower);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use gateway_plan::{Document, EntityFetch, Fetch, Projection, RootFetch, Selection};

    use super::*;

    fn fetch(after: &[FetchId], step: Step) -> Fetch {
        Fetch {
            subgraph: "s".into(),
            after: after.into(),
            conditions: vec![],
            step,
            skewed: vec![],
        }
    }

    fn document(kind: OperationKind) -> Document {
        Document { kind, variables: vec![], fields: vec![], fragments: vec![] }
    }

    fn root(kind: OperationKind) -> Step {
        Step::Root(RootFetch {
            document: document(kind),
            at: vec![],
            fields: vec![],
            output_rewrites: vec![],
        })
    }

    fn entities() -> Step {
        let document = document(OperationKind::Query);
        Step::Entities(EntityFetch { document, calls: vec![] })
    }

    fn plan(kind: OperationKind, fetches: Vec<Fetch>) -> Plan {
        let selection = Selection::default();
        Plan { kind, fetches, projection: Projection { root_type: "Query".into(), selection } }
    }

    /// What becomes ready at the start, and after each of `done`.
    fn waves(plan: &Plan, done: &[FetchId]) -> Vec<Vec<FetchId>> {
        let mut order = Order::new(plan);
        let ready = |order: &mut Order| std::iter::from_fn(|| order.next_ready()).collect();
        let mut waves = vec![ready(&mut order)];
        for &id in done {
            order.done(id);
            waves.push(ready(&mut order));
        }
        waves
    }

    #[test]
    fn a_fetch_waits_for_those_it_comes_after_and_for_no_other() {
        let query = OperationKind::Query;
        let plan = plan(
            query,
            vec![
                fetch(&[], root(query)),
                fetch(&[], root(query)),
                fetch(&[0], entities()),
                fetch(&[0, 1, 1], entities()),
            ],
        );
        assert_eq!(waves(&plan, &[0, 1]), [vec![0, 1], vec![2], vec![3]]);
        let order = Order::new(&plan);
        assert_eq!([0, 1, 2, 3].map(|id| order.is_waited_for(id)), [true, true, false, false]);
    }

    #[test]
    fn writes_happen_one_after_another() {
        let mutation = OperationKind::Mutation;
        let plan = plan(
            mutation,
            vec![fetch(&[], root(mutation)), fetch(&[0], entities()), fetch(&[], root(mutation))],
        );
        assert_eq!(waves(&plan, &[0, 2, 1]), [vec![0], vec![1, 2], vec![], vec![]]);
    }
}
