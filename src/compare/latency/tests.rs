//! Latency from full distributions, on runs made by hand.

use crate::compare::compare;
use crate::model::comparison::{Change, Comparison, Evidence, LatencyCell, Measure};
use crate::model::evidence::TailCounts;
use crate::model::indicator::Indicator;
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::sample::{Point, ladder, run, shape, shop};
use crate::model::settings::Settings;

const NAMES: [&str; 5] = ["GET /a", "GET /b", "GET /c", "POST /d", "POST /e"];

/// Five endpoints alike but for a factor each.
fn five(name: &str, factors: [f64; 5]) -> Run {
    NAMES.iter().zip(factors).fold(run(name), |run, (name, factor)| run.with_points(name, ladder(factor)))
}

fn of(base: &[Run], run: &Run) -> Comparison {
    compare(base, std::slice::from_ref(run), false, &Settings::default())
}

fn cell<'a>(comparison: &'a Comparison, endpoint: &str, measure: Measure) -> &'a LatencyCell {
    comparison.latency.iter().find(|c| c.subject.key() == Some(endpoint) && c.measure == measure).unwrap()
}

fn counts(comparison: &Comparison, endpoint: &str, measure: Measure) -> TailCounts {
    cell(comparison, endpoint, measure).counts.unwrap()
}

#[track_caller]
fn assert_near(found: f64, expected: f64, relative: f64) {
    assert!((found / expected - 1.0).abs() < relative, "{found} is not {expected}");
}

/// Worked by hand on a Pareto tail of index 4, one endpoint, one run a side, candidate 1.2 times as slow. The share
/// slower than t is (100 ms/t)⁴: T = 100·0.05^(−1/4) = 211.5 ms, X = 50·1.2⁴ = 103.7, μ = 50. Requests are spread
/// evenly over 25 slices: φ = 1. There is no other endpoint, so the noise is that of whole runs and of the endpoint
/// together; p is an average over it, computed with scipy from the formulas of the page.
#[test]
fn a_cell_agrees_with_one_worked_by_hand() {
    let comparison =
        of(&[run("base").with_points("GET /", ladder(1.0))], &run("run").with_points("GET /", ladder(1.2)));
    assert_eq!(comparison.evidence, Evidence::Distributions);
    let tail = cell(&comparison, "GET /", Measure::P95);
    let counts = tail.counts.unwrap();
    assert_near(counts.threshold, 211.5, 0.005);
    assert_eq!((tail.base, tail.others, tail.alone), (counts.threshold, 0.0, true));
    assert_near(tail.log_change, 1.2_f64.ln(), 0.01);
    assert_eq!((counts.requests, counts.base_requests), (1000, 1000));
    assert_near(counts.expected, 50.0, 0.01);
    assert!((103.0..=105.0).contains(&counts.observed), "{}", counts.observed);
    assert_eq!((counts.phi, counts.split), (1.0, false));
    assert_near(counts.noise, 0.062_396, 1e-4);
    // √w = √(q/((1 − q)·n))/4 a side (David and Nagaraja, *Order Statistics*, §4.6).
    assert_near(counts.base_error, (0.95_f64 / 0.05 / 1000.0).sqrt() / 4.0, 0.05);
    assert_near(counts.sd, 29.77, 0.05);
    // Σ w·Φc(ln 1.2 ÷ √(2σ² + 2w·h/(h − 1))), h = √(1000·0.95·0.05).
    assert_near(tail.p, 0.0350, 0.05);
    assert_near(tail.sd, 0.1035, 0.03);

    // Ten slow requests are expected beyond p99: too few for the quantile, so they are counted.
    let extreme = cell(&comparison, "GET /", Measure::P99);
    assert_near(extreme.counts.unwrap().expected, 10.0, 0.05);
    assert_eq!(extreme.counts.unwrap().observed, 22.0);
    // The ten are the last of the ladder, and in neighbouring slices: squares 6.0, lags 5.24 and 4.48, so that
    // deff = (6.0 + 2·(⅔·5.24 + ⅓·4.48))/9.9 = 1.613 and 2h/n = 0.00799; ¼·¼·ln(0.01799/0.00201), less the ladder's steps.
    assert_near(extreme.counts.unwrap().base_error, 0.1371, 0.07);
    // ∫ density of the noise · P(share ≥ 21.5/1000 | 10.19·e^(4·noise) expected) with φ = deff, integrated with scipy in steps of 0.0005;
    // 37 pieces come as close as a tenth.
    assert_near(extreme.p, 0.1429, 0.1);
}

