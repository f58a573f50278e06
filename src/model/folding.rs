//! Endpoints that are shown together as "other": the same ones in every run of a comparison.
//!
//! A run that folded its own smallest endpoints would lack those that another run kept: an endpoint that is small here and
//! not there could change without being looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::endpoint::{Endpoint, EndpointId, Traffic};
use super::run::Run;

/// How the endpoints that are shown together are called.
pub const OTHER: &str = "other";

/// Endpoints that a run keeps, five times what a report shows by default: of more, its smallest are folded when it is read,
/// so that neither memory nor snapshots grow with what a script puts into its names.
pub const KEPT_ENDPOINTS: usize = 1000;

/// Which endpoints the runs of a comparison show together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Endpoints of all runs together.
    pub endpoints: usize,
    /// Those that are shown together.
    pub folded: BTreeSet<EndpointId>,
}

impl Fold {
    /// Decides for all runs together; absent where nothing has to be folded.
    ///
    /// First whatever a run has folded already: an endpoint that such a run lacks is one of its "other", so it becomes one in
    /// the rest as well. Then the smallest, by the requests of all runs together, until there are `max` at most. Summaries
    /// cannot be added up: what they name is kept.
    pub fn of<'a>(runs: impl Iterator<Item = &'a Run> + Clone, max: usize) -> Option<Self> {
        let of_points = || runs.clone().filter(|run| is_one_by_one(run));
        let named: BTreeSet<String> = runs
            .clone()
            .filter(|run| !is_one_by_one(run))
            .flat_map(|run| &run.endpoints)
            .flat_map(|endpoint| [endpoint.id.name.clone(), endpoint.id.to_string()])
            .collect();
        let mut sizes: BTreeMap<&EndpointId, u64> = BTreeMap::new();
        for Endpoint { id, traffic, .. } in of_points().flat_map(|run| &run.endpoints) {
            let is_kept = is_other(id) || named.contains(&id.name) || named.contains(&id.to_string());
            if !is_kept {
                *sizes.entry(id).or_default() += traffic.requests.as_ref().unwrap_or(&0);
            }
        }
        let endpoints = sizes.len() + named.len();
        let mut folded: BTreeSet<EndpointId> = BTreeSet::new();
        let mut has_other = false;
        for run in of_points().filter(|run| run.endpoints.iter().any(|endpoint| is_other(&endpoint.id))) {
            has_other = true;
            let own: BTreeSet<&EndpointId> = run.endpoints.iter().map(|endpoint| &endpoint.id).collect();
            folded.extend(sizes.keys().filter(|id| !own.contains(*id)).map(|id| (*id).clone()));
        }
        let mut left: Vec<(&EndpointId, u64)> =
            sizes.into_iter().filter(|(id, _)| !folded.contains(id)).collect();
        left.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        if left.len() + usize::from(has_other) > max {
            let small = left.split_off(max.saturating_sub(1).min(left.len()));
            folded.extend(small.into_iter().map(|(id, _)| id.clone()));
        }
        (!folded.is_empty()).then_some(Self { endpoints, folded })
    }

    /// Folds one of the runs.
    pub fn apply(&self, run: &mut Run) {
        if !is_one_by_one(run) {
            return;
        }
        let (small, kept): (Vec<Endpoint>, Vec<Endpoint>) = std::mem::take(&mut run.endpoints)
            .into_iter()
            .partition(|endpoint| self.folded.contains(&endpoint.id) || is_other(&endpoint.id));
        run.endpoints = kept;
        if !small.is_empty() {
            let traffic = Traffic::sum(small.iter().map(|endpoint| &endpoint.traffic));
            run.endpoints.push(Endpoint { id: EndpointId::named(OTHER), host: None, traffic });
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
    fn what_a_summary_names_is_kept() {
        let mut runs = [sample::shop("base", 1.0), run(&[("GET /a", 1), ("x", 9), ("y", 8), ("z", 7)])];
        assert!(fold(&mut runs, 2).is_some());
        assert_eq!(runs[0], sample::shop("base", 1.0));
        assert_eq!(shown(&runs[1]), of(&[("GET /a", 1), ("other", 15), ("x", 9)]));
    }
}
