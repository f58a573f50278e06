//! What is left out by choice: endpoints that are ignored, and percentiles that are not judged.

use super::compare;
use crate::model::comparison::{Change, Comparison, Counts};
use crate::model::endpoint_rule::EndpointRule;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::measure::Measure;
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::sample::{run, shape, shop, with_changed};
use crate::model::settings::{CompareSettings, Settings};
use crate::model::subject::Subject;

fn with_rule(rule: EndpointRule) -> Settings {
    Settings {
        compare: CompareSettings { endpoints: vec![rule], ..CompareSettings::default() },
        ..Settings::default()
    }
}

/// The measures that were not tested of an endpoint for a reason that holds these words.
fn left_out(comparison: &Comparison, endpoint: &str, why: &str) -> Vec<String> {
    let of_it = comparison.not_tested.iter().filter(|entry| entry.judged.subject.key() == Some(endpoint));
    of_it.filter(|entry| entry.reason.contains(why)).map(|entry| entry.judged.untested_measure()).collect()
}

fn whole(comparison: &Comparison) -> (Counts, Counts, Change) {
    let cell =
        comparison.errors.iter().find(|cell| cell.judged == Judged::from(Indicator::ErrorShare)).unwrap();
    (cell.base, cell.run, cell.change)
}

#[test]
fn an_endpoint_that_is_ignored_is_judged_nowhere() {
    let broken = with_changed(shop("run", 1.0), "POST /d", 1500, shape(90.0), 300);
    let judged = compare(&[shop("base", 1.0)], &broken, &Settings::default());
    assert_eq!(whole(&judged).2, Change::Regression);

    let rule = EndpointRule { endpoint: "/d".to_owned(), ignore: Some(true), ..EndpointRule::default() };
    let comparison = compare(&[shop("base", 1.0)], &broken, &with_rule(rule));
    assert!(
        comparison
            .latency
            .iter()
            .all(|cell| cell.subject != Subject::endpoint("POST /d") && cell.change == Change::Unchanged)
    );
    assert!(comparison.errors.iter().all(|cell| cell.judged.subject.key() != Some("POST /d")));
    // 12,300 requests of the shop without the 1,500 of POST /d; with_changed adds 1,500 to the whole.
    let (base, run) = (Counts { bad: 0, total: 10_800 }, Counts { bad: 0, total: 12_300 });
    assert_eq!(whole(&comparison), (base, run, Change::Unchanged));
    assert_eq!(left_out(&comparison, "POST /d", "by choice"), ["p50", "p95", "p99", "unintended errors"]);
    assert_eq!(comparison.validity, judged.validity, "it is part of the traffic all the same");
}

#[test]
fn its_errors_are_taken_out_of_every_slice() {
    let every_second = |bad: u64| -> Vec<_> {
        (0..120)
            .map(|n| (n, if n % 10 < bad as i64 { Outcome::ServerError } else { Outcome::Ok }, 10_000))
            .collect()
    };
    let with = |name: &str, bad: u64| -> Run {
        run(name).with_points("GET /a", every_second(0)).with_points("GET /b", every_second(bad))
    };
    let rule = EndpointRule { endpoint: "GET /b".to_owned(), ignore: Some(true), ..EndpointRule::default() };
    let (base, candidate) = ([with("base", 0)], with("run", 5));
    assert_eq!(whole(&compare(&base, &candidate, &Settings::default())).1, Counts { bad: 60, total: 240 });
    let comparison = compare(&base, &candidate, &with_rule(rule));
    let counts = Counts { bad: 0, total: 120 };
    assert_eq!(whole(&comparison), (counts, counts, Change::Unchanged));
}

#[test]
fn only_chosen_percentiles_are_judged() {
    let slower = with_changed(shop("run", 1.0), "POST /d", 1500, shape(60.0), 0);
    let chosen = vec![Measure::P95, Measure::of_quantile(0.97)];
    let rule =
        EndpointRule { endpoint: "POST /d".to_owned(), percentiles: Some(chosen), ..EndpointRule::default() };
    let comparison = compare(&[shop("base", 1.0)], &slower, &with_rule(rule));
    let of_it: Vec<Measure> = comparison
        .latency
        .iter()
        .filter(|cell| cell.subject == Subject::endpoint("POST /d"))
        .map(|cell| cell.measure)
        .collect();
    assert_eq!(of_it, [Measure::P95]);
    assert_eq!(left_out(&comparison, "POST /d", "by choice"), ["p50", "p90", "p99"]);
    assert_eq!(left_out(&comparison, "POST /d", "chosen"), ["p97"]);
    assert!(comparison.latency.iter().any(|cell| cell.change == Change::Regression));
}

#[test]
fn a_tolerance_of_its_own_lets_an_endpoint_move() {
    let slower = with_changed(shop("run", 1.0), "POST /d", 1500, shape(50.0), 0);
    for (rule, moved) in [
        (EndpointRule::default(), true),
        (EndpointRule { min_latency_change: Some(0.5), ..EndpointRule::default() }, false),
        // From 40 to 50 ms at p50, and to four times that at p99.
        (EndpointRule { min_latency_difference: Some(200.0), ..EndpointRule::default() }, false),
    ] {
        let rule = EndpointRule { endpoint: "POST /d".to_owned(), ..rule };
        let comparison = compare(&[shop("base", 1.0)], &slower, &with_rule(rule));
        assert_eq!(comparison.latency.iter().any(|cell| cell.change == Change::Regression), moved);
    }
}
