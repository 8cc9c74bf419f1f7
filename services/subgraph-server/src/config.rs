//! The settings of a subgraph's server. Reading them from anywhere is up to the binary.

use std::{net::SocketAddr, time::Duration};

use async_graphql::SchemaBuilder;
use contract::identity::SigningKey;

/// How a subgraph is served.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The key that the gateway signs caller contexts with. Without it every caller is the public.
    pub signing_key: Option<SigningKey>,
    /// The largest request body, in bytes.
    pub max_body_bytes: usize,
    /// Requests that are answered at the same time; more are refused.
    pub max_concurrent_requests: usize,
    /// Subscription connections at the same time; more are refused.
    pub max_subscription_connections: usize,
    /// The longest that a request may take, whatever its deadline says.
    pub max_request_time: Duration,
    /// How long requests that are being answered may go on after shutdown began.
    pub drain_time: Duration,
}

impl ServerConfig {
    /// The defaults, listening at an address.
    #[must_use]
    pub fn new(listen: SocketAddr) -> Self {
        Self {
            listen,
            signing_key: None,
            max_body_bytes: 1024 * 1024,
            max_concurrent_requests: 256,
            max_subscription_connections: 256,
            max_request_time: Duration::from_secs(30),
            drain_time: Duration::from_secs(20),
        }
    }
}

/// What an operation may ask of a schema, checked before it runs.
///
/// The gateway guards clients; these bounds hold for whoever reaches a service directly, and are
/// wide enough for what a gateway makes of a client's operation.
#[derive(Debug, Clone, Copy)]
pub struct SchemaLimits {
    /// Fields inside fields.
    pub depth: usize,
    /// The sum over all fields.
    pub complexity: usize,
    /// Nesting of the document's text, so that parsing is bounded too.
    pub recursion: usize,
    /// Aliases in an operation.
    pub aliases: usize,
    /// Directives on a field.
    pub directives: usize,
}

impl Default for SchemaLimits {
    fn default() -> Self {
        Self { depth: 20, complexity: 5_000, recursion: 40, aliases: 500, directives: 20 }
    }
}

impl SchemaLimits {
    /// Puts the limits on a schema that is being built.
    #[must_use]
    pub fn apply<Query, Mutation, Subscription>(
        self,
        builder: SchemaBuilder<Query, Mutation, Subscription>,
    ) -> SchemaBuilder<Query, Mutation, Subscription> {
        builder
            .limit_depth(self.depth)
            .limit_complexity(self.complexity)
            .limit_recursive_depth(self.recursion)
            .limit_aliases(self.aliases)
            .limit_directives(self.directives)
    }
}
