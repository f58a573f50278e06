//! `[postmortem]`: what an incident must have cost to be of a severity.

use serde::Deserialize;
use toml::Spanned;

use super::error::Mistake;
use super::value::{Change, Checked, Factor, Name, PositiveDuration};
use crate::model::settings::SeverityLevel;

/// What a postmortem cannot know of itself.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Postmortem {
    /// Severities, the worst first: the first whose criteria all hold is that of the incident. One name may stand in several
    /// tables.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Severity>", extend("default" = [])))]
    severity: Vec<Spanned<Severity>>,
}

/// A severity and its criteria, at least one. All that are named must hold.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Severity {
    /// What the team calls it.
    name: Checked<Name>,
    /// The share of the requests that failed or were slow, or more.
    requests: Option<Checked<Change>>,
    /// How long it took, or longer.
    duration: Option<Checked<PositiveDuration>>,
    /// How many times the error budget of its requests an objective burned, or more: 1 spends it exactly.
    burn_rate: Option<Checked<Factor>>,
}

impl Postmortem {
    /// Checks that every severity says when it is one.
    pub(super) fn severities(self) -> Result<Vec<SeverityLevel>, Mistake> {
        self.severity.into_iter().map(level).collect()
    }
}

fn level(table: Spanned<Severity>) -> Result<SeverityLevel, Mistake> {
    let span = table.span();
    let severity = table.into_inner();
    let level = SeverityLevel {
        name: severity.name.0,
        requests: severity.requests.map(|share| share.0),
        duration: severity.duration.map(|seconds| seconds.0),
        burn_rate: severity.burn_rate.map(|factor| factor.0),
    };
    if level.requests.is_none() && level.duration.is_none() && level.burn_rate.is_none() {
        return Err(Mistake::new(span, format!("severity `{}` has no criterion", level.name))
            .hint("write requests = \"10%\", duration = \"5m\" or burn_rate = 10"));
    }
    Ok(level)
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use crate::model::settings::SeverityLevel;

    #[test]
    fn severities_are_read_in_their_order() {
        let text = "[[postmortem.severity]]\nname = 'SEV1'\nrequests = '25%'\nduration = '10m'\n\
                    [[postmortem.severity]]\nname = 'SEV2'\nburn_rate = 10\n";
        let level = |name: &str, requests, duration, burn_rate| SeverityLevel {
            name: name.to_owned(),
            requests,
            duration,
            burn_rate,
        };
        assert_eq!(
            parse(text, "perfreport.toml").unwrap().severities,
            [level("SEV1", Some(0.25), Some(600.0), None), level("SEV2", None, None, Some(10.0))]
        );
    }

    #[test]
    fn a_severity_without_a_criterion_is_an_error_with_its_line() {
        for (table, said) in [
            ("name = 'SEV1'", "severity `SEV1` has no criterion"),
            ("name = ''\nduration = '5m'", "expected a name"),
            ("name = 'SEV1'\nrequests = '120%'", "from 0 % to 100 %"),
            ("name = 'SEV1'\nduration = '5'", "no unit"),
            ("name = 'SEV1'\nburn_rate = 0.5", "a factor above 1"),
            ("name = 'SEV1'\nrequest = '5%'", "did you mean `requests`?"),
            ("duration = '5m'", "`name` is missing"),
        ] {
            let error = parse(&format!("[[postmortem.severity]]\n{table}\n"), "perfreport.toml").unwrap_err();
            let error = error.to_string();
            assert!(error.contains(said) && error.contains("perfreport.toml:"), "{error}");
        }
    }
}
