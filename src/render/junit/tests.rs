//! What a CI system will read.

use std::collections::BTreeSet;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};

use super::{JunitWarn, write};
use crate::model::comparison::Change;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, Finding, Verdict};
use crate::wire::verdict::sample;

fn xml_of(assessment: &Assessment) -> String {
    xml_with(assessment, JunitWarn::Pass)
}

fn xml_with(assessment: &Assessment, warn: JunitWarn) -> String {
    let mut bytes = Vec::new();
    write(assessment, warn, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn cases_of(assessment: &Assessment) -> Vec<TestCase> {
    cases_in(&xml_of(assessment))
}

fn cases_in(xml: &str) -> Vec<TestCase> {
    let mut report = Report::deserialize_from_str(xml).unwrap();
    assert_eq!(report.test_suites.len(), 1);
    report.test_suites.remove(0).test_cases
}

fn case<'a>(cases: &'a [TestCase], class: &str, name: &str) -> &'a TestCase {
    let of_class = |case: &&TestCase| case.classname.as_deref() == Some(class);
    let names: Vec<_> = cases.iter().filter(of_class).map(|case| case.name.as_str()).collect();
    cases
        .iter()
        .filter(of_class)
        .find(|case| case.name.as_str() == name)
        .unwrap_or_else(|| panic!("no {name:?} among {names:#?}"))
}

fn skipped(case: &TestCase) -> &str {
    match &case.status {
        TestCaseStatus::Skipped { message: Some(message), .. } => message,
        other => panic!("not skipped: {other:?}"),
    }
}

fn passed(case: &TestCase) -> bool {
    matches!(case.status, TestCaseStatus::Success { .. })
}

#[test]
fn what_does_not_fail_the_run_is_shown_as_asked() {
    let mut assessment = sample::assessment();
    assessment.findings.iter_mut().for_each(|finding| finding.verdict = Verdict::Inconclusive);
    assessment.findings[0].verdict = Verdict::Warn;
    let of = |warn| {
        let cases = cases_in(&xml_with(&assessment, warn));
        let found = &cases[..assessment.findings.len()];
        let failed =
            found.iter().filter(|case| matches!(case.status, TestCaseStatus::NonSuccess { .. })).count();
        (found.iter().filter(|case| passed(case)).count(), failed)
    };
    assert_eq!(of(JunitWarn::Pass), (1, 0));
    assert_eq!(of(JunitWarn::Skipped), (0, 0));
    assert_eq!(of(JunitWarn::Failure), (0, assessment.findings.len()));
}

#[test]
fn a_finding_becomes_a_case_by_its_verdict() {
    let mut assessment = sample::assessment();
    assessment.findings[2].judged = Indicator::threshold("http_req_failed", "rate<0.01").into();
    let cases = cases_of(&assessment);
    let fail = case(&cases, "latency", "POST /api/orders p95");
    let TestCaseStatus::NonSuccess { kind, message, ty, description, .. } = &fail.status else {
        panic!("not failed: {fail:?}");
    };
    assert_eq!(*kind, NonSuccessKind::Failure);
    assert_eq!(message.as_deref(), Some("POST /api/orders is slower"));
    assert_eq!(ty.as_deref(), Some("latency"));
    assert_eq!(description.as_deref(), Some("135 slow requests, 75 ± 13 expected"));

    let threshold = case(&cases, "slo", "k6 threshold http_req_failed: rate<0.01");
    assert!(matches!(threshold.status, TestCaseStatus::NonSuccess { .. }));

    let warn = case(&cases, "throughput", "whole run throughput");
    assert!(passed(warn));
    let output = warn.system_out.as_deref().unwrap();
    assert_eq!(output, "fewer requests were completed\nfewer requests were completed, in a sentence.");

    assert_eq!(
        skipped(case(&cases, "validity", "whole run offered load")),
        "more load was offered: more load was offered, in a sentence. Offer the same load on both sides."
    );
}

