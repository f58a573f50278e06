//! Counts points: everything is a list by number while reading, and gets its names at the end.

use std::collections::BTreeMap;

use crate::model::labeller::Labeller;
use crate::model::slices::Slots;

use super::collected::{
    Activity, CheckCount, Collected, Part, Seen, Span, Split, Unreadable, certain_step, step_of,
};
use super::metric::Metric;
use super::number::thousandths;
use super::registry::{CellKey, Place, PointLabel, Registry, RequestLabel};
use super::series::{Recorder, Sampler, Users};
use super::time::MICROS;
use crate::model::bins::MAX_VALUE;

/// How points are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointSettings {
    /// The tag that names endpoints: `name`, `group`, or any other.
    pub endpoint_tag: String,
    /// Seconds to leave out from the start of the test; 0: none.
    pub warm_up: u32,
    /// Whether the phases of requests (`http_req_waiting` and so on) are kept among the metrics. They are 60 % of all
    /// lines.
    pub phases: bool,
    /// Whether a compressed file that ends too early is read as far as it goes.
    pub allow_truncated: bool,
}

impl Default for PointSettings {
    fn default() -> Self {
        Self { endpoint_tag: "name".to_owned(), warm_up: 0, phases: false, allow_truncated: false }
    }
}

/// What is counted by number.
#[derive(Debug, Default)]
struct Lists {
    recorders: Vec<Recorder>,
    cells: Vec<u64>,
    checks: Split<Vec<CheckCount>>,
    metrics: Split<Vec<Sampler>>,
    activity: Split<Activity>,
    span: Split<Span>,
}

/// The place in a list, which grows where it is too short.
#[inline]
fn at<T: Default>(list: &mut Vec<T>, number: u32) -> &mut T {
    let index = number as usize;
    if index >= list.len() {
        list.resize_with(index + 1, T::default);
    }
    &mut list[index]
}

/// Counts the points that one worker reads.
pub(in crate::ingest) struct Accumulator<'l> {
    pub(in crate::ingest) registry: Registry<'l>,
    body: Lists,
    head: BTreeMap<i64, Lists>,
    warm_up: i64,
    step: i64,
    first_second: Option<i64>,
    /// Seconds from here on are judged for certain.
    certain: i64,
    axis: Slots<Seen>,
    /// The slice of the axis that was touched last.
    touched: Option<i64>,
    users: Slots<Users>,
    max_users: Option<u64>,
    metric_types: BTreeMap<String, String>,
    setup_requests: u64,
    teardown_requests: u64,
    dropped_metric_points: u64,
}

impl<'l> Accumulator<'l> {
    pub(in crate::ingest) fn new(labeller: &'l (dyn Labeller + Sync), settings: &PointSettings) -> Self {
        let warm_up = i64::from(settings.warm_up);
        Self {
            registry: Registry::new(labeller, settings.endpoint_tag.clone()),
            body: Lists::default(),
            head: BTreeMap::new(),
            warm_up,
            step: step_of(warm_up),
            first_second: None,
            certain: i64::MAX,
            axis: Slots::default(),
            touched: None,
            users: Slots::default(),
            max_users: None,
            metric_types: BTreeMap::new(),
            setup_requests: 0,
            teardown_requests: 0,
            dropped_metric_points: 0,
        }
    }

    /// Counts a request that ended at `time` (microseconds since 1970) after `value` milliseconds. Returns whether the
    /// value is a duration.
    #[inline]
    pub(in crate::ingest) fn request(&mut self, time: i64, value: f64, label: RequestLabel) -> bool {
        // What would have begun 35 years before it ended is no request.
        let Some(micros) = thousandths(value).filter(|micros| *micros <= MAX_VALUE) else { return false };
        let cell = match label {
            RequestLabel::Cell(cell) => cell,
            RequestLabel::Setup => {
                self.setup_requests += 1;
                return true;
            }
            RequestLabel::Teardown => {
                self.teardown_requests += 1;
                return true;
            }
        };
        let second = time.div_euclid(MICROS);
        self.touch(second);
        let (series, judged) = self.registry.series_of(cell);
        let start = time.saturating_sub(i64::try_from(micros).unwrap_or(i64::MAX));
        let lists = self.lists(second);
        *at(&mut lists.cells, cell) += 1;
        at(&mut lists.recorders, series).record(second, micros);
        lists.span.side(judged).reach(start, time);
        true
    }

