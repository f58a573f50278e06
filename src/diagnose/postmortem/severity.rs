//! How severe it was, by the criteria of the configuration and by no other.

use super::{Case, NOTHING_WORSE, impact, objective};
use crate::model::judgement::Rule;
use crate::model::missing::{Known, Missing};
use crate::model::quantity::{Share, WholeSeconds, significant};
use crate::model::settings::SeverityLevel;
use crate::words::{Text, text};

const NO_CRITERIA: Missing = Missing::message("postmortem-no-criteria");
const NOBODY_COUNTED: Missing = Missing::message("postmortem-slow-not-counted");
const NO_REQUESTS: Missing = Missing::message("missing-no-request");
const NO_BURN_RATE: Missing = Missing::message("postmortem-no-burn-rate");

/// Names the first severity whose criteria all hold, with the figures that make it one.
pub(super) fn severity(case: &Case<'_>) -> Known<Text> {
    let levels = &case.settings.severities;
    if levels.is_empty() {
        return Err(NO_CRITERIA);
    }
    if case.findings().next().is_none() {
        return Err(NOTHING_WORSE);
    }
    let cost = Cost::of(case);
    let mut unknown: Vec<Text> = Vec::new();
    for level in levels {
        match cost.reaches(level) {
            Reached::No => {}
            Reached::Unknown(reason) => {
                unknown.push(text!("postmortem-severity-unknown", level = &level.name, reason = reason));
            }
            Reached::Yes(figures) => {
                let level = Text::written(level.name.clone());
                let known = Text::joined([level, Text::joined(figures, ", ")], ": ");
                return Ok(Text::joined([known].into_iter().chain(unknown), "; "));
            }
        }
    }
    if !unknown.is_empty() {
        return Err(Missing::because(Text::joined(unknown, "; ")));
    }
    let mut names: Vec<&str> = levels.iter().map(|level| level.name.as_str()).collect();
    names.dedup();
    Ok(text!("postmortem-severity-none", levels = names.join(", ")))
}

/// What it cost, in the figures that criteria speak of.
struct Cost {
    /// The share of the requests that failed or were slow.
    requests: Known<f64>,
    /// Seconds.
    duration: Known<f64>,
    /// The worst of the objectives, with its name.
    burn_rate: Known<(f64, Text)>,
}

/// Whether the criteria of a severity hold.
enum Reached {
    /// One of them does not.
    No,
    /// One of them is not known, and the others hold.
    Unknown(Text),
    /// All of them, with their figures.
    Yes(Vec<Text>),
}

impl Cost {
    fn of(case: &Case<'_>) -> Self {
        let measured = case.assessment.slos.iter().filter_map(|slo| Some((slo, slo.measured.as_ref().ok()?)));
        let worst = measured.max_by(|a, b| a.1.budget.burn_rate.total_cmp(&b.1.budget.burn_rate));
        let burn_rate = worst.ok_or(NO_BURN_RATE);
        let burn_rate = burn_rate.map(|(slo, measured)| (measured.budget.burn_rate, objective(slo, ", ")));
        Self { requests: requests(case), duration: impact::seconds(case), burn_rate }
    }

    fn reaches(&self, level: &SeverityLevel) -> Reached {
        let (mut figures, mut unknown) = (Vec::new(), None);
        let mut holds = |limit: Option<f64>, value: Known<f64>, words: &dyn Fn(f64, f64) -> Text| {
            let Some(limit) = limit else { return true };
            match value {
                Ok(value) if value < limit => return false,
                Ok(value) => figures.push(words(value, limit)),
                Err(missing) => unknown = Some(missing.reason().clone()),
            }
            true
        };
        let share =
            |value, least| text!("postmortem-severity-requests", share = Share(value), least = Share(least));
        let time = |value, least| {
            let (duration, least) = (WholeSeconds(value), WholeSeconds(least));
            text!("postmortem-severity-duration", duration = duration, least = least)
        };
        let (rate, objective) = match &self.burn_rate {
            Ok((rate, objective)) => (Ok(*rate), objective.clone()),
            Err(missing) => (Err(missing.clone()), Text::empty()),
        };
        let burned = |value, least: f64| {
            text!(
                "postmortem-severity-burn-rate",
                rate = significant(value),
                least = least.to_string(),
                objective = &objective,
            )
        };
        let all = holds(level.requests, self.requests.clone(), &share)
            && holds(level.duration, self.duration.clone(), &time)
            && holds(level.burn_rate, rate, &burned);
        match (all, unknown) {
            (false, _) => Reached::No,
            (true, Some(reason)) => Reached::Unknown(reason),
            (true, None) => Reached::Yes(figures),
        }
    }
}

/// The share of the requests that incidents hit; where none stands out, the share that failed.
fn requests(case: &Case<'_>) -> Known<f64> {
    let incidents = &case.assessment.incidents;
    let is_slow = |rule| matches!(rule, Rule::Latency | Rule::SharedShift);
    let hit = if incidents.is_empty() {
        if case.findings().any(|finding| is_slow(finding.rule)) {
            return Err(NOBODY_COUNTED);
        }
        case.run.whole.outcomes.clone()?.bad
    } else {
        // A request may be both: there are at least as many as the larger count.
        incidents.iter().map(|incident| incident.bad.max(incident.slow)).sum()
    };
    let total = case.run.whole.requests.clone()?;
    if total == 0 { Err(NO_REQUESTS) } else { Ok((hit as f64 / total as f64).min(1.0)) }
}

#[cfg(test)]
mod tests {
    use super::{Cost, Reached};
    use crate::model::missing::Missing;
    use crate::model::settings::SeverityLevel;
    use crate::words::Text;

    fn cost() -> Cost {
        Cost {
            requests: Ok(0.12),
            duration: Err(Missing::because("no time line")),
            burn_rate: Ok((11.5, Text::written("99 % within 500 ms"))),
        }
    }

    fn reached(requests: Option<f64>, duration: Option<f64>, burn_rate: Option<f64>) -> String {
        let level = SeverityLevel { name: "SEV1".to_owned(), requests, duration, burn_rate };
        match cost().reaches(&level) {
            Reached::No => "no".to_owned(),
            Reached::Unknown(reason) => format!("unknown: {reason}"),
            Reached::Yes(figures) => Text::joined(figures, ", ").english().replace('\u{a0}', " "),
        }
    }

    #[test]
    fn all_criteria_of_a_severity_must_hold() {
        for (requests, duration, burn_rate, said) in [
            (Some(0.12), None, None, "12 % of the requests failed or were slow (at least 12 %)"),
            (Some(0.13), None, None, "no"),
            (None, None, Some(10.0), "burn rate 11.5 (at least 10) of 99 % within 500 ms"),
            (None, Some(60.0), None, "unknown: no time line"),
            // What does not hold decides, whatever is not known.
            (Some(0.13), Some(60.0), None, "no"),
            (None, Some(60.0), Some(20.0), "no"),
            (Some(0.1), Some(60.0), Some(2.0), "unknown: no time line"),
        ] {
            assert_eq!(reached(requests, duration, burn_rate), said);
        }
    }
}
