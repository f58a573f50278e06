//! The command line: one file per subcommand; its `run` reads as the pipeline.
//!
//! * `args`: options that several subcommands share
//! * `init`: the files that a project begins with
//! * `compare`, `check`, `record`, `render`: the main jobs; `judge`: what the first two share; `sides`,
//!   `globs`: which runs are meant; `postmortem`: when something broke
//! * `fetch`: what the servers measured; `rules`, `dashboard`: what watches the objectives in production; `service`: whose metrics those are
//! * `accept`: a change that is meant; `baseline`, `history`, `review`, `store`: runs to compare with, and what is remembered of them; `stored`: what `@name` means;
//!   `when`: times and durations
//! * `progress`: how far the reading is
//! * `completions`, `man`: for the shell; `version`: which build this is
//! * `exit`: the exit codes, an API
//! * `output`: verdict on standard output, reports on disk; `github`: what a step of GitHub Actions is told

mod accept;
mod args;
mod baseline;
mod check;
mod compare;
mod completions;
mod dashboard;
mod exit;
mod fetch;
mod github;
mod globs;
mod history;
mod init;
mod judge;
mod man;
mod output;
mod postmortem;
mod progress;
mod record;
mod render;
mod review;
mod rules;
mod service;
mod sides;
mod store;
mod stored;
mod version;
mod when;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use args::{ColorChoice, Lang};

use crate::words::Language;

/// Turns the files a load test leaves behind into a decision and a document.
///
/// Reads k6 end-of-test summaries in every shape and raw points, separates intended 4xx from unintended 5xx and
/// timeouts, compares tail latency with base runs and with objectives, and writes reports.
#[derive(Debug, Parser)]
#[command(
    name = "perfreport",
    version = version::version(),
    about,
    long_about,
    after_help = "Exit codes: 0 pass, warn or nothing to judge; 1 fail; 2 could not run; 3 inconclusive.",
    after_long_help = "\
Example:
  k6 run --summary-export=run.json script.js
  perfreport compare base.json run.json

Exit codes:
  0  PASS, WARN, or nothing to judge
  1  FAIL (with --fail-on warn: WARN as well)
  2  could not run: usage, unreadable input, I/O
  3  INCONCLUSIVE (0 with --inconclusive-ok)",
    disable_help_subcommand = true
)]
struct Cli {
    /// When to use colour on standard output
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        global = true,
        help_heading = "Global options"
    )]
    color: ColorChoice,

    /// The language of reports, and of the verdict on standard output; files for programs are the same in all
    #[arg(
        long,
        value_name = "LANGUAGE",
        value_enum,
        default_value_t,
        env = "PERFREPORT_LANG",
        global = true,
        help_heading = "Global options"
    )]
    lang: Lang,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Args),
    Compare(compare::Args),
    Check(check::Args),
    Record(record::Args),
    Fetch(fetch::Args),
    Baseline(baseline::Args),
    Accept(accept::Args),
    History(history::Args),
    Review(review::Args),
    Postmortem(postmortem::Args),
    Store(store::Args),
    Render(render::Args),
    Rules(rules::Args),
    Dashboard(dashboard::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return output::usage(&error).into(),
    };
    cli.color.apply();
    let result = Language::from(cli.lang).speak(|| run(cli.command));
    match result {
        Ok(code) => code.into(),
        Err(error) if is_broken_pipe(&error) => exit::Code::Success.into(),
        Err(error) => {
            output::failed(&error);
            exit::Code::CouldNotRun.into()
        }
    }
}

fn run(command: Command) -> anyhow::Result<exit::Code> {
    match command {
        Command::Init(args) => init::run(&args),
        Command::Compare(args) => compare::run(args),
        Command::Check(args) => check::run(args),
        Command::Record(args) => record::run(&args),
        Command::Fetch(args) => fetch::run(&args),
        Command::Baseline(args) => baseline::run(args),
        Command::Accept(args) => accept::run(&args),
        Command::History(args) => history::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Postmortem(args) => postmortem::run(args),
        Command::Store(args) => store::run(&args),
        Command::Render(args) => render::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Dashboard(args) => dashboard::run(&args),
        Command::Completions(args) => completions::run(&args, &mut Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command()),
    }
}

/// Tells whether the reader of our output went away, as `head` does.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