#[test]
fn what_found_nothing_passes_and_what_was_not_tested_is_skipped() {
    let cases = cases_of(&sample::assessment());
    for (class, name) in [
        ("latency", "POST /api/orders p50"),
        ("latency", "GET /api/products p95"),
        ("shared_shift", "all endpoints p50"),
        ("errors", "POST /api/orders unintended error share"),
        ("errors", "whole run unintended error share"),
        ("errors", "whole run check: orders::status is \"201\""),
        ("slo", "whole run 99.9 % without an unintended error"),
        ("slo", "k6 threshold http_req_duration{scenario:measure}: p(95)<500"),
    ] {
        assert!(passed(case(&cases, class, name)), "{name}");
    }
    for (class, name, reason) in [
        ("latency", "POST /api/coupons/{id}/issue p99", "2 tail samples expected, 5 needed"),
        ("throughput", "whole run throughput (2)", "open model"),
        ("slo", "GET /health 99 % within 500 ms", "the summary states too few percentiles"),
    ] {
        assert_eq!(skipped(case(&cases, class, name)), reason);
    }
}

#[test]
fn a_cell_that_a_finding_speaks_of_is_no_second_case() {
    let cases = cases_of(&sample::assessment());
    let orders: Vec<_> =
        cases.iter().map(|case| case.name.as_str()).filter(|name| name.contains("orders p95")).collect();
    assert_eq!(orders, ["POST /api/orders p95"]);
    let login: Vec<_> = cases.iter().filter(|case| case.name.contains("login")).collect();
    assert_eq!(login.len(), 1, "{login:#?}");
}

#[test]
fn a_withheld_regression_never_passes() {
    let mut assessment = sample::assessment();
    assessment.findings.retain(|finding| finding.judged.subject.key() != Some("POST /api/orders"));
    let cases = cases_of(&assessment);
    assert_eq!(
        skipped(case(&cases, "latency", "POST /api/orders p95")),
        "moved for the worse, but was not judged"
    );
}

#[test]
fn a_check_and_the_whole_run_are_told_apart() {
    let mut assessment = sample::assessment();
    let errors = &mut assessment.comparison.as_mut().unwrap().errors;
    errors.iter_mut().for_each(|cell| cell.change = Change::Unchanged);
    assessment.findings.clear();
    let names: BTreeSet<_> = cases_of(&assessment)
        .iter()
        .filter(|case| case.classname.as_deref() == Some("errors"))
        .map(|case| case.name.as_str().to_owned())
        .collect();
    assert_eq!(names.len(), 4, "{names:#?}");
}

#[test]
fn counts_agree_and_names_are_unique() {
    let mut assessment = sample::assessment();
    // A name that already looks numbered, and then the same finding again.
    let judged = Judged::of(&sample::regression().judged.subject, Indicator::validity("p95 (2)"));
    assessment.findings.push(Finding { judged, ..sample::regression() });
    assessment.findings.push(sample::regression());
    let xml = xml_of(&assessment);
    let report = Report::deserialize_from_str(&xml).unwrap();
    let suite = &report.test_suites[0];
    assert_eq!(suite.name.as_str(), "shop <release & \"friends\">");
    let names: BTreeSet<_> =
        suite.test_cases.iter().map(|case| (case.classname.clone(), case.name.clone())).collect();
    assert_eq!(names.len(), suite.test_cases.len());
    assert_eq!((report.tests, report.failures), (suite.test_cases.len(), 5));
    let skips = suite.test_cases.iter().filter(|case| matches!(case.status, TestCaseStatus::Skipped { .. }));
    assert_eq!(report.skipped, skips.count());
    assert_eq!(xml, xml_of(&assessment));
    assert!(!xml.contains(" time=") && !xml.contains("timestamp="));
}

#[test]
fn nasty_names_cannot_break_the_document() {
    let xml = xml_of(&sample::assessment());
    assert!(!xml.contains("<script>"));
    let forbidden = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert_eq!(xml.find(forbidden), None);
    let cases = cases_of(&sample::assessment());
    let name = "GET /<script>alert('x')</script>|a`b`\"c\" & d �[31mred���]]>� unintended error share";
    assert!(!passed(case(&cases, "errors", name)));
}

#[test]
fn nothing_judged_is_an_empty_suite() {
    assert!(cases_of(&sample::smallest()).is_empty());
}
