//! Endpoints that are compared or shown together: the same ones in every run of a comparison.
//!
//! A run that folded its own smallest endpoints would lack those that another run kept: an endpoint that is small here and
//! not there could change without being looked at. And what can be tested by itself is, however many there are: among many
//! others it would not be seen.

use std::collections::{BTreeMap, BTreeSet};

use super::endpoint::{Endpoint, EndpointId, Traffic};
use super::run::Run;

/// How the endpoints that are compared together are called.
pub const OTHER: &str = "other";

/// How the endpoints are called that were judged each by itself, and that tables have no room for.
pub const REST: &str = "the rest";

/// Endpoints that a run keeps, five times what a report shows by default: of more, its smallest are folded when it is read,
/// so that neither memory nor snapshots grow with what a script puts into its names.
pub const KEPT_ENDPOINTS: usize = 1000;

/// An endpoint that has no more requests in some run cannot be tested by itself: a cell needs more than 30 in every run.
const TOO_SMALL: u64 = 30;

/// Which endpoints the runs of a comparison have together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Endpoints of all runs together.
    pub endpoints: usize,
    /// Those that become one.
    pub folded: BTreeSet<EndpointId>,
    /// What the one is called.
    into: &'static str,
}

/// What decides which endpoints are folded: counted run by run, so that none of them need be kept.
#[derive(Debug, Default)]
pub struct Census {
    seen: BTreeMap<(EndpointId, Option<String>), Seen>,
    /// What summaries name, with and without the method.
    named: BTreeSet<String>,
    /// Runs whose requests are known one by one, and how many of those had folded endpoints already.
    runs: usize,
    folding: usize,
}

/// One endpoint in several runs.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Its requests in all runs together, and in the one of those that have it with the fewest.
    all: u64,
    least: u64,
    /// Runs that have it, and how many of those had folded others.
    runs: usize,
    folding: usize,
}

/// One endpoint in all runs.
struct Size<'a> {
    id: &'a EndpointId,
    all: u64,
    /// Its requests in the run that has the fewest.
    least: u64,
    /// Whether a run that had folded endpoints lacks it.
    is_folded: bool,
}

impl Census {
    /// Counts several runs.
    fn of<'a>(runs: impl Iterator<Item = &'a Run>) -> Self {
        let mut census = Self::default();
        runs.for_each(|run| census.add(run));
        census
    }

    /// Counts another run.
    pub fn add(&mut self, run: &Run) {
        if !is_one_by_one(run) {
            let names = |endpoint: &Endpoint| [endpoint.id.name.clone(), endpoint.id.to_string()];
            self.named.extend(run.endpoints.iter().flat_map(names));
            return;
        }
        self.count(run);
    }

    /// Counts another run, whether or not its endpoints can be added up.
    fn count(&mut self, run: &Run) {
        let folding = usize::from(run.endpoints.iter().any(|endpoint| is_other(&endpoint.id)));
        self.runs += 1;
        self.folding += folding;
        for Endpoint { id, host, traffic } in run.endpoints.iter().filter(|endpoint| !is_other(&endpoint.id))
        {
            let requests = *traffic.requests.as_ref().unwrap_or(&0);
            let key = (id.clone(), host.clone());
            let one = Seen { all: requests, least: requests, runs: 1, folding };
            self.seen.entry(key).and_modify(|seen| seen.add(one)).or_insert(one);
        }
    }

    /// Gives endpoints other names, from the host of each and what it is called.
    pub fn rename(&mut self, name: impl Fn(EndpointId, Option<&str>) -> EndpointId) {
        for ((id, host), seen) in std::mem::take(&mut self.seen) {
            let id = name(id, host.as_deref());
            self.seen.entry((id, None)).and_modify(|known| known.add(seen)).or_insert(seen);
        }
    }

    /// Decides what is compared as one; absent where nothing is.
    ///
    /// First whatever a run has folded already: an endpoint that such a run lacks is one of its "other", so it becomes one in
    /// the rest as well. Then, of what is beyond the `max` largest in all runs together, what is too small to be tested by
    /// itself, and everything beyond [`KEPT_ENDPOINTS`]. Summaries cannot be added up: what they name is kept.
    pub fn fold(mut self, max: usize) -> Option<Fold> {
        self.rename(|id, _| id);
        let (sizes, endpoints) = self.sizes();
        let (already, left): (Vec<_>, Vec<_>) = sizes.into_iter().partition(|size| size.is_folded);
        let mut folded: BTreeSet<EndpointId> = already.into_iter().map(|size| size.id.clone()).collect();
        let is_over = |limit: usize| left.len() + usize::from(self.folding > 0) > limit;
        let limit = max.max(KEPT_ENDPOINTS);
        for (place, size) in left.iter().enumerate() {
            let small = is_over(max) && place + 1 >= max && size.least <= TOO_SMALL;
            if small || (is_over(limit) && place + 1 >= limit) {
                folded.insert(size.id.clone());
            }
        }
        (!folded.is_empty()).then_some(Fold { endpoints, folded, into: OTHER })
    }

    /// The endpoints that may be folded, the largest first; and how many there are of any kind.
    fn sizes(&self) -> (Vec<Size<'_>>, usize) {
        let is_named = |id: &EndpointId| {
            !self.named.is_empty() && (self.named.contains(&id.name) || self.named.contains(&id.to_string()))
        };
        let seen = self.seen.iter().filter(|((id, _), _)| !is_named(id));
        let mut sizes: Vec<Size<'_>> = seen
            .map(|((id, _), seen)| Size {
                id,
                all: seen.all,
                least: if seen.runs < self.runs { 0 } else { seen.least },
                is_folded: seen.folding < self.folding,
            })
            .collect();
        sizes.sort_by(|a, b| b.all.cmp(&a.all).then_with(|| a.id.cmp(b.id)));
        let endpoints = sizes.len() + self.named.len();
        (sizes, endpoints)
    }
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.least = self.least.min(other.least);
        self.runs += other.runs;
        self.folding += other.folding;
    }
}

