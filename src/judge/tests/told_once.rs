//! What is one thing is said once, in the figures that show it.

use super::{cell, comparison, errors, judged, shift};
use crate::model::comparison::{Change, Comparison, Counts, ErrorCell, LatencyCell, Measure, SharedShift};
use crate::model::evidence::Trimmed;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Rule, Verdict};

/// A comparison of one endpoint whose cell and shared shift both rose.
fn alone(endpoint: &str, q: f64, p: f64) -> Comparison {
    let d = 1.2_f64.ln();
    let shift = SharedShift { endpoints: 1, ..shift(d, p, 0.3, Change::Regression) };
    Comparison { base_runs: 3, latency: vec![cell(endpoint, d, 0.0, q)], shared: vec![shift], ..comparison() }
}

#[test]
fn with_one_endpoint_the_more_serious_of_cell_and_shift_is_told() {
    // Endpoint, q of its cell, p of the shift → verdict, rule
    let table = [
        ("POST /d", 0.0015, 0.011, Verdict::Fail, Rule::Latency),
        ("POST /d", 0.1, 0.001, Verdict::Fail, Rule::SharedShift),
        ("POST /d", 0.0015, 0.001, Verdict::Fail, Rule::Latency),
        ("all requests", 0.0015, 0.011, Verdict::Fail, Rule::Latency),
        ("all requests", 0.0015, 0.001, Verdict::Fail, Rule::SharedShift),
    ];
    for (endpoint, q, p, verdict, rule) in table {
        let assessment = judged(alone(endpoint, q, p));
        let [found] = assessment.findings.as_slice() else { panic!("{:#?}", assessment.findings) };
        assert_eq!((assessment.verdict, found.rule), (verdict, rule), "{endpoint} q = {q} p = {p}");
        let title =
            if endpoint == "all requests" { "The run as a whole is slower" } else { "POST /d is slower" };
        assert_eq!(found.title, title);
    }
}

#[test]
fn an_improvement_at_p50_hides_no_doubt_at_p95() {
    let faster = SharedShift { measure: Measure::P50, ..shift(-0.08, 0.95, -0.01, Change::Improvement) };
    let open = SharedShift { detectable: 0.6, ..shift(0.07, 0.14, 0.182, Change::Unchanged) };
    let assessment = judged(Comparison { shared: vec![faster, open], ..comparison() });
    assert_eq!(assessment.verdict, Verdict::Inconclusive);
}

#[test]
fn the_others_are_those_that_the_cell_was_held_against() {
    let quiet = |name: &str| LatencyCell { change: Change::Unchanged, ..cell(name, 0.01, 0.0, 1.0) };
    let mut latency: Vec<LatencyCell> = ["a", "b", "c", "d"].map(quiet).into();
    latency.push(cell("POST /d", 0.01, 0.0, 1.0));
    latency[4].change = Change::Unchanged;
    // p99 is tested at one endpoint alone; the others were looked at all the same, at p95.
    latency.push(LatencyCell { measure: Measure::P99, ..cell("POST /d", 0.4, 0.01, 0.001) });
    let assessment = judged(Comparison { latency, ..comparison() });
    let text = &assessment.findings[0].text;
    assert!(text.contains("The other 4 endpoints moved +1.0\u{a0}% at p95."), "{text}");
}

#[test]
fn figures_never_say_the_opposite_of_what_was_found() {
    // The base's 200 errors came at once and are set aside; the candidate's came all along.
    let mut cell = errors(60, 1.0, 0.0001);
    cell.base = Counts { bad: 200, total: 10_000 };
    cell.run = Counts { bad: 60, total: 10_000 };
    cell.trimmed =
        Some(Trimmed { base: Counts { bad: 0, total: 9_600 }, run: Counts { bad: 56, total: 9_600 } });
    let assessment = judged(Comparison { errors: vec![cell], ..comparison() });
    let found = &assessment.findings[0];
    assert!(found.size.unwrap() > 0.0 && found.run > found.base);
    assert!(found.text.to_string().starts_with("56 of 9,600"), "{}", found.text);
    let context = found.context.as_ref().unwrap().to_string();
    assert!(context.contains("without the two worst slices"), "{context}");
}

#[test]
fn where_most_rose_together_that_comes_first() {
    let d = 1.2_f64.ln();
    let latency = ["a", "b", "c", "d"].map(|name| cell(name, d, d, if name == "a" { 0.001 } else { 0.1 }));
    let mut latency: Vec<LatencyCell> = latency.into();
    latency[0].excess = d;
    let shared = vec![shift(d, 0.01, 0.3, Change::Regression)];
    let assessment = judged(Comparison { latency, shared, ..comparison() });
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert_eq!(assessment.findings[0].rule, Rule::SharedShift);
    assert_eq!(assessment.findings[1].verdict, Verdict::Fail);
}

#[test]
fn where_the_whole_run_fails_an_endpoint_that_warns_is_named() {
    let of_endpoint = |whole_q| {
        let whole = ErrorCell { judged: Indicator::ErrorShare.into(), ..errors(30, 0.5, whole_q) };
        let found =
            judged(Comparison { errors: vec![errors(30, 0.5, 0.012), whole], ..comparison() }).findings;
        found.into_iter().find(|f| f.judged.subject.key() == Some("POST /d")).map(|f| f.verdict)
    };
    assert_eq!(of_endpoint(0.009), Some(Verdict::Fail));
    assert_eq!(of_endpoint(0.02), Some(Verdict::Warn));
}
