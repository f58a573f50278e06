//! Whether a pair is fit to be compared: load, endpoints, whole files.

use chrono::TimeZone;

use super::compare;
use crate::model::comparison::{ValidityEffect, ValidityKind};
use crate::model::endpoint::EndpointId;
use crate::model::latency::{Latency, Population};
use crate::model::missing::Missing;
use crate::model::origin::ReadWith;
use crate::model::run::Run;
use crate::model::sample::{run, shape, shop};
use crate::model::settings::Settings;
use crate::stats::random::Random;

#[test]
fn a_run_that_was_cut_short_leaves_no_pass() {
    let mut cut = shop("run", 1.0);
    cut.meta.cut_short = true;
    let comparison = compare(&[shop("base", 1.0)], &cut, &Settings::default());
    let [found] = comparison.validity.as_slice() else { panic!("{:?}", comparison.validity) };
    assert_eq!((found.kind, found.effect), (ValidityKind::CutShort, ValidityEffect::PassIsInconclusive));
}

#[test]
fn a_run_with_lines_that_could_not_be_read_leaves_no_pass() {
    let mut torn = shop("run", 1.0);
    torn.meta.unread_share = 0.002;
    let comparison = compare(&[shop("base", 1.0)], &torn, &Settings::default());
    let [found] = comparison.validity.as_slice() else { panic!("{:?}", comparison.validity) };
    assert_eq!((found.kind, found.effect), (ValidityKind::Unread, ValidityEffect::PassIsInconclusive));
    assert!(found.text.to_string().starts_with("0.20\u{a0}% of the lines"), "{}", found.text);
}

#[test]
fn endpoints_by_another_tag_are_not_compared() {
    let by = |name, tag: &str| {
        let mut run = shop(name, 1.0);
        run.origin.settings = Some(ReadWith { tag: tag.into(), ..ReadWith::default() });
        run
    };
    for (base, run, found) in
        [("name", "name", false), ("name", "endpoint", true), ("endpoint", "endpoint", false)]
    {
        let comparison = compare(&[by("base", base)], &by("run", run), &Settings::default());
        let kinds: Vec<_> = comparison.validity.iter().map(|v| (v.kind, v.effect)).collect();
        let expected = (ValidityKind::EndpointTag, ValidityEffect::WithholdLatency);
        assert_eq!(kinds.contains(&expected), found, "{base} {run}: {kinds:?}");
    }
    // Other names are no other mix of traffic.
    let mut renamed = by("run", "endpoint");
    renamed.endpoints.iter_mut().for_each(|endpoint| endpoint.id.name.push_str(" by tag"));
    let comparison = compare(&[by("base", "name")], &renamed, &Settings::default());
    let kinds: Vec<_> = comparison.validity.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [ValidityKind::EndpointTag]);
    // A side without endpoints names none of them otherwise.
    let mut whole = by("base", "name");
    whole.endpoints.clear();
    let comparison = compare(&[whole], &by("run", "endpoint"), &Settings::default());
    assert!(comparison.validity.iter().all(|found| found.kind != ValidityKind::EndpointTag));
}

#[test]
fn one_user_in_twenty_is_the_same_load() {
    for (base, run, same) in
        [(20.0, 21.0, true), (20.0, 19.0, true), (100.0, 105.0, true), (20.0, 22.0, false)]
    {
        let with = |name, users| {
            let mut run = shop(name, 1.0);
            run.load.peak_vus = Ok(users);
            run.load.max_vus = Ok(users);
            run
        };
        let comparison = compare(&[with("base", base)], &with("run", run), &Settings::default());
        assert_eq!(comparison.validity.is_empty(), same, "{base} {run}: {:?}", comparison.validity);
    }
}

#[test]
fn base_runs_of_two_load_models_are_no_base_of_one() {
    let mut open = shop("open", 1.0);
    open.load.dropped_iterations = Ok(0);
    let comparison = compare(&[shop("base", 1.0), open], &shop("run", 1.0), &Settings::default());
    assert!(comparison.load.base.unwrap_err().reason().contains("some by a closed one"));
}

