//! What endpoints share: when it fails, when it could not have been seen, and when nobody is named.

use super::{cell, comparison, judged, shift};
use crate::model::comparison::{Change, Comparison, Remedy, SharedShift};
use crate::model::judgement::{Rule, Verdict};

#[test]
fn shared_shift_rule() {
    // Base runs, G, p, change → verdict
    let table = [
        (3, 1.11_f64.ln(), 0.0019, Change::Regression, Verdict::Fail),
        (3, 1.11_f64.ln(), 0.002, Change::Regression, Verdict::Warn),
        (3, 1.06_f64.ln(), 0.001, Change::Regression, Verdict::Warn),
        // One run a side cannot tell the host from the code.
        (1, 1.49_f64.ln(), 0.0001, Change::Regression, Verdict::Warn),
        (1, 1.51_f64.ln(), 0.0001, Change::Regression, Verdict::Fail),
        (3, 0.0, 0.5, Change::Unchanged, Verdict::Pass),
        (3, -0.2, 0.999, Change::Improvement, Verdict::Pass),
    ];
    for (base_runs, log_change, p, change, expected) in table {
        let shared = vec![shift(log_change, p, 0.1, change)];
        let verdict = judged(Comparison { base_runs, shared, ..comparison() }).verdict;
        assert_eq!(verdict, expected, "{base_runs} base runs, G = {log_change}, p = {p}");
    }
}

#[test]
fn a_shift_that_could_not_have_been_seen_is_inconclusive() {
    let at = |detectable, log_change, remedy| {
        let shift = SharedShift { detectable, remedy, ..shift(log_change, 0.2, 0.3, Change::Unchanged) };
        judged(Comparison { shared: vec![shift], ..comparison() })
    };
    // Wherever the estimate happened to land.
    for landed in [-0.05, 0.0, 0.05] {
        assert_eq!(at(0.499, landed, None).verdict, Verdict::Pass);
        assert_eq!(at(0.501, landed, None).verdict, Verdict::Inconclusive);
    }
    let advice = |remedy| at(0.6, 0.0, remedy).findings[0].advice.clone().unwrap();
    let remedy = Remedy { base_runs: Some(3), requests: Some(4), ..Remedy::default() };
    assert_eq!(
        advice(Some(remedy)),
        "Any one of these would do: 4 times as many requests in every run; 3 base runs."
    );
    assert!(advice(None).to_string().starts_with("More runs alone would not settle it"), "{}", advice(None));
}

#[test]
fn where_most_rose_the_shared_shift_comes_first_and_nobody_is_named() {
    let assessment = judged(Comparison {
        latency: vec![
            cell("GET /a", 0.9, 0.7, 0.001),
            cell("GET /b", 0.7, 0.7, 0.9),
            cell("GET /c", 0.0, 0.7, 1.0),
        ],
        shared: vec![shift(0.7, 1e-6, 0.8, Change::Regression)],
        ..comparison()
    });
    assert_eq!(assessment.findings[0].rule, Rule::SharedShift);
    assert!(
        assessment
            .findings
            .iter()
            .all(|f| !f.title.to_string().ends_with("is slower") || f.judged.subject.is_whole())
    );
    assert!(assessment.findings.iter().any(|f| f.title == "GET /a slowed down more than the rest"));
}
