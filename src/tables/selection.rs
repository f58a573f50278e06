//! What is read of the history.

use chrono::{DateTime, Utc};

use crate::model::history::HistoryMeasure;
use crate::model::pattern;

/// What is read of the history; by default everything.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Runs from then on.
    pub since: Option<DateTime<Utc>>,
    /// Runs before then.
    pub until: Option<DateTime<Utc>>,
    /// Endpoints whose name matches; `*` stands for any text. All requests are always read.
    pub endpoint: Option<String>,
    /// The only measure.
    pub measure: Option<HistoryMeasure>,
    /// Whether no more than figures and objectives is read: no base, no outcomes and no link.
    pub only_figures: bool,
}

impl Selection {
    /// Tells whether a time is selected.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.since.is_none_or(|since| since <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Tells whether an endpoint is selected; `None` is all requests.
    pub fn wants(&self, endpoint: Option<&str>) -> bool {
        match (&self.endpoint, endpoint) {
            (None, _) | (_, None) => true,
            (Some(wanted), Some(endpoint)) => pattern::matches(wanted, endpoint),
        }
    }
}
