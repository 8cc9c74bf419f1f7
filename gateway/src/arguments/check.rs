//! What the commands take that check schemas: `compose` and `diff`.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use gateway::commands::{
    Composition, ContractOptions, Format, PartitionFile, Sources, SubgraphFile,
};

/// `gateway compose`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct ComposeArguments {
    /// A subgraph: its name, where it is (may be empty), the file with its SDL.
    #[arg(long = "subgraph", value_name = "NAME,URL,FILE")]
    subgraphs: Vec<SubgraphFile>,
    /// A partition of a subgraph: the name of the subgraph, the key, the file with its SDL.
    #[arg(long = "partition", value_name = "NAME,KEY,FILE")]
    partitions: Vec<PartitionFile>,
    /// The configuration file, when no subgraph is named [default: GATEWAY_CONFIG or gateway.toml].
    #[arg(long, value_name = "FILE", conflicts_with_all = ["subgraphs", "partitions"])]
    config: Option<PathBuf>,
    /// How many seconds services of the configuration may take to tell their schemas.
    #[arg(long, default_value_t = 30)]
    patience: u64,
    /// Shows clients only what has this tag (repeatable).
    #[arg(long, value_name = "TAG")]
    contract_include: Vec<String>,
    /// Hides from clients what has this tag (repeatable).
    #[arg(long, value_name = "TAG")]
    contract_exclude: Vec<String>,
    /// Hides from clients the types that no visible field leads to.
    #[arg(long)]
    contract_hide_unreachable: bool,
    /// Prints the public schema instead of the supergraph.
    #[arg(long)]
    public: bool,
    /// Prints on standard error which partitions lack what.
    #[arg(long)]
    explain_skew: bool,
    /// Tells the outcome for people, or as one JSON document on standard output.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Writes the schema to this file, in one step, instead of standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Composes again whenever a file changes, until Ctrl-C.
    #[arg(long)]
    watch: bool,
}

const EXIT_CODES: &str = "Ends with 0 when the subgraphs compose, with 1 when they do not, with 2 \
when the arguments are wrong or something cannot be read or written.";

impl ComposeArguments {
    /// The contract, when anything is said about one.
    fn contract(&self) -> Option<ContractOptions> {
        let options = ContractOptions {
            include: self.contract_include.iter().cloned().collect(),
            exclude: self.contract_exclude.iter().cloned().collect(),
            hide_unreachable: self.contract_hide_unreachable,
        };
        (options != ContractOptions::default()).then_some(options)
    }
}

impl From<ComposeArguments> for Composition {
    fn from(arguments: ComposeArguments) -> Self {
        let contract = arguments.contract();
        let ComposeArguments { subgraphs, partitions, .. } = arguments;
        let sources = if subgraphs.is_empty() && partitions.is_empty() {
            let patience = Duration::from_secs(arguments.patience);
            Sources::Config { path: config_path(arguments.config), patience }
        } else {
            Sources::Files { subgraphs, partitions }
        };
        Self {
            sources,
            contract,
            public: arguments.public,
            explain_skew: arguments.explain_skew,
            format: arguments.format,
            output: arguments.output,
            watch: arguments.watch,
        }
    }
}

/// The environment is asked here: for the parser of arguments, a variable that is always set would
/// contradict subgraphs that are named.
fn config_path(argument: Option<PathBuf>) -> PathBuf {
    argument
        .or_else(|| std::env::var_os("GATEWAY_CONFIG").map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from("gateway.toml"))
}

/// `gateway diff`.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXIT_CODES)]
pub struct DiffArguments {
    /// The schema that clients know: a supergraph or a public schema.
    pub old: PathBuf,
    /// The schema that is to come.
    pub new: PathBuf,
    /// Lists the changes for people, or as one JSON document.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

const DIFF_EXIT_CODES: &str = "Ends with 0 when no change is breaking, with 1 when one is, with 2 \
when the arguments are wrong or something cannot be read.";
