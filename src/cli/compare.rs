//! `perfreport compare BASE… RUN`.

use super::args::input;
use super::exit::Code;
use super::judge::JudgeArgs;
use super::sides::SideArgs;
use crate::ingest::Input;

/// Compares one or more runs with one or more base runs and judges them
#[derive(Debug, clap::Args)]
#[command(override_usage = "\
perfreport compare [OPTIONS] <BASE>... <RUN>
       perfreport compare [OPTIONS] <BASE>... --run <RUN>...
       perfreport compare [OPTIONS] --pair <BASE> <RUN> [--pair <BASE> <RUN>]...")]
#[command(after_long_help = "\
Example:
  perfreport compare base.json run.json --fail-on warn --out report/

  prints the verdict, writes report/report.html, report.md, verdict.json and junit.xml, and exits
  with 1 where the run is slower or fails more often than the base.

  perfreport compare @main run.json

  compares with the runs of a baseline.

  perfreport compare base-*.json --run run-*.json

  judges several runs of one build together: reruns tell noise from change on both sides.

  perfreport compare --pair base-1.json run-1.json --pair base-2.json run-2.json

  judges by the differences within pairs: runs made one after the other on one host.")]
pub(super) struct Args {
    #[command(flatten)]
    sides: SideArgs,

    /// Where BASE is a baseline that does not exist yet, check the run by itself
    #[arg(long)]
    allow_missing_baseline: bool,

    /// What the servers measured during the base run, as for --prometheus; of further base runs in their order (repeatable)
    #[arg(long, value_name = "PATH", value_parser = input(), help_heading = "Servers")]
    base_prometheus: Vec<Input>,

    #[command(flatten)]
    judging: JudgeArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<Code> {
    args.judging.judge(args.sides.sides()?, args.base_prometheus, args.allow_missing_baseline)
}
