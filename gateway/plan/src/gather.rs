//! How answers of several partitions become one: the merge laws of `contract::partition`, made
//! concrete for one operation by the response keys that it uses.

use serde::Serialize;

/// What to do with the values of one field from several partitions.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gather {
    /// Exactly one partition answers; its value is taken. More than one is refused.
    One,
    /// A list that is aligned with the ids of `variable`: ids are split by their prefix, each
    /// partition is asked for its own, and the values are put back in the order of the ids.
    ByIds {
        /// The variable that holds the list of ids, rewritten for each partition.
        variable: String,
    },
    /// Lists are joined in the order of partition keys.
    Concat,
    /// Sorted lists are merged.
    Sorted {
        /// By these, first to last; then by partition key.
        by: Vec<SortKey>,
    },
    /// A list that is cut to so many elements when it is made of those of all partitions. Each was
    /// asked for as many, so that the list is that of the whole.
    Cut {
        /// The variable that says how many; without a value nothing is cut.
        variable: String,
        /// Whether its end is kept, and not its beginning.
        from_end: bool,
        /// How the lists become one.
        of: Box<Gather>,
    },
    /// A list whose rows are held to their ids: those of the partition that sends them, each once.
    Held {
        /// The response keys of the id in a row, as of [`RowIds::ids`].
        ids: Vec<String>,
        /// How the lists become one.
        of: Box<Gather>,
    },
    /// Relay connections are merged by cursors.
    Connection(Box<ConnectionGather>),
    /// An object, field by field, in the order of the selection.
    Object {
        /// Response key and law of each field.
        fields: Vec<(String, Gather)>,
    },
    /// Numbers are added.
    Sum {
        /// Whether the schema says `Int`: a sum beyond 32 bits is an error then.
        int: bool,
    },
    /// The smallest number or text.
    Min,
    /// The largest number or text.
    Max,
    /// True when all are.
    And,
    /// True when one is.
    Or,
    /// All non-null values must be equal.
    Same,
    /// Scalars as a set, sorted.
    Union,
    /// `[bin, count]` pairs, counts of equal bins added, sorted by bin.
    Histogram,
    /// Objects that agree in the keys become one.
    Grouped {
        /// Response keys of the fields that tell groups apart; groups are sorted by them.
        keys: Vec<String>,
        /// Response key and law of every other field.
        fields: Vec<(String, Gather)>,
    },
    /// The coverage object. Which of its fields stand under which response key.
    Coverage {
        /// Response key, and the name of the field in the specification.
        fields: Vec<(String, CoverageField)>,
    },
    /// Events of a subscription: each is taken as it is, from whichever partition it came.
    Events {
        /// How a partition that was lost goes on without losing events, when it can.
        position: Option<EventPosition>,
    },
    /// `__typename` and whatever is equal by definition.
    Typename,
}

/// The position of events in their source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventPosition {
    /// The response key of the event's field that holds its position.
    pub cursor: String,
    /// The variable of the argument `after`, by which the source begins behind a position.
    pub after: String,
}

/// A field of the coverage object of the partition specification.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageField {
    /// The keys of the partitions that were asked.
    Asked,
    /// The keys of those that answered.
    Answered,
    /// Those that did not; response keys of `code` and `reason` in each.
    Missing {
        /// Response keys and which of the two they mean.
        fields: Vec<(String, MissingField)>,
    },
    /// Whether all that were asked answered.
    Complete,
    /// `__typename`.
    Typename,
}

/// A field of an entry of `missing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingField {
    /// The partition key.
    Code,
    /// A `contract::coverage::MissingReason`.
    Reason,
    /// `__typename`.
    Typename,
}

/// A field that orders a list of objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SortKey {
    /// The response key of the field.
    pub response_key: String,
    /// Largest first.
    pub descending: bool,
}

/// How a Relay connection is gathered.
///
/// Every partition is sent the same arguments. It answers with at most `first` (or `last`) rows
/// and says whether it has more, so the merged page is exact without asking for one row extra:
/// there is a next page when rows were cut or when a partition has more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConnectionGather {
    /// The variable that holds `first`; absent when the operation does not give it.
    pub first: Option<String>,
    /// The variable that holds `last`.
    pub last: Option<String>,
    /// The variable that holds `after`.
    pub after: Option<String>,
    /// The variable that holds `before`.
    pub before: Option<String>,
    /// How many rows the page has when neither has a value; absent when the field takes no size,
    /// so that its partitions alone decide.
    pub default_size: Option<usize>,
    /// The `edges` selection, and the `cursor` in it, that rows are merged by. Always sent; added
    /// by planning when the client did not ask.
    pub cursors: CursorKeys,
    /// Response keys of all `edges` selections, that of `cursors` included.
    pub edges: Vec<String>,
    /// Response keys of all `nodes` selections.
    pub nodes: Vec<String>,
    /// The `pageInfo` selections: response key, then the fields in it. One of them always has
    /// `hasNextPage` and `hasPreviousPage`; it is added by planning when the client did not ask.
    pub page_info: Vec<(String, Vec<(String, PageInfoField)>)>,
    /// Every other field by its law: `totalCount`, `coverage`, `__typename`.
    pub others: Vec<(String, Gather)>,
    /// The ids of the `node` of each edge, by which foreign rows are refused, when they have some.
    pub edge_ids: Option<RowIds>,
    /// Those in a `nodes` selection, when only these have some.
    pub node_ids: Option<RowIds>,
}

/// Where the ids of the rows of a connection stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowIds {
    /// The response key of the rows: of `node` or of `nodes`.
    pub rows: String,
    /// The response keys of the id in a row: one for each type of rows that has its own, of which a
    /// row has one.
    pub ids: Vec<String>,
}

/// Where the cursors of a connection stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CursorKeys {
    /// The response key of the `edges` selection.
    pub edges: String,
    /// The response key of `cursor` in it.
    pub cursor: String,
}

/// A field of `pageInfo`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PageInfoField {
    /// `hasNextPage`.
    HasNextPage,
    /// `hasPreviousPage`.
    HasPreviousPage,
    /// `startCursor`.
    StartCursor,
    /// `endCursor`.
    EndCursor,
    /// `__typename`.
    Typename,
}
