//! How severe it was, by the criteria of the configuration and by no other.

use super::{Case, NOTHING_WORSE, impact};
use crate::model::judgement::Rule;
use crate::model::missing::{Known, Missing};
use crate::model::quantity::{Share, WholeSeconds, significant};
use crate::model::settings::SeverityLevel;

const NO_CRITERIA: Missing = Missing::constant(
    "not set: `[[postmortem.severity]]` in perfreport.toml says what makes a severity, see docs/configuration.md",
);
const NOBODY_COUNTED: Missing =
    Missing::constant("how many requests were slow is not known, because no part of the run stands out");
const NO_REQUESTS: Missing = Missing::constant("there was no request");
const NO_BURN_RATE: Missing = Missing::constant("no objective was measured");

/// Names the first severity whose criteria all hold, with the figures that make it one.
pub(super) fn severity(case: &Case<'_>) -> Known<String> {
    let levels = &case.settings.severities;
    if levels.is_empty() {
        return Err(NO_CRITERIA);
    }
    if case.findings().next().is_none() {
        return Err(NOTHING_WORSE);
    }
    let cost = Cost::of(case);
    let mut unknown: Vec<String> = Vec::new();
    for level in levels {
        match cost.reaches(level) {
            Reached::No => {}
            Reached::Unknown(reason) => {
                unknown.push(format!("whether it is {} is not known: {reason}", level.name));
            }
            Reached::Yes(figures) => {
                let known = format!("{}: {}", level.name, figures.join(", "));
                return Ok(std::iter::once(known).chain(unknown).collect::<Vec<_>>().join("; "));
            }
        }
    }
    if !unknown.is_empty() {
        return Err(Missing::because(unknown.join("; ")));
    }
    let mut names: Vec<&str> = levels.iter().map(|level| level.name.as_str()).collect();
    names.dedup();
    Ok(format!("none: the criteria of {} do not hold", names.join(", ")))
}

/// What it cost, in the figures that criteria speak of.
struct Cost {
    /// The share of the requests that failed or were slow.
    requests: Known<f64>,
    /// Seconds.
    duration: Known<f64>,
    /// The worst of the objectives, with its name.
    burn_rate: Known<(f64, String)>,
}

/// Whether the criteria of a severity hold.
enum Reached {
    /// One of them does not.
    No,
    /// One of them is not known, and the others hold.
    Unknown(String),
    /// All of them, with their figures.
    Yes(Vec<String>),
}

impl Cost {
    fn of(case: &Case<'_>) -> Self {
        let measured = case.assessment.slos.iter().filter_map(|slo| Some((slo, slo.measured.as_ref().ok()?)));
        let worst = measured.max_by(|a, b| a.1.budget.burn_rate.total_cmp(&b.1.budget.burn_rate));
        let burn_rate = worst.ok_or(NO_BURN_RATE).map(|(slo, measured)| {
            let whose = slo.subject.key().map_or(String::new(), |endpoint| format!("{endpoint}, "));
            (measured.budget.burn_rate, format!("{whose}{}", slo.text))
        });
        Self { requests: requests(case), duration: impact::seconds(case), burn_rate }
    }

    fn reaches(&self, level: &SeverityLevel) -> Reached {
        let (mut figures, mut unknown) = (Vec::new(), None);
        let mut holds = |limit: Option<f64>, value: Known<f64>, words: &dyn Fn(f64, f64) -> String| {
            let Some(limit) = limit else { return true };
            match value {
                Ok(value) if value < limit => return false,
                Ok(value) => figures.push(words(value, limit)),
                Err(missing) => unknown = Some(missing.reason().english()),
            }
            true
        };
        let share = |value, limit| {
            format!("{} of the requests failed or were slow (at least {})", Share(value), Share(limit))
        };
        let time = |value, limit| format!("{} long (at least {})", WholeSeconds(value), WholeSeconds(limit));
        let objective = self.burn_rate.as_ref().map_or("", |(_, objective)| objective);
        let burned = |value, limit| {
            let value = significant(value);
            format!("burn rate {value} (at least {limit}) of {objective}")
        };
        let rate = self.burn_rate.clone().map(|(rate, _)| rate);
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

    fn cost() -> Cost {
        Cost {
            requests: Ok(0.12),
            duration: Err(Missing::constant("no time line")),
            burn_rate: Ok((11.5, "99 % within 500 ms".to_owned())),
        }
    }

    fn reached(requests: Option<f64>, duration: Option<f64>, burn_rate: Option<f64>) -> String {
        let level = SeverityLevel { name: "SEV1".to_owned(), requests, duration, burn_rate };
        match cost().reaches(&level) {
            Reached::No => "no".to_owned(),
            Reached::Unknown(reason) => format!("unknown: {reason}"),
            Reached::Yes(figures) => figures.join(", ").replace('\u{a0}', " "),
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
