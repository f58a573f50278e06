//! One metric in every run, and its test.

use super::decision::Tested;
use super::samples::{counts, least_samples, per_second, traffic};
use crate::compare::latency::{self, Replication, level_of_whole};
use crate::compare::matching::{Matched, Pair};
use crate::compare::slicing::Slicing;
use crate::compare::{errors, throughput};
use crate::model::comparison::{Change, Counts, Interval};
use crate::model::endpoint::Traffic;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::metric::{Metric, MetricKind, Samples, Worse};
use crate::model::metric_cell::MetricCell;
use crate::model::metric_rule::MetricRule;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::settings::{CompareSettings, Settings};
use crate::model::subject::Subject;
use crate::words::text;

/// A trend needs more samples than this in every run.
const MIN_SAMPLES: u64 = 30;

/// One metric in every run.
pub(super) struct Sides<'a> {
    name: &'a str,
    base: Vec<&'a Metric>,
    runs: Vec<&'a Metric>,
    /// The runs themselves, base runs first.
    all: Vec<&'a Run>,
    pub(super) kind: Option<MetricKind>,
    is_time: bool,
    unit: Option<String>,
    pub(super) worse: Worse,
}

impl<'a> Sides<'a> {
    /// Finds a metric in every run; absent where one lacks it.
    pub(super) fn of(
        name: &'a str,
        (base, runs): (&'a [Run], &'a [Run]),
        settings: &Settings,
    ) -> Option<Self> {
        let find = |runs: &'a [Run]| -> Option<Vec<&'a Metric>> {
            runs.iter().map(|run| run.metrics.get(name)).collect()
        };
        let (base_metrics, run_metrics) = (find(base).filter(|found| !found.is_empty())?, find(runs)?);
        let types = || run_metrics.iter().chain(&base_metrics).map(|metric| metric.of);
        let rules = &settings.metrics;
        let is_time = types().any(|of| of.is_time);
        let said = MetricRule::first(rules, name, |rule| rule.worse);
        let by_k6 = types().map(|of| of.worse(name)).find(|worse| *worse != Worse::Either);
        Some(Self {
            kind: MetricRule::first(rules, name, |rule| rule.kind).or_else(|| types().find_map(|of| of.kind)),
            unit: MetricRule::first(rules, name, |rule| rule.unit.clone())
                .or_else(|| is_time.then(|| "ms".to_owned())),
            worse: said.or(by_k6).unwrap_or(Worse::Either),
            is_time,
            name,
            all: base.iter().chain(runs).collect(),
            base: base_metrics,
            runs: run_metrics,
        })
    }

