//! The closed list of `extensions.code` values. Clients may rely on them; messages may change.

use std::fmt;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A stable code that stands in `extensions.code` of a GraphQL error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ErrorCode { $($(#[$doc])* $name,)* }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it stands in an answer.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

error_codes! {
    // What the caller did.
    /// The HTTP request is not a GraphQL request: invalid JSON, no query, wrong types.
    BadRequest = "BAD_REQUEST",
    /// The content type is not one that is read.
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE",
    /// No media type of `Accept` can be produced.
    NotAcceptable = "NOT_ACCEPTABLE",
    /// The HTTP method is not allowed here.
    MethodNotAllowed = "METHOD_NOT_ALLOWED",
    /// The body is larger than the limit.
    PayloadTooLarge = "PAYLOAD_TOO_LARGE",
    /// The request did not arrive in time.
    RequestTimeout = "REQUEST_TIMEOUT",
    /// A browser could have been made to send this request by a page of another site.
    PreflightRequired = "PREFLIGHT_REQUIRED",
    /// The document is not GraphQL.
    ParseFailed = "GRAPHQL_PARSE_FAILED",
    /// The document does not fit the schema.
    ValidationFailed = "GRAPHQL_VALIDATION_FAILED",
    /// The document goes beyond a limit of the admission guard.
    OperationTooComplex = "OPERATION_TOO_COMPLEX",
    /// The operation costs more than it may.
    CostLimitExceeded = "COST_LIMIT_EXCEEDED",
    /// No persisted document has this id.
    PersistedDocumentNotFound = "PERSISTED_DOCUMENT_NOT_FOUND",
    /// Only persisted documents are served, and the request names none.
    PersistedDocumentRequired = "PERSISTED_DOCUMENT_REQUIRED",
    /// No client has sent the document of this hash yet; send it along with its hash.
    PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND",
    /// Documents that clients send are not kept; send this one in full.
    PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED",
    /// No operation of that name, or none named among several.
    OperationNotFound = "OPERATION_NOT_FOUND",
    /// A variable is missing or of the wrong type.
    VariablesInvalid = "VARIABLES_INVALID",
    /// An argument has a value that the field does not take.
    ArgumentInvalid = "ARGUMENT_INVALID",
    /// An id is not of the form `<district code>:<type>:<tail>`.
    IdInvalid = "ID_INVALID",
    /// A cursor is malformed or belongs to another order.
    CursorInvalid = "CURSOR_INVALID",
    /// `first` or `last` is missing, doubled, negative or beyond the cap.
    PageSizeInvalid = "PAGE_SIZE_INVALID",
    /// A partition is named that the gateway does not know.
    PartitionUnknown = "PARTITION_UNKNOWN",
    /// The caller context is missing where one is needed, expired or not signed by the gateway.
    CallerContextInvalid = "CALLER_CONTEXT_INVALID",
    /// The caller may not do this.
    Forbidden = "FORBIDDEN",

    // What went wrong on our side.
    /// A partition is missing from the answer; the rest stands.
    PartitionFailed = "PARTITION_FAILED",
    /// No partition that was asked answered, or fewer than the policy requires.
    PartitionsMissing = "PARTITIONS_MISSING",
    /// Answers of partitions could not be merged.
    MergeFailed = "MERGE_FAILED",
    /// A sum left the range of `Int`.
    SumOverflow = "SUM_OVERFLOW",
    /// A subgraph could not be reached or gave no valid answer.
    SubgraphFailed = "SUBGRAPH_FAILED",
    /// The operation could not be planned.
    PlanningFailed = "PLANNING_FAILED",
    /// The request took longer than it may.
    DeadlineExceeded = "DEADLINE_EXCEEDED",
    /// Too much at once; try again later.
    Overloaded = "OVERLOADED",
    /// A subscription was ended, as its client took events more slowly than they came.
    SlowConsumer = "SLOW_CONSUMER",
    /// A non-null field has no value.
    NullInNonNull = "NULL_IN_NON_NULL",
    /// A defect; the log says more.
    Internal = "INTERNAL",
}

impl ErrorCode {
    /// Whether the caller did something wrong, so that the error's own text may go out to them.
    #[must_use]
    pub fn is_about_the_request(self) -> bool {
        // The values are declared in two groups; this is the first of the second.
        self < Self::PartitionFailed
    }
}

/// An error that knows the code it has in an answer.
pub trait Coded: std::error::Error + Send + Sync {
    /// The code.
    fn code(&self) -> ErrorCode;
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
