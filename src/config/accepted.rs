//! `[[accepted]]`: changes for the worse that are known and meant.

use chrono::NaiveDate;
use serde::Deserialize;

use super::value::{Checked, Name, ValueKind, percent};
use crate::model::settings;

/// A change for the worse that is accepted.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Accepted {
    /// The endpoint, as reports name it. "*" stands for any text. Absent: the whole run.
    endpoint: Option<Checked<Name>>,
    /// What was measured, as findings call it: "p95". "latency", "errors" and "metric" stand for all of a kind, and
    /// the name of a metric for it. Absent: whatever it is, but no metric.
    measure: Option<Checked<Name>>,
    /// The largest change that is accepted; beyond it the run fails again.
    up_to: Checked<Increase>,
    /// The last day on which it is accepted.
    until: Checked<Day>,
    /// Why.
    why: Checked<Name>,
}

impl From<Accepted> for settings::Accepted {
    fn from(accepted: Accepted) -> Self {
        Self {
            endpoint: accepted.endpoint.map(|name| name.0),
            measure: accepted.measure.map(|name| name.0),
            up_to: accepted.up_to.0,
            until: accepted.until.0,
            why: accepted.why.0,
        }
    }
}

/// An increase, above 0.
#[derive(Debug)]
pub(super) struct Increase;

impl ValueKind for Increase {
    type Value = f64;
    const EXPECTED: &'static str = "an increase such as \"+40%\"";

    fn text(text: &str) -> Option<Result<f64, String>> {
        let size = text.strip_prefix('+').unwrap_or(text);
        Some(percent(size, &["%"], "+40%").and_then(|share| {
            if share > 0.0 && share.is_finite() {
                Ok(share)
            } else {
                Err("expected an increase above 0".to_owned())
            }
        }))
    }
}

/// A day.
#[derive(Debug)]
pub(super) struct Day;

impl ValueKind for Day {
    type Value = NaiveDate;
    const EXPECTED: &'static str = "a day such as \"2026-12-31\"";

    fn text(text: &str) -> Option<Result<NaiveDate, String>> {
        Some(text.parse().map_err(|_| format!("`{text}` is no day\nwrite {}", Self::EXPECTED)))
    }
}

#[cfg(test)]
mod tests {
    use crate::config::parse;

    fn table(up_to: &str, until: &str) -> String {
        format!("[[accepted]]\nup_to = \"{up_to}\"\nuntil = \"{until}\"\nwhy = \"signed now\"\n")
    }

    #[test]
    fn an_increase_and_a_day_are_read() {
        let settings = parse(&table("+140%", "2026-12-31"), "perfreport.toml").unwrap();
        let accepted = &settings.accepted[0];
        assert_eq!((accepted.up_to, accepted.until.to_string().as_str()), (1.4, "2026-12-31"));
        assert_eq!((&accepted.endpoint, accepted.why.as_str()), (&None, "signed now"));
        for (up_to, until, said) in [
            ("-5%", "2026-12-31", "above 0"),
            ("40", "2026-12-31", "has no unit"),
            ("+40%", "soon", "is no day"),
        ] {
            let error = parse(&table(up_to, until), "perfreport.toml").unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
