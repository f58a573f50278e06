//! `perfreport baseline remove NAME`.

use super::author::AuthorArgs;
use crate::cli::exit::Code;
use crate::cli::output;
use crate::cli::stored::StoreArgs;
use crate::model::quantity::counted;
use crate::pipeline;

/// Removes a baseline, or one of its runs; `store prune` then deletes what nobody refers to
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The baseline's name
    #[arg(value_name = "NAME")]
    baseline: String,

    /// The run, by the beginning of its id [default: the whole baseline]
    #[arg(long, value_name = "ID")]
    run: Option<String>,

    #[command(flatten)]
    author: AuthorArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let Args { baseline, run, .. } = args;
    let left =
        pipeline::baseline::remove(&args.store.open()?, baseline, run.as_deref(), &args.author.author())?;
    output::line(&match run {
        Some(run) => format!("{baseline}: removed run {run}; {} left", counted(left, "run")),
        None => format!("{baseline}: removed"),
    });
    Ok(Code::Success)
}
