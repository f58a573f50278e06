//! One run out of several: the shards of many load generators, each taken in and dropped before the next is read.
//! Histograms and counts add up exactly, in any order.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::error::{IngestError, Problem};
use super::points::endpoints::settled;
use super::points::users::{self, generators};
use super::points::window::window_of;
use crate::model::check::Check;
use crate::model::endpoint::{Endpoint, EndpointId, Traffic};
use crate::model::folding::{Census, KEPT_ENDPOINTS};
use crate::model::load::Load;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::origin::Origin;
use crate::model::run::{Meta, Run, Window};
use crate::model::series::{ServerMetrics, Signal};
use crate::model::settings::Settings;
use crate::model::slices::Slots;
use crate::model::users::Users;
use crate::words::{Arg, Text, text};

const NONE_JUDGED: Missing = Missing::message("untold-none-judged");

/// The runs that were taken in so far, all of them from raw points.
#[derive(Debug, Default)]
pub(super) struct Merger {
    /// Everything but endpoints.
    all: Option<Run>,
    /// Endpoints by name and host: whether the host is a part of the name is decided when all runs are known.
    endpoints: BTreeMap<(EndpointId, Option<String>), Traffic>,
    census: Census,
    /// The first and the last start.
    started: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// What was judged in each of them, and one file of which that is so.
    windows: Vec<(Window, String)>,
}

impl Merger {
    /// Takes in another run.
    pub(super) fn add(&mut self, run: Run) -> Result<(), IngestError> {
        self.take(run, join)
    }

    /// Takes in a run that comes before all others.
    pub(super) fn add_first(&mut self, run: Run) -> Result<(), IngestError> {
        self.take(run, |all, run| join(run, all))?;
        self.windows.rotate_right(1);
        Ok(())
    }

    fn take(&mut self, mut run: Run, join: impl FnOnce(Run, Run) -> Run) -> Result<(), IngestError> {
        let file = run.meta.sources.first().map_or_else(|| run.meta.name.clone(), |s| s.name.clone());
        if run.whole.responses.is_err() {
            return Err(IngestError::new(file, Problem::SummaryAmongShards));
        }
        if let Ok(at) = run.meta.started {
            let (first, last) = self.started.unwrap_or((at, at));
            self.started = Some((first.min(at), last.max(at)));
        }
        self.windows.push((run.meta.window.clone(), file));
        self.census.add(&run);
        for Endpoint { id, host, traffic } in std::mem::take(&mut run.endpoints) {
            self.endpoints.entry((id, host)).or_insert_with(Traffic::none).absorb(&traffic);
        }
        run.whole = Traffic::none();
        self.all = Some(match self.all.take() {
            Some(all) => join(all, run),
            None => run,
        });
        Ok(())
    }

    /// Hands out the one run.
    pub(super) fn finish(self, settings: &Settings) -> Result<Run, IngestError> {
        let Self { all, endpoints, mut census, started, windows } = self;
        let Some(mut all) = all else { return Err(IngestError::new("-", Problem::Empty)) };
        let expected = &windows[0].0;
        if let Some((found, file)) = windows.iter().find(|(window, _)| !fit(window, expected)) {
            let problem =
                Problem::OtherWindow { found: found.text.english(), expected: expected.text.english() };
            return Err(IngestError::new(file.clone(), problem));
        }
        let hosts: BTreeSet<&String> = endpoints.keys().filter_map(|(_, host)| host.as_ref()).collect();
        // A run that asked several hosts itself has them in the names already.
        let several = hosts.len() > 1;
        let name = |id: EndpointId, host: Option<&str>| match host {
            Some(host) if several => id.on_host(host),
            _ => id,
        };
        let mut named: BTreeMap<EndpointId, (Option<String>, Traffic)> = BTreeMap::new();
        for ((id, host), traffic) in endpoints {
            let id = name(id, host.as_deref());
            let known = named.entry(id).or_insert_with(|| (None, Traffic::none()));
            known.0 = known.0.take().or(host);
            known.1.absorb(&traffic);
        }
        all.endpoints = settled(named);
        census.rename(name);
        // What one part folded is folded in all: an endpoint must not be here in its own name and there under "other".
        if let Some(fold) = census.fold(settings.endpoints.max.max(KEPT_ENDPOINTS)) {
            fold.apply(&mut all);
        }
        all.whole = Traffic::sum(all.endpoints.iter().map(|endpoint| &endpoint.traffic));
        // Whatever order they came in.
        all.meta.sources.sort_by(|a, b| (&a.name, a.bytes).cmp(&(&b.name, b.bytes)));
        if let (Some((first, last)), Some(warm_up)) = (started, all.meta.window.warm_up)
            && (last - first).as_seconds_f64() >= 1.0
        {
            all.notes.push(
                Note::new(text!(
                    "shards-apart",
                    apart = Arg::Quantity(format!("{:.0} s", (last - first).as_seconds_f64())),
                    warm_up = Arg::Quantity(format!("{warm_up} s")),
                ))
                .with_hint(Text::plain("shards-apart-hint")),
            );
        }
        all.notes.sort();
        Ok(all)
    }
}

/// Tells whether two windows were cut by one rule. A shard may lack a scenario, but none may be judged here and left out there.
fn fit(a: &Window, b: &Window) -> bool {
    let disjoint = |a: &[String], b: &[String]| a.iter().all(|name| !b.contains(name));
    a.warm_up == b.warm_up
        && a.tags == b.tags
        && disjoint(&a.scenarios, &b.left_out)
        && disjoint(&b.scenarios, &a.left_out)
}

