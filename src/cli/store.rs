//! `perfreport store verify` and `prune`.

use clap::Subcommand;

use super::exit::Code;
use super::output;
use super::stored::StoreArgs;

/// Looks after the store of baselines
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reads every file and says what is wrong and what to do; exits with 1 where something is
    Verify(StoreArgs),
    /// Deletes runs that no baseline refers to, and what interrupted processes left
    Prune(StoreArgs),
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    match &args.command {
        Command::Verify(store) => verify(store),
        Command::Prune(store) => prune(store),
    }
}

fn verify(store: &StoreArgs) -> anyhow::Result<Code> {
    let store = store.open()?;
    let health = store.verify()?;
    for problem in &health.problems {
        output::complain(problem);
    }
    output::line(&format!(
        "{}: {}, {}, {}",
        store.root().display(),
        counted(health.baselines, "baseline"),
        counted(health.runs, "run"),
        counted(health.problems.len(), "problem")
    ))?;
    if health.unused + health.leftovers > 0 {
        output::remark(&format!(
            "{} that no baseline refers to and {} of interrupted writes: `perfreport store prune` deletes them",
            counted(health.unused, "run"),
            counted(health.leftovers, "file")
        ));
    }
    Ok(if health.problems.is_empty() { Code::Success } else { Code::Fail })
}

fn prune(store: &StoreArgs) -> anyhow::Result<Code> {
    let store = store.open()?;
    let pruned = store.prune(&store.lock()?)?;
    let (runs, files) = (counted(pruned.runs, "run"), counted(pruned.leftovers, "leftover file"));
    output::line(&format!("deleted {runs} and {files}"))?;
    Ok(Code::Success)
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