#[test]
fn one_slower_endpoint_is_told_from_the_rest_and_the_sign_matters() {
    let base = [five("base", [1.0; 5])];
    let slower = of(&base, &five("run", [1.0, 1.0, 1.0, 1.4, 1.0]));
    let changed = |comparison: &Comparison, change| -> Vec<String> {
        let mut names: Vec<String> =
            comparison.latency.iter().filter(|c| c.change == change).map(|c| c.subject.to_string()).collect();
        names.dedup();
        names
    };
    assert_eq!(changed(&slower, Change::Regression), ["POST /d"]);
    assert!(changed(&slower, Change::Improvement).is_empty());
    let faster = of(&base, &five("run", [1.0, 1.0, 1.0, 0.7, 1.0]));
    assert_eq!(changed(&faster, Change::Improvement), ["POST /d"]);
    assert!(changed(&faster, Change::Regression).is_empty());
    assert!(cell(&faster, "POST /d", Measure::P95).log_change < -0.3);
}

#[test]
fn a_shift_of_all_is_shared_and_nobodys() {
    let base = [five("base", [1.0; 5])];
    let comparison = of(&base, &five("run", [1.25; 5]));
    assert!(comparison.latency.iter().all(|c| c.change == Change::Unchanged && c.excess.abs() < 0.01));
    assert!(comparison.shared.iter().all(|shift| shift.change == Change::Regression));
    let shift = &comparison.shared[1];
    assert_near(shift.log_change, 1.25_f64.ln(), 0.01);
    // A Pareto tail of index a has √w = √(q/((1−q)·n))/a at its quantile q (David and Nagaraja, *Order Statistics*, §4.6):
    // 0.03446 for 1,000 requests of index 4, evenly spread, so that nothing adds to it. The median of five endpoints has
    // √(1.57/5) of it, 0.0193, which is more than the 0.0154 of all 5,000 requests together.
    let error = (0.95_f64 / 0.05 / 1000.0).sqrt() / 4.0 * (1.57_f64 / 5.0).sqrt();
    let noise = shift.noise.as_ref().unwrap();
    assert_near(noise.base_error, error, 0.03);
    // √(2·(s² + w_G)), where s² is the mean square of the prior of whole runs, log-normal about 3.5 % within a factor of
    // e^0.6: 0.035²·e^(2·0.6²).
    assert_near(shift.sd, (2.0 * (0.035_f64.powi(2) * (2.0 * 0.36_f64).exp() + error.powi(2))).sqrt(), 0.03);
    assert_eq!(noise.base_levels, [0.0]);
    // The others rose: the rise is taken off, and X is about what it should be.
    let counts = counts(&comparison, "GET /a", Measure::P95);
    assert!((48.0..=52.0).contains(&counts.observed), "{}", counts.observed);
    // The mirrored test takes off no rise.
    assert!(counts.observed_faster > 100.0);
}

#[test]
fn a_fall_of_the_others_is_not_taken_off() {
    let base = [five("base", [1.0; 5])];
    let comparison = of(&base, &five("run", [0.8, 0.8, 0.8, 1.0, 0.8]));
    let held = cell(&comparison, "POST /d", Measure::P95);
    assert_near(held.others, 0.8_f64.ln(), 0.01);
    assert_eq!(held.change, Change::Unchanged);
    // It would have to make good for the fall before it is seen.
    let level = cell(&of(&base, &five("run", [1.0; 5])), "POST /d", Measure::P95).detectable;
    assert!(held.detectable > level + 0.2, "{} {level}", held.detectable);
}

#[test]
fn two_endpoints_are_each_others_others_and_one_is_alone() {
    let some = |name, endpoints: usize, factor: f64| {
        NAMES[..endpoints].iter().fold(run(name), |run, name| run.with_points(name, ladder(factor)))
    };
    let two = of(&[some("base", 2, 1.0)], &some("run", 2, 1.2));
    let of_two = cell(&two, "GET /a", Measure::P95);
    assert_near(of_two.others, 1.2_f64.ln(), 0.01);
    assert!(!of_two.alone && of_two.excess.abs() < 0.01, "{of_two:?}");
    let one = of(&[some("base", 1, 1.0)], &some("run", 1, 1.2));
    let of_one = cell(&one, "GET /a", Measure::P95);
    assert_eq!((of_one.others, of_one.counts.unwrap().others_sd), (0.0, 0.0));
    assert!(of_one.alone);
    assert!(
        of_one.counts.unwrap().noise > of_two.counts.unwrap().noise,
        "the noise of whole runs is its own"
    );
    assert_eq!((one.shared.len(), two.shared.len()), (2, 2));
}

