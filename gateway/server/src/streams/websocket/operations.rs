//! The operations of one WebSocket: a task for each, ended with the connection. An id can be used
//! again as soon as its operation has ended, so what a task says carries the number of its
//! operation too.

use std::{collections::HashMap, panic::AssertUnwindSafe, sync::Arc};

use axum::extract::ws::Utf8Bytes;
use contract::ErrorCode;
use futures::FutureExt as _;
use gateway_operation::RequestError;
use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinSet},
};

use super::messages;
use crate::{
    pipeline::Incoming,
    router::Served,
    streams::{Outcome, ResultStream},
};

/// How many messages wait for the socket.
const WAITING_MESSAGES: usize = 16;

/// What a task says.
pub(super) struct Said {
    id: Arc<str>,
    number: u64,
    /// Nothing when the operation was cut off.
    message: Option<Utf8Bytes>,
    is_last: bool,
}

/// The operations that are under way.
pub(super) struct Operations {
    by_id: HashMap<Arc<str>, (u64, AbortHandle)>,
    tasks: JoinSet<()>,
    number: u64,
    say: mpsc::Sender<Said>,
    said: mpsc::Receiver<Said>,
}

impl Operations {
    pub(super) fn new() -> Self {
        let (say, said) = mpsc::channel(WAITING_MESSAGES);
        Self { by_id: HashMap::new(), tasks: JoinSet::new(), number: 0, say, said }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    pub(super) fn count(&self) -> usize {
        self.by_id.len()
    }

    /// Begins an operation.
    pub(super) fn begin(&mut self, id: &str, served: Served, incoming: Incoming) {
        while self.tasks.try_join_next().is_some() {}
        self.number += 1;
        let voice = Voice { id: id.into(), number: self.number, say: self.say.clone() };
        let id = Arc::clone(&voice.id);
        let task = self.tasks.spawn(operate(voice, served, incoming));
        self.by_id.insert(id, (self.number, task));
    }

    /// Ends an operation that the client wants no more of.
    pub(super) fn end(&mut self, id: &str) {
        if let Some((_, task)) = self.by_id.remove(id) {
            task.abort();
        }
    }

    /// The next message for the client. Waits forever when there is none.
    pub(super) async fn next(&mut self) -> Option<Utf8Bytes> {
        // There is always a sender: this has one itself.
        let said = self.said.recv().await?;
        let is_current = self.by_id.get(&said.id).is_some_and(|(number, _)| *number == said.number);
        if !is_current {
            return None;
        }
        if said.is_last {
            self.by_id.remove(&said.id);
        }
        said.message
    }
}

/// How a task speaks.
struct Voice {
    id: Arc<str>,
    number: u64,
    say: mpsc::Sender<Said>,
}

impl Voice {
    async fn say(&self, message: Option<Utf8Bytes>, is_last: bool) {
        let said = Said { id: Arc::clone(&self.id), number: self.number, message, is_last };
        // The connection may have ended.
        let _ = self.say.send(said).await;
    }
}

async fn operate(voice: Voice, served: Served, incoming: Incoming) {
    let running = AssertUnwindSafe(run(&voice, served, incoming)).catch_unwind();
    if running.await.is_err() {
        tracing::error!("an operation of a WebSocket was ended by a panic");
        let error = RequestError::new(ErrorCode::Internal, "an internal error ended the operation");
        voice.say(Some(messages::error(&voice.id, &[error])), true).await;
    }
}

async fn run(voice: &Voice, served: Served, incoming: Incoming) {
    let mut results = match ResultStream::open(&served, incoming).await {
        Ok(results) => results,
        Err(errors) => {
            return voice.say(Some(messages::error(&voice.id, &errors)), true).await;
        }
    };
    loop {
        match results.next().await {
            Outcome::Result(answer) => {
                voice.say(Some(messages::next(&voice.id, &answer)), false).await;
            }
            Outcome::Complete => {
                return voice.say(Some(messages::complete(&voice.id)), true).await;
            }
            Outcome::CutOff => return voice.say(None, true).await,
        }
    }
}
