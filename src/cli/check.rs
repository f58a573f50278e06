//! `perfreport check RUN`.

use std::sync::Arc;

use crate::ingest::Input;
use crate::pipeline::{self, Request};

use super::args::{ReadArgs, ReportArgs, RunArgs, VerdictArgs, input};
use super::exit::Code;
use super::output;
use super::progress::Progress;

/// Judges one run by objectives and k6 thresholds, without a base
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport check run.json

  prints rate, errors and latency by endpoint, judges the objectives of perfreport.toml and the
  run's own k6 thresholds, and writes the reports to reports/run/.")]
pub(super) struct Args {
    /// The run: a k6 summary, or a folder that holds one run's files; `-` is standard input
    #[arg(value_name = "RUN", value_parser = input())]
    run: Input,

    #[command(flatten)]
    about: RunArgs,
    #[command(flatten)]
    verdict: VerdictArgs,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<Code> {
    let settings = args.reading.apply(args.about.settings()?);
    let control = Arc::default();
    let progress = Progress::start(&control);
    let request = Request {
        name: args.about.name.clone(),
        tags: args.about.tags(),
        frame: output::frame(&args.report),
        ..Request::new(Vec::new(), args.run)
    };
    let assessment = pipeline::assess(request, &settings, &control)?;
    drop(progress);
    let written = output::write_reports(&assessment, &args.report)?;
    output::print(&assessment, &written, args.verdict.quiet)?;
    Ok(Code::of(assessment.verdict, args.verdict.fail_on, args.verdict.inconclusive_ok))
}
