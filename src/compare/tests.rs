//! Comparisons of runs made by hand.

mod by_choice;
mod fitness;

use crate::model::comparison::{Change, Comparison, ErrorCell, Measure, ValidityEffect, ValidityKind};
use crate::model::indicator::Indicator;
use crate::model::load::Workload;
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::sample::{run, shape, shop, with_changed};
use crate::model::settings::Settings;

/// Compares one run.
fn compare(base: &[Run], run: &Run, settings: &Settings) -> Comparison {
    super::compare(base, std::slice::from_ref(run), false, settings)
}

fn kinds(base: &[Run], candidate: &Run) -> Vec<ValidityKind> {
    compare(base, candidate, &Settings::default()).validity.iter().map(|v| v.kind).collect()
}

#[test]
fn identical_runs_show_nothing() {
    let comparison = compare(&[shop("base", 1.0)], &shop("run", 1.0), &Settings::default());
    assert_eq!(comparison.latency.len(), 24);
    assert!(comparison.latency.iter().all(|cell| cell.change == Change::Unchanged && cell.log_change == 0.0));
    assert_eq!(comparison.shared.len(), 2);
    assert!(comparison.shared.iter().all(|shift| shift.change == Change::Unchanged));
    assert!(comparison.validity.is_empty());
}

#[test]
fn one_slower_endpoint_is_told_from_the_rest() {
    let slower = with_changed(shop("run", 1.0), "POST /d", 1500, shape(60.0), 0);
    let comparison = compare(&[shop("base", 1.0)], &slower, &Settings::default());
    let changed: Vec<_> = comparison
        .latency
        .iter()
        .filter(|cell| cell.change != Change::Unchanged)
        .map(|c| c.subject.to_string())
        .collect();
    assert_eq!(changed, ["POST /d"; 4], "p99 of a summary is vague, and its endpoint is sure");
    assert!(comparison.shared.iter().all(|shift| shift.change == Change::Unchanged));
    let cell = comparison
        .latency
        .iter()
        .find(|c| c.subject.key() == Some("POST /d") && c.measure == Measure::P50)
        .unwrap();
    assert!((cell.log_change - 1.5_f64.ln()).abs() < 1e-12);
    assert_eq!(cell.others, 0.0);
}

#[test]
fn a_shift_of_all_is_shared_and_nobodys() {
    let comparison = compare(&[shop("base", 1.0)], &shop("run", 1.3), &Settings::default());
    assert!(comparison.latency.iter().all(|cell| cell.change == Change::Unchanged));
    assert!(comparison.shared.iter().all(|shift| shift.change == Change::Regression));
    assert!((comparison.shared[0].log_change - 1.3_f64.ln()).abs() < 1e-12);
}

#[test]
fn faster_mirrors_slower() {
    let comparison = compare(&[shop("base", 1.3)], &shop("run", 1.0), &Settings::default());
    assert_eq!(comparison.shared.len(), 2);
    assert!(comparison.shared.iter().all(|shift| shift.change == Change::Improvement));
}

#[test]
fn an_endpoint_that_stood_still_while_the_rest_got_faster_is_no_regression() {
    let held = with_changed(shop("run", 0.8), "POST /d", 1500, shape(40.0), 0);
    let comparison = compare(&[shop("base", 1.0)], &held, &Settings::default());
    let cell = comparison
        .latency
        .iter()
        .find(|c| c.subject.key() == Some("POST /d") && c.measure == Measure::P50)
        .unwrap();
    assert_eq!(cell.change, Change::Unchanged);
    assert_eq!(cell.excess, 0.0, "a fall of the others is not taken off");
}

/// Worked by hand: one run a side, one endpoint, n = 10000 on both sides, p50 100, p90 180.
/// w50 = 2·(1.2533·ln 1.8/1.2816)²/10000 = 6.608e-5; without others the noise is that of whole runs and of the endpoint
/// together: centre √(0.035² + 0.0259²), within a factor of e^0.6. p = Σ w·Φc(ln 1.1 ÷ √(2σ² + 2·w50)), with scipy.
#[test]
fn a_cell_agrees_with_one_worked_by_hand() {
    let base = run("base").with_endpoint("GET /", 10_000, shape(100.0), 0);
    let candidate = run("run").with_endpoint("GET /", 10_000, shape(110.0), 0);
    let comparison = compare(&[base], &candidate, &Settings::default());
    let cell = &comparison.latency[0];
    assert_eq!((cell.measure, cell.alone), (Measure::P50, true));
    assert!((cell.log_change - 1.1_f64.ln()).abs() < 1e-12);
    assert!((cell.sd - 0.089_359).abs() < 1e-5, "{}", cell.sd);
    assert!((cell.p - 0.094_742).abs() < 1e-5, "{}", cell.p);
}

#[test]
fn two_base_runs_are_averaged_in_logs() {
    let base = [shop("b1", 1.0), shop("b2", 1.21)];
    let comparison = compare(&base, &shop("run", 1.1), &Settings::default());
    assert_eq!(comparison.base_runs, 2);
    assert!(comparison.latency.iter().all(|cell| cell.log_change.abs() < 1e-12));
}

