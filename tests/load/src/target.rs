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
    /// The bytes that must come.
    pub expected: Bytes,
}

impl Target {
    /// Asks once. The value of `data` must be `data`, beside this many errors; from then on the same
    /// bytes must come.
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
        let expected = clients::once(&call).await?;
        let answer: Value = serde_json::from_slice(&expected)?;
        if answer["data"] != *data || answer["errors"].as_array().map_or(0, Vec::len) != errors {
            let text = String::from_utf8_lossy(&expected);
            bail!("the answer is not the right one: {text}\nright would be: {data}");
        }
        Ok(Self { call, expected })
    }
}