/// With φ = 1 the burst would be a regression: 50 slow requests more than the 50 expected.
#[test]
fn requests_that_come_together_prove_less() {
    let burst = |second: i64| {
        let slow = (0..50).map(move |_| (1_795_000_000 + second, Outcome::Ok, 500_000));
        ladder(1.0).into_iter().chain(slow).collect::<Vec<Point>>()
    };
    let with_d = |requests: Vec<Point>| {
        NAMES
            .iter()
            .filter(|name| **name != "POST /d")
            .fold(run("run").with_points("POST /d", requests), |run, name| run.with_points(name, ladder(1.0)))
    };
    let base = [with_d(ladder(1.0))];
    let in_one_second = of(&base, &with_d(burst(7)));
    let counts_of = counts(&in_one_second, "POST /d", Measure::P95);
    assert!(counts_of.observed >= 97.0 && counts_of.phi > 5.0, "{counts_of:?}");
    assert_eq!(cell(&in_one_second, "POST /d", Measure::P95).change, Change::Unchanged);

    let spread: Vec<Point> = burst(0)
        .into_iter()
        .enumerate()
        .map(|(n, (second, outcome, took))| {
            (if took == 500_000 { 1_795_000_000 + n as i64 % 25 } else { second }, outcome, took)
        })
        .collect();
    let all_along = of(&base, &with_d(spread));
    assert!(counts(&all_along, "POST /d", Measure::P95).phi < 1.1);
    assert_eq!(cell(&all_along, "POST /d", Measure::P95).change, Change::Regression);
}

/// Every tenth request of a quarter takes four times as long at all endpoints, which moves the median little and p95 far.
#[test]
fn a_tail_that_wanders_in_one_run_makes_it_unsteady_and_a_warm_up_of_all_does_not() {
    let slow_from = |from: i64| {
        let points = ladder(1.0).into_iter().enumerate().map(|(n, (second, outcome, took))| {
            let is_slow = n % 10 == 3 && (from..from + 6).contains(&(second - 1_795_000_000));
            (second, outcome, if is_slow { 4 * took } else { took })
        });
        let points: Vec<Point> = points.collect();
        NAMES.iter().fold(run("run"), |run, name| run.with_points(name, points.clone()))
    };
    let wander = |base: &Run, run: &Run| -> [f64; 2] {
        let shared = of(std::slice::from_ref(base), run).shared;
        std::array::from_fn(|at| shared[at].noise.as_ref().unwrap().wander.unwrap())
    };
    let [body, tail] = wander(&five("base", [1.0; 5]), &slow_from(12));
    assert!(body < 0.1 && tail > 0.2, "{body} {tail}");
    // What both do in the same seconds is nothing that differs from run to run.
    let [body, tail] = wander(&slow_from(0), &slow_from(0));
    assert!(body < 0.1 && tail < 0.1, "{body} {tail}");
}

/// Fast failures in the population would make the endpoint look faster.
#[test]
fn fast_failures_never_enter_and_slow_timeouts_never_leave() {
    let second = |n: i64| 1_795_000_000 + n % 25;
    let failing = ladder(1.0).into_iter().chain((0..400).map(|n| (second(n), Outcome::ServerError, 1_000)));
    let refused = failing.chain((0..100).map(|n| (second(n), Outcome::TransportError, 0)));
    let undeclared = refused.chain((0..100).map(|n| (second(n), Outcome::Undeclared4xx, 900)));
    // A dial timeout has no latency: it never had a connection.
    let dialled = undeclared.chain((0..100).map(|n| (second(n), Outcome::Timeout, 0)));
    let base = run("base").with_points("GET /", ladder(1.0));
    let candidate = run("run").with_points("GET /", dialled.collect::<Vec<_>>());
    let comparison = of(std::slice::from_ref(&base), &candidate);
    for measure in Measure::ALL {
        let cell = cell(&comparison, "GET /", measure);
        assert_eq!((cell.log_change, cell.change), (0.0, Change::Unchanged));
        assert_eq!(cell.counts.unwrap().requests, 1000);
    }

    let stalled = ladder(1.0).into_iter().chain((0..60).map(|n| (second(n), Outcome::Timeout, 2_000_000)));
    let comparison = of(&[base], &run("run").with_points("GET /", stalled.collect::<Vec<_>>()));
    let cell = cell(&comparison, "GET /", Measure::P95);
    assert_eq!(cell.counts.unwrap().requests, 1060);
    assert!(cell.counts.unwrap().observed >= 109.0);
    assert_eq!(cell.change, Change::Regression);
}

