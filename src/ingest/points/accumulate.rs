//! Counts points: everything is a list by number while reading, and gets its names at the end.

use std::collections::BTreeMap;

use crate::model::labeller::Labeller;
use crate::model::measured;
use crate::model::metric::MetricType;
use crate::model::settings::Settings;

use super::collected::{
    Activity, CheckCount, Collected, Split, Tally, TimeSpan, Touched, Unreadable, certain_step,
};
use super::metric::Metric;
use super::number::thousandths;
use super::registry::{PointLabel, Registry, RequestLabel, TestPart};
use super::series::{Recorder, Sampler, Users};
use super::tagged::Tagged;
use super::time::MICROS;
use crate::model::bins::MAX_VALUE;

/// What is counted by number.
#[derive(Debug, Default)]
struct Lists {
    recorders: Vec<Recorder>,
    cells: Vec<u64>,
    checks: Split<Vec<CheckCount>>,
    metrics: Split<Vec<Sampler>>,
    activity: Split<Activity>,
    span: Split<TimeSpan>,
    sampled: Split<TimeSpan>,
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

#[inline]
fn add(total: &mut Option<u64>, more: u64) {
    *total = Some(total.unwrap_or(0).saturating_add(more));
}

/// How long a request took; absent where it is no duration. What would have begun 35 years before it ended is no request.
#[inline]
pub(in crate::ingest) fn microseconds(value: f64) -> Option<u64> {
    thousandths(value).filter(|micros| *micros <= MAX_VALUE)
}

/// Counts the points that one worker reads.
pub(in crate::ingest) struct Accumulator<'l> {
    pub(in crate::ingest) registry: Registry<'l>,
    body: Lists,
    head: BTreeMap<i64, Lists>,
    /// Everything that is not counted by number.
    collected: Collected,
    /// Seconds from here on are judged for certain.
    certain: i64,
    /// The slice of the axis that was touched last.
    touched: Option<i64>,
}

