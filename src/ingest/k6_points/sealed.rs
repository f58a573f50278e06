//! Closes a run when all of its points are known: names endpoints, folds the smallest, fixes the window.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::collected::{Cells, CheckCount, Collected, Part, Span, Split, Traffic, Unreadable};
use super::registry::{CellKey, EndpointKey, OTHER};
use super::series::{Measured, Responses, Users};
use crate::model::check::Check;
use crate::model::endpoint::EndpointId;
use crate::model::load::{Load, Phase};
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::slices::{Absorb, Slices, Slots};

/// Requests of one endpoint, or of the whole run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SealedTraffic {
    /// The host that was asked, where the name came from a URL.
    pub host: Option<String>,
    /// Counts of the judged window.
    pub outcomes: Outcomes,
    /// Latencies of the judged window by outcome.
    pub responses: BTreeMap<Outcome, Responses>,
    /// Requests of the judged window by k6's error code.
    pub error_codes: BTreeMap<u32, u64>,
    /// Requests of the judged window that k6 did not expect to end so: what `http_req_failed` counts. Absent where no
    /// response says whether it was expected.
    pub unexpected: Option<u64>,
    /// What the window leaves out, by outcome: for the charts.
    pub left_out: BTreeMap<Outcome, Slices>,
}

impl SealedTraffic {
    fn count<E, S>(&mut self, cell: &CellKey<E, S>, count: u64) {
        *self.outcomes.classes.entry(cell.outcome).or_default() += count;
        if cell.outcome.is_bad() {
            self.outcomes.bad += count;
        } else {
            self.outcomes.good += count;
        }
        if let Some(status) = cell.status {
            *self.outcomes.statuses.entry(status).or_default() += count;
        }
        if let Some(code) = cell.error_code {
            *self.error_codes.entry(code).or_default() += count;
        }
        if let Some(expected) = cell.expected {
            *self.unexpected.get_or_insert(0) += if expected { 0 } else { count };
        }
    }

    fn take(&mut self, outcome: Outcome, responses: Responses, judged: bool) {
        if judged {
            match self.responses.entry(outcome) {
                Entry::Vacant(vacant) => {
                    vacant.insert(responses);
                }
                Entry::Occupied(mut known) => known.get_mut().absorb(&responses),
            }
        } else {
            match self.left_out.entry(outcome) {
                Entry::Vacant(vacant) => {
                    // They are drawn, and not searched.
                    vacant.insert(responses.slices.without_fine());
                }
                Entry::Occupied(mut known) => known.get_mut().merge(&responses.slices),
            }
        }
    }
}

impl Absorb for SealedTraffic {
    fn absorb(&mut self, other: &Self) {
        self.responses.absorb(&other.responses);
        for (&outcome, slices) in &other.left_out {
            self.left_out.entry(outcome).or_default().merge(slices);
        }
        let outcomes = &mut self.outcomes;
        outcomes.bad += other.outcomes.bad;
        outcomes.good += other.outcomes.good;
        add(&mut outcomes.classes, &other.outcomes.classes);
        add(&mut outcomes.statuses, &other.outcomes.statuses);
        add(&mut self.error_codes, &other.error_codes);
        if let Some(unexpected) = other.unexpected {
            *self.unexpected.get_or_insert(0) += unexpected;
        }
    }
}

fn add<K: Ord + Copy>(to: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
    for (&key, count) in from {
        *to.entry(key).or_default() += count;
    }
}

/// A run of points, closed: what a [`Run`](crate::model::run::Run) is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// Endpoints, sorted by identity.
    pub endpoints: Vec<(EndpointId, SealedTraffic)>,
    /// What the load generators did in the judged window.
    pub load: Load,
    /// Virtual users over time, of all load generators that wrote points, warm-up included.
    pub users: Slots<Users>,
    /// Checks of the whole test, as k6 counts them, sorted by path.
    pub checks: Vec<Check>,
    /// The same of the judged window alone.
    pub judged_checks: Vec<Check>,
    /// The script's own metrics, and k6's that are no requests, by name.
    pub metrics: Split<BTreeMap<String, Measured>>,
    /// Their types, where announced.
    pub metric_types: BTreeMap<String, String>,
    /// When the requests ran that are judged, and the others.
    pub span: Split<Span>,
    /// Requests by scenario, and whether they are judged; empty is no scenario.
    pub scenarios: BTreeMap<(String, bool), u64>,
    /// Whether a file ended in the middle of a line.
    pub cut_short: bool,
    /// What a reader should know.
    pub notes: Vec<Note>,
}

