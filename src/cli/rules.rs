//! `perfreport rules`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::bail;

use super::args::{ConfigArgs, SloArgs};
use super::exit::Code;
use super::output;
use super::service::ServiceArgs;
use super::when;
use crate::alerting::runbook::{self, RunbookPage};
use crate::alerting::{Plan, Rules};

/// Writes Prometheus rules that watch the objectives in production: recording rules and burn-rate alerts
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport rules --match 'job=\"shop\"' -o slo-rules.yml
  promtool check rules slo-rules.yml

  writes rules for each `[[slo]]` of perfreport.toml: a page where 2 % of its error budget burn in an hour
  or 5 % in six, a ticket where 10 % burn in a day or in three. What cannot be watched is named with the reason.

  perfreport rules --family otel --runbook runbooks/ -o slo-rules.yml

  writes a page for each objective as well; pages that are there stay as they are.")]
pub(super) struct Args {
    /// The rules; `-` is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,

    /// How long Prometheus keeps samples: alerts that need longer are left out and named
    #[arg(long, value_name = "DURATION", value_parser = when::duration)]
    retention: Option<Duration>,

    /// Write a runbook for each objective to this folder
    #[arg(long, value_name = "DIR")]
    runbook: Option<PathBuf>,

    /// Write runbooks again that are there already
    #[arg(long, requires = "runbook")]
    force: bool,

    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    slo: SloArgs,
    #[command(flatten)]
    service: ServiceArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let settings = args.slo.apply(args.config.settings()?)?;
    if settings.slos.is_empty() {
        bail!(
            "there are no objectives\nhint: write them into perfreport.toml, such as `[[slo]]` with success = \"99.9%\", or give a file of OpenSLO or Sloth with --slo"
        );
    }
    let service = args.service.service()?;
    let pages = runbook::pages(&settings, &service);
    let retention = args.retention.map(|retention| retention.as_secs_f64() / 3600.0);
    let rules = Rules::new(&settings, &Plan { service, retention });
    rules.remarks.iter().for_each(|remark| output::remark(remark));
    if rules.is_empty() {
        bail!("no objective can be watched: nothing was written");
    }
    let text = rules.to_yaml();
    if args.output.as_os_str() == "-" {
        std::io::stdout().write_all(text.as_bytes())?;
    } else {
        output::file(&args.output, text.as_bytes())?;
        output::line(&format!("rules  {}", args.output.display()));
    }
    args.runbook.as_deref().map_or(Ok(()), |folder| write_pages(folder, &pages, args.force))?;
    Ok(Code::Success)
}

/// Writes what is not there yet: teams fill these pages in.
fn write_pages(folder: &Path, pages: &[RunbookPage], force: bool) -> anyhow::Result<()> {
    for page in pages {
        let path = folder.join(&page.file);
        if output::file_to_keep(&path, page.text.as_bytes(), force)? {
            output::remark(&format!("runbook {}", path.display()));
        } else {
            output::remark(&format!(
                "{} is there already and stays; --force writes it again",
                path.display()
            ));
        }
    }
    Ok(())
}
