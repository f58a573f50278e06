//! `perfreport baseline promote FROM TO`.

use super::author::{AddArgs, tell};
use crate::cli::args::ConfigArgs;
use crate::cli::exit::Code;
use crate::cli::stored::StoreArgs;
use crate::pipeline;

/// Adds the newest run of one baseline to another, under the same conditions as `add`
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport baseline promote main@staging main --why \"release 1.4 went live\"")]
pub(super) struct Args {
    /// The baseline that has the run
    #[arg(value_name = "FROM")]
    from: String,

    /// The baseline that gets it
    #[arg(value_name = "TO")]
    to: String,

    /// The run, by the beginning of its id [default: the newest]
    #[arg(long, value_name = "ID")]
    run: Option<String>,

    #[command(flatten)]
    adding: AddArgs,
    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let added = pipeline::baseline::promote(
        &args.store.open()?,
        (&args.from, args.run.as_deref()),
        &args.to,
        args.adding.options(),
        &args.adding.author.author(),
        &args.config.settings()?,
    );
    tell(&args.to, added)
}