#[test]
fn a_name_with_two_methods_is_nobodys_counterpart() {
    let mut base = shop("base", 1.0);
    base.endpoints[0].id = EndpointId::named("orders");
    let mut run = shop("run", 1.0);
    for (endpoint, method) in run.endpoints.iter_mut().zip(["GET", "POST"]) {
        endpoint.id = EndpointId { method: Some(method.to_owned()), name: "orders".to_owned() };
    }
    for (base, run) in [(&base, &run), (&run, &base)] {
        let comparison = compare(std::slice::from_ref(base), run, &Settings::default());
        assert!(!comparison.latency.is_empty());
        assert!(comparison.latency.iter().all(|cell| !cell.subject.to_string().contains("orders")));
    }
    // The mix is that of the pairs: a name without its method is no other endpoint.
    let mut with_method = shop("run", 1.0);
    with_method.endpoints[0].id = EndpointId { method: Some("POST".to_owned()), name: "create".to_owned() };
    let mut without = shop("base", 1.0);
    without.endpoints[0].id = EndpointId::named("create");
    assert!(compare(&[without], &with_method, &Settings::default()).validity.is_empty());
}

#[test]
fn an_endpoint_that_one_base_run_lacks_is_said_to_be_so() {
    let mut lacking = shop("lacking", 1.0);
    let gone = lacking.endpoints.remove(0).id.to_string();
    let comparison = compare(&[shop("base", 1.0), lacking], &shop("run", 1.0), &Settings::default());
    let notes: Vec<String> = comparison.notes.iter().map(|note| note.text.english()).collect();
    assert!(notes.contains(&format!("Some base run lacks {gone}: not compared.")), "{notes:?}");
}

#[test]
fn dropped_iterations_without_a_total_are_not_denied() {
    let mut run = shop("run", 1.0);
    run.load.dropped_iterations = Ok(500);
    run.load.iterations = Err(Missing::because("not recorded"));
    let comparison = compare(&[shop("base", 1.0)], &run, &Settings::default());
    let check = comparison.validity_checks.iter().find(|it| it.check == "load generator kept up").unwrap();
    assert!(check.result.is_err(), "{check:?}");
}

#[test]
fn failing_fast_is_told_where_latencies_hold_the_failures() {
    let with = |name, population, factor: f64, bad: u64| {
        let mut run = shop(name, 1.0);
        if let Ok(Latency::Percentiles(percentiles)) = &mut run.whole.latency {
            percentiles.population = population;
            percentiles.points.iter_mut().for_each(|point| point.1 *= factor);
        }
        if let Ok(outcomes) = &mut run.whole.outcomes {
            outcomes.good -= bad;
            outcomes.bad += bad;
        }
        run
    };
    for (population, told) in [(Population::AllResponses, true), (Population::Expected, false)] {
        let (base, run) = (with("base", population, 1.0, 0), with("run", population, 0.5, 2000));
        let comparison = compare(&[base], &run, &Settings::default());
        let said = comparison.notes.iter().any(|note| note.text.contains("failed fast"));
        assert_eq!(said, told, "{population:?}: {:?}", comparison.notes);
    }
}

fn found(base: &[Run], run: &Run) -> Vec<(ValidityKind, String)> {
    let comparison = compare(base, run, &Settings::default());
    comparison.validity.into_iter().map(|found| (found.kind, found.text.to_string())).collect()
}

#[test]
fn an_endpoint_that_is_never_called_is_missed_and_a_rare_one_is_not() {
    let base = || shop("base", 1.0).with_endpoint("GET /rare", 8, shape(5.0), 0);
    let mut gone = shop("run", 1.0);
    gone.endpoints.retain(|endpoint| endpoint.id.name != "POST /d");
    gone.whole.requests = Ok(12_300 - 1500);
    let [(ValidityKind::Vanished, text)] = &found(&[base()], &gone)[..1] else { panic!() };
    assert!(
        text.starts_with("The candidate never called POST /d, which had 12\u{a0}% of the base's requests."),
        "{text}"
    );
    let comparison = compare(&[base()], &gone, &Settings::default());
    let notes: Vec<String> = comparison.notes.iter().map(|note| note.text.english()).collect();
    assert_eq!(notes[0], "Only the base has GET /rare: not compared.", "what a finding names is no note");
    // A base that counts no request in all, though some of its endpoints: no share can be told.
    let mut none = base();
    none.whole.requests = Ok(0);
    assert!(found(&[none], &gone).iter().all(|(kind, _)| *kind != ValidityKind::Vanished));
    // A summary holds endpoints that were never called, with a count of 0.
    let mut silent = base();
    silent.endpoints.iter_mut().filter(|e| e.id.name == "POST /d").for_each(|e| e.traffic.requests = Ok(0));
    assert!(found(&[base()], &silent).iter().any(|(kind, _)| *kind == ValidityKind::Vanished));
    // Where a base run does without it, nobody misses it; nor where it may have been folded.
    assert!(found(&[base(), gone.clone()], &gone).iter().all(|(kind, _)| *kind != ValidityKind::Vanished));
    let folded = gone.with_endpoint("other", 1500, shape(5.0), 0);
    assert!(found(&[base()], &folded).iter().all(|(kind, _)| *kind != ValidityKind::Vanished));
}

