//! What is asked, of whom, and what must be answered.

use std::net::SocketAddr;

use anyhow::bail;
use bytes::Bytes;
use serde_json::Value;

use crate::clients::{self, Call};

/// One request that all clients send, and its answer.
#[derive(Debug, Clone)]
pub struct Target {
    /// The request.
    pub call: Call,
    /// What must come.
    pub expected: Expected,
}

/// What every answer is compared with.
#[derive(Debug, Clone)]
pub enum Expected {
    /// These bytes.
    Whole(Bytes),
    /// These bytes and then how long those that failed were waited for, which differs.
    Beginning(Bytes),
}

/// Where an answer begins to tell of partitions.
const PARTITIONS: &[u8] = br#","extensions":{"partitions":"#;

impl Expected {
    fn of(answer: Bytes, errors: usize) -> Self {
        let at = answer.windows(PARTITIONS.len()).position(|window| window == PARTITIONS);
        match at.filter(|_| errors > 0) {
            Some(at) => Self::Beginning(answer.slice(..at)),
            None => Self::Whole(answer),
        }
    }

    /// Whether an answer is as it must be.
    #[must_use]
    pub fn is_met_by(&self, answer: &[u8]) -> bool {
        match self {
            Self::Whole(bytes) => answer == bytes,
            Self::Beginning(bytes) => answer.starts_with(bytes),
        }
    }
}

impl Target {
    /// Asks once. The value of `data` must be `data`, beside this many errors; from then on the same
    /// bytes must come, times apart.
    ///
    /// # Errors
    /// When something else is answered.
    pub async fn new(
        address: SocketAddr,
        body: Bytes,
        data: &Value,
        errors: usize,
    ) -> anyhow::Result<Self> {
        let call = Call { address, path: "/graphql", body };
        let body = clients::once(&call).await?;
        let answer: Value = serde_json::from_slice(&body)?;
        if answer["data"] != *data || answer["errors"].as_array().map_or(0, Vec::len) != errors {
            let text = String::from_utf8_lossy(&body);
            bail!("the answer is not the right one: {text}\nright would be: {data}");
        }
        Ok(Self { call, expected: Expected::of(body, errors) })
    }
}