impl Fold {
    /// Decides what is compared as one in these runs, as [`Census::fold`] does.
    pub fn of<'a>(runs: impl Iterator<Item = &'a Run>, max: usize) -> Option<Self> {
        Census::of(runs).fold(max)
    }

    /// Decides what is folded of one run by itself: of more than `max` endpoints those with the fewest requests.
    pub fn smallest(run: &Run, max: usize) -> Option<Self> {
        let endpoints = run.endpoints.len();
        if endpoints <= max {
            return None;
        }
        let sizes = run.endpoints.iter().map(|e| (*e.traffic.requests.as_ref().unwrap_or(&0), &e.id));
        let mut sizes: Vec<(u64, &EndpointId)> = sizes.collect();
        sizes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let folded = sizes.split_off(max.saturating_sub(1)).into_iter().map(|(_, id)| id.clone()).collect();
        Some(Self { endpoints, folded, into: OTHER })
    }

    /// Decides what tables show as one, where there are more than `max`: of what was judged by itself the endpoints with the
    /// fewest requests in all runs together, but none that is named in `keep`.
    pub fn of_tables<'a>(
        runs: impl Iterator<Item = &'a Run> + Clone,
        max: usize,
        keep: &BTreeSet<&str>,
    ) -> Option<Self> {
        let has_other = runs.clone().any(|run| run.endpoints.iter().any(|endpoint| is_other(&endpoint.id)));
        let mut census = Census::default();
        runs.for_each(|run| census.count(run));
        census.rename(|id, _| id);
        let (sizes, endpoints) = census.sizes();
        if sizes.len() + usize::from(has_other) <= max {
            return None;
        }
        let (kept, small): (Vec<_>, Vec<_>) =
            sizes.iter().partition(|size| keep.contains(size.id.to_string().as_str()));
        let room = max.saturating_sub(kept.len() + usize::from(has_other) + 1);
        let folded: BTreeSet<EndpointId> = small.into_iter().skip(room).map(|size| size.id.clone()).collect();
        (!folded.is_empty()).then_some(Self { endpoints, folded, into: REST })
    }

    /// Folds one of the runs. What a summary names cannot be added up: tables leave it out.
    pub fn apply(&self, run: &mut Run) {
        if !is_one_by_one(run) {
            if self.into == REST {
                run.endpoints.retain(|endpoint| !self.folded.contains(&endpoint.id));
            }
            return;
        }
        let into = EndpointId::named(self.into);
        let (small, kept): (Vec<Endpoint>, Vec<Endpoint>) = std::mem::take(&mut run.endpoints)
            .into_iter()
            .partition(|endpoint| self.folded.contains(&endpoint.id) || endpoint.id == into);
        run.endpoints = kept;
        if !small.is_empty() {
            let traffic = Traffic::sum(small.iter().map(|endpoint| &endpoint.traffic));
            run.endpoints.push(Endpoint { id: into, host: None, traffic });
            run.endpoints.sort_by(|a, b| a.id.cmp(&b.id));
        }
    }
}

