//! What no run may pass, what a PASS stands on, and what was never measured.

use super::{assess, cell, check, comparison, errors, judged, quiet, with_slo};
use crate::judge::ReportHead;
use crate::model::comparison::{Change, Comparison, ErrorCell, LatencyCell, Measure};
use crate::model::endpoint_rule::EndpointRule;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Assessment, Rule, Verdict};
use crate::model::missing::Missing;
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::sample::{run, shape, shop};
use crate::model::settings::{IntendedStatuses, LimitSettings, Settings};
use crate::model::slo::{Objective, Slo, SloScope};

fn failing(bad: u64) -> Run {
    run("run").with_endpoint("GET /", 1000, shape(100.0), bad).with_threshold("p(95)<500", false)
}

fn against(base: Run, run: &Run, comparison: Comparison) -> Assessment {
    assess(&[base], run, Ok(comparison), &Settings::default(), ReportHead::default())
}

/// A comparison that found nothing in a run of one endpoint.
fn nothing_found() -> Comparison {
    Comparison { latency: vec![quiet("GET /")], ..comparison() }
}

#[test]
fn most_requests_that_failed_fail_a_check_and_some_warn() {
    for (bad, expected) in
        [(0, Verdict::Pass), (49, Verdict::Pass), (50, Verdict::Warn), (500, Verdict::Fail)]
    {
        assert_eq!(check(&failing(bad)).verdict, expected, "{bad} of 1000");
    }
    let all = check(&failing(1000));
    assert_eq!(all.summary, "Every request failed.");
    assert!(all.findings[0].text.contains("`[limits] max_error_share`"), "{}", all.findings[0].text);
    // The limits are settings.
    let limits = LimitSettings { max_error_share: 0.01, ..LimitSettings::default() };
    let settings = Settings { limits, ..Settings::default() };
    let no_base = Err(Missing::because("no base"));
    assert_eq!(assess(&[], &failing(20), no_base, &settings, ReportHead::default()).verdict, Verdict::Fail);
}

#[test]
fn what_an_objective_allows_is_no_warning() {
    let objective = Objective::Success { share: 0.8 };
    let no_base = Err(Missing::because("no base"));
    let assessment = assess(&[], &failing(100), no_base, &with_slo(objective), ReportHead::default());
    assert_eq!(assessment.verdict, Verdict::Pass, "{:?}", assessment.findings);
}

#[test]
fn undeclared_4xx_are_failures_here() {
    let mut refused = failing(0);
    let outcomes = refused.whole.outcomes.as_mut().unwrap();
    outcomes.classes = [(Outcome::Ok, 100), (Outcome::Undeclared4xx, 900)].into();
    let assessment = check(&refused);
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert!(assessment.findings[0].text.contains("900 undeclared 4xx"), "{}", assessment.findings[0].text);
}

#[test]
fn a_base_that_failed_as_well_leaves_a_warning_and_no_pass() {
    let same = against(failing(990), &failing(1000), nothing_found());
    assert_eq!(same.verdict, Verdict::Warn);
    assert!(
        same.findings[0].text.contains("It was so in 1 of 1 base runs as well."),
        "{}",
        same.findings[0].text
    );
    let fresh = against(failing(10), &failing(1000), nothing_found());
    assert_eq!(fresh.verdict, Verdict::Fail);
    // What the comparison says as gravely is not said twice.
    let whole = ErrorCell { judged: Indicator::ErrorShare.into(), ..errors(1000, 10.0, 1e-9) };
    let told = against(failing(10), &failing(1000), Comparison { errors: vec![whole], ..nothing_found() });
    assert_eq!(told.findings.len(), 1, "{:#?}", told.findings);
}

#[test]
fn checks_that_nearly_all_failed_fail_and_half_of_them_do_not() {
    let with = |passes, fails| failing(0).with_check("ok", passes, fails);
    assert_eq!(check(&with(0, 1000)).summary, "Every check failed.");
    assert_eq!(check(&with(100, 900)).verdict, Verdict::Fail);
    assert_eq!(check(&with(500, 500)).verdict, Verdict::Pass);
}

#[test]
fn an_endpoint_without_a_success_warns_once() {
    let one = |bad| failing(0).with_endpoint("GET /gone", 20, shape(5.0), bad);
    let assessment = check(&one(20));
    assert_eq!(assessment.summary, "Every request to GET /gone failed.");
    assert_eq!(check(&one(19)).verdict, Verdict::Pass);
    assert_eq!(against(one(20), &one(20), nothing_found()).verdict, Verdict::Pass, "as before");
    assert_eq!(
        against(failing(0), &one(20), nothing_found()).verdict,
        Verdict::Warn,
        "the base had none of it"
    );
}

