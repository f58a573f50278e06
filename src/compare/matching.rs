//! Which endpoints both sides have, and how much of the traffic they carry.

use std::collections::BTreeSet;

use crate::model::endpoint::{Endpoint, EndpointId, Traffic};
use crate::model::note::Note;
use crate::model::quantity::{Share, listed};
use crate::model::run::{Meta, Run};
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// Endpoints that carry less than this share of the requests do not stand for a run.
pub(super) const MIN_COVERAGE: f64 = 0.5;

/// An endpoint with no more requests than this, in any run, is too small for a latency to be tested.
const MIN_REQUESTS: u64 = 30;

/// One endpoint on both sides.
pub(super) struct Pair<'a> {
    /// The endpoint in the candidate's spelling, or the whole run.
    pub(super) subject: Subject,
    /// One for each base run.
    pub(super) base: Vec<&'a Traffic>,
    /// One for each candidate run.
    pub(super) runs: Vec<&'a Traffic>,
    /// How many requests each base run made at least, where its file does not count them; 0 where nothing tells.
    pub(super) base_least: Vec<u64>,
    /// The same of each candidate run.
    pub(super) runs_least: Vec<u64>,
}

impl<'a> Pair<'a> {
    /// Takes the whole run as one endpoint.
    pub(super) fn whole(base: &'a [Run], runs: &'a [Run]) -> Self {
        Self {
            subject: Subject::Whole,
            base: base.iter().map(|b| &b.whole).collect(),
            runs: runs.iter().map(|run| &run.whole).collect(),
            base_least: base.iter().map(least_requests).collect(),
            runs_least: runs.iter().map(least_requests).collect(),
        }
    }

    /// Whether it stands for all requests of the run.
    pub(super) fn is_whole(&self) -> bool {
        self.subject.is_whole()
    }
}

/// The endpoints of both sides.
pub(super) struct Matched<'a> {
    /// Endpoints that every base run and the candidate have, in the candidate's order.
    pub(super) pairs: Vec<Pair<'a>>,
    /// Endpoints that both sides have and nobody wants judged.
    pub(super) ignored: Vec<Pair<'a>>,
    /// Endpoints that only the candidate has.
    pub(super) only_run: Vec<&'a Endpoint>,
    /// Endpoints that the candidate has and some base run lacks.
    some_base_lacks: Vec<&'a Endpoint>,
    /// Endpoints that only base runs have, by name.
    pub(super) only_base: Vec<String>,
    /// The least share, over the runs, of requests in endpoints that the other side lacks (0..1).
    pub(super) unmatched_share: f64,
    /// The least share, over the runs, of requests in matched endpoints; absent without counts.
    pub(super) coverage: Option<f64>,
    /// The share of the candidate's requests in matched endpoints that are large enough to be tested; absent without counts.
    testable: Option<f64>,
}

