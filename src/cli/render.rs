//! `perfreport render VERDICT`.

use std::path::PathBuf;

use anyhow::Context;

use crate::pipeline;

use super::args::ReportArgs;
use super::exit::Code;
use super::output;

/// Writes the reports again from a saved verdict.json
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport render reports/run/verdict.json --format html --out again/

  writes again/report.html from the saved numbers; nothing is judged again. Exits with 0 whatever the verdict.")]
pub(super) struct Args {
    /// A verdict.json that `compare` or `check` wrote
    #[arg(value_name = "VERDICT")]
    verdict: PathBuf,

    /// Print the verdict line alone
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    report: ReportArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let text = pipeline::verdict_text(&args.verdict).context("cannot read the verdict")?;
    let mut assessment = pipeline::reopen(&text, &args.verdict.display().to_string())?;
    if let Some(title) = &args.report.title {
        assessment.title = title.clone().into();
    }
    if args.report.report_url.is_some() {
        assessment.report_url.clone_from(&args.report.report_url);
    }
    let written = output::write_reports(&assessment, &args.report)?;
    output::print(&assessment, &written, args.quiet);
    Ok(Code::Success)
}