    fn each(&self) -> impl Iterator<Item = &'a Metric> {
        self.base.iter().chain(&self.runs).copied()
    }

    /// Whether a summary states percentiles and does not say of how many samples.
    pub(super) fn is_uncounted(&self) -> bool {
        self.each().any(|metric| matches!(&metric.samples, Samples::Stated(stated) if stated.count.is_none()))
    }

    fn cell(&self, indicator: Indicator, base: f64, run: f64, size: f64, interval: Interval) -> MetricCell {
        let is_share = indicator == Indicator::NonZeroShare;
        MetricCell {
            judged: Judged::metric(self.name, indicator),
            kind: self.kind.unwrap_or(MetricKind::Trend),
            unit: self.unit.clone().filter(|_| !is_share),
            worse: self.worse,
            is_judged: true,
            base,
            run,
            size,
            interval,
            p: 1.0,
            q: 1.0,
            q_better: 1.0,
            excess: None,
            detectable: None,
            alone: self.base.len() == 1 && self.runs.len() == 1,
            change: Change::Unchanged,
        }
    }

    /// Tests a trend as the latency of a service of one endpoint. `host` is how far the latencies say that whole runs differ,
    /// `level` the cut-off for what could be seen.
    pub(super) fn trend(
        &self,
        host: f64,
        level: f64,
        replication: Replication,
        settings: &CompareSettings,
    ) -> Known<Vec<Tested>> {
        let traffic: Vec<Traffic> = self.each().map(traffic).collect::<Known<_>>()?;
        let counts = || traffic.iter().filter_map(|traffic| traffic.requests.as_ref().ok());
        if let Some(few) = counts().copied().min().filter(|few| *few <= MIN_SAMPLES) {
            return Err(Missing::because(text!("missing-few-samples", count = few, least = MIN_SAMPLES)));
        }
        let refs: Vec<&Traffic> = traffic.iter().collect();
        let (base, runs) = refs.split_at(self.base.len());
        let least = |runs: &[&Run]| runs.iter().map(|run| least_samples(self.name, run)).collect();
        let (base_runs, candidates) = self.all.split_at(self.base.len());
        let pair = Pair {
            subject: Subject::Metric(self.name.into()),
            base: base.to_vec(),
            runs: runs.to_vec(),
            base_least: least(base_runs),
            runs_least: least(candidates),
        };
        // What is said of endpoints is not said of metrics, and only times have a smallest difference in milliseconds.
        let settings = CompareSettings {
            endpoints: Vec::new(),
            min_latency_difference: if self.is_time { settings.min_latency_difference } else { 0.0 },
            tau_whole: settings.tau_whole.max(host),
            ..settings.clone()
        };
        let one_by_one = traffic.iter().all(|traffic| traffic.responses.is_ok());
        let slicing = one_by_one.then(|| Slicing::without_time(self.base.len(), self.runs.len()));
        let matched = Matched::alone(pair);
        let found = latency::undecided(&matched, slicing.as_ref(), true, replication, &settings, Some(level));
        if found.cells.is_empty() {
            let why = found.not_tested.iter().find(|entry| entry.judged.subject != Subject::Endpoints);
            let why = why.map_or(text!("missing-metric-figure"), |entry| entry.reason.clone());
            return Err(Missing::because(why));
        }
        let tested = found.cells.into_iter().map(|cell| {
            let interval = Interval { low: cell.interval.low.exp_m1(), high: cell.interval.high.exp_m1() };
            let indicator = Indicator::Latency(cell.measure);
            Tested {
                cell: MetricCell {
                    detectable: Some(cell.detectable).filter(|size| size.is_finite()),
                    ..self.cell(indicator, cell.base, cell.run, cell.log_change.exp_m1(), interval)
                },
                more: cell.p,
                less: cell.q_faster,
                moved: cell.log_change,
                least: settings.least_change_of(&cell),
            }
        });
        Ok(tested.collect())
    }

    /// Tests a rate as a share of errors: the rarer samples are counted, whichever those are.
    pub(super) fn rate(&self, replication: Replication, settings: &CompareSettings) -> Known<Vec<Tested>> {
        let counts =
            |metrics: &[&Metric]| metrics.iter().map(|metric| counts(metric)).collect::<Known<Vec<_>>>();
        let (base, runs) = (counts(&self.base)?, counts(&self.runs)?);
        let total = base.iter().fold(Counts { bad: 0, total: 0 }, |sum, counts| Counts {
            bad: sum.bad + counts.bad,
            total: sum.total + counts.total,
        });
        let is_usual = total.share() > 0.5;
        let rarer = |counts: Vec<Counts>| -> Vec<Counts> {
            let other = |counts: Counts| Counts { bad: counts.total - counts.bad, ..counts };
            counts.into_iter().map(|counts| if is_usual { other(counts) } else { counts }).collect()
        };
        let level = level_of_whole(replication);
        let judged = Judged::metric(self.name, Indicator::NonZeroShare);
        let found = errors::undecided_share(judged, rarer(base), rarer(runs), replication, level)?;
        let share = |counts: Counts| if is_usual { 1.0 - counts.share() } else { counts.share() };
        let (base, run) = (share(found.base), share(found.run));
        let (interval, more, less) = if is_usual {
            let interval = Interval { low: -found.interval.high, high: -found.interval.low };
            (interval, found.q_better, found.p)
        } else {
            (found.interval, found.p, found.q_better)
        };
        let excess = Some(found.excess());
        let cell = self.cell(Indicator::NonZeroShare, base, run, run - base, interval);
        let cell = MetricCell { excess, ..cell };
        Ok(vec![Tested { cell, more, less, moved: run - base, least: settings.min_error_change }])
    }

    /// Tests a counter per second as throughput, with the error of a count.
    pub(super) fn counter(&self, replication: Replication, settings: &CompareSettings) -> Known<Vec<Tested>> {
        let each = self.each().zip(&self.all).map(|(metric, run)| per_second(metric, run));
        let rates: Vec<(f64, f64)> = each.collect::<Known<_>>()?;
        let error = rates.iter().map(|(_, error)| error).sum::<f64>() / rates.len().max(1) as f64;
        let logs: Vec<f64> = rates.iter().map(|(rate, _)| rate.ln()).collect();
        let (base, runs) = logs.split_at(self.base.len());
        let level = level_of_whole(replication);
        let found = throughput::test(base, runs, error, level, replication, settings);
        let interval = Interval { low: found.interval.low.exp_m1(), high: found.interval.high.exp_m1() };
        Ok(vec![Tested {
            cell: self.cell(Indicator::PerSecond, found.base, found.run, found.log_change.exp_m1(), interval),
            more: 1.0 - found.p,
            less: found.p,
            moved: found.log_change,
            least: -(-settings.min_throughput_drop).ln_1p(),
        }])
    }
}