#[test]
fn base_runs_are_merged_and_teach_the_noise() {
    let noise = |base: &[Run], measure| counts(&of(base, &five("run", [1.0; 5])), "GET /a", measure).noise;
    let prior = noise(&[five("b1", [1.0; 5])], Measure::P95);
    // A log-normal population of log-normal noises, on the grid of the page: computed with numpy.
    assert_near(prior, 0.035_218, 1e-4);
    assert_near(noise(&[five("b1", [1.0; 5])], Measure::P99), 0.040_816, 1e-4);
    let base = [five("b1", [1.0; 5]), five("b2", [1.02; 5]), five("b3", [0.98; 5])];
    let comparison = of(&base, &five("run", [1.0; 5]));
    assert_eq!(counts(&comparison, "GET /a", Measure::P95).base_requests, 3000);
    // All endpoints of a run moved together, which is no noise of one against the rest.
    assert!(noise(&base, Measure::P95) < 0.6 * prior, "{}", noise(&base, Measure::P95));
    let levels = &comparison.shared[1].noise.as_ref().unwrap().base_levels;
    assert_near(levels[1] - levels[2], (1.02_f64 / 0.98).ln(), 0.05);

    let restless =
        [five("b1", [1.0; 5]), five("b2", [1.2, 1.0, 1.1, 0.9, 1.0]), five("b3", [0.9, 1.1, 1.0, 1.2, 0.9])];
    assert!(noise(&restless, Measure::P95) > 1.2 * prior, "{}", noise(&restless, Measure::P95));
}

#[test]
fn too_few_slow_requests_are_not_tested_and_say_how_many_would_do() {
    let rare = |n: usize| run("run").with_points("GET /", ladder(1.0).into_iter().step_by(1000 / n));
    let reasons = |n: usize| -> Vec<String> {
        let comparison = of(&[rare(n)], &rare(n));
        comparison
            .not_tested
            .iter()
            .filter(|n| matches!(n.judged.indicator, Indicator::Latency(_)))
            .map(|n| format!("{} {}", n.judged.indicator, n.reason))
            .collect()
    };
    assert_eq!(reasons(500), [""; 0]);
    assert_eq!(reasons(200), ["p99 2 tail samples expected, 5 needed; a run 2.5\u{a0}× as long would do"]);
    let few = reasons(25);
    assert_eq!(few[0], "p50 25 requests with a latency; more than 30 are needed");
    assert_eq!(few.len(), 3);
}

#[test]
fn a_short_run_has_an_assumed_dispersion_and_a_note() {
    let short = |name| {
        let points =
            ladder(1.0).into_iter().map(|(second, o, took)| (second - second % 25 + second % 11, o, took));
        run(name).with_points("GET /", points.collect::<Vec<_>>())
    };
    let comparison = of(&[short("short")], &run("run").with_points("GET /", ladder(1.0)));
    assert_eq!(counts(&comparison, "GET /", Measure::P95).phi, 1.5);
    assert!(!comparison.errors.is_empty());
    assert!(comparison.errors.iter().all(|cell| cell.phi == 1.5 && cell.trimmed.is_none()));
    assert!(
        comparison.notes.iter().any(|note| note.text.contains("short (11)") && !note.text.contains("run (")),
        "{:?}",
        comparison.notes
    );
}

#[test]
fn a_summary_against_points_is_compared_on_all_responses() {
    let points = |name| {
        // Half of the responses are fast failures: the median of all of them is far below that of the answered.
        let failures = (0..1000).map(|n| (1_795_000_000 + n % 25, Outcome::ServerError, 1_000));
        let requests: Vec<Point> = ladder(1.0).into_iter().chain(failures).collect();
        NAMES.iter().fold(run(name), |run, name| run.with_points(name, requests.clone()))
    };
    let summary =
        |name| NAMES.iter().fold(run(name), |run, name| run.with_endpoint(name, 2000, shape(100.0), 1000));
    for (base, run) in [(summary("base"), points("run")), (points("base"), summary("run"))] {
        let comparison = of(std::slice::from_ref(&base), &run);
        assert_eq!(comparison.evidence, Evidence::Percentiles);
        let cell = cell(&comparison, "GET /a", Measure::P50);
        assert!(cell.base.min(cell.run) < 60.0, "{} {}", cell.base, cell.run);
        assert!(cell.counts.is_none());
        assert!(!comparison.errors.is_empty());
        assert!(comparison.errors.iter().all(|cell| cell.trimmed.is_none() && cell.phi == 1.5));
    }
    assert_eq!(of(&[shop("base", 1.0)], &shop("run", 1.0)).evidence, Evidence::Percentiles);
}
