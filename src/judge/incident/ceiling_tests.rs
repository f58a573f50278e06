//! What incidents may take of a run: 60 s, two endpoints, twenty requests a second each.

use super::{Searched, ceiling};
use crate::judge::Inputs;
use crate::model::judgement::{Finding, Verdict};
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::sample::{Point, run};
use crate::model::settings::Settings;

/// 2026-11-18 11:06:40 UTC.
const START: i64 = 1_795_000_000;

/// Requests of 10 to 28 ms, every twentieth of 100; `change` may alter or drop each, by its second and its number in it.
fn points(change: impl Fn(i64, usize, Point) -> Option<Point>) -> Vec<Point> {
    (0..1200_usize)
        .filter_map(|n| {
            let (second, number) = (n as i64 / 20, n % 20);
            let took = if number == 0 { 100_000 } else { 10_000 + 1_000 * number as u64 };
            change(second, number, (START + second, Outcome::Ok, took))
        })
        .collect()
}

fn two(change: impl Fn(i64, usize, Point) -> Option<Point>) -> Run {
    let points = points(change);
    run("run").with_points("GET /products", points.clone()).with_points("POST /orders", points)
}

fn quiet() -> Run {
    two(|_, _, point| Some(point))
}

/// In each of these seconds the first of a second's requests fail.
fn failing(seconds: &'static [i64], first: usize) -> Run {
    two(move |second, number, (at, outcome, took)| {
        let fails = seconds.contains(&second) && number < first;
        Some((at, if fails { Outcome::ServerError } else { outcome }, took))
    })
}

/// From each of these seconds on nothing ends for so many seconds, and then ten requests that waited.
fn stalled(begins: &'static [i64], seconds: i64) -> Run {
    two(move |second, number, point| {
        let begin = begins.iter().find(|begin| (**begin..**begin + seconds).contains(&second));
        match begin {
            None => Some(point),
            Some(begin) => (number < 10 && second == begin + seconds - 1).then_some((
                point.0 + 1,
                Outcome::Ok,
                seconds as u64 * 1_000_000,
            )),
        }
    })
}

fn judged(base: &[Run], run: &Run, settings: &Settings) -> Vec<Finding> {
    let searched = Searched::of(run, &settings.outcomes).unwrap();
    ceiling::findings(&Inputs { comparison: None, base, run, settings, metric_objectives: &[] }, &searched)
}

fn check(run: &Run) -> Vec<Finding> {
    judged(&[], run, &Settings::default())
}

#[test]
fn a_quiet_run_lost_nothing() {
    assert_eq!(check(&quiet()), vec![]);
}

#[test]
fn two_seconds_in_which_most_fails_are_more_than_one_request_in_a_hundred() {
    let run = failing(&[17, 44], 16);
    let findings = check(&run);
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!(finding.verdict, Verdict::Fail);
    assert_eq!(finding.title, "Error incidents took 2.7\u{a0}% of the run");
    assert_eq!(
        finding.text,
        "64 requests ended in unintended errors from 11:06:57 to 11:06:58, from 11:07:24 to 11:07:25 UTC: 2.7\u{a0}% of the \
         run's 2,400 requests. Users lost 1.60\u{a0}s of 1\u{a0}min 0\u{a0}s to them (2.7\u{a0}%). At most 1.0\u{a0}% of \
         either may be lost to incidents (`[incidents] max_failed`)."
    );
    assert_eq!(check(&failing(&[17], 10)), vec![], "20 of 2,400 are a burst, and no more");
}

#[test]
fn two_stops_of_three_seconds_in_a_minute_are_too_long_and_one_second_and_a_half_is_not() {
    let findings = check(&stalled(&[20, 40], 3));
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.verdict, finding.judged.subject.key()), (Verdict::Fail, None));
    let share = finding.run.unwrap();
    assert!((0.08..0.14).contains(&share), "{share}");
    // Four of the slowest that are always there end beside them.
    assert!(
        finding.text.to_string().starts_with("44 requests took more than three times"),
        "{}",
        finding.text
    );
    assert_eq!(check(&stalled(&[20], 1)), vec![]);
}

#[test]
fn what_the_base_shows_too_fails_nothing() {
    let run = failing(&[17, 44], 16);
    let of = |base: &[Run]| judged(base, &run, &Settings::default())[0].verdict;
    assert_eq!(of(&[quiet()]), Verdict::Fail);
    assert_eq!(of(&[failing(&[30], 16)]), Verdict::Warn, "half as much");
    assert_eq!(of(&[failing(&[30], 16), quiet()]), Verdict::Fail, "a quarter of both base runs");
}

#[test]
fn the_ceilings_can_be_raised() {
    let mut settings = Settings::default();
    settings.incidents.max_failed = 0.03;
    assert_eq!(judged(&[], &failing(&[17, 44], 16), &settings), vec![]);
    settings.incidents.max_slow = 0.2;
    assert_eq!(judged(&[], &stalled(&[20, 40], 3), &settings), vec![]);
}

#[test]
fn the_last_request_of_a_test_is_no_standstill() {
    // The test is over after 40 s, and is kept waiting by one request in each endpoint.
    let run = two(|second, number, (at, outcome, took)| match second {
        ..40 => Some((at, outcome, took)),
        59 => (number == 0).then_some((at, outcome, 19_000_000)),
        _ => None,
    });
    assert_eq!(check(&run), vec![]);
}

#[test]
fn a_slow_beginning_is_a_warm_up_and_fails_nothing() {
    let slow_at = |from: i64| {
        two(move |second, _, (at, outcome, took)| {
            let is_slow = (from..from + 9).contains(&second);
            Some((at, outcome, if is_slow { took * 10 } else { took }))
        })
    };
    assert_eq!(check(&slow_at(0)), vec![]);
    assert_eq!(check(&slow_at(5)).len(), 1);
}

#[test]
fn an_endpoint_that_hangs_for_a_sixth_of_the_run_fails_it() {
    let slow = points(|second, _, (at, outcome, took)| {
        Some((at, outcome, if (20..30).contains(&second) { took * 10 } else { took }))
    });
    let run =
        run("run").with_points("GET /products", points(|_, _, p| Some(p))).with_points("POST /orders", slow);
    let findings = check(&run);
    assert_eq!(findings.iter().map(|f| f.verdict).collect::<Vec<_>>(), [Verdict::Fail], "{findings:#?}");
}
