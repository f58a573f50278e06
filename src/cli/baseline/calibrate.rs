//! `perfreport baseline calibrate NAME`.

use crate::cli::args::ConfigArgs;
use crate::cli::exit::Code;
use crate::cli::output::{line, remark};
use crate::cli::stored::StoreArgs;
use crate::model::judgement::Verdict;
use crate::model::quantity::{RelativeChange, Share};
use crate::pipeline::calibrate::{Calibration, calibrate};
use crate::render::text::plain;

/// Compares each run of a baseline with the others: false alarms, noise, and what could be seen
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The baseline's name
    #[arg(value_name = "NAME")]
    baseline: String,

    #[command(flatten)]
    config: ConfigArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let calibration = calibrate(&args.store.open()?, &args.baseline, &args.config.settings()?)?;
    if calibration.trials.is_empty() {
        remark("one run has nothing to be compared with: add more");
        return Ok(Code::Success);
    }
    for (name, verdict, summary) in &calibration.trials {
        line(&format!("{verdict:<12}  {}: {}", plain(name), plain(summary)));
    }
    line("");
    line(&alarms(&calibration));
    if let Some(noise) = calibration.noise.whole {
        line(&format!("run-to-run noise of whole runs: {}", Share(noise)));
    }
    for (measure, noise) in &calibration.noise.endpoint {
        line(&format!("run-to-run noise of one endpoint at {measure}: {}", Share(*noise)));
    }
    if let Some((least, most)) = calibration.noise.detectable {
        let (least, most) = (RelativeChange(least).to_string(), RelativeChange(most).to_string());
        let sizes = if least == most { least } else { format!("{least} to {most}") };
        let shared = calibration.noise.detectable_shared;
        let on_all = shared.map_or_else(String::new, |size| format!(", {} on all", RelativeChange(size)));
        line(&format!("could be seen: {sizes} on one endpoint{on_all} (p95)"));
    }
    Ok(Code::Success)
}

fn alarms(calibration: &Calibration) -> String {
    let all = calibration.trials.len();
    let part = |verdict: Verdict| {
        let count = calibration.count(verdict);
        let (low, high) = calibration.bounds(verdict);
        format!(
            "{count} of {all} {verdict} ({}, likely {} to {})",
            Share(count as f64 / all as f64),
            Share(low),
            Share(high)
        )
    };
    format!("false alarms: {}, {}, {}", part(Verdict::Fail), part(Verdict::Warn), part(Verdict::Inconclusive))
}
