//! One load test, whatever wrote it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::check::{Check, Threshold};
use super::endpoint::{Endpoint, Traffic};
use super::load::Load;
use super::metric::Metric;
use super::missing::Known;
use super::note::Note;
use super::origin::Origin;
use super::quantity::Share;
use super::series::ServerMetrics;
use super::slices::Slots;
use super::source::Source;
use super::subject::Subject;
use super::tag_filter::TagFilter;
use super::users::Users;
use crate::words::{Text, text};

/// One load test.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Name, time, tool, files.
    pub meta: Meta,
    /// How it came about.
    pub origin: Origin,
    /// Endpoints, sorted by identity.
    pub endpoints: Vec<Endpoint>,
    /// All requests of the judged window, the endpoints' and others.
    pub whole: Traffic,
    /// What the load generator did.
    pub load: Load,
    /// First start and last end of the judged requests, in microseconds since 1970; a summary does not tell.
    pub judged_span: Known<(i64, i64)>,
    /// Virtual users over time, warm-up included; a summary does not tell.
    pub users: Known<Slots<Users>>,
    /// The script's own metrics, and k6's that measure no HTTP request, by name: in the judged window, or as a summary states
    /// them.
    pub metrics: BTreeMap<String, Metric>,
    /// What the servers measured meanwhile; absent where nobody gave it.
    pub servers: Option<ServerMetrics>,
    /// Checks as k6 judged them, sorted by path.
    pub checks: Vec<Check>,
    /// Thresholds as k6 judged them, sorted by metric and expression.
    pub thresholds: Vec<Threshold>,
    /// What a reader should know of this run.
    pub notes: Vec<Note>,
}

/// Seconds without a sample of `vus` from which on two runs are told apart inside one. k6 writes a sample every second as
/// long as it runs, so that no outage of the service leaves such a gap.
const LONG_GAP: i64 = 60;

impl Run {
    /// What several runs are called together: `base-1 and 2 more`.
    pub fn names(runs: &[Self]) -> Text {
        Text::few(runs.iter().map(|run| run.meta.name.clone()), 1)
    }

    /// The endpoints that have requests to be judged: raw points also keep those that only the warm-up asked.
    pub fn judged_endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        self.endpoints.iter().filter(|endpoint| endpoint.is_judged())
    }

    /// Whether any HTTP request was sent, as far as the source tells: a test may be of something else.
    pub fn has_requests(&self) -> bool {
        self.whole.requests != Ok(0) || !self.endpoints.is_empty()
    }

    /// Runs made one after the other that were merged into this one, at least 2; absent where it is one run.
    ///
    /// Snapshots of older versions do not say it: they show it by long gaps in their virtual users.
    pub fn reruns(&self) -> Option<u64> {
        let seconds = self.users.iter().flat_map(|users| users.iter().filter_map(|(_, users)| users.seconds));
        let mut before = None;
        let mut parts = 0;
        for (first, last) in seconds {
            if before.is_none_or(|before| first - before > LONG_GAP) {
                parts += 1;
            }
            before = Some(last);
        }
        Some(self.origin.reruns.max(parts)).filter(|parts| *parts > 1)
    }

    /// Says that reruns were merged, and what to do instead.
    pub fn rerun_note(&self) -> Option<Note> {
        let reruns = self.reruns()?;
        Some(
            Note::new(text!("note-reruns", name = &self.meta.name, runs = reruns))
                .with_hint(text!("note-reruns-hint")),
        )
    }

    /// The judged requests of an endpoint, or of the whole run.
    pub fn traffic_of(&self, subject: &Subject) -> Option<&Traffic> {
        match subject {
            Subject::Whole => Some(&self.whole),
            _ => self.judged_endpoints().find(|e| Subject::from(&e.id) == *subject).map(|e| &e.traffic),
        }
    }
}

/// A rise of errors by a tenth of a percentage point fails a run; so many lines could hide it.
const MOST_UNREAD: f64 = 0.001;

/// Name, time, tool and files of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// How reports call the run.
    pub name: String,
    /// When the test began.
    pub started: Known<DateTime<Utc>>,
    /// When the test ended.
    pub ended: Known<DateTime<Utc>>,
    /// How long the whole test took, in seconds.
    pub duration: Known<f64>,
    /// How long the judged window took, in seconds.
    pub window_duration: Known<f64>,
    /// What is judged.
    pub window: Window,
    /// The load tool and, where the source tells, its version: `k6 2.2.0`.
    pub tool: String,
    /// The version alone.
    pub tool_version: Known<String>,
    /// SHA-256 of the script, in hex; the script itself is never kept.
    pub script_hash: Known<String>,
    /// Whether the input ends in the middle of a line: the test, or the copying of its file, was stopped hard.
    pub cut_short: bool,
    /// The share of the input's lines that could not be read and were skipped, 0..1; 0 where they were fewer than five.
    pub unread_share: f64,
    /// `--tag key=value`.
    pub tags: BTreeMap<String, String>,
    /// The files it was read from.
    pub sources: Vec<Source>,
}

impl Meta {
    /// The load tool without its version: `k6`.
    pub fn tool_name(&self) -> &str {
        self.tool.split(' ').next().unwrap_or_default()
    }

    /// The share of lines that could not be read, where it is large enough for errors to be missed.
    pub fn unread(&self) -> Option<Share> {
        (self.unread_share > MOST_UNREAD).then_some(Share(self.unread_share))
    }

    /// Whether k6 made the load.
    pub fn is_k6(&self) -> bool {
        self.tool_name() == "k6"
    }
}

/// What part of a test is judged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Window {
    /// The scenarios that are judged, as far as the source names them; empty: all.
    pub scenarios: Vec<String>,
    /// The scenarios that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Seconds that are left out from the start.
    #[serde(rename = "warm_up_seconds", skip_serializing_if = "Option::is_none")]
    pub warm_up: Option<f64>,
    /// The tags that all judged requests have.
    #[serde(rename = "where", default, skip_serializing_if = "TagFilter::is_empty")]
    pub tags: TagFilter,
    /// The rule in words, for the report: "scenario measure", "the whole test".
    pub text: Text,
}

#[cfg(test)]
mod tests {
    use crate::model::sample::run;
    use crate::model::slices::Slots;
    use crate::model::users::Users;

    #[test]
    fn long_gaps_in_virtual_users_tell_reruns_apart() {
        // Seconds with a sample → runs
        let table: [(&[i64], Option<u64>); 4] =
            [(&[0, 1, 2, 60], None), (&[0, 1, 62], Some(2)), (&[0, 1, 600, 601, 1200], Some(3)), (&[], None)];
        for (seconds, expected) in table {
            let mut users = Slots::default();
            for &second in seconds {
                users.absorb_at(second, &Users::one(second, 10));
            }
            let mut run = run("run");
            run.users = Ok(users);
            assert_eq!(run.reruns(), expected, "{seconds:?}");
        }
    }

    #[test]
    fn what_was_written_down_counts_where_no_gap_shows_it() {
        let mut run = run("run");
        assert_eq!(run.rerun_note(), None);
        run.origin.reruns = 3;
        assert!(run.rerun_note().unwrap().text.contains("3 runs"));
    }
}
