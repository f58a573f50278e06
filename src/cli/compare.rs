//! `perfreport compare BASE RUN`.

use std::sync::Arc;

use crate::ingest::Input;
use crate::pipeline::{self, Request};

use super::args::{ReadArgs, ReportArgs, RunArgs, VerdictArgs, input};
use super::exit::Code;
use super::output;
use super::progress::Progress;

/// Compares a run with one or more base runs and judges it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport compare base.json run.json --fail-on warn --out report/

  prints the verdict, writes report/report.html, report.md, verdict.json and junit.xml, and exits
  with 1 where the run is slower or fails more often than the base.")]
pub(super) struct Args {
    /// The base run: a k6 summary, or a folder that holds one run's files; `-` is standard input
    #[arg(value_name = "BASE", value_parser = input())]
    base: Input,

    /// The run to judge, likewise
    #[arg(value_name = "RUN", value_parser = input())]
    run: Input,

    /// A further base run (repeatable, up to 10 are used)
    #[arg(long = "base", value_name = "FILE", value_parser = input())]
    more_base: Vec<Input>,

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
    let mut base = vec![args.base];
    base.extend(args.more_base);
    if base.iter().chain([&args.run]).filter(|input| **input == Input::Stdin).count() > 1 {
        anyhow::bail!("`-` is given more than once, and standard input can be read only once");
    }
    let request = Request {
        base,
        run: args.run,
        name: args.about.name.clone(),
        tags: args.about.tags(),
        frame: output::frame(&args.report),
    };
    let assessment = pipeline::assess(request, &settings, &control)?;
    drop(progress);
    let written = output::write_reports(&assessment, &args.report)?;
    output::print(&assessment, &written, args.verdict.quiet)?;
    Ok(Code::of(assessment.verdict, args.verdict.fail_on, args.verdict.inconclusive_ok))
}