/// Matches the endpoints of the candidate with those of every base run.
///
/// Where no endpoint is named, or the named ones (or those of them that are large enough) carry too little of
/// what both sides have, the whole run joins as one endpoint.
pub(super) fn match_endpoints<'a>(base: &'a [Run], runs: &'a [Run]) -> Matched<'a> {
    let run = &runs[0];
    let mut pairs = Vec::new();
    let (mut only_run, mut some_base_lacks) = (Vec::new(), Vec::new());
    let mut paired: BTreeSet<EndpointId> = BTreeSet::new();
    for endpoint in run.judged_endpoints() {
        let found: Vec<&Endpoint> = base.iter().filter_map(|b| counterpart(run, b, &endpoint.id)).collect();
        let again: Vec<&Endpoint> =
            runs[1..].iter().filter_map(|other| counterpart(run, other, &endpoint.id)).collect();
        if found.len() == base.len() && again.len() + 1 == runs.len() && !base.is_empty() {
            paired.insert(endpoint.id.clone());
            pairs.push(Pair {
                subject: (&endpoint.id).into(),
                base: found.iter().map(|e| &e.traffic).collect(),
                runs: std::iter::once(endpoint).chain(again).map(|e| &e.traffic).collect(),
                base_least: base.iter().map(least_requests).collect(),
                runs_least: runs.iter().map(least_requests).collect(),
            });
        } else if found.is_empty() {
            only_run.push(endpoint);
        } else {
            some_base_lacks.push(endpoint);
        }
    }
    let mut only_base: Vec<&Endpoint> = base
        .iter()
        .flat_map(|b| b.judged_endpoints().filter(|e| counterpart(b, run, &e.id).is_none()))
        .collect();
    only_base.sort_by(|a, b| a.id.cmp(&b.id));
    only_base.dedup_by(|a, b| a.id == b.id);

    let (run_matched, run_unmatched) = shares(run, |id| paired.contains(id));
    let is_paired =
        |b: &Run, id: &EndpointId| counterpart(b, run, id).is_some_and(|found| paired.contains(&found.id));
    let of_base: Vec<_> = base.iter().map(|b| shares(b, |id| is_paired(b, id))).collect();
    let coverage =
        of_base.iter().map(|(matched, _)| *matched).fold(run_matched, |least, share| match (least, share) {
            (Some(a), Some(b)) => Some(a.min(b)),
            _ => None,
        });
    let unmatched_share = of_base.iter().map(|(_, unmatched)| *unmatched).fold(run_unmatched, f64::max);
    let testable = testable(&pairs, run);
    let mut matched = Matched {
        pairs,
        ignored: Vec::new(),
        testable,
        only_run,
        some_base_lacks,
        only_base: only_base.iter().map(|e| e.id.to_string()).collect(),
        unmatched_share,
        coverage,
    };
    let unnamed = coverage.is_none_or(|share| 1.0 - share - unmatched_share > 1.0 - MIN_COVERAGE);
    let has_requests = base.iter().chain(runs).any(Run::has_requests);
    let is_large = |run: &Run| run.whole.requests.as_ref().is_ok_and(|requests| *requests > MIN_REQUESTS);
    let too_small =
        testable.is_some_and(|share| share <= MIN_COVERAGE) && base.iter().chain(runs).all(is_large);
    if !base.is_empty()
        && has_requests
        && (matched.pairs.is_empty() || unnamed || too_small)
        && unmatched_share <= MIN_COVERAGE
    {
        matched.pairs.push(Pair::whole(base, runs));
    }
    matched
}

/// The requests that an endpoint has at least where nobody counted them: an even part of all, or the iterations of the
/// script if those are fewer. 0 where nothing tells.
fn least_requests(run: &Run) -> u64 {
    let endpoints = run.judged_endpoints().count().max(1) as u64;
    let even = run.whole.requests.as_ref().map(|requests| requests / endpoints).ok();
    let iterations = run.load.iterations.as_ref().ok().copied();
    even.into_iter().chain(iterations).min().unwrap_or(0)
}

