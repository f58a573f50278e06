//! The rules that need no base, on every candidate run: objectives, k6 thresholds, incidents, and what no run may pass.

use std::collections::BTreeMap;

use super::incident::{self, Searched, Seen};
use super::{Inputs, k6_threshold, limits, metric_objective, slo, vitals};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, SloResult};
use crate::model::run::Run;
use crate::words::{Text, text};

/// Judges the first candidate run, whose objectives and incidents are known, and the others like it.
pub(super) fn findings(
    evidence: &Inputs<'_>,
    slos: &[SloResult],
    incidents: (Option<&Searched<'_>>, &[Seen]),
    others: &[Run],
) -> Vec<Finding> {
    of_every_run(of_one(evidence, slos, incidents), evidence, others, |evidence| {
        let searched = Searched::of(evidence.run, &evidence.settings.outcomes);
        let incidents = searched.as_ref().map_or_else(Vec::new, Searched::incidents);
        of_one(evidence, &slo::measure(evidence), (searched.as_ref(), &incidents))
    })
}

/// Holds every candidate run against what no run may pass; `found` is what the other rules found.
pub(super) fn limits(
    evidence: &Inputs<'_>,
    slos: &[SloResult],
    found: &[Finding],
    others: &[Run],
) -> Vec<Finding> {
    of_every_run(limits::findings(evidence, slos, found), evidence, others, |evidence| {
        limits::findings(evidence, &slo::measure(evidence), found)
    })
}

/// Adds what the other candidate runs show: what several show is one finding, the gravest; what the first does not show
/// names its run.
fn of_every_run(
    first: Vec<Finding>,
    evidence: &Inputs<'_>,
    others: &[Run],
    judge: impl Fn(&Inputs<'_>) -> Vec<Finding>,
) -> Vec<Finding> {
    let mut places: BTreeMap<(Rule, Judged), usize> = BTreeMap::new();
    let mut found: Vec<(Finding, Vec<&str>)> = Vec::new();
    for finding in first {
        places.entry(key(&finding)).or_insert(found.len());
        found.push((finding, Vec::new()));
    }
    for (index, run) in others.iter().enumerate() {
        let metric_objectives = evidence.metric_objectives.get(index + 1..).unwrap_or_default();
        for finding in judge(&Inputs { run, metric_objectives, ..*evidence }) {
            let name = run.meta.name.as_str();
            // Two bursts are two events, whenever they were.
            let place = places.get(&key(&finding)).filter(|_| finding.judged.indicator != Indicator::Burst);
            match place.and_then(|&place| found.get_mut(place)) {
                Some((known, also)) if finding.verdict > known.verdict => {
                    *known = of_run(finding, name);
                    also.clear();
                }
                Some((_, also)) => also.push(name),
                None => {
                    places.entry(key(&finding)).or_insert(found.len());
                    found.push((of_run(finding, name), Vec::new()));
                }
            }
        }
    }
    found.into_iter().map(|(finding, also)| likewise(finding, &also)).collect()
}

fn of_one(
    evidence: &Inputs<'_>,
    slos: &[SloResult],
    (searched, incidents): (Option<&Searched<'_>>, &[Seen]),
) -> Vec<Finding> {
    let mut findings = slo::findings(slos);
    findings.extend(metric_objective::findings(evidence.metric_objectives()));
    findings.extend(k6_threshold::findings(evidence));
    findings.extend(vitals::findings(evidence));
    findings.extend(incident::findings(evidence, searched, incidents));
    findings
}

fn key(finding: &Finding) -> (Rule, Judged) {
    (finding.rule, finding.judged.clone())
}

fn of_run(finding: Finding, name: &str) -> Finding {
    Finding {
        title: text!("run-title", title = finding.title, run = name),
        text: text!("run-text", run = name, text = finding.text),
        ..finding
    }
}

fn likewise(mut finding: Finding, also: &[&str]) -> Finding {
    if !also.is_empty() {
        let likewise = text!("likewise", runs = also.join(", "));
        finding.text = Text::sentences([finding.text, likewise]);
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::judge::{ReportHead, assess};
    use crate::model::judgement::{Assessment, Rule, Verdict};
    use crate::model::missing::Missing;
    use crate::model::outcome::Outcomes;
    use crate::model::run::Run;
    use crate::model::sample::shop;
    use crate::model::settings::Settings;

    fn judged(runs: &[Run]) -> Assessment {
        assess(&[], runs, Err(Missing::because("no base")), &Settings::default(), ReportHead::default())
    }

    fn run(name: &str, crossed: bool) -> Run {
        shop(name, 1.0).with_threshold("p(95)<500", crossed)
    }

    #[test]
    fn every_candidate_run_is_judged_by_its_thresholds() {
        let assessment = judged(&[run("run-1", false), run("run-2", true), run("run-3", true)]);
        let [found] = assessment.findings.as_slice() else { panic!("{:#?}", assessment.findings) };
        assert_eq!(assessment.verdict, Verdict::Fail);
        assert!(found.title.to_string().ends_with("p(95)<500 (run-2)"), "{}", found.title);
        assert!(
            found.text.to_string().starts_with("In run-2: ")
                && found.text.to_string().ends_with("Likewise in run-3."),
            "{}",
            found.text
        );
        assert_eq!(assessment.title, "run-1 and 2 more");
        assert_eq!(assessment.more_runs.len(), 2);
    }

    #[test]
    fn no_candidate_run_may_pass_the_limits() {
        let failing = |name: &str| {
            let mut run = run(name, false);
            run.whole.outcomes = Ok(Outcomes { bad: 9000, good: 3300, ..Outcomes::default() });
            run
        };
        let assessment = judged(&[run("run-1", false), failing("run-2"), failing("run-3")]);
        let [found] = assessment.findings.as_slice() else { panic!("{:#?}", assessment.findings) };
        assert_eq!((found.verdict, found.rule), (Verdict::Fail, Rule::Errors));
        assert_eq!(found.title, "Most requests failed (run-2)");
        assert!(found.text.to_string().ends_with("Likewise in run-3."), "{}", found.text);
    }

    #[test]
    fn what_the_first_shows_is_told_of_the_first() {
        let assessment = judged(&[run("run-1", true), run("run-2", true)]);
        let [found] = assessment.findings.as_slice() else { panic!("{:#?}", assessment.findings) };
        assert!(found.title.to_string().ends_with("p(95)<500"), "{}", found.title);
        assert!(found.text.to_string().ends_with("Likewise in run-2."), "{}", found.text);
    }

    #[test]
    fn without_a_base_that_is_left_nothing_passes() {
        let frame =
            || ReportHead { lost_base: Some("It is the run itself.".into()), ..ReportHead::default() };
        let judge = |run: Run| {
            let settings = Settings::default();
            assess(&[], &[run], Err(Missing::because("no base is left")), &settings, frame()).verdict
        };
        assert_eq!(judge(run("run", false)), Verdict::Inconclusive);
        assert_eq!(judge(run("run", true)), Verdict::Fail, "what needs no base is judged");
    }
}
