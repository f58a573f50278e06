//! A baseline: named runs that others are compared with.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A named set of runs, and how it came about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// Its name, which may hold a branch or an environment: `main`, `release/1.4`, `main@staging`.
    pub name: String,
    /// Its runs, the newest first.
    pub runs: Vec<BaselineRun>,
    /// Everything that was done to it, the newest first.
    pub log: Vec<BaselineEvent>,
}

impl Baseline {
    /// A baseline without a run.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), runs: Vec::new(), log: Vec::new() }
    }

    /// Puts together what changes made of a baseline, the oldest first: each adds its runs, and takes out those that its log
    /// names as removed or retired. Changes that do not know of each other both hold.
    pub fn of_changes(name: &str, changes: Vec<Self>) -> Self {
        let mut whole = Self::new(name);
        for change in changes.iter().rev() {
            // Two files may tell the same story up to where their branches part.
            let news: Vec<_> =
                change.log.iter().filter(|event| !whole.log.contains(event)).cloned().collect();
            whole.log.extend(news);
        }
        for change in changes {
            let is_out = |event: &BaselineEvent| {
                matches!(event.action, BaselineAction::Removed | BaselineAction::Retired)
            };
            let out = change.log.iter().filter(|event| is_out(event)).map(|event| &event.run);
            let gone: BTreeSet<&String> = out.chain(change.runs.iter().map(|run| &run.id)).collect();
            whole.runs.retain(|run| !gone.contains(&run.id));
            drop(gone);
            whole.runs.splice(0..0, change.runs);
        }
        // Branches took turns: what came last comes first, whoever did it.
        whole.runs.sort_by_key(|run| Reverse(run.added));
        whole.log.sort_by_key(|event| Reverse(event.at));
        whole
    }
}

/// One run of a baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaselineRun {
    /// Its content id in the store.
    pub id: String,
    /// How reports call it.
    pub name: String,
    /// When the test began, where the source tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<DateTime<Utc>>,
    /// Judged requests, where the source counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<u64>,
    /// The 95th percentile of all requests in milliseconds, where the source tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95: Option<f64>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// When it became part of the baseline.
    pub added: DateTime<Utc>,
}

/// What was done to a baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaselineAction {
    /// A run was added.
    Added,
    /// A run of another baseline was added.
    Promoted,
    /// A run was removed.
    Removed,
    /// A run was taken out to make room for a newer one, or because the baseline began again.
    Retired,
}

/// One line of a baseline's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BaselineEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// What.
    pub action: BaselineAction,
    /// The run's content id.
    pub run: String,
    /// The baseline that a promoted run came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Why, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// What spoke against it, where it was done all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was done on a day of November 2026.
    fn event(day: u32, action: BaselineAction, run: &str) -> BaselineEvent {
        let at = format!("2026-11-{day:02}T14:00:00Z").parse().unwrap();
        let (by, run) = ("ada".to_owned(), run.to_owned());
        BaselineEvent { at, by, action, run, from: None, why: None, objections: Vec::new() }
    }

    fn added(day: u32, run: &str, retired: &[&str]) -> Baseline {
        let of_it = event(day, BaselineAction::Added, run);
        let entry = BaselineRun {
            id: run.to_owned(),
            name: run.to_owned(),
            started: None,
            requests: None,
            p95: None,
            tags: BTreeMap::new(),
            added: of_it.at,
        };
        let out = retired.iter().map(|run| event(day, BaselineAction::Retired, run));
        Baseline { runs: vec![entry], log: out.chain([of_it]).collect(), ..Baseline::new("main") }
    }

    fn removed(day: u32, run: &str) -> Baseline {
        Baseline { log: vec![event(day, BaselineAction::Removed, run)], ..Baseline::new("main") }
    }

    #[test]
    fn changes_make_a_baseline() {
        // Changes, the runs that are left, and the length of the log.
        let table: [(Vec<Baseline>, &[&str], usize); 6] = [
            (vec![added(1, "a", &[]), added(2, "b", &[])], &["b", "a"], 2),
            (vec![added(1, "a", &[]), added(2, "b", &["a"])], &["b"], 3),
            // Two branches retired the same run and added one each.
            (vec![added(1, "a", &[]), added(3, "b", &["a"]), added(2, "c", &["a"])], &["b", "c"], 5),
            (vec![added(1, "a", &[]), removed(2, "a")], &[], 2),
            (vec![added(1, "a", &[]), removed(2, "a"), added(3, "a", &[])], &["a"], 3),
            // The clock of who removed it was late; the order is that of the changes.
            (vec![added(4, "a", &[]), removed(2, "a")], &[], 2),
        ];
        for (changes, runs, log) in table {
            let whole = Baseline::of_changes("main", changes);
            assert_eq!(whole.runs.iter().map(|run| run.id.as_str()).collect::<Vec<_>>(), runs);
            assert_eq!(whole.log.len(), log);
            assert!(whole.log.is_sorted_by_key(|event| Reverse(event.at)));
        }
    }

    #[test]
    fn a_story_told_twice_is_one_story() {
        let changes = vec![added(1, "a", &[]), added(2, "b", &[]), added(3, "c", &["a"])];
        let whole = Baseline::of_changes("main", changes);
        let longer = Baseline::of_changes("main", vec![whole.clone(), added(4, "d", &[])]);
        let both = Baseline::of_changes("main", vec![whole.clone(), longer.clone()]);
        assert_eq!(Baseline::of_changes("main", vec![whole.clone()]), whole);
        assert_eq!(both, longer);
    }
}
