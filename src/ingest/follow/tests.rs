//! Snapshots under another configuration than they were recorded with.

use super::*;
use crate::model::endpoint::EndpointId;
use crate::model::labeller::Response;
use crate::model::origin::ReadWith;
use crate::model::sample;
use crate::model::settings::{IntendedStatuses, Undeclared4xx};

/// The rules of a configuration, without what these tests do not ask.
struct Rules<'s>(&'s Settings);

impl Labeller for Rules<'_> {
    fn judges_scenario(&self, scenario: &str) -> bool {
        let named = &self.0.window.scenarios;
        if named.is_empty() { scenario != "warmup" } else { named.iter().any(|name| name == scenario) }
    }

    fn endpoint(&self, _: Option<&str>, name: &str) -> EndpointId {
        EndpointId::named(name)
    }

    fn host<'n>(&self, _: &'n str) -> Option<&'n str> {
        None
    }

    fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool {
        self.0.outcomes.declares_intended(endpoint, status)
    }

    fn scrub(&self, text: &str) -> String {
        text.to_owned()
    }

    fn outcome(&self, _: &EndpointId, _: Response) -> Outcome {
        Outcome::Ok
    }
}

/// A run with 4 answers of 409 and some of 404, none of them declared, as it was recorded with `settings`.
fn recorded(of_404: u64, settings: &Settings) -> Run {
    let answers = |second| (1_795_000_000 + second, Outcome::Undeclared4xx, 5000);
    let ok = (0..20).map(|second| (1_795_000_000 + second, Outcome::Ok, 1000));
    let mut run =
        sample::run("run").with_points("POST /orders", ok.chain((0..4 + of_404 as i64).map(answers)));
    for traffic in [&mut run.endpoints[0].traffic, &mut run.whole] {
        let statuses = [(200, 20), (404, of_404), (409, 4)];
        traffic.outcomes.as_mut().unwrap().statuses = statuses.into_iter().filter(|(_, n)| *n > 0).collect();
    }
    run.origin.settings = Some(ReadWith::of(settings));
    run
}

fn intended(statuses: &[u16]) -> Settings {
    let mut settings = Settings::default();
    settings.outcomes.intended =
        vec![IntendedStatuses { endpoint: "POST /orders".to_owned(), statuses: statuses.to_vec() }];
    settings
}

fn followed(mut run: Run, settings: &Settings) -> (Run, Vec<&'static str>) {
    let labeller = Rules(settings);
    follow(&mut run, &labeller, settings);
    let behind = not_followed(&run, &labeller, settings);
    (run, behind)
}

fn class(run: &Run, outcome: Outcome) -> u64 {
    run.whole.outcomes.as_ref().unwrap().classes[&outcome]
}

#[test]
fn the_same_settings_change_nothing() {
    let settings = Settings::default();
    let run = recorded(2, &settings);
    assert_eq!(followed(run.clone(), &settings), (run, Vec::new()));
}

#[test]
fn what_an_undeclared_4xx_counts_as_is_applied_again() {
    let mut settings = Settings::default();
    settings.outcomes.undeclared_4xx = Undeclared4xx::Bad;
    let (run, behind) = followed(recorded(2, &Settings::default()), &settings);
    assert_eq!(run.whole.outcomes.as_ref().unwrap().bad, 6);
    assert!(behind.is_empty(), "{behind:?}");
    let (run, _) = followed(run, &Settings::default());
    assert_eq!(run.whole.outcomes.as_ref().unwrap().bad, 0, "and back");
}

#[test]
fn a_status_that_is_all_of_its_outcome_is_declared_afterwards() {
    let (run, behind) = followed(recorded(0, &Settings::default()), &intended(&[409]));
    assert_eq!((class(&run, Outcome::Undeclared4xx), class(&run, Outcome::Intended4xx)), (0, 4));
    assert_eq!(run.whole.latency.as_ref().unwrap().quantile(1.0), Ok(5.0), "they are expected responses now");
    assert!(behind.is_empty(), "{behind:?}");
}

#[test]
fn a_status_that_is_some_of_its_outcome_is_left_behind() {
    let (run, behind) = followed(recorded(2, &Settings::default()), &intended(&[409]));
    assert_eq!((class(&run, Outcome::Undeclared4xx), class(&run, Outcome::Intended4xx)), (6, 0));
    assert_eq!(behind, ["[outcomes] intended"]);
    // What no response of the run has does not matter.
    let (_, behind) = followed(recorded(2, &Settings::default()), &intended(&[410]));
    assert!(behind.is_empty(), "{behind:?}");
}

#[test]
fn a_status_of_grpc_that_is_declared_afterwards_is_left_behind() {
    let mut run = recorded(0, &Settings::default());
    run.endpoints[0].traffic.error_codes.insert(2005, 3);
    assert_eq!(followed(run.clone(), &intended(&[5])).1, ["[outcomes] intended"]);
    assert!(followed(run, &intended(&[6])).1.is_empty(), "no call ended with it");
}

#[test]
fn window_tag_and_routes_are_left_behind() {
    let mut settings = Settings::default();
    settings.window.warm_up = Some(10.0);
    settings.endpoints.tag = Some("route".into());
    settings.endpoints.routes = vec!["/orders/{id}".to_owned()];
    let (run, behind) = followed(recorded(0, &Settings::default()), &settings);
    assert_eq!(behind, ["[window] warm_up", "[endpoints] tag", "[endpoints] routes"]);
    // A snapshot of an older version says what its window was, and nothing of the rest.
    let old = Run { origin: Default::default(), ..run };
    assert_eq!(followed(old, &settings).1, ["[window] warm_up"]);
}

#[test]
fn scenarios_count_by_what_they_choose() {
    let mut run = recorded(0, &Settings::default());
    run.meta.window.scenarios = vec!["measure".to_owned()];
    run.meta.window.left_out = vec!["warmup".to_owned()];
    let mut settings = Settings::default();
    settings.window.scenarios = vec!["measure".to_owned()];
    assert!(followed(run.clone(), &settings).1.is_empty(), "the same requests, by another rule");
    settings.window.scenarios.push("warmup".to_owned());
    assert_eq!(followed(run, &settings).1, ["[window] scenarios"]);
}
