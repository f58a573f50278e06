//! `perfreport render VERDICT`.

use std::path::PathBuf;

use anyhow::Context;

use crate::pipeline;

use super::args::{ReportArgs, unless_empty};
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
    if let Some(title) = unless_empty(args.report.title.as_ref()) {
        assessment.title = title.into();
    }
    if let Some(url) = unless_empty(args.report.report_url.as_ref()) {
        assessment.report_url = Some(url);
    }
    let written = output::write_reports(&assessment, &args.report)?;
    output::print(&assessment, &written, args.quiet);
    Ok(Code::Success)
}
