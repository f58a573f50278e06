//! Whether it happened before: what the history remembers of the same endpoints.

use super::{Case, NOTHING_WORSE};
use crate::model::commit;
use crate::model::history::HistoryRun;
use crate::model::judgement::Verdict;
use crate::model::missing::Known;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// More endpoints than these are not looked up.
const ENDPOINTS: usize = 3;

/// Counts the earlier runs that were worse in the same place.
pub(super) fn recurrence(case: &Case<'_>, earlier: &Known<Vec<HistoryRun>>) -> Known<Vec<Text>> {
    if case.findings().next().is_none() {
        return Err(NOTHING_WORSE);
    }
    let earlier = earlier.as_ref().map_err(Clone::clone)?;
    let endpoints = case.endpoints();
    Ok(match endpoints.as_slice() {
        [] => vec![told(earlier, None)],
        endpoints => endpoints.iter().take(ENDPOINTS).map(|endpoint| told(earlier, Some(endpoint))).collect(),
    })
}

/// Says how often an endpoint, or the whole run, was worse before.
fn told(earlier: &[HistoryRun], endpoint: Option<&Subject>) -> Text {
    let hit: Vec<&HistoryRun> = earlier.iter().filter(|run| was_hit(run, endpoint)).collect();
    let (runs, since) = (earlier.len(), earlier.first().map_or_else(Text::empty, day));
    let Some(last) = hit.last() else {
        return match endpoint.map(Subject::text) {
            Some(endpoint) => {
                text!("postmortem-endpoint-never-hit", endpoint = endpoint, runs = runs, since = since)
            }
            None => text!("postmortem-never-hit", runs = runs, since = since),
        };
    };
    let hit = hit.len();
    let often = match endpoint.map(Subject::text) {
        Some(endpoint) => {
            text!("postmortem-endpoint-hit", endpoint = endpoint, hit = hit, runs = runs, since = since)
        }
        None => text!("postmortem-hit", hit = hit, runs = runs, since = since),
    };
    let commit = last.commit().map(|commit| text!("postmortem-commit", commit = commit::short(commit)));
    let verdict = Text::written(last.verdict.word());
    let facts = [Text::written(last.name.clone()), day(last)].into_iter().chain(commit).chain([verdict]);
    let reason = last.reason.clone().map(Text::read);
    let last = Text::joined([Text::joined(facts, ", ")].into_iter().chain(reason), ": ");
    Text::sentences([often, text!("postmortem-last-hit", run = last)])
}

fn day(run: &HistoryRun) -> Text {
    let part = |format| run.at.format(format).to_string();
    text!("postmortem-day", day = part("%-d"), month = part("%b"), year = part("%Y"))
}

/// Tells whether the worst finding of a run names the endpoint, or an objective of it was missed; of the whole run, whether it
/// failed.
fn was_hit(run: &HistoryRun, endpoint: Option<&Subject>) -> bool {
    let Some(endpoint) = endpoint else { return run.verdict == Verdict::Fail };
    let named = run.verdict >= Verdict::Warn
        && run.reason.as_ref().is_some_and(|reason| names(reason, &endpoint.to_string()));
    let slos = run.traffic_of(endpoint).into_iter().flat_map(|traffic| &traffic.slos);
    named || slos.into_iter().any(|slo| slo.good_share < slo.objective)
}

/// Tells whether a text names an endpoint, and not one whose name only begins or ends like it.
fn names(text: &str, endpoint: &str) -> bool {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '.' | ')');
    text.match_indices(endpoint).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + endpoint.len()..).and_then(|after| after.chars().next());
        before.is_none_or(|c| c.is_whitespace() || c == '(') && after.is_none_or(is_end)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use chrono::DateTime;

    use super::{names, told};
    use crate::model::history::{HistoryRun, HistorySlo, HistoryTraffic};
    use crate::model::judgement::Verdict;
    use crate::model::subject::Subject;

    const DAY: i64 = 86_400;

    fn run(day: i64, verdict: Verdict, reason: Option<&str>) -> HistoryRun {
        HistoryRun {
            id: day.to_string(),
            name: format!("run-{day}"),
            at: DateTime::from_timestamp(1_795_000_000 + day * DAY, 0).unwrap(),
            dated: true,
            test: String::new(),
            verdict,
            reason: reason.map(ToOwned::to_owned),
            base: None,
            tags: BTreeMap::new(),
            report: None,
            duration: None,
            traffic: Vec::new(),
        }
    }

    fn missed(mut run: HistoryRun, endpoint: &str, good_share: f64) -> HistoryRun {
        let slo =
            HistorySlo { text: Arc::from("99 % within 500 ms"), objective: 0.99, good_share, requests: 100 };
        run.traffic.push(HistoryTraffic {
            subject: Subject::endpoint(endpoint),
            slos: vec![slo],
            ..HistoryTraffic::default()
        });
        run
    }

    #[test]
    fn runs_that_were_worse_in_the_same_place_are_counted() {
        let mut last = missed(run(4, Verdict::Fail, Some("Every request failed")), "GET /a", 0.98);
        last.tags.insert("commit".to_owned(), "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d".to_owned());
        let earlier = [
            run(1, Verdict::Fail, Some("GET /a is slower")),
            run(2, Verdict::Fail, Some("GET /a/b is slower")),
            missed(run(3, Verdict::Pass, None), "GET /a", 0.995),
            last,
            run(5, Verdict::Inconclusive, Some("GET /a: could not tell")),
        ];
        assert_eq!(
            told(&earlier, Some(&Subject::endpoint("GET /a"))).english(),
            "GET /a was in the worst finding, or missed an objective, in 2 of 5 earlier runs since 19 Nov 2026. The last \
             one: run-4, 22 Nov 2026, commit 1a2b3c4d5e, FAIL: Every request failed."
        );
        assert_eq!(
            told(&earlier, Some(&Subject::endpoint("GET /c"))).english(),
            "GET /c is in the worst finding of none of 5 earlier runs since 19 Nov 2026, and missed no objective in them."
        );
        assert!(
            told(&earlier, None)
                .english()
                .starts_with("3 of 5 earlier runs since 19 Nov 2026 failed. The last one: run-4")
        );
        assert_eq!(told(&earlier[2..3], None).english(), "None of 1 earlier run since 21 Nov 2026 failed.");
    }

    #[test]
    fn a_name_is_not_the_beginning_of_another() {
        for (text, named) in [
            ("GET /a is slower", true),
            ("p95 of GET /a: 5 ms", true),
            ("GET /a/b is slower", false),
            ("FORGET /a is slower", false),
            ("GET /ab is slower", false),
        ] {
            assert_eq!(names(text, "GET /a"), named, "{text}");
        }
    }
}
