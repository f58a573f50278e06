//! `perfreport accept ENDPOINT MEASURE`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::NaiveDate;

use crate::config;
use crate::model::comparison::Change;
use crate::model::judgement::Verdict;
use crate::pipeline;

use super::exit::Code;
use super::output;

/// Accepts a change for the worse that is known and meant, until a day
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport accept 'POST /api/orders' p95 --until 2026-12-31 --why 'orders are signed now' --from report/verdict.json

  adds an [[accepted]] table to perfreport.toml, which a pull request shows and may change. Until that day the finding is
  a WARN; it fails again where the change is larger than the report's interval, and afterwards. A change that stays is
  better put into the baseline: `perfreport baseline add NAME RUN --restart --why TEXT`.")]
pub(super) struct Args {
    /// The endpoint as the reports name it, with `*` for any text; `-` is the whole run
    #[arg(value_name = "ENDPOINT", allow_hyphen_values = true)]
    endpoint: String,

    /// What was measured: p50, p95, p99, … or `latency`, `errors` for all of a kind
    #[arg(value_name = "MEASURE")]
    measure: String,

    /// The last day on which it is accepted
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: NaiveDate,

    /// Why
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    why: String,

    /// The largest change that is accepted, such as +40%
    #[arg(long, value_name = "CHANGE", required_unless_present = "from")]
    up_to: Option<String>,

    /// The verdict.json that holds the finding: what its interval reaches is accepted
    #[arg(long, value_name = "VERDICT", conflicts_with = "up_to")]
    from: Option<PathBuf>,

    /// The configuration [default: perfreport.toml here or in a folder above; else a new one here]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let up_to = match (&args.up_to, &args.from) {
        (Some(up_to), _) => up_to.clone(),
        (None, Some(verdict)) => reached(args, verdict)?,
        (None, None) => bail!("give --up-to or --from"),
    };
    let here = std::env::current_dir().context("cannot tell the working directory")?;
    let path = args.config.clone().or_else(|| config::find(&here));
    let path = path.unwrap_or_else(|| PathBuf::from(config::FILE_NAME));
    let before = if path.exists() { fs_err::read_to_string(&path)? } else { String::new() };
    let after = format!("{}{}", before, table(args, &up_to, &before));
    // What is written is read first: a mistake leaves the file as it was.
    config::parse(&after, &path.display().to_string())?;
    output::file(&path, after.as_bytes())?;
    output::line(&format!(
        "accepted  {} {} up to {up_to}, until {}: in {}",
        args.endpoint,
        args.measure,
        args.until,
        path.display()
    ));
    Ok(Code::Success)
}

/// Writes the table, apart from what stands before it.
fn table(args: &Args, up_to: &str, before: &str) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let endpoint = match args.endpoint.as_str() {
        "-" => String::new(),
        endpoint => format!("endpoint = {}\n", quoted(endpoint)),
    };
    let gap = match before {
        "" => "",
        before if before.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!(
        "{gap}[[accepted]]\n{endpoint}measure = {}\nup_to = {}\nuntil = \"{}\"\nwhy = {}\n",
        quoted(&args.measure),
        quoted(up_to),
        args.until,
        quoted(&pipeline::scrub(&args.why)),
    )
}

/// Finds the change that the finding's interval reaches, rounded up to a whole per cent.
fn reached(args: &Args, verdict: &Path) -> anyhow::Result<String> {
    let text = pipeline::verdict_text(verdict).context("cannot read the verdict")?;
    let assessment = pipeline::reopen(&text, &verdict.display().to_string())?;
    let endpoint = Some(args.endpoint.as_str()).filter(|endpoint| *endpoint != "-");
    let found = assessment.findings.iter().filter(|finding| {
        finding.change == Change::Regression
            && finding.verdict >= Verdict::Warn
            && finding.is_about(endpoint, Some(&args.measure))
    });
    let reach = found
        .filter_map(|finding| finding.interval.map(|interval| interval.high).or(finding.size))
        .reduce(f64::max);
    let Some(reach) = reach.filter(|reach| *reach > 0.0) else {
        bail!(
            "{} has no regression of {} {}\ntake endpoint and measure from a finding of the report, or give --up-to",
            verdict.display(),
            args.endpoint,
            args.measure
        );
    };
    Ok(format!("+{:.0}%", (100.0 * reach).ceil()))
}