#[test]
fn a_threshold_without_samples_judges_nothing() {
    let mut silent = failing(0);
    silent.thresholds[0].no_samples = true;
    let assessment = check(&silent);
    assert_eq!(assessment.verdict, Verdict::None);
    assert_eq!(
        assessment.summary,
        "Nothing was judged: there is no base; 0 of 1 k6 threshold met, 1 without samples."
    );
    assert!(assessment.not_tested[0].reason.english().starts_with("no samples"));
    assert_eq!(assessment.findings[0].verdict, Verdict::None, "and the reports say what to do");
    assert!(assessment.findings[0].advice.as_ref().unwrap().contains("[[slo]]"));
}

#[test]
fn objectives_that_were_not_measured_are_counted() {
    let slo = |scope, within| Slo {
        scope,
        objective: Objective::Latency { within, share: 0.95 },
        window_days: 30.0,
        runbook: None,
    };
    let settings = Settings {
        // p95 is 220 ms; faster than the shortest percentile cannot be told, and nobody is called GET /x.
        slos: vec![
            slo(SloScope::Whole, 500.0),
            slo(SloScope::Endpoints("GET /x".to_owned()), 500.0),
            slo(SloScope::Endpoints("GET /y".to_owned()), 500.0),
        ],
        ..Settings::default()
    };
    let judge = |settings: &Settings| {
        let run = run("run").with_endpoint("GET /", 1000, shape(100.0), 0);
        assess(&[], &run, Err(Missing::because("no base")), settings, ReportHead::default())
    };
    let assessment = judge(&settings);
    assert_eq!(assessment.verdict, Verdict::Warn, "names that match nothing warn");
    let mut one = settings.clone();
    one.slos.truncate(1);
    assert_eq!(judge(&one).summary, "1 of 1 objective met.");
}

#[test]
fn names_that_match_nothing_warn_with_the_nearest() {
    let mut settings = with_slo(Objective::Latency { within: 1e6, share: 0.5 });
    settings.outcomes.intended =
        vec![IntendedStatuses { endpoint: "POST /dd".to_owned(), statuses: vec![409] }];
    settings.endpoints.routes = vec!["/a".to_owned(), "/z/{id}".to_owned()];
    settings.compare.endpoints = ["POST /d", "/ee"]
        .map(|name| EndpointRule { endpoint: name.to_owned(), ignore: Some(true), ..EndpointRule::default() })
        .into();
    let no_base = Err(Missing::because("no base"));
    let assessment = assess(&[], &shop("run", 1.0), no_base, &settings, ReportHead::default());
    let titles: Vec<String> = assessment.findings.iter().map(|finding| finding.title.to_string()).collect();
    assert_eq!(
        titles,
        [
            "A rule for intended statuses matches no endpoint: POST /dd",
            "A rule of `[[compare.endpoint]]` matches no endpoint: /ee",
            "A route matches no endpoint: /z/{id}",
        ]
    );
    assert!(
        assessment.findings[0].text.contains("the nearest are POST /d, "),
        "{}",
        assessment.findings[0].text
    );
    assert!(assessment.findings.iter().all(|f| (f.verdict, f.rule) == (Verdict::Warn, Rule::Validity)));
}

#[test]
fn a_pass_stands_on_most_requests_and_on_errors() {
    let pass = judged(comparison());
    assert_eq!(pass.verdict, Verdict::Pass);
    assert_eq!(pass.summary, "No regression was found; 4 of 6 endpoints were not tested.");
    // 4,000 of 12,300 requests; p99 alone is no test; errors of nobody.
    let few = Comparison { latency: vec![quiet("GET /a")], ..comparison() };
    let p99 = |name| LatencyCell { measure: Measure::P99, ..quiet(name) };
    let tails = Comparison { latency: vec![p99("GET /a"), p99("GET /b")], ..comparison() };
    let no_errors = Comparison { errors: Vec::new(), ..comparison() };
    for (case, title) in [
        (few, "Latency was hardly tested"),
        (tails, "Latency was hardly tested"),
        (no_errors, "Errors were hardly tested"),
    ] {
        let assessment = judged(case);
        assert_eq!(assessment.verdict, Verdict::Inconclusive, "{title}");
        assert_eq!(assessment.findings[0].title, title);
        assert!(assessment.findings[0].advice.is_some());
    }
    let whole = Comparison { latency: vec![quiet("all requests")], ..comparison() };
    assert_eq!(judged(whole).verdict, Verdict::Pass, "the run as a whole");
}

