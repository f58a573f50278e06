//! **Diagnose**: what the servers' own metrics say of a load test.
//!
//! * here: a run, its base and what was found, into a [`Diagnosis`]
//! * `worse`: what there is to explain; `client`: its course over time
//! * `axis`: the slices that both sides share; [`clock`]: whether their clocks agree
//! * `saturation`: everything that may be full, ranked, by `resources`, `movement`, `chance` and `fullness`;
//!   `replicas`: several of one put together
//! * `strangers`: metrics that nobody knows
//! * `red`: both sides' view of each endpoint; [`server_red`]: rate, errors and duration on the servers' side
//! * [`objectives`]: those that are set on what servers measure
//! * `conclusions`, `words`: what is pointed out, and how it is said
//! * [`postmortem`]: what the data say of an incident
//! * [`histogram`]: what a signal's histograms counted in a span of time
//! * `window`: increases and mean rates of series in a span

mod axis;
mod chance;
mod client;
pub mod clock;
mod conclusions;
mod fullness;
pub mod histogram;
mod measured;
mod movement;
pub mod objectives;
pub mod postmortem;
mod red;
mod replicas;
mod resources;
mod saturation;
pub mod server_red;
mod strangers;
mod window;
mod words;
mod worse;

#[cfg(test)]
mod objectives_tests;
#[cfg(test)]
mod tests;

use axis::Axis;
use conclusions::Grounds;
use red::Side;
use saturation::Against;
use worse::Worse;

use crate::model::diagnosis::{ClockOffset, Diagnosis};
use crate::model::judgement::Assessment;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::settings::PrometheusSettings;

/// Holds the servers' metrics of a run against those of the newest base run that has some, and against what was found.
///
/// Without metrics of a base it is not known how far a signal moved, only what it follows and when it was full.
///
/// # Errors
///
/// Says why the metrics tell nothing: none were given, or they are not of the time of the test.
pub fn diagnose(
    base: &[Run],
    run: &Run,
    assessment: &Assessment,
    settings: &PrometheusSettings,
) -> Known<Diagnosis> {
    let metrics = run.servers.as_ref().ok_or(NOT_GIVEN)?;
    let own = Side { metrics, axis: Axis::of(run, metrics).ok_or(NO_SAMPLES)? };
    let (from, to) = own.axis.judged;
    if metrics.span().is_none_or(|(first, last)| first > to || last < from) {
        return Err(OTHER_TIME);
    }
    let (base_side, base_name) = match base_of(base, own.axis) {
        Ok((run, side)) => (Ok(side), Ok(run.meta.name.clone())),
        Err(missing) => (Err(missing.clone()), Err(missing)),
    };
    let worse = Worse::of(&assessment.findings);
    let named = if worse.shared { &[] } else { worse.endpoints.get(..SYMPTOMS).unwrap_or(&worse.endpoints) };
    let symptoms = client::symptoms(run, named, own.axis);
    let against = Against { base: base_side.clone(), symptoms: &symptoms, worse: &worse };
    let mut resources = saturation::ranked(own, &against);
    resources.extend(strangers::moved_with(own, &against, settings));
    resources.sort_by_key(|resource| resource.movement);
    let endpoints = red::endpoints(run, own, base_side.ok());
    let grounds = Grounds {
        worse: &worse,
        incidents: &assessment.incidents,
        resources: &resources,
        endpoints: &endpoints,
        figures: (assessment.base.first(), &assessment.run),
        window: own.axis.judged_seconds(),
    };
    Ok(Diagnosis {
        base: base_name,
        window_seconds: own.axis.judged_seconds(),
        conclusions: conclusions::draw(&grounds),
        endpoints,
        resources,
        clock: ClockOffset {
            applied: settings.clock_offset,
            proposed: clock::propose(run, metrics, own.axis).map(|more| settings.clock_offset + more),
        },
    })
}

/// So many endpoints of those that became worse are followed one by one.
const SYMPTOMS: usize = 2;

const NOT_GIVEN: Missing = Missing::message("servers-not-given");
const NO_SAMPLES: Missing = Missing::message("servers-no-sample");
const OTHER_TIME: Missing = Missing::message("servers-other-time");
const NO_BASE: Missing = Missing::message("servers-no-base");
const NO_BASE_METRICS: Missing = Missing::message("servers-no-base-metrics");

/// The newest base run with metrics, in slices as wide as the run's.
fn base_of(base: &[Run], own: Axis) -> Known<(&Run, Side<'_>)> {
    if base.is_empty() {
        return Err(NO_BASE);
    }
    let side = |run| -> Option<(&Run, Side<'_>)> {
        let run: &Run = run;
        let metrics = run.servers.as_ref()?;
        let axis = Axis::of(run, metrics)?.no_finer(own.width_log2);
        Some((run, Side { metrics, axis }))
    };
    base.iter().find_map(side).ok_or(NO_BASE_METRICS)
}
