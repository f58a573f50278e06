//! `perfreport compare BASE RUN`.

use super::args::input;
use super::exit::Code;
use super::judge::JudgeArgs;
use crate::ingest::Input;

/// Compares a run with one or more base runs and judges it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport compare base.json run.json --fail-on warn --out report/

  prints the verdict, writes report/report.html, report.md, verdict.json and junit.xml, and exits
  with 1 where the run is slower or fails more often than the base.")]
pub(super) struct Args {
    /// The base run: raw points, a snapshot, a k6 summary, or a folder with one run's files; `-` is standard input
    #[arg(value_name = "BASE", value_parser = input())]
    base: Input,

    /// The run to judge, likewise
    #[arg(value_name = "RUN", value_parser = input())]
    run: Input,

    /// A further base run (repeatable, up to 10 are used)
    #[arg(long = "base", value_name = "FILE", value_parser = input())]
    more_base: Vec<Input>,

    #[command(flatten)]
    judging: JudgeArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<Code> {
    let mut base = vec![args.base];
    base.extend(args.more_base);
    args.judging.judge(base, args.run)
}
