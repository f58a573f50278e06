//! `perfreport compare BASE RUN`.

use super::args::input;
use super::exit::Code;
use super::judge::JudgeArgs;
use super::stored::Operand;
use crate::ingest::Input;

/// Compares a run with one or more base runs and judges it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport compare base.json run.json --fail-on warn --out report/

  perfreport compare @main run.json

  prints the verdict, writes report/report.html, report.md, verdict.json and junit.xml, and exits
  with 1 where the run is slower or fails more often than the base.")]
pub(super) struct Args {
    /// The base run: raw points, a snapshot, a k6 summary, a folder with one run's files, or `@name`, a baseline; `-` is standard input
    #[arg(value_name = "BASE", value_parser = Operand::parser())]
    base: Operand,

    /// The run to judge, likewise
    #[arg(value_name = "RUN", value_parser = Operand::parser())]
    run: Operand,

    /// A further base run (repeatable, up to 10 are used)
    #[arg(long = "base", value_name = "FILE", value_parser = Operand::parser())]
    more_base: Vec<Operand>,

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
    let mut base = vec![args.base];
    base.extend(args.more_base);
    args.judging.judge(base, args.base_prometheus, args.run, args.allow_missing_baseline)
}