impl<'l> Accumulator<'l> {
    pub(in crate::ingest) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        // A test has no more seconds than a u32.
        let warm_up = i64::from(settings.window.warm_up.map_or(0, |seconds| seconds.round() as u32));
        Self {
            registry: Registry::new(labeller, settings),
            body: Lists::default(),
            head: BTreeMap::new(),
            collected: Collected { warm_up, ..Collected::default() },
            certain: i64::MAX,
            touched: None,
        }
    }

    /// Counts a point of any metric by its tags. Returns whether it makes sense.
    pub(in crate::ingest) fn tagged(
        &mut self,
        metric: Metric<'_>,
        time: i64,
        value: f64,
        tags: &impl Tagged,
    ) -> bool {
        if matches!(metric, Metric::Duration | Metric::Call) {
            // What is no request must not have a say in how requests are named.
            microseconds(value).is_some() && {
                let is_call = metric == Metric::Call;
                let label = if is_call { self.registry.call(tags) } else { self.registry.request(tags) };
                self.request(time, value, label)
            }
        } else {
            let label = self.registry.point(tags);
            self.point(metric, time, value, label)
        }
    }

    /// Counts a request that ended at `time` (microseconds since 1970) after `value` milliseconds. Returns whether the
    /// value is a duration.
    #[inline]
    pub(in crate::ingest) fn request(&mut self, time: i64, value: f64, label: RequestLabel) -> bool {
        microseconds(value).is_some_and(|micros| self.request_of(time, micros, label))
    }

    /// Counts a request that took whole microseconds. Returns whether they are a duration.
    #[inline]
    pub(in crate::ingest) fn request_of(&mut self, time: i64, micros: u64, label: RequestLabel) -> bool {
        if micros > MAX_VALUE {
            return false;
        }
        let cell = match label {
            RequestLabel::Cell(cell) => cell,
            RequestLabel::Setup => {
                self.collected.setup_requests += 1;
                return true;
            }
            RequestLabel::Teardown => {
                self.collected.teardown_requests += 1;
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
        if !measured::can_be(value) {
            return false;
        }
        let second = time.div_euclid(MICROS);
        let whole = value.max(0.0).round() as u64;
        match metric {
            Metric::Users => {
                self.touch(second);
                self.collected.users.absorb_at(second, &Users::one(second, whole));
                return value >= 0.0;
            }
            Metric::MaxUsers => {
                self.collected.max_users = self.collected.max_users.max(Some(whole));
                return value >= 0.0;
            }
            _ => {}
        }
        let judged = label.place == TestPart::Judged;
        let number = match metric {
            Metric::Other(name) => self.registry.metric(name),
            _ => None,
        };
        let lists = self.lists_of(label.place, second);
        let add = |total: &mut Option<u64>| add(total, whole);
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
                Some(number) => {
                    at(lists.metrics.side(judged), number).record(value);
                    lists.sampled.side(judged).reach(time, time);
                }
                None => self.collected.dropped_metric_points += 1,
            },
            Metric::Duration | Metric::Call | Metric::Users | Metric::MaxUsers => {}
        }
        true
    }

    /// Counts what came with a request that ended at `time`: its bytes, received and sent, as far as they are known, and the check
    /// that it passed or failed, if there is one.
    #[inline]
    pub(in crate::ingest) fn answered(
        &mut self,
        time: i64,
        [received, sent]: [Option<u64>; 2],
        passed: bool,
        label: PointLabel,
    ) {
        let lists = self.lists_of(label.place, time.div_euclid(MICROS));
        let judged = label.place == TestPart::Judged;
        let activity = lists.activity.side(judged);
        if let Some(bytes) = received {
            add(&mut activity.data_received, bytes);
        }
        if let Some(bytes) = sent {
            add(&mut activity.data_sent, bytes);
        }
        if let Some(check) = label.check {
            let count = at(lists.checks.side(judged), check);
            if passed { count.passes += 1 } else { count.fails += 1 }
        }
    }

    /// Keeps the type that a metric is announced with.
    pub(in crate::ingest) fn announce(&mut self, name: &[u8], of: MetricType) {
        if self.registry.metric(name).is_some() {
            let name = String::from_utf8_lossy(name).into_owned();
            self.collected.metric_types.entry(name).or_insert(of);
        }
    }

    /// Notes that something happened in a second.
    #[inline]
    fn touch(&mut self, second: i64) {
        if self.touched != Some(self.collected.axis.index_of(second)) {
            self.collected.axis.absorb_at(second, &Touched);
            self.touched = Some(self.collected.axis.index_of(second));
        }
    }

    /// The lists for a second of some part of the test.
    #[inline]
    fn lists_of(&mut self, place: TestPart, second: i64) -> &mut Lists {
        match place {
            TestPart::Judged | TestPart::LeftOut => self.lists(second),
            // They have no part in the warm-up and must not move its beginning.
            TestPart::Setup | TestPart::Teardown => &mut self.body,
        }
    }

    /// The lists for a second: those of its step while it may still belong to the warm-up.
    #[inline]
    fn lists(&mut self, second: i64) -> &mut Lists {
        if self.collected.first_second.is_none_or(|first| second < first) {
            self.collected.first_second = Some(second);
            let (warm_up, step) = (self.collected.warm_up, self.collected.step());
            self.certain = certain_step(second, warm_up).saturating_mul(step);
        }
        if self.collected.warm_up > 0 && second < self.certain {
            return self.head.entry(second.div_euclid(self.collected.step())).or_default();
        }
        &mut self.body
    }

    /// Gives everything its name.
    pub(in crate::ingest) fn finish(self, unreadable: Unreadable) -> Collected {
        let mut registry = self.registry;
        let tags_seen = registry.take_tags_seen();
        let mut collected = Collected {
            body: named(&registry, self.body),
            head: self.head.into_iter().map(|(step, lists)| (step, named(&registry, lists))).collect(),
            tags_seen,
            unreadable,
            ..self.collected
        };
        collected.settle();
        collected
    }
}

fn named(registry: &Registry<'_>, lists: Lists) -> Tally {
    let mut part =
        Tally { activity: lists.activity, span: lists.span, sampled: lists.sampled, ..Tally::default() };
    for ((endpoint, judged, outcome), recorder) in registry.series().zip(lists.recorders) {
        let responses = recorder.finish();
        if !responses.distribution.is_empty() {
            let traffic = part.traffic.side(judged).entry(endpoint.clone()).or_default();
            traffic.insert(outcome, responses);
        }
    }
    for (cell, count) in registry.cells().zip(lists.cells).filter(|(_, count)| *count > 0) {
        *part.cells.entry(cell).or_default() += count;
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
