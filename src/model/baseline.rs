//! A baseline: named runs that others are compared with.

use std::collections::BTreeMap;

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
