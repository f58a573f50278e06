//! Whether a pair is fit to be compared: load, endpoints, whole files.

use super::compare;
use crate::model::comparison::{ValidityEffect, ValidityKind};
use crate::model::endpoint::EndpointId;
use crate::model::latency::{Latency, Population};
use crate::model::missing::Missing;
use crate::model::sample::shop;
use crate::model::settings::Settings;

#[test]
fn a_run_that_was_cut_short_leaves_no_pass() {
    let mut cut = shop("run", 1.0);
    cut.meta.cut_short = true;
    let comparison = compare(&[shop("base", 1.0)], &cut, &Settings::default());
    let [found] = comparison.validity.as_slice() else { panic!("{:?}", comparison.validity) };
    assert_eq!((found.kind, found.effect), (ValidityKind::CutShort, ValidityEffect::PassIsInconclusive));
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
        assert!(comparison.latency.iter().all(|cell| !cell.endpoint.contains("orders")));
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
    let notes: Vec<&str> = comparison.notes.iter().map(|note| note.text.as_str()).collect();
    assert!(notes.contains(&format!("Some base run lacks {gone}: not compared.").as_str()), "{notes:?}");
}

#[test]
fn dropped_iterations_without_a_total_are_not_denied() {
    let mut run = shop("run", 1.0);
    run.load.dropped_iterations = Ok(500);
    run.load.iterations = Err(Missing::because("not recorded"));
    let comparison = compare(&[shop("base", 1.0)], &run, &Settings::default());
    let check = comparison.validity_checks.iter().find(|(name, _)| name == "load generator kept up").unwrap();
    assert!(check.1.is_err(), "{check:?}");
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