impl Collected {
    /// Closes the run. More endpoints than `max_endpoints` are folded into "other", those with the fewest requests first.
    pub fn seal(self, max_endpoints: usize) -> Sealed {
        let (mut part, rest) = self.close();
        let mut notes = notes(&rest);
        let traffic = std::mem::take(&mut part.traffic);
        let mut endpoints = by_name(&part.cells, traffic);
        if let Some(note) = fold(&mut endpoints, max_endpoints) {
            notes.push(note);
        }
        let mut scenarios: BTreeMap<(String, bool), u64> = BTreeMap::new();
        for (cell, count) in &part.cells {
            *scenarios.entry((cell.scenario.clone(), cell.judged)).or_default() += count;
        }
        let mut all_checks = part.checks.judged.clone();
        all_checks.absorb(&part.checks.left_out);
        let load = load(&part, &rest.users, rest.max_users);
        Sealed {
            endpoints: endpoints.into_iter().collect(),
            load,
            users: rest.users,
            checks: checks(all_checks),
            judged_checks: checks(part.checks.judged),
            metrics: part.metrics,
            metric_types: rest.metric_types,
            span: part.span,
            scenarios,
            cut_short: rest.unreadable.cut > 0,
            notes,
        }
    }
}

fn checks(counts: BTreeMap<String, CheckCount>) -> Vec<Check> {
    counts.into_iter().map(|(path, CheckCount { passes, fails })| Check { path, passes, fails }).collect()
}

/// Endpoints under the names that reports show: with the host only where the run has several.
fn by_name(cells: &Cells, traffic: Split<Traffic>) -> BTreeMap<EndpointId, SealedTraffic> {
    let hosts: BTreeSet<&String> = cells.keys().filter_map(|cell| cell.endpoint.host.as_ref()).collect();
    let shown = |key: &EndpointKey| match &key.host {
        Some(host) if hosts.len() > 1 => key.id.clone().on_host(host),
        _ => key.id.clone(),
    };
    let mut endpoints: BTreeMap<EndpointId, SealedTraffic> = BTreeMap::new();
    for (cell, &count) in cells {
        let sealed = endpoints.entry(shown(&cell.endpoint)).or_default();
        sealed.host.clone_from(&cell.endpoint.host);
        if cell.judged {
            sealed.count(cell, count);
        }
    }
    for (side, judged) in [(traffic.judged, true), (traffic.left_out, false)] {
        for (key, outcomes) in side {
            let sealed = endpoints.entry(shown(&key)).or_default();
            outcomes.into_iter().for_each(|(outcome, responses)| sealed.take(outcome, responses, judged));
        }
    }
    endpoints
}

/// Folds the endpoints with the fewest requests into one.
fn fold(endpoints: &mut BTreeMap<EndpointId, SealedTraffic>, max: usize) -> Option<Note> {
    if endpoints.len() <= max {
        return None;
    }
    let mut sizes: Vec<(u64, EndpointId)> =
        endpoints.iter().map(|(id, traffic)| (traffic.outcomes.total(), id.clone())).collect();
    sizes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let small = sizes.split_off(max.saturating_sub(1));
    let mut other = SealedTraffic::default();
    for (_, id) in &small {
        if let Some(traffic) = endpoints.remove(id) {
            other.absorb(&traffic);
        }
    }
    endpoints.entry(EndpointId::named(OTHER)).or_default().absorb(&other);
    let text = format!(
        "{} endpoints were found; the {} with the fewest requests are shown together as \"{OTHER}\".",
        sizes.len() + small.len(),
        small.len()
    );
    Some(Note::new(text).with_hint(
        "Give requests a `name` tag in the script, or list route patterns under `[endpoints] routes`.",
    ))
}

