//! What the load generator did besides: users, iterations, bytes, checks.

use std::collections::BTreeMap;

use super::Counter;
use super::choose::{of_k6, prefix};
use super::labels::{Part, Reading};
use super::rates::{self, Side};
use super::steps::Reader;
use super::width;
use crate::ingest::points::collected::Collected;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::series::Signal;
use crate::model::series::unit::SampleKind;
use crate::model::slices::Slots;
use crate::model::users::Users;
use crate::words::text;

const SECOND: i64 = 1_000_000;

/// Adds the checks by name, where k6 counted what passed and what failed.
pub(super) fn add_checks(
    collected: &mut Collected,
    reading: &Reading<'_>,
    latency: &Signal,
    signals: &[Signal],
    judged_from: i64,
) {
    if reading.counter != Counter::K6 {
        return;
    }
    for Side { nonzero, counted } in rates::sides(signals, latency, rates::CHECKS) {
        let Part::Test(requests) = reading.of(&counted.labels) else { continue };
        let Some(check) = counted.labels.get("check") else { continue };
        let group = counted.labels.get("group").map_or("", String::as_str);
        let path = format!("{group}::{check}");
        let path = path.strip_prefix("::").unwrap_or(&path);
        for step in &counted.steps {
            let judged = requests.judged && step.at >= judged_from;
            let known = collected.body.checks.side(judged).entry(path.to_owned()).or_default();
            let sum = if nonzero { &mut known.passes } else { &mut known.fails };
            *sum += rates::count(step);
        }
    }
}

/// Adds what k6 counted.
pub(super) fn add(collected: &mut Collected, reading: &Reading<'_>, latency: &Signal, signals: &[Signal]) {
    let prefix = prefix(latency);
    if reading.counter != Counter::K6 {
        return;
    }
    let levels = |name: &str| of_k6(signals, prefix, name).next().map(levels).unwrap_or_default();
    let width = of_k6(signals, prefix, "vus")
        .next()
        .and_then(width::step)
        .map_or(1, |step| (step / SECOND).clamp(1, 60));
    for (second, users) in levels("vus") {
        let seconds = Some((second - width + 1, second));
        let users = Users { samples: width as u64, sum: users * width as u64, max: users, seconds };
        collected.users.absorb_at(second, &users);
    }
    collected.max_users = levels("vus_max").into_values().max();
    for (name, of) in [
        ("iterations", (|activity| &mut activity.iterations) as Field),
        ("dropped_iterations", |activity| &mut activity.dropped_iterations),
        ("data_sent", |activity| &mut activity.data_sent),
        ("data_received", |activity| &mut activity.data_received),
    ] {
        let Some(signal) = of_k6(signals, prefix, name).find(|signal| signal.kind != SampleKind::Gauge)
        else {
            continue;
        };
        let Some(step) = width::step(signal) else { continue };
        for counted in Reader::new(signal, Counter::K6, 1.0, step).totals() {
            let Part::Test(requests) = reading.of(&counted.labels) else { continue };
            let count: u64 = counted.steps.iter().map(rates::count).sum();
            let sum = of(collected.body.activity.side(requests.judged));
            *sum = Some(sum.unwrap_or(0).saturating_add(count));
        }
    }
}

type Field = fn(&mut crate::ingest::points::collected::Activity) -> &mut Option<u64>;

/// A level by second, of all load generators together.
fn levels(signal: &Signal) -> BTreeMap<i64, u64> {
    let mut levels = BTreeMap::new();
    for sample in signal.series.iter().flat_map(|series| &series.samples) {
        *levels.entry(sample.at.div_euclid(SECOND)).or_default() += sample.value.max(0.0).round() as u64;
    }
    levels
}

/// Says why what is missing of the load is missing.
pub(super) fn explain(run: &mut Run, counter: Counter) {
    let reason = |metric: &str| match counter {
        Counter::K6 => Missing::because(text!("untold-metric-without-series", metric = metric)),
        Counter::Servers => Missing::message("untold-load-by-servers"),
    };
    fn replace<T>(known: &mut Known<T>, reason: Missing) {
        if known.is_err() {
            *known = Err(reason);
        }
    }
    let load = &mut run.load;
    replace(&mut load.peak_vus, reason("k6_vus"));
    replace(&mut load.max_vus, reason("k6_vus_max"));
    replace(&mut load.iterations, reason("k6_iterations_total"));
    replace(&mut load.dropped_iterations, reason("k6_dropped_iterations_total"));
    replace(&mut load.data_received, reason("k6_data_received_total"));
    replace(&mut load.data_sent, reason("k6_data_sent_total"));
    if run.users.as_ref().map_or(true, Slots::is_empty) {
        run.users = Err(reason("k6_vus"));
    }
}