/// Tells whether an endpoint is what others were folded into.
pub fn is_other(id: &EndpointId) -> bool {
    id.method.is_none() && id.name == OTHER
}

fn is_one_by_one(run: &Run) -> bool {
    run.whole.responses.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outcome::Outcome;
    use crate::model::sample;

    /// A run with so many requests to each endpoint.
    fn run(endpoints: &[(&str, u32)]) -> Run {
        let requests = |count: u32| (0..count).map(|n| (1_795_000_000 + i64::from(n), Outcome::Ok, 1000));
        endpoints
            .iter()
            .fold(sample::run("run"), |run, (name, count)| run.with_points(name, requests(*count)))
    }

    fn shown(run: &Run) -> Vec<(String, u64)> {
        run.endpoints.iter().map(|e| (e.id.to_string(), e.traffic.requests.clone().unwrap())).collect()
    }

    fn of(names: &[(&str, u64)]) -> Vec<(String, u64)> {
        names.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    }

    /// Folds all of them, and says how many of how many.
    fn fold(runs: &mut [Run], max: usize) -> Option<(usize, usize)> {
        let fold = Fold::of(runs.iter(), max)?;
        runs.iter_mut().for_each(|run| fold.apply(run));
        Some((fold.folded.len(), fold.endpoints))
    }

    #[test]
    fn all_sides_fold_what_is_small_on_all_together() {
        let mut runs =
            [run(&[("a", 9), ("b", 1), ("c", 5), ("d", 2)]), run(&[("a", 1), ("b", 8), ("c", 2), ("d", 1)])];
        assert_eq!(fold(&mut runs, 3), Some((2, 4)));
        assert_eq!(shown(&runs[0]), of(&[("a", 9), ("b", 1), ("other", 7)]));
        assert_eq!(shown(&runs[1]), of(&[("a", 1), ("b", 8), ("other", 3)]));
        assert_eq!(fold(&mut runs, 3), None, "it is done");
    }

    #[test]
    fn what_one_side_folded_is_folded_on_the_other() {
        let mut runs = [run(&[("a", 9), ("b", 3), ("other", 7)]), run(&[("a", 8), ("c", 5), ("d", 4)])];
        assert_eq!(fold(&mut runs, 200), Some((2, 4)));
        assert_eq!(shown(&runs[0]), of(&[("a", 9), ("b", 3), ("other", 7)]), "the other one truly lacks b");
        assert_eq!(shown(&runs[1]), of(&[("a", 8), ("other", 9)]));
    }

    #[test]
    fn what_can_be_tested_by_itself_is_not_folded() {
        let mut runs = [
            run(&[("a", 99), ("b", 40), ("c", 31), ("d", 31)]),
            run(&[("a", 99), ("b", 31), ("c", 31), ("d", 30)]),
        ];
        assert_eq!(fold(&mut runs, 3), Some((1, 4)));
        assert_eq!(shown(&runs[1]), of(&[("a", 99), ("b", 31), ("c", 31), ("other", 30)]));
        let fold = Fold::of_tables(runs.iter(), 3, &BTreeSet::from(["c"])).unwrap();
        runs.iter_mut().for_each(|run| fold.apply(run));
        assert_eq!(shown(&runs[1]), of(&[("c", 31), ("other", 30), ("the rest", 130)]), "c is kept");
        assert_eq!(Fold::of_tables(runs.iter(), 3, &BTreeSet::new()), None);
    }

    #[test]
    fn what_a_summary_names_is_kept() {
        let mut runs = [sample::shop("base", 1.0), run(&[("GET /a", 1), ("x", 9), ("y", 8), ("z", 7)])];
        assert!(fold(&mut runs, 2).is_some());
        assert_eq!(runs[0], sample::shop("base", 1.0));
        assert_eq!(shown(&runs[1]), of(&[("GET /a", 1), ("other", 15), ("x", 9)]));
    }
}