/// The share of a run's requests in pairs that are large enough on every side.
fn testable(pairs: &[Pair<'_>], run: &Run) -> Option<f64> {
    let total = run.whole.requests.as_ref().ok().filter(|total| **total > 0)?;
    let mut requests = 0;
    for pair in pairs {
        let of_each = pair.base.iter().chain(&pair.runs).map(|traffic| traffic.requests.as_ref().ok());
        let counts: Vec<u64> = of_each.map(Option::<&u64>::copied).collect::<Option<_>>()?;
        if counts.iter().all(|count| *count > MIN_REQUESTS) {
            requests += counts.get(pair.base.len()).copied().unwrap_or(0);
        }
    }
    Some(requests as f64 / *total as f64)
}

impl<'a> Matched<'a> {
    /// Takes one pair by itself.
    pub(super) fn alone(pair: Pair<'a>) -> Self {
        Self {
            pairs: vec![pair],
            ignored: Vec::new(),
            only_run: Vec::new(),
            some_base_lacks: Vec::new(),
            only_base: Vec::new(),
            unmatched_share: 0.0,
            coverage: None,
            testable: None,
        }
    }
}

impl Matched<'_> {
    /// Sets apart the endpoints that are not judged by choice. They stood for their part of the traffic before.
    pub(super) fn ignore(&mut self, settings: &CompareSettings) {
        let is_ignored = |pair: &mut Pair<'_>| !pair.subject.is_whole() && settings.ignores(&pair.subject);
        self.ignored.extend(self.pairs.extract_if(.., is_ignored));
    }

    /// Tells what a reader should know about endpoints that do not match; a finding names those in `told`.
    pub(super) fn notes(&self, told: &[String], meta: &Meta) -> Vec<Note> {
        let mut notes = Vec::new();
        let is_uncounted = |pair: &&Pair<'_>| {
            let mut sides = pair.base.iter().chain(&pair.runs);
            sides.any(|t| t.latency.as_ref().is_ok_and(|l| l.count().is_err()))
        };
        let (whole, named): (Vec<_>, Vec<_>) =
            self.pairs.iter().filter(is_uncounted).partition(|pair| pair.is_whole());
        let uncounted = if named.is_empty() {
            (!whole.is_empty()).then(|| text!("uncounted-whole"))
        } else {
            let names: Vec<Text> = named.iter().map(|pair| pair.subject.text()).collect();
            Some(text!("uncounted-named", names = listed(&names)))
        };
        notes.extend(uncounted.map(|text| Note::new(text).with_hint(text!("uncounted-hint"))));
        let names = |endpoints: &[&Endpoint]| endpoints.iter().map(|e| e.id.to_string()).collect::<Vec<_>>();
        if !self.only_run.is_empty() {
            let names = listed(&names(&self.only_run));
            notes.push(Note::new(text!("only-candidate", names = names)));
        }
        if !self.some_base_lacks.is_empty() {
            let names = listed(&names(&self.some_base_lacks));
            notes.push(Note::new(text!("some-base-lacks", names = names)));
        }
        let only_base: Vec<String> =
            self.only_base.iter().filter(|name| !told.contains(name)).cloned().collect();
        if !only_base.is_empty() {
            notes.push(Note::new(text!("only-base", names = listed(&only_base))));
        }
        if self.pairs.iter().any(Pair::is_whole) {
            let text = match (self.coverage, self.testable) {
                (Some(share), Some(testable)) if share > MIN_COVERAGE => {
                    text!("whole-too-small", share = Share(testable))
                }
                (Some(share), _) if share > 0.0 => text!("whole-too-few", share = Share(share)),
                _ => text!("whole-alone"),
            };
            let hint = if meta.is_k6() { text!("whole-hint-k6") } else { text!("whole-hint") };
            notes.push(Note::new(text).with_hint(hint));
        }
        notes
    }
}

/// Finds the endpoint of `to` that is one of `from` and no other's of it.
pub(super) fn counterpart<'a>(from: &Run, to: &'a Run, id: &EndpointId) -> Option<&'a Endpoint> {
    find(to, id).filter(|found| find(from, &found.id).is_some_and(|back| back.id == *id))
}

/// Finds the endpoint of a run: by method and name, or by name where a side does not know the method.
fn find<'a>(run: &'a Run, id: &EndpointId) -> Option<&'a Endpoint> {
    // Endpoints stand in order; where they do not, the search below finds them as well.
    let at = run.endpoints.binary_search_by(|endpoint| endpoint.id.cmp(id)).ok();
    let exact = at.map(|at| &run.endpoints[at]).filter(|endpoint| endpoint.is_judged());
    exact.or_else(|| run.judged_endpoints().find(|e| e.id == *id)).or_else(|| {
        let shown = id.to_string();
        let mut same = run.judged_endpoints().filter(|e| {
            (e.id.method.is_none() || id.method.is_none())
                && (e.id.name == id.name || e.id.to_string() == shown)
        });
        // Two methods under one name are two endpoints: neither is the other side's.
        same.next().filter(|_| same.next().is_none())
    })
}

/// The shares of a run's requests in endpoints that match and in endpoints that do not.
fn shares(run: &Run, is_matched: impl Fn(&EndpointId) -> bool) -> (Option<f64>, f64) {
    let total = match run.whole.requests {
        Ok(total) if total > 0 => total as f64,
        _ => return (None, 0.0),
    };
    let mut matched = 0;
    let mut unmatched = 0;
    for endpoint in run.judged_endpoints() {
        let requests = *endpoint.traffic.requests.as_ref().unwrap_or(&0);
        if is_matched(&endpoint.id) { matched += requests } else { unmatched += requests }
    }
    (Some(matched as f64 / total), unmatched as f64 / total)
}
