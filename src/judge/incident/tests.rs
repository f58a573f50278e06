//! Incidents in runs made by hand: 60 s, two endpoints, 20 requests per second each.

use super::{Searched, Seen, burst, warm_up_note};
use crate::model::incident::{Incident, IncidentKind};
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::sample::{Point, run, shop};
use crate::model::settings::OutcomeSettings;
use crate::model::subject::Subject;

/// 2026-11-18 11:06:40 UTC.
const START: i64 = 1_795_000_000;

/// Every twentieth request takes 100 ms, the others 10 to 28.
fn quiet() -> Vec<Point> {
    (0..1200)
        .map(|n| {
            (
                START + n / 20,
                Outcome::Ok,
                if n % 20 == 0 { 100_000 } else { 10_000 + 1_000 * (n % 20) as u64 },
            )
        })
        .collect()
}

/// Replaces the requests in some seconds, of each second the first few.
fn with(seconds: std::ops::Range<i64>, each: usize, outcome: Outcome, took: u64) -> Vec<Point> {
    quiet()
        .into_iter()
        .enumerate()
        .map(|(n, point)| {
            let hit = seconds.contains(&(point.0 - START)) && n % 20 < each;
            if hit { (point.0, outcome, took) } else { point }
        })
        .collect()
}

fn two(orders: Vec<Point>) -> Run {
    run("run").with_points("GET /products", quiet()).with_points("POST /orders", orders)
}

fn find(run: &Run) -> Vec<Seen> {
    Searched::of(run, &OutcomeSettings::default()).map_or_else(Vec::new, |searched| searched.incidents())
}

fn seen(run: &Run) -> (Vec<Incident>, Vec<Finding>) {
    let seen = find(run);
    let findings = seen.iter().filter_map(|seen| Some(burst(&seen.incident, &seen.burst?))).collect();
    (seen.into_iter().map(|seen| seen.incident).collect(), findings)
}

#[test]
fn a_quiet_run_has_none() {
    assert_eq!(seen(&two(quiet())), (vec![], vec![]));
    assert_eq!(seen(&shop("summary", 1.0)), (vec![], vec![]));
}

#[test]
fn a_stall_of_one_endpoint_is_found_with_both_ends() {
    let (incidents, findings) = seen(&two(with(20..40, 8, Outcome::Timeout, 2_000_000)));
    let [incident] = incidents.as_slice() else { panic!("{incidents:#?}") };
    assert_eq!((incident.start, incident.end), (START + 20, START + 40));
    assert_eq!(incident.endpoints, [Subject::endpoint("POST /orders")]);
    assert_eq!((incident.kind, incident.requests, incident.bad), (IncidentKind::Errors, 400, 160));
    assert_eq!(incident.slow, 160, "a timeout is slow as well");
    assert_eq!(
        incident.text,
        "From 11:07:00 to 11:07:20 UTC (20.0\u{a0}s), of 400 requests of POST /orders 160 ended in unintended \
         errors (40\u{a0}%, otherwise 0\u{a0}%) and 160 were slow (40\u{a0}%, otherwise 5.0\u{a0}%)."
    );
    let [finding] = findings.as_slice() else { panic!("{findings:#?}") };
    assert_eq!((finding.verdict, finding.rule), (Verdict::Warn, Rule::Incident));
    assert_eq!(finding.judged.subject.key(), Some("POST /orders"));
    assert_eq!(finding.title, "A burst of errors at POST /orders");
    assert!(finding.p.unwrap() < 1e-4);
}

#[test]
fn a_burst_needs_five_bad_requests() {
    let burst = |each| seen(&two(with(30..31, each, Outcome::ServerError, 20_000)));
    let (incidents, findings) = burst(5);
    assert_eq!((incidents.len(), findings.len()), (1, 1));
    assert_eq!((incidents[0].start, incidents[0].end, incidents[0].bad), (START + 30, START + 31, 5));
    assert_eq!(burst(4), (vec![], vec![]));
}

#[test]
fn errors_all_along_are_no_burst() {
    let (incidents, findings) = seen(&two(with(0..60, 1, Outcome::ServerError, 20_000)));
    assert_eq!((incidents, findings), (vec![], vec![]));
}

#[test]
fn slow_requests_alone_are_shown_and_no_finding() {
    let (incidents, findings) = seen(&two(with(10..22, 12, Outcome::Ok, 900_000)));
    let [incident] = incidents.as_slice() else { panic!("{incidents:#?}") };
    assert_eq!((incident.start, incident.end), (START + 10, START + 22));
    assert_eq!((incident.kind, incident.bad, incident.slow), (IncidentKind::TailLatency, 0, 144));
    assert_eq!(incident.endpoints, [Subject::endpoint("POST /orders")]);
    assert!(findings.is_empty());
}

#[test]
fn what_hits_all_endpoints_is_one_incident() {
    let stalled = with(10..22, 12, Outcome::TransportError, 0);
    let run = run("run").with_points("GET /products", stalled.clone()).with_points("POST /orders", stalled);
    let (incidents, findings) = seen(&run);
    let [incident] = incidents.as_slice() else { panic!("{incidents:#?}") };
    assert_eq!(incident.endpoints, ["GET /products", "POST /orders"].map(Subject::endpoint));
    assert_eq!((incident.requests, incident.bad), (480, 288));
    assert_eq!(findings[0].title, "A burst of errors at GET /products and 1 more");
    assert!(findings[0].judged.subject.is_whole());
}

#[test]
fn two_bursts_are_two_incidents() {
    let mut points = with(10..12, 10, Outcome::ServerError, 20_000);
    let second = with(40..42, 10, Outcome::ServerError, 20_000);
    points
        .iter_mut()
        .zip(second)
        .filter(|(_, new)| new.1 == Outcome::ServerError)
        .for_each(|(old, new)| *old = new);
    let (incidents, findings) = seen(&two(points));
    assert_eq!(incidents.iter().map(|i| i.start - START).collect::<Vec<_>>(), [10, 40]);
    assert_eq!(findings.len(), 2);
}

#[test]
fn a_slow_beginning_is_proposed_as_warm_up() {
    let note = |seconds: std::ops::Range<i64>, outcome| {
        let run = two(with(seconds, 12, outcome, 900_000));
        warm_up_note(&find(&run), &run)
    };
    let proposed = note(0..9, Outcome::Ok).unwrap();
    assert!(proposed.text.contains("From 11:06:40 to 11:06:49 UTC"), "{}", proposed.text);
    assert_eq!(proposed.hint.unwrap(), "To leave it out: `[window] warm_up = \"9s\"` in perfreport.toml.");
    assert_eq!(note(5..14, Outcome::Ok), None, "not at the beginning");
    assert_eq!(note(0..20, Outcome::Ok), None, "a third of the run");
    assert_eq!(note(0..9, Outcome::ServerError), None, "errors");
    let quiet = two(quiet());
    assert_eq!(warm_up_note(&find(&quiet), &quiet), None);
}

#[test]
fn a_run_of_few_slices_is_not_searched() {
    let short: Vec<Point> =
        with(3..6, 20, Outcome::Timeout, 1).into_iter().filter(|p| p.0 < START + 11).collect();
    assert_eq!(seen(&run("run").with_points("POST /orders", short)), (vec![], vec![]));
}
