//! `perfreport check RUN`.

use super::exit::Code;
use super::judge::JudgeArgs;
use super::sides::Sides;
use super::stored::Operand;

/// Judges one run by objectives and k6 thresholds, without a base
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport check run.json

  prints rate, errors and latency by endpoint, judges the objectives of perfreport.toml and the
  run's own k6 thresholds, and writes the reports to reports/run/.")]
pub(super) struct Args {
    /// The run: raw points, a snapshot, a k6 summary, Prometheus exports, or a folder with one run's files; `-` is standard input
    #[arg(value_name = "RUN", value_parser = Operand::parser())]
    run: Operand,

    #[command(flatten)]
    judging: JudgeArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<Code> {
    args.judging.judge(Sides::alone(&args.run)?, Vec::new(), false)
}
