//! What was accepted: a change for the worse that is known and meant is reported, and fails no run, until it grows or the
//! time is over.

use chrono::{DateTime, NaiveDate};

use super::Inputs;
use crate::model::judgement::{Finding, Verdict};
use crate::model::quantity::RelativeChange;
use crate::words::{Text, text};

/// Makes a WARN of each finding that was accepted, and says where it cannot be any more. `today` stands for the day of a
/// run that does not tell its own.
pub(super) fn apply(findings: &mut [Finding], evidence: &Inputs<'_>, today: Option<NaiveDate>) {
    let day = evidence.run.meta.started.as_ref().ok().map(DateTime::date_naive).or(today);
    for finding in findings.iter_mut().filter(|finding| finding.verdict == Verdict::Fail) {
        let Some(accepted) = evidence.settings.accepted.iter().find(|accepted| {
            // Only what a comparison says: an objective or a threshold is changed where it stands.
            finding.is_about(accepted.endpoint.as_deref(), accepted.measure.as_deref())
        }) else {
            continue;
        };
        let (size, until) = (finding.size.unwrap_or(f64::INFINITY).abs(), accepted.until);
        let over = if day.is_none_or(|day| day > until) {
            Some(text!("accepted-over", until = until.to_string()))
        } else if size > accepted.up_to {
            Some(text!("accepted-more", size = RelativeChange(accepted.up_to)))
        } else {
            None
        };
        let added = match over {
            Some(over) => over,
            None => {
                finding.verdict = Verdict::Warn;
                finding.title = text!("accepted-title", title = &finding.title, until = until.to_string());
                finding.advice = None;
                text!("accepted-why", why = &accepted.why)
            }
        };
        finding.text = Text::sentences([finding.text.clone(), added]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::finding;
    use crate::model::comparison::Measure;
    use crate::model::judged::Judged;
    use crate::model::judgement::Rule;
    use crate::model::missing::Missing;
    use crate::model::sample;
    use crate::model::settings::Accepted;
    use crate::model::settings::Settings;
    use crate::model::subject::Subject;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The verdict and the text of one finding about `GET /a` at p95, of +30 %, under an acceptance.
    fn of(accepted: Accepted, rule: Rule, today: Option<NaiveDate>) -> (Verdict, String) {
        let settings = Settings { accepted: vec![accepted], ..Settings::default() };
        let mut run = sample::run("run");
        run.meta.started = Err(Missing::because("a summary does not tell"));
        let evidence =
            Inputs { comparison: None, base: &[], run: &run, settings: &settings, metric_objectives: &[] };
        let judged = Judged::latency(&Subject::endpoint("GET /a"), Measure::P95);
        let mut found = [Finding { size: Some(0.3), ..finding(Verdict::Fail, rule, judged) }];
        apply(&mut found, &evidence, today);
        let [found] = found;
        (found.verdict, found.text.to_string())
    }

    fn accepted() -> Accepted {
        Accepted {
            endpoint: Some("GET /*".to_owned()),
            measure: Some("latency".to_owned()),
            up_to: 0.4,
            until: day("2026-12-31"),
            why: "signed now".to_owned(),
        }
    }

    #[test]
    fn what_was_accepted_warns_until_it_grows_or_the_time_is_over() {
        let today = Some(day("2026-12-31"));
        let (verdict, text) = of(accepted(), Rule::Latency, today);
        assert_eq!(verdict, Verdict::Warn);
        assert!(text.contains("signed now"), "{text}");
        let (verdict, text) = of(accepted(), Rule::Latency, Some(day("2027-01-01")));
        assert!(verdict == Verdict::Fail && text.contains("the date has passed"), "{text}");
        let (verdict, text) = of(Accepted { up_to: 0.2, ..accepted() }, Rule::Latency, today);
        assert!(verdict == Verdict::Fail && text.contains("it is more now"), "{text}");
        assert_eq!(of(accepted(), Rule::Latency, None).0, Verdict::Fail, "nobody knows which day it is");
    }

    #[test]
    fn only_what_it_names_is_accepted() {
        let today = Some(day("2026-12-01"));
        let verdict = |accepted: Accepted, rule| of(accepted, rule, today).0;
        assert_eq!(verdict(accepted(), Rule::Errors), Verdict::Fail);
        assert_eq!(verdict(Accepted { measure: None, ..accepted() }, Rule::Errors), Verdict::Warn);
        assert_eq!(
            verdict(Accepted { measure: Some("p99".to_owned()), ..accepted() }, Rule::Latency),
            Verdict::Fail
        );
        assert_eq!(
            verdict(Accepted { measure: Some("p95".to_owned()), ..accepted() }, Rule::Latency),
            Verdict::Warn
        );
        assert_eq!(verdict(Accepted { endpoint: None, ..accepted() }, Rule::Latency), Verdict::Fail);
        assert_eq!(verdict(accepted(), Rule::Slo), Verdict::Fail, "an objective is changed where it stands");
    }
}