/// How many load generators wrote users: k6 samples once a second, so more samples than seconds are more generators.
pub(in crate::ingest) fn generators(users: &Slots<Users>) -> u64 {
    let samples: u64 = users.iter().map(|(_, users)| users.samples).sum();
    let seconds: i64 =
        users.iter().filter_map(|(_, users)| users.seconds).map(|(first, last)| last - first + 1).sum();
    if seconds <= 0 { 1 } else { ((samples as f64 / seconds as f64).round() as u64).max(1) }
}

/// Most users at one time within a stretch of microseconds, of all load generators together.
pub(in crate::ingest) fn peak_users(users: &Slots<Users>, span: Option<(i64, i64)>) -> Option<f64> {
    let generators = generators(users);
    let seconds = span.map(|(start, end)| (start.div_euclid(1_000_000), end.div_euclid(1_000_000)));
    users
        .iter()
        .filter(|(slice, _)| {
            seconds.is_none_or(|(first, last)| slice + users.width() > first && *slice <= last)
        })
        .map(|(_, users)| match generators {
            1 => users.max as f64,
            many => users.sum as f64 / users.samples.max(1) as f64 * many as f64,
        })
        .reduce(f64::max)
}

fn load(part: &Part, users: &Slots<Users>, max_users: Option<u64>) -> Load {
    let generators = generators(users);
    let peak = peak_users(users, part.span.judged.0);
    let (judged, left_out) = (part.activity.judged, part.activity.left_out);
    Load {
        peak_vus: known(peak, "vus"),
        max_vus: known(max_users.map(|users| (users * generators) as f64), "vus_max"),
        // A metric that was sampled outside the window alone is 0 inside it.
        counted_over: known(part.span.judged.seconds(), "requests"),
        iterations: known(judged.iterations.or(left_out.iterations.map(|_| 0)), "iterations"),
        dropped_iterations: known(
            judged.dropped_iterations.or(left_out.dropped_iterations.map(|_| 0)),
            "dropped_iterations",
        ),
        data_received: known(judged.data_received.or(left_out.data_received.map(|_| 0)), "data_received"),
        data_sent: known(judged.data_sent.or(left_out.data_sent.map(|_| 0)), "data_sent"),
        phases: phases(&part.metrics.judged),
    }
}

fn phases(metrics: &BTreeMap<String, Measured>) -> Vec<Phase> {
    ["blocked", "connecting", "tls_handshaking", "sending", "waiting", "receiving"]
        .into_iter()
        .filter_map(|phase| {
            let measured = metrics.get(&format!("http_req_{phase}"))?;
            Some(Phase { name: phase.to_owned(), p95: measured.distribution.quantile(0.95)? })
        })
        .collect()
}

fn known<T>(value: Option<T>, metric: &str) -> Known<T> {
    value.ok_or_else(|| Missing::because(format!("the points hold no `{metric}`")))
}

fn notes(collected: &Collected) -> Vec<Note> {
    let mut notes = Vec::new();
    let requests = |count: u64| if count == 1 { "request" } else { "requests" };
    for (count, of) in [(collected.setup_requests, "setup()"), (collected.teardown_requests, "teardown()")] {
        if count > 0 {
            notes.push(Note::new(format!("{count} {} of {of} left out.", requests(count))));
        }
    }
    let Unreadable { lines, first, cut } = collected.unreadable;
    if lines > 0 {
        let first = first.map(|first| format!(" (the first begins at byte {first})")).unwrap_or_default();
        let word = if lines == 1 { "line" } else { "lines" };
        notes.push(Note::new(format!("{lines} {word} could not be read and were skipped{first}.")));
    }
    if cut > 0 {
        notes.push(Note::new(
            "The last line is cut short: k6 may have been stopped hard. Everything before it was read.",
        ));
    }
    if collected.dropped_metric_points > 0 {
        let points = collected.dropped_metric_points;
        notes.push(Note::new(format!(
            "{points} points of metrics of the script's own were skipped: there are too many different ones."
        )));
    }
    notes
}
