//! The SDL of a subgraph, as the gateway composes it and as `print-sdl` prints it.

use async_graphql::{ObjectType, SDLExportOptions, Schema, SubscriptionType};

/// The SDL with federation's directives and those of the partition specification. The same schema
/// always prints the same text.
#[must_use]
pub fn print_sdl<Query, Mutation, Subscription>(
    schema: &Schema<Query, Mutation, Subscription>,
) -> String
where
    Query: ObjectType + 'static,
    Mutation: ObjectType + 'static,
    Subscription: SubscriptionType + 'static,
{
    let options = SDLExportOptions::new()
        .federation()
        .compose_directive()
        .use_space_ident()
        .prefer_single_line_descriptions();
    schema.sdl_with_options(options)
}

#[cfg(test)]
mod tests;