#[test]
fn a_run_of_less_than_half_the_base_is_another_test() {
    let of = |name, seconds: f64, factor: u64| {
        let mut run = ["GET /a", "GET /b"]
            .into_iter()
            .fold(run(name), |run, endpoint| run.with_endpoint(endpoint, 1000 * factor, shape(10.0), 0));
        run.meta.window_duration = Ok(seconds);
        run
    };
    let base = [of("base", 60.0, 10), of("long", 120.0, 20)];
    assert_eq!(found(&base, &of("run", 31.0, 6)), []);
    let [(ValidityKind::FarSmaller, text)] = &found(&base, &of("run", 29.0, 4))[..] else { panic!() };
    assert!(
        text.contains(
            "took 29.0\u{a0}s instead of at least 1\u{a0}min 0\u{a0}s, with 8,000 requests instead of at least 20,000"
        ),
        "{text}"
    );
    assert!(matches!(found(&base, &of("run", 60.0, 4))[..], [(ValidityKind::FarSmaller, _)]));
    // Less load explains fewer requests, and is said already.
    let mut fewer_users = of("run", 60.0, 4);
    fewer_users.load.peak_vus = Ok(4.0);
    fewer_users.load.max_vus = Ok(4.0);
    assert!(matches!(found(&base, &fewer_users)[..], [(ValidityKind::LessLoad, _)]));
}

#[test]
fn the_mix_moves_only_beyond_what_sampling_explains() {
    let mut random = Random::new(3);
    // Eighty endpoints and 2,000 requests, of which a share moves from the second half of the endpoints to the first.
    let mut sample = |name: &str, moved: f64| {
        (0..80).fold(run(name), |run, number| {
            let share = if number < 40 { 1.0 + moved } else { 1.0 - moved };
            let count = random.count(25.0 * share) as u64;
            run.with_endpoint(&format!("GET /{number:02}"), count, shape(10.0), 0)
        })
    };
    let moved =
        |kinds: Vec<(ValidityKind, String)>| kinds.iter().any(|(k, _)| *k == ValidityKind::TrafficMix);
    for _ in 0..20 {
        assert!(!moved(found(&[sample("base", 0.0)], &sample("run", 0.0))));
        assert!(moved(found(&[sample("base", 0.0)], &sample("run", 0.5))));
    }
}

#[test]
fn an_older_candidate_says_so() {
    let at = |name, minute: u32| {
        let mut run = shop(name, 1.0);
        run.meta.started = Ok(chrono::Utc.with_ymd_and_hms(2026, 11, 1, 10, minute, 0).unwrap());
        run
    };
    let told = |base: &[Run], run: &Run| {
        compare(base, run, &Settings::default())
            .notes
            .iter()
            .any(|note| note.text.contains("older than its base"))
    };
    assert!(told(&[at("base", 30), at("other", 20)], &at("run", 10)));
    assert!(!told(&[at("base", 30), at("other", 5)], &at("run", 10)));
    assert!(!told(&[at("base", 30)], &at("run", 40)));
}

#[test]
fn every_candidate_run_is_asked_whether_it_is_fit() {
    let base = [shop("base", 1.0)];
    let mut cut = shop("second", 1.0);
    cut.meta.cut_short = true;
    cut.load.peak_vus = Ok(20.0);
    cut.load.max_vus = Ok(20.0);
    let runs = [shop("first", 1.0), cut];
    let comparison = super::super::compare(&base, &runs, false, &Settings::default());
    let kinds: Vec<ValidityKind> = comparison.validity.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [ValidityKind::CutShort, ValidityKind::MoreLoad]);
    assert!(comparison.validity.iter().all(|found| found.text.to_string().starts_with("In second: ")));
    assert_eq!(comparison.throughput.unwrap_err().reason(), "the runs were not offered the same load");
}
