//! `perfreport review`.

use std::path::PathBuf;

use super::args::{ConfigArgs, DocumentFormat, text, unless_empty};
use super::exit::Code;
use super::output;
use super::stored::StoreArgs;
use super::when::{self, When};
use crate::model::judgement::Verdict;
use crate::model::review::{Period, Review};
use crate::pipeline::{self, review};
use crate::render;
use crate::trend::ReviewHead;
use crate::words::say;

/// Writes the review of a period: trends, change points, error budgets and what to do, from the history
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport review --since 7d

  writes reports/review/review.html and review.md: the runs of the last seven days with their
  verdicts, how p95, p99, errors and throughput went, where they changed and with which commit, what
  is left of the error budgets, and a table of actions to fill in.")]
pub(super) struct Args {
    /// The beginning: 36h, 7d, 2w (before the end), a day (UTC), or a time
    #[arg(long, value_name = "WHEN", value_parser = When::parse, default_value = "7d")]
    since: When,

    /// The end; a day is meant to its end [default: now]
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    until: Option<When>,

    /// Write the review to this folder
    #[arg(long, value_name = "DIR", default_value = "reports/review")]
    out: PathBuf,

    /// Formats, separated by commas
    #[arg(long, value_name = "FORMATS", value_enum, value_delimiter = ',', default_values_t = [DocumentFormat::Html, DocumentFormat::Md])]
    format: Vec<DocumentFormat>,

    /// The title [default: Load test review]
    #[arg(long, value_name = "TEXT", value_parser = text)]
    title: Option<String>,

    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    store: StoreArgs,
}

impl Args {
    /// What is reviewed.
    fn period(&self) -> anyhow::Result<Period> {
        let now = when::now();
        let until = self.until.map_or(now, |until| until.until(now));
        let since = self.since.since(until);
        if since >= until {
            anyhow::bail!("--since lies after --until: {since} is not before {until}");
        }
        Ok(Period { since, until })
    }

    fn formats(&self) -> Vec<render::DocumentFormat> {
        output::once(self.format.iter().map(|format| (*format).into()))
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let settings = args.config.settings()?;
    let frame = ReviewHead {
        period: args.period()?,
        title: unless_empty(args.title.as_ref()).unwrap_or_else(|| say!("review-default-title")),
        command: output::command_line(),
        generator: output::generator(),
    };
    let review = review::review(&args.store.open()?, frame, &settings.compare)?;
    for note in &review.notes {
        output::remark(&note.text.to_string());
    }
    output::line(&told(&review));
    for path in pipeline::write_review(&review, &args.formats(), &args.out)? {
        output::line(&format!("report  {}", path.display()));
    }
    Ok(Code::Success)
}

/// The review in a line: how many runs with which verdicts, and what changed.
fn told(review: &Review) -> String {
    let runs = review.reviewed().len();
    let counts = Verdict::ALL.into_iter().rev().map(|verdict| (review.count(verdict), verdict));
    let counts: Vec<String> =
        counts.filter(|(count, _)| *count > 0).map(|(count, verdict)| format!("{count} {verdict}")).collect();
    let worse = review.change_points.iter().filter(|change| change.worse).count();
    let better = review.change_points.len() - worse;
    let levels = say!("review-told-levels", worse = worse, better = better);
    if counts.is_empty() {
        say!("review-told", runs = runs, levels = levels)
    } else {
        say!("review-told-verdicts", runs = runs, verdicts = counts.join(", "), levels = levels)
    }
}