#[test]
fn too_few_requests_are_not_tested_and_say_so() {
    let small = |name| {
        run(name)
            .with_endpoint("GET /", 140, shape(10.0), 0)
            .with_endpoint("GET /rare", 29, shape(10.0), 0)
            .with_endpoint("GET /once", 4, shape(10.0), 0)
    };
    let comparison = compare(&[small("base")], &small("run"), &Settings::default());
    let reasons: Vec<String> = comparison
        .not_tested
        .iter()
        .map(|n| format!("{} {}: {}", n.judged.subject, n.judged.untested_measure(), n.reason))
        .collect();
    assert!(
        reasons.contains(&"GET / p99: 140 requests; p99 from a summary needs 150".to_owned()),
        "{reasons:#?}"
    );
    assert!(reasons.contains(&"GET /rare p50: 29 requests; 30 are needed".to_owned()), "{reasons:#?}");
    assert!(
        reasons.contains(&"GET /once unintended errors: 4 requests; 5 are needed".to_owned()),
        "{reasons:#?}"
    );
}

#[test]
fn errors_of_one_endpoint_are_found() {
    let failing = with_changed(shop("run", 1.0), "POST /d", 1500, shape(40.0), 30);
    let comparison = compare(&[shop("base", 1.0)], &failing, &Settings::default());
    let changed: Vec<_> = comparison
        .errors
        .iter()
        .filter(|cell| cell.change == Change::Regression)
        .map(|cell| (&cell.judged.indicator, cell.judged.subject.key()))
        .collect();
    assert_eq!(changed, [(&Indicator::ErrorShare, Some("POST /d")), (&Indicator::ErrorShare, None)]);
}

#[test]
fn checks_are_a_family_of_their_own() {
    let base = shop("base", 1.0).with_check("buy::status is 201", 1000, 0);
    let candidate = shop("run", 1.0).with_check("buy::status is 201", 960, 40);
    let comparison = compare(&[base], &candidate, &Settings::default());
    let cell = comparison.errors.iter().find(|cell| cell.judged.indicator == Indicator::FailedShare).unwrap();
    assert_eq!((cell.change, cell.run.bad), (Change::Regression, 40));
}

#[test]
fn a_check_without_its_group_is_matched_by_name() {
    let base = shop("base", 1.0).with_check("buy::status is 201", 1000, 0);
    let candidate = shop("run", 1.0).with_check("status is 201", 1000, 0);
    let comparison = compare(&[base], &candidate, &Settings::default());
    assert!(comparison.errors.iter().any(|cell| cell.judged.indicator == Indicator::FailedShare));
}

#[test]
fn validity_has_a_direction() {
    let base = [shop("base", 1.0)];
    let mut more = shop("run", 1.0);
    more.load.peak_vus = Ok(20.0);
    more.load.max_vus = Ok(20.0);
    assert_eq!(kinds(&base, &more), [ValidityKind::MoreLoad]);
    let mut less = shop("run", 1.0);
    less.load.peak_vus = Ok(5.0);
    less.load.max_vus = Ok(5.0);
    assert_eq!(kinds(&base, &less), [ValidityKind::LessLoad]);
    let mut within = shop("run", 1.0);
    within.load.peak_vus = Ok(10.4);
    within.load.max_vus = Ok(10.4);
    assert_eq!(kinds(&base, &within), []);
    let mut open = shop("run", 1.0);
    open.load.dropped_iterations = Ok(0);
    assert_eq!(kinds(&base, &open), [ValidityKind::LoadModel]);
}

#[test]
fn dropped_iterations_matter_from_half_a_percent_on() {
    let open = |dropped| {
        let mut open = shop("run", 1.0);
        open.load.dropped_iterations = Ok(dropped);
        open
    };
    let base = [open(0)];
    assert_eq!(compare(&base, &open(5), &Settings::default()).load.run, Ok(Workload::Open));
    assert_eq!(kinds(&base, &open(5)), []);
    assert_eq!(kinds(&base, &open(6)), [ValidityKind::DroppedIterations]);
}

#[test]
fn a_load_that_was_not_delivered_excuses_nothing() {
    let mut base = shop("base", 1.0);
    base.load.dropped_iterations = Ok(0);
    let mut more = base.clone();
    more.load.iterations = Ok(2000);
    assert_eq!(kinds(std::slice::from_ref(&base), &more), [ValidityKind::MoreLoad]);
    more.load.dropped_iterations = Ok(500);
    assert_eq!(kinds(&[base], &more), [ValidityKind::DroppedIterations]);
}

#[test]
fn endpoints_without_a_counterpart_withhold_latency() {
    let other = run("run").with_endpoint("GET /x", 10_000, shape(10.0), 0).with_endpoint(
        "GET /a",
        100,
        shape(10.0),
        0,
    );
    let comparison = compare(&[shop("base", 1.0)], &other, &Settings::default());
    assert!(comparison.validity.iter().any(|v| v.effect == ValidityEffect::WithholdLatency));
    assert!(comparison.notes.iter().any(|note| note.text.contains("Only the candidate has GET /x")));
    assert!(comparison.notes.iter().any(|note| note.text.contains("Only the base has GET /b")));
}

