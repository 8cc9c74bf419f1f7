//! One operation whose results are streamed: a query or a mutation has one, a subscription any
//! number.

use bytes::Bytes;
use gateway_execution::{Execution, Subscription};
use gateway_operation::RequestError;
use tokio::sync::OwnedSemaphorePermit;

use std::sync::Arc;

use super::overloaded;
use crate::{
    metrics::OpenSubscription,
    pipeline::{self, Incoming, Started},
    router::Served,
};

/// An operation that has begun.
pub(crate) struct ResultStream {
    served: Served,
    state: State,
}

enum State {
    Answered(Execution),
    Subscribed(Box<Subscribed>),
    Ended,
}

struct Subscribed {
    subscription: Box<Subscription>,
    counted: OpenSubscription,
    _place: OwnedSemaphorePermit,
}

/// What comes of an operation.
pub(crate) enum Outcome {
    /// The JSON of a GraphQL answer.
    Result(Bytes),
    /// There are no more.
    Complete,
    /// There are no more from here; a client that asks again may get them.
    CutOff,
}

impl ResultStream {
    /// Begins an operation. A query or a mutation is run to its end before this returns.
    ///
    /// # Errors
    /// When the operation cannot be run at all.
    pub(crate) async fn open(
        served: &Served,
        incoming: Incoming,
    ) -> Result<Self, Vec<RequestError>> {
        let mut counted = served.shared.metrics.begin();
        let started = async {
            let _place = served.shared.places.try_acquire().map_err(|_| {
                vec![overloaded("too many requests are under way; try again later")]
            })?;
            pipeline::start(&served.snapshot, &served.shared.automatic, incoming).await
        };
        let state = match started.await {
            Ok(Started::Answer(execution)) => {
                counted.executed(&execution);
                State::Answered(execution)
            }
            Ok(Started::Events(subscription)) => {
                let places = Arc::clone(&served.shared.streams.subscriptions);
                let Ok(place) = places.try_acquire_owned() else {
                    counted.refused();
                    return Err(vec![overloaded("too many subscriptions; try again later")]);
                };
                counted.subscribed();
                let counted = served.shared.metrics.open_subscription();
                State::Subscribed(Box::new(Subscribed { subscription, counted, _place: place }))
            }
            Err(errors) => {
                counted.refused();
                return Err(errors);
            }
        };
        Ok(Self { served: served.clone(), state })
    }

    /// What comes next. It must be awaited to its end, as half an event is none.
    pub(crate) async fn next(&mut self) -> Outcome {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => Outcome::Complete,
            State::Answered(execution) => Outcome::Result(execution.body),
            State::Subscribed(mut subscribed) => {
                let executor = &self.served.snapshot.executor;
                let next = tokio::select! {
                    biased;
                    _ = self.served.cut_off() => return Outcome::CutOff,
                    next = subscribed.subscription.next(executor) => next,
                };
                let Some(execution) = next else { return Outcome::Complete };
                subscribed.counted.event(&execution);
                self.state = State::Subscribed(subscribed);
                Outcome::Result(execution.body)
            }
        }
    }
}
