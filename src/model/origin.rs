//! How a run came about: what its figures do not show.

use serde::{Deserialize, Serialize};

use super::endpoint::EndpointId;
use super::note::Note;
use super::run::Run;
use super::settings::{OutcomeSettings, Settings, WindowSettings};

/// How a run came about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Origin {
    /// The settings that it was read with; absent in snapshots of older versions.
    pub settings: Option<ReadWith>,
    /// Runs made one after the other that were merged into this one; 0 where none is known.
    pub reruns: u64,
}

/// The settings that decide what a run holds once its source is gone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Settings")]
pub struct ReadWith {
    /// What part of the test is judged.
    #[serde(flatten)]
    pub window: WindowSettings,
    /// The tag that names an endpoint.
    pub tag: String,
    /// Route patterns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<String>,
    /// Which statuses are intended.
    #[serde(flatten)]
    pub outcomes: OutcomeSettings,
}

impl ReadWith {
    /// Takes what counts from the settings.
    pub fn of(settings: &Settings) -> Self {
        Self {
            window: settings.window.clone(),
            tag: settings.endpoints.tag.clone(),
            routes: settings.endpoints.routes.clone(),
            outcomes: settings.outcomes.clone(),
        }
    }
}

impl OutcomeSettings {
    /// Tells whether a status is declared as intended for an endpoint.
    pub fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool {
        self.intended.iter().any(|rule| rule.statuses.contains(&status) && endpoint.matches(&rule.endpoint))
    }
}

/// Seconds without a sample of `vus` from which on two runs are told apart inside one. k6 writes a sample every second as
/// long as it runs, so that no outage of the service leaves such a gap.
const LONG_GAP: i64 = 60;

impl Run {
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
            Note::new(format!(
                "{} was merged from {reruns} runs that were made one after the other: how much runs differ by themselves \
                 cannot be seen in it any more, and its slices of time are coarse.",
                self.meta.name
            ))
            .with_hint(
                "Merging is for load generators that ran at the same time. Give reruns one by one: `perfreport compare BASE… --run R1 --run R2`.",
            ),
        )
    }
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