#[test]
fn a_moved_mix_withholds_what_is_pooled_and_no_errors() {
    // Half as many of the busiest endpoint, which never fails: the share of errors rises by that alone.
    let of = |name, requests| {
        run(name)
            .with_endpoint("GET /a", requests, shape(10.0), 0)
            .with_endpoint("GET /b", 3000, shape(20.0), 0)
            .with_endpoint("POST /d", 3000, shape(40.0), 150)
    };
    let comparison = compare(&[of("base", 4000)], &of("run", 2000), &Settings::default());
    assert_eq!(comparison.validity[0].kind, ValidityKind::TrafficMix);
    assert_eq!(comparison.throughput.unwrap_err().reason(), "the traffic mix moved");
    let whole = comparison.errors.iter().find(|cell| cell.is_of_errors(true)).unwrap();
    // The base's endpoints in the candidate's mix: 2000·½/4001 + 3000·½/3001 + 3000·150.5/3001. Its own share makes 120.
    assert!((whole.expected - 151.2).abs() < 0.01, "{}", whole.expected);
    assert_eq!(whole.change, Change::Unchanged);
}

#[test]
fn runs_without_endpoints_are_compared_as_a_whole() {
    let bare = |name, factor| {
        let mut run = shop(name, factor);
        run.endpoints.clear();
        run
    };
    let comparison = compare(&[bare("base", 1.0)], &bare("run", 1.5), &Settings::default());
    assert!(comparison.latency[0].subject.is_whole());
    assert!(comparison.latency[0].change == Change::Regression);
    assert!(comparison.validity.is_empty());
    assert!(comparison.notes.iter().any(|note| note.text.contains("as a whole")));
}

#[test]
fn throughput_is_the_shadow_of_latency_in_a_closed_model_alone() {
    let slow = with_changed(shop("run", 1.0), "GET /a", 3000, shape(10.0), 0);
    let mut fewer = shop("run", 1.0);
    fewer.whole.requests = Ok(10_000);
    let cell = compare(&[shop("base", 1.0)], &fewer, &Settings::default()).throughput.unwrap();
    assert_eq!(cell.change, Change::Regression);
    let mut open = slow;
    open.load.dropped_iterations = Ok(0);
    assert!(compare(&[open.clone()], &open, &Settings::default()).throughput.is_err());
}

/// 1,000 requests over 25 s, of which those in some seconds fail, so many in each.
fn failing(name: &str, seconds: std::ops::Range<i64>, each: i64) -> Run {
    let requests = (0..1000_i64).map(|n| {
        let failed = seconds.contains(&(n % 25)) && n / 25 < each;
        let outcome = if failed { Outcome::ServerError } else { Outcome::Ok };
        (1_795_000_000 + n % 25, outcome, 100_000 + n as u64)
    });
    run(name).with_points("GET /", requests.collect::<Vec<_>>())
}

fn error_cell(base: &Run, candidate: &Run) -> ErrorCell {
    let comparison = compare(std::slice::from_ref(base), candidate, &Settings::default());
    comparison.errors.into_iter().find(|cell| cell.is_of_errors(false)).unwrap()
}

#[test]
fn one_burst_of_errors_is_set_aside() {
    let base = failing("base", 0..0, 0);
    let cell = error_cell(&base, &failing("run", 7..9, 20));
    assert_eq!((cell.run.bad, cell.run.total), (40, 1000), "shown in full");
    let (tested_base, tested) = cell.tested();
    // Two slices of 40 requests are left out of the run that had the burst.
    assert_eq!((tested.bad, tested.total, tested_base.total), (0, 920, 1000));
    assert_eq!(cell.change, Change::Unchanged);
    // μ = 920·½/1001 = 0.4595; φ = (0 + 24)/(0 + 20).
    assert!((cell.expected - 0.4595).abs() < 1e-4, "{}", cell.expected);
    assert_eq!(cell.phi, 1.2);
}

#[test]
fn errors_all_along_are_a_regression() {
    let cell = error_cell(&failing("base", 0..0, 0), &failing("run", 0..25, 1));
    let (_, tested) = cell.tested();
    assert_eq!(
        (cell.run.bad, tested.bad, tested.total),
        (25, 25, 1000),
        "spread over the run they are no burst"
    );
    assert_eq!(cell.change, Change::Regression);
    assert!(cell.q < 0.005 && cell.excess() > 24.0);
    // One bad request in every slice: z = 0, V = 0, M = 24: φ = max(1, 24/44).
    assert_eq!(cell.phi, 1.0);
}

#[test]
fn errors_that_come_in_clusters_raise_phi() {
    let cell = error_cell(&failing("base", 0..0, 0), &failing("run", 5..11, 10));
    assert!(cell.phi > 3.0, "{}", cell.phi);
}

#[test]
fn bursts_are_set_aside_on_both_sides() {
    let cell = error_cell(&failing("base", 7..9, 20), &failing("run", 0..0, 0));
    assert_eq!(cell.change, Change::Unchanged, "a burst in the base makes no improvement");
    assert_eq!(cell.tested().0.bad, 0);
}