    /// Counts any other point. Returns whether its value makes sense.
    pub(in crate::ingest) fn point(
        &mut self,
        metric: Metric<'_>,
        time: i64,
        value: f64,
        label: PointLabel,
    ) -> bool {
        if !value.is_finite() {
            return false;
        }
        let second = time.div_euclid(MICROS);
        let whole = value.max(0.0).round() as u64;
        match metric {
            Metric::Users => {
                self.touch(second);
                self.users.absorb_at(second, &Users::one(second, whole));
                return value >= 0.0;
            }
            Metric::MaxUsers => {
                self.max_users = self.max_users.max(Some(whole));
                return value >= 0.0;
            }
            _ => {}
        }
        let judged = label.place == Place::Judged;
        let number = match metric {
            Metric::Other(name) => self.registry.metric(name),
            _ => None,
        };
        let lists = match label.place {
            Place::Judged | Place::LeftOut => self.lists(second),
            // They have no part in the warm-up and must not move its beginning.
            Place::Setup | Place::Teardown => &mut self.body,
        };
        let add = |total: &mut Option<u64>| *total = Some(total.unwrap_or(0).saturating_add(whole));
        let activity = lists.activity.side(judged);
        match metric {
            Metric::Iterations => add(&mut activity.iterations),
            Metric::DroppedIterations => add(&mut activity.dropped_iterations),
            Metric::DataSent => add(&mut activity.data_sent),
            Metric::DataReceived => add(&mut activity.data_received),
            Metric::Checks => {
                let Some(check) = label.check else { return false };
                let count = at(lists.checks.side(judged), check);
                if value == 0.0 { count.fails += 1 } else { count.passes += 1 }
            }
            Metric::Other(_) => match number {
                Some(number) => at(lists.metrics.side(judged), number).record(value),
                None => self.dropped_metric_points += 1,
            },
            Metric::Duration | Metric::Users | Metric::MaxUsers => {}
        }
        true
    }

    /// Keeps the type that a metric is announced with.
    pub(in crate::ingest) fn announce(&mut self, name: &[u8], kind: &str) {
        if self.registry.metric(name).is_some() {
            let name = String::from_utf8_lossy(name).into_owned();
            self.metric_types.entry(name).or_insert_with(|| kind.to_owned());
        }
    }

    /// Notes that something happened in a second.
    #[inline]
    fn touch(&mut self, second: i64) {
        if self.touched != Some(self.axis.index_of(second)) {
            self.axis.absorb_at(second, &Seen);
            self.touched = Some(self.axis.index_of(second));
        }
    }

    /// The lists for a second: those of its step while it may still belong to the warm-up.
    #[inline]
    fn lists(&mut self, second: i64) -> &mut Lists {
        if self.first_second.is_none_or(|first| second < first) {
            self.first_second = Some(second);
            self.certain = certain_step(second, self.warm_up).saturating_mul(self.step);
        }
        if self.warm_up > 0 && second < self.certain {
            return self.head.entry(second.div_euclid(self.step)).or_default();
        }
        &mut self.body
    }

    /// Gives everything its name.
    pub(in crate::ingest) fn finish(self, unreadable: Unreadable) -> Collected {
        let registry = self.registry;
        let mut collected = Collected {
            body: named(&registry, self.body),
            head: self.head.into_iter().map(|(step, lists)| (step, named(&registry, lists))).collect(),
            warm_up: self.warm_up,
            first_second: self.first_second,
            axis: self.axis,
            users: self.users,
            max_users: self.max_users,
            metric_types: self.metric_types,
            setup_requests: self.setup_requests,
            teardown_requests: self.teardown_requests,
            dropped_metric_points: self.dropped_metric_points,
            unreadable,
        };
        collected.settle();
        collected
    }
}

fn named(registry: &Registry<'_>, lists: Lists) -> Part {
    let mut part = Part { activity: lists.activity, span: lists.span, ..Part::default() };
    for ((endpoint, judged, outcome), recorder) in registry.series().zip(lists.recorders) {
        let responses = recorder.finish();
        if !responses.distribution.is_empty() {
            let traffic = part.traffic.side(judged).entry(endpoint.clone()).or_default();
            traffic.insert(outcome, responses);
        }
    }
    for (cell, count) in registry.cells().zip(lists.cells).filter(|&(_, count)| count > 0) {
        let CellKey { endpoint, judged, outcome, status, error_code, expected, scenario } = cell;
        let (endpoint, scenario) = (endpoint.clone(), scenario.to_owned());
        let key = CellKey { endpoint, judged, outcome, status, error_code, expected, scenario };
        *part.cells.entry(key).or_default() += count;
    }
    let checks = [(true, lists.checks.judged), (false, lists.checks.left_out)];
    for (judged, counts) in checks {
        let seen = registry.checks().iter().cloned().zip(counts);
        part.checks.side(judged).extend(seen.filter(|&(_, count)| count != CheckCount::default()));
    }
    let metrics = [(true, lists.metrics.judged), (false, lists.metrics.left_out)];
    for (judged, measured) in metrics {
        let measured = measured.into_iter().map(Sampler::finish);
        let seen = registry.metrics().iter().cloned().zip(measured);
        part.metrics.side(judged).extend(seen.filter(|(_, measured)| measured.count > 0));
    }
    part
}
