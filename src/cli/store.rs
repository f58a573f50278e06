//! `perfreport store verify`, `prune` and `compact`.

use clap::Subcommand;

use super::exit::Code;
use super::output;
use super::stored::StoreArgs;
use super::when;
use crate::model::quantity::counted;
use crate::pipeline::history::{self, HistoryHealth};
use crate::tables;

/// Looks after the store of baselines and history
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads every file and says what is wrong and what to do; exits with 1 where something is
    Verify(VerifyArgs),
    /// Deletes runs that no baseline refers to, and what interrupted processes left
    Prune(StoreArgs),
    /// Joins the history of each past month into one file
    Compact(StoreArgs),
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// Move damaged files of the history to the folder quarantine/ of the store, so that they stop no query of it
    #[arg(long)]
    quarantine: bool,

    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    match &args.command {
        Command::Verify(args) => verify(args),
        Command::Prune(store) => prune(store),
        Command::Compact(store) => compact(store),
    }
}

fn verify(args: &VerifyArgs) -> anyhow::Result<Code> {
    let store = args.store.open()?;
    let health = store.verify()?;
    let history = match tables::available() {
        Ok(()) => history::verify(&store, args.quarantine)?,
        Err(error) if args.quarantine => return Err(error.into()),
        Err(error) => {
            output::remark(&format!("the history was not checked: {error}"));
            HistoryHealth::default()
        }
    };
    for moved in &history.moved {
        output::complain(moved);
    }
    let problems: Vec<&String> = health.problems.iter().chain(&history.problems).collect();
    for problem in &problems {
        output::complain(problem);
    }
    output::line(&format!(
        "{}: {}, {}, {} in the history, {}",
        store.root().display(),
        counted(health.baselines, "baseline"),
        counted(health.runs, "run"),
        counted(history.runs, "run"),
        counted(problems.len(), "problem")
    ));
    if health.unused + health.leftovers > 0 {
        output::remark(&format!(
            "{} that no baseline refers to and {} of interrupted writes: `perfreport store prune` deletes them",
            counted(health.unused, "run"),
            counted(health.leftovers, "file")
        ));
    }
    Ok(if problems.is_empty() { Code::Success } else { Code::Fail })
}

fn prune(store: &StoreArgs) -> anyhow::Result<Code> {
    let store = store.open()?;
    let pruned = store.prune(&store.lock()?)?;
    let (runs, files) = (counted(pruned.runs, "run"), counted(pruned.leftovers, "leftover file"));
    output::line(&format!("deleted {runs} and {files}"));
    Ok(Code::Success)
}

fn compact(store: &StoreArgs) -> anyhow::Result<Code> {
    let compacted = history::compact(&store.open()?, when::now())?;
    for problem in &compacted.problems {
        output::remark(&format!("left alone: {problem}"));
    }
    let (months, runs) = (counted(compacted.months, "month"), counted(compacted.runs, "run"));
    output::line(&format!("joined {months} with {runs}"));
    Ok(Code::Success)
}