/// Joins two windows that fit.
fn window(a: Window, b: Window) -> Window {
    let joined = |mut names: Vec<String>, more: Vec<String>| {
        names.extend(more);
        names.sort();
        names.dedup();
        names
    };
    window_of(joined(a.scenarios, b.scenarios), joined(a.left_out, b.left_out), a.warm_up, a.tags)
}

/// Joins everything but endpoints.
fn join(a: Run, b: Run) -> Run {
    let judged_span = both(a.judged_span, b.judged_span, |a, b| (a.0.min(b.0), a.1.max(b.1)));
    let of = |users: &Known<Slots<Users>>| users.as_ref().ok().map(generators);
    let (of_a, of_b) = (of(&a.users), of(&b.users));
    // Who did not write its users is taken to be as many as the others.
    let of_each = (of_a.or(of_b).unwrap_or(1), of_b.or(of_a).unwrap_or(1));
    let users = both(a.users, b.users, |mut users, others| {
        users.merge(&others);
        users
    });
    let load = load(a.load, b.load, &users, of_each, judged_span.as_ref().ok().copied());
    let mut metrics = a.metrics;
    for (name, metric) in b.metrics {
        metrics.entry(name).or_default().absorb(metric);
    }
    let mut notes = a.notes;
    for note in b.notes {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    Run {
        origin: Origin {
            settings: if a.origin.settings == b.origin.settings { a.origin.settings } else { None },
            reruns: a.origin.reruns.max(b.origin.reruns),
        },
        meta: meta(a.meta, b.meta, judged_span.as_ref().ok().copied()),
        judged_span,
        whole: a.whole,
        endpoints: a.endpoints,
        load,
        users,
        metrics,
        servers: servers(a.servers, b.servers),
        checks: checks(a.checks, b.checks),
        thresholds: if a.thresholds.is_empty() { b.thresholds } else { a.thresholds },
        notes,
    }
}

/// Puts together what was measured beside each part. What both have is taken once: the servers are the same.
fn servers(a: Option<ServerMetrics>, b: Option<ServerMetrics>) -> Option<ServerMetrics> {
    let (mut all, others) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (a, b) => return a.or(b),
    };
    for signal in others.signals {
        let is_same = |known: &Signal| (&known.name, &known.metric) == (&signal.name, &signal.metric);
        if !all.signals.iter().any(is_same) {
            all.signals.push(signal);
        }
    }
    Some(all)
}

/// Combines two figures, or takes the one that is known.
fn both<T>(a: Known<T>, b: Known<T>, combine: impl FnOnce(T, T) -> T) -> Known<T> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok(combine(a, b)),
        (Err(_), b) => b,
        (a, Err(_)) => a,
    }
}

fn meta(a: Meta, b: Meta, judged_span: Option<(i64, i64)>) -> Meta {
    let started = both(a.started, b.started, Ord::min);
    let ended = both(a.ended, b.ended, Ord::max);
    let seconds = |(start, end): (i64, i64)| (end as f64 - start as f64) / 1e6;
    let mut sources = a.sources;
    sources.extend(b.sources);
    let mut tags = b.tags;
    tags.extend(a.tags);
    Meta {
        name: a.name,
        duration: match (&started, &ended) {
            (Ok(started), Ok(ended)) => Ok(seconds((started.timestamp_micros(), ended.timestamp_micros()))),
            _ => Err(Missing::message("missing-no-request")),
        },
        window_duration: judged_span.map(seconds).ok_or(NONE_JUDGED),
        started,
        ended,
        tags,
        sources,
        window: window(a.window, b.window),
        tool: a.tool,
        tool_version: both(a.tool_version, b.tool_version, |a, _| a),
        script_hash: both(a.script_hash, b.script_hash, |a, _| a),
        cut_short: a.cut_short || b.cut_short,
        unread_share: a.unread_share.max(b.unread_share),
    }
}

fn load(
    a: Load,
    b: Load,
    users: &Known<Slots<Users>>,
    (of_a, of_b): (u64, u64),
    judged_span: Option<(i64, i64)>,
) -> Load {
    let add = |a: u64, b: u64| a.saturating_add(b);
    // One generator's allocation, times how many there are now.
    let each = both(
        a.max_vus.map(|users| users / of_a as f64),
        b.max_vus.map(|users| users / of_b as f64),
        f64::max,
    );
    let of_all = users.as_ref().map_or(1, generators);
    Load {
        peak_vus: users.as_ref().map_err(Missing::clone).and_then(|users| {
            users::peak(users, judged_span).ok_or(Missing::message("untold-users-in-window"))
        }),
        max_vus: each.map(|users| users * of_all as f64),
        counted_over: judged_span.map(|(start, end)| (end as f64 - start as f64) / 1e6).ok_or(NONE_JUDGED),
        iterations: both(a.iterations, b.iterations, add),
        dropped_iterations: both(a.dropped_iterations, b.dropped_iterations, add),
        data_received: both(a.data_received, b.data_received, add),
        data_sent: both(a.data_sent, b.data_sent, add),
        phases: if a.phases.is_empty() { b.phases } else { a.phases },
    }
}

fn checks(a: Vec<Check>, b: Vec<Check>) -> Vec<Check> {
    let mut all: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for check in a.into_iter().chain(b) {
        let counts = all.entry(check.path).or_default();
        counts.0 += check.passes;
        counts.1 += check.fails;
    }
    all.into_iter().map(|(path, (passes, fails))| Check { path, passes, fails }).collect()
}
