//! The postmortem of recorded incidents: times and endpoints as they were made, and blanks where the data say nothing.

use std::sync::Arc;

use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::model::missing::Known;
use perfreport::model::postmortem::{EventKind, Postmortem};
use perfreport::model::settings::Settings;
use perfreport::model::slo::{Objective, Slo, SloScope};

use crate::support::{fixture, snapshot};

fn postmortem(base: &[&str], run: &str, settings: &Settings) -> Postmortem {
    let shop = |run: &str| Input::Path(snapshot(&format!("shop/{run}")));
    let request = Request::new(base.iter().map(|name| shop(name)).collect(), shop(run));
    pipeline::postmortem(request, settings, &Arc::default(), None).unwrap()
}

/// 99 % of the orders without unintended errors.
fn objective() -> Settings {
    let slo = Slo {
        scope: SloScope::Endpoints("POST /api/orders".to_owned()),
        objective: Objective::Success { share: 0.99 },
        window_days: 30.0,
        runbook: None,
    };
    Settings { slos: vec![slo], ..Settings::default() }
}

fn times(postmortem: &Postmortem, kind: EventKind) -> Vec<i64> {
    let events = postmortem.timeline.iter().filter(|event| event.kind == kind);
    events.filter_map(|event| event.elapsed).collect()
}

fn blanks(postmortem: &Postmortem) -> Vec<EventKind> {
    postmortem.timeline.iter().filter(|event| event.at.is_err()).map(|event| event.kind).collect()
}

fn impact<'a>(postmortem: &'a Postmortem, name: &str) -> &'a Known<String> {
    &postmortem.impact.iter().find(|fact| fact.name == name).unwrap().text
}

#[test]
fn an_incident_of_twenty_seconds_is_told_with_its_times_and_its_endpoint() {
    let postmortem = postmortem(&["base-1"], "kafka-incident", &objective());
    let [began] = times(&postmortem, EventKind::Deviation)[..] else { panic!("{:?}", postmortem.timeline) };
    let [over] = times(&postmortem, EventKind::Recovery)[..] else { panic!("{:?}", postmortem.timeline) };
    // The publisher was blocked for 20 s from 40 s into the test; it is looked for second by second.
    assert!((38..=42).contains(&began) && (18..=22).contains(&(over - began)), "{began} to {over}");
    let [peak] = times(&postmortem, EventKind::Peak)[..] else { panic!() };
    let [noticed] = times(&postmortem, EventKind::Detection)[..] else { panic!() };
    assert!(began <= peak && peak < over && began < noticed && noticed <= over, "{peak} {noticed}");
    let [resource] = times(&postmortem, EventKind::Resource)[..] else { panic!() };
    assert!((began - 2..=began + 4).contains(&resource), "{resource}");
    // In flight only: nobody says when people came.
    assert_eq!(blanks(&postmortem), [EventKind::People, EventKind::People]);

    assert_eq!(impact(&postmortem, "Endpoints").as_deref(), Ok("POST /api/orders"));
    assert_eq!(
        impact(&postmortem, "Requests").as_deref(),
        Ok("134 in the incident: 17 failed, 134 were slow")
    );
    assert!(impact(&postmortem, "Error budget").as_ref().unwrap().contains("in the incident 12.7 times"));
    assert!(impact(&postmortem, "Users and business").is_err());
    assert!(postmortem.whys[0].hints[0].contains("Kafka producer queue"), "{:?}", postmortem.whys);
    assert_eq!(postmortem.whys.len(), 5);
}

#[test]
fn what_the_data_cannot_say_is_blank() {
    let slower = postmortem(&["base-1"], "orders-slower-30", &Settings::default());
    let expected = [EventKind::Deviation, EventKind::Detection, EventKind::People, EventKind::People];
    assert_eq!(blanks(&slower), expected);
    assert!(impact(&slower, "Error budget").as_ref().unwrap_err().reason().contains("[[slo]]"));
    assert_eq!(impact(&slower, "Requests").as_deref(), Ok("0 of 18,597 failed unintentionally"));

    let summary = Input::Path(fixture("shop/kafka-incident/handle-summary.json"));
    let request = Request::new(Vec::new(), summary);
    let summary = pipeline::postmortem(request, &Settings::default(), &Arc::default(), None).unwrap();
    assert!(blanks(&summary).contains(&EventKind::Peak), "{:?}", summary.timeline);
    assert!(summary.assessment.servers.is_err());
}

#[test]
fn nothing_is_suggested_where_nothing_became_worse() {
    let same = postmortem(&["base-1"], "base-2", &Settings::default());
    assert!(same.actions.is_empty());
    assert!(impact(&same, "Endpoints").is_err());
    assert_eq!(times(&same, EventKind::Deviation), [0; 0]);
}

#[test]
fn a_shared_shift_names_no_endpoint() {
    let pool = postmortem(&["base-1"], "pool-exhausted", &objective());
    assert_eq!(impact(&pool, "Endpoints").as_deref(), Ok("all of them"));
    assert!(pool.actions[0].text.contains("all endpoints"), "{:?}", pool.actions);
    assert!(pool.whys[0].hints[0].contains("HikariCP pool HikariPool-1: full"), "{:?}", pool.whys);
    assert!(pool.actions.iter().any(|action| action.text.starts_with("Watch HikariCP pool")));
}