#[test]
fn what_is_left_out_by_choice_speaks_against_no_pass() {
    let rule = |endpoint: &str| EndpointRule { endpoint: endpoint.to_owned(), ..EndpointRule::default() };
    let ignored = |endpoint: &str| EndpointRule { ignore: Some(true), ..rule(endpoint) };
    let p99 = LatencyCell { measure: Measure::P99, ..quiet("GET /a") };
    let tails = EndpointRule { percentiles: Some(vec![Measure::P99]), ..rule("GET /a") };
    // Rules, the cell that was tested, the verdict, the summary. GET /a has 4,000 requests, GET /c has 2,000.
    for (rules, cell, verdict, summary) in [
        (vec![ignored("GET /b")], quiet("GET /a"), Verdict::Inconclusive, "Latency was hardly tested"),
        (
            vec![ignored("GET /b"), ignored("POST *")],
            quiet("GET /a"),
            Verdict::Pass,
            "No regression was found; 5 of 6 endpoints were not tested, 4 of them by choice.",
        ),
        (
            vec![ignored("GET /b"), ignored("GET /c"), ignored("POST *"), tails],
            p99,
            Verdict::Pass,
            "No regression was found; 5 of 6 endpoints were not tested, by choice.",
        ),
    ] {
        let mut settings = Settings::default();
        settings.compare.endpoints = rules;
        let case = Comparison { latency: vec![cell], ..comparison() };
        let (base, run) = (shop("base", 1.0), shop("run", 1.0));
        let assessment = assess(&[base], &run, Ok(case), &settings, ReportHead::default());
        assert_eq!(assessment.verdict, verdict, "{}", assessment.summary);
        assert!(assessment.summary.contains(summary), "{}", assessment.summary);
    }
}

#[test]
fn the_size_that_fails_from_summaries_can_be_set() {
    // The setting, how much slower, the verdict.
    for (least, factor, verdict) in [
        (0.10, 1.08, Verdict::Warn),
        (0.10, 1.15, Verdict::Fail),
        (0.05, 1.08, Verdict::Fail),
        (0.20, 1.15, Verdict::Warn),
    ] {
        let mut settings = Settings::default();
        settings.compare.summary_fail_change = least;
        let slower = cell("POST /d", f64::ln(factor), 0.0, 0.001);
        let case = Comparison { latency: vec![slower, quiet("GET /a"), quiet("GET /b")], ..comparison() };
        let (base, run) = (shop("base", 1.0), shop("run", 1.0));
        let assessment = assess(&[base], &run, Ok(case), &settings, ReportHead::default());
        assert_eq!(assessment.verdict, verdict, "{least} {factor}");
    }
}

#[test]
fn dropped_iterations_are_in_every_headline() {
    let mut run = failing(0);
    run.load.dropped_iterations = Ok(250);
    let assessment = check(&run);
    assert_eq!(assessment.verdict, Verdict::Warn);
    assert_eq!(
        assessment.summary,
        "The load generator could not keep up. It dropped 250 iterations (20\u{a0}%)."
    );
    let slower = Comparison { latency: vec![cell("GET /", 0.5, 0.0, 0.001)], ..comparison() };
    let compared = against(failing(0), &run, slower);
    assert_eq!(compared.summary, "GET / is slower. The load generator dropped 250 iterations (20\u{a0}%).");
    // Nothing was dropped, but nothing was left either.
    run.load.dropped_iterations = Ok(0);
    assert!(
        check(&run)
            .summary
            .to_string()
            .ends_with("All 10 virtual users of the load generator were busy at its peak.")
    );
}

#[test]
fn a_file_that_is_cut_short_is_no_pass_of_a_check() {
    let mut run = failing(0);
    run.meta.cut_short = true;
    assert_eq!(check(&run).summary, "The file is cut short.");
    assert_eq!(check(&run).verdict, Verdict::Warn);
}

#[test]
fn lines_that_could_not_be_read_are_no_pass_of_a_check() {
    let mut run = failing(0);
    run.meta.unread_share = 0.002;
    assert_eq!(check(&run).summary, "Lines could not be read.");
    assert_eq!(check(&run).verdict, Verdict::Warn);
    run.meta.unread_share = 0.000_9;
    assert_ne!(check(&run).verdict, Verdict::Warn);
}

#[test]
fn latency_that_is_too_good_warns_and_a_cache_does_not() {
    let at = |name: &str, measure, times: f64| LatencyCell {
        measure,
        change: Change::Improvement,
        ..cell(name, -times.ln(), 0.0, 1.0)
    };
    let both = |p50, p95| Comparison {
        latency: vec![at("GET /a", Measure::P50, p50), at("GET /a", Measure::P95, p95), quiet("GET /b")],
        ..comparison()
    };
    let stub = judged(both(20.0, 19.0));
    assert_eq!(stub.verdict, Verdict::Warn);
    assert_eq!(stub.summary, "GET /a answers 19.0 times as fast.");
    assert!(!stub.improvements.is_empty(), "what got faster is still said");
    assert_eq!(judged(both(20.0, 1.1)).verdict, Verdict::Pass, "a cache leaves the tail of its misses");
    assert_eq!(judged(both(4.0, 4.9)).verdict, Verdict::Pass);
}
