//! `perfreport baseline …`: which runs others are compared with.

mod add;
mod author;
mod calibrate;
mod list;
mod promote;
mod remove;
mod show;

use clap::Subcommand;

use super::exit::Code;

/// Keeps good runs to compare with: `perfreport compare @main run.json`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Args),
    List(list::Args),
    Show(show::Args),
    Promote(promote::Args),
    Remove(remove::Args),
    Calibrate(calibrate::Args),
}

pub(super) fn run(args: Args) -> anyhow::Result<Code> {
    match args.command {
        Command::Add(args) => add::run(args),
        Command::List(args) => list::run(&args),
        Command::Show(args) => show::run(&args),
        Command::Promote(args) => promote::run(&args),
        Command::Remove(args) => remove::run(&args),
        Command::Calibrate(args) => calibrate::run(&args),
    }
}
