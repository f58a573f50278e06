//! `perfreport dashboard`.

use std::path::PathBuf;

use super::args::{ConfigArgs, SloArgs};
use super::exit::Code;
use super::output;
use super::service::ServiceArgs;
use crate::alerting::dashboard::dashboards;

/// Writes Grafana dashboards with the objectives as lines: requests by endpoint, and the whole service
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport dashboard --match 'job=\"shop\"' -o grafana/

  writes grafana/api-red.json (rate, errors and duration by endpoint, the objectives as lines) and
  grafana/overview.json (the same of all requests, JVM, connection pools, saturation). Import them in Grafana,
  or put them where it is provisioned from; the data source is chosen there.")]
pub(super) struct Args {
    /// Write the dashboards to this folder
    #[arg(long, short, value_name = "DIR", default_value = "dashboards")]
    output: PathBuf,

    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    slo: SloArgs,
    #[command(flatten)]
    service: ServiceArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let settings = args.slo.apply(args.config.settings()?)?;
    let (dashboards, left_out) = dashboards(&settings, &args.service.service()?);
    left_out.iter().for_each(|reason| output::remark(reason));
    if settings.slos.is_empty() {
        output::remark(
            "there are no objectives in perfreport.toml, and no --slo: the dashboards have no lines",
        );
    }
    for dashboard in dashboards {
        let path = args.output.join(dashboard.file);
        output::file(&path, dashboard.json.as_bytes())?;
        output::line(&format!("dashboard  {}", path.display()));
    }
    Ok(Code::Success)
}
