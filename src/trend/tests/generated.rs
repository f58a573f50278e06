use super::{hours, reviewed, run, traffic};
use crate::model::history::{HistoryMeasure, HistoryRun};
use crate::model::review::Review;
use crate::stats::random::Random;

const ENDPOINTS: usize = 20;
const REQUESTS: f64 = 5_000.0;

/// What is planted: p95 of an endpoint times a factor, and its error share, from a run on.
struct Planted {
    run: usize,
    endpoint: usize,
    p95: f64,
    error_share: f64,
}

/// Runs an hour apart: 3 % shared noise, 1.5 to 4 % of each endpoint's own, Poisson errors about 0.1 %.
fn history(seed: u64, runs: usize, planted: Option<&Planted>) -> Vec<HistoryRun> {
    let mut random = Random::new(seed);
    (0..runs)
        .map(|index| {
            let shared = 0.03 * random.normal();
            let mut all = Vec::new();
            for endpoint in 0..ENDPOINTS {
                let hit = planted.filter(|planted| planted.endpoint == endpoint && index >= planted.run);
                let sd = 0.015 + 0.025 * endpoint as f64 / ENDPOINTS as f64;
                let own = sd * random.normal();
                let p95 =
                    40.0 * (endpoint + 1) as f64 * (shared + own).exp() * hit.map_or(1.0, |hit| hit.p95);
                let tail = (0.01 * random.normal()).exp();
                let share = hit.map_or(0.001, |hit| hit.error_share);
                let errors = random.count(REQUESTS * share).min(REQUESTS);
                all.push(traffic(
                    Some(&format!("GET /{endpoint:02}")),
                    &[
                        (HistoryMeasure::Requests, REQUESTS),
                        (HistoryMeasure::P95, p95),
                        (HistoryMeasure::P99, 1.6 * p95 * tail),
                        (HistoryMeasure::ErrorShare, errors / REQUESTS),
                        (HistoryMeasure::Rate, 50.0 * (0.5 * shared + 0.01 * random.normal()).exp()),
                    ],
                ));
            }
            run((runs - index) as i64, all)
        })
        .collect()
}

/// Half of the runs in the period, half before.
fn review_of(seed: u64, runs: usize, planted: Option<&Planted>) -> Review {
    reviewed(history(seed, runs, planted), hours(runs as i64 / 2))
}

#[test]
fn where_nothing_changed_nothing_is_found() {
    for seed in 1..=20 {
        let review = review_of(seed, 200, None);
        assert!(review.change_points.is_empty(), "seed {seed}: {:?}", review.change_points);
        assert!(review.actions.is_empty(), "seed {seed}: {:?}", review.actions);
        assert!(review.trends.iter().all(|trend| trend.series.iter().all(|series| series.levels.len() == 1)));
    }
}

#[test]
fn a_slower_endpoint_is_found_at_its_run_and_named_once() {
    for seed in 1..=5 {
        let planted = Planted { run: 150 + seed as usize, endpoint: 4, p95: 1.2, error_share: 0.001 };
        let review = review_of(seed, 200, Some(&planted));
        let found: Vec<_> = review
            .change_points
            .iter()
            .map(|change| (change.subject.subject.key().unwrap_or_default(), change.measure, change.run))
            .collect();
        let expected =
            [HistoryMeasure::P95, HistoryMeasure::P99].map(|measure| ("GET /04", measure, planted.run));
        assert_eq!(found.len(), 2, "seed {seed}: {found:?}");
        assert!(expected.iter().all(|change| found.contains(change)), "seed {seed}: {found:?}");
        assert!(review.change_points.iter().all(|change| change.worse && change.q < 0.01));
        assert_eq!(review.actions.len(), 1, "{:?}", review.actions);
        let name = &review.runs[planted.run].name;
        assert!(
            review.actions[0]
                .text
                .english()
                .starts_with(&format!("Find out what changed with run {name} (commit c"))
        );
    }
}

#[test]
fn errors_are_found_at_their_run() {
    for seed in 1..=5 {
        let planted = Planted { run: 120, endpoint: 19, p95: 1.0, error_share: 0.01 };
        let review = review_of(seed, 200, Some(&planted));
        assert_eq!(review.change_points.len(), 1, "seed {seed}: {:?}", review.change_points);
        let change = &review.change_points[0];
        assert_eq!((change.measure, change.run), (HistoryMeasure::ErrorShare, 120));
        assert!((change.change - 0.009).abs() < 0.001 && change.worse, "{change:?}");
        assert_eq!(review.actions[0].priority.word(), "P0");
    }
}

#[test]
fn the_same_history_makes_the_same_review() {
    let planted = Planted { run: 40, endpoint: 2, p95: 1.5, error_share: 0.02 };
    let review = review_of(7, 60, Some(&planted));
    assert_eq!(review, review_of(7, 60, Some(&planted)));
    assert!(review.movers.len() <= 10 && !review.movers.is_empty());
    assert_eq!(review.movers[0].subject.subject.key(), Some("GET /02"));
}
