//! `@partitions`, by which an operation says what it demands of the partitions that it asks. It
//! belongs to the gateway: no subgraph sees it. What it means is decided by whoever runs requests.

use apollo_compiler::Schema;

/// The name of the directive.
pub(crate) const NAME: &str = "partitions";

/// The type of its argument `policy`.
const POLICY: &str = "PartitionPolicy";

const DEFINITION: &str = r#"
"""What an operation demands of the partitions that it asks."""
directive @partitions(
  """What becomes of the answer when a partition does not answer."""
  policy: PartitionPolicy
  """The keys of partitions that must answer when they are asked; goes with REQUIRE."""
  require: [String!]
  """How many partitions must answer, or all when fewer are asked; goes with REQUIRE."""
  atLeast: Int
  """Milliseconds after which the answer is made of the partitions that have answered."""
  answerWithin: Int
) on QUERY

"""What becomes of an answer when a partition does not answer."""
enum PartitionPolicy {
  """The answer is made of the partitions that answered."""
  PARTIAL
  """One partition that does not answer fails the field."""
  ABORT
  """Some partitions must answer, those of `require` or as many as `atLeast`."""
  REQUIRE
}
"#;

/// Whether the supergraph leaves the names to the gateway. Where it does not, its own stay.
pub(crate) fn is_free(schema: &Schema) -> bool {
    !schema.directive_definitions.contains_key(NAME) && !schema.types.contains_key(POLICY)
}

/// Defines the directive and its type.
pub(crate) fn define(schema: &mut Schema) {
    let own = Schema::parse(DEFINITION, "partitions.graphql").unwrap_or_else(|bad| bad.partial);
    schema
        .directive_definitions
        .extend(own.directive_definitions.into_iter().filter(|(name, _)| name == NAME));
    schema.types.extend(own.types.into_iter().filter(|(name, _)| name == POLICY));
}

/// Takes out what [`define`] defined.
pub(crate) fn take_out(schema: &mut Schema, defined: Option<&str>) {
    if let Some(name) = defined {
        schema.directive_definitions.swap_remove(name);
        schema.types.swap_remove(POLICY);
    }
}
