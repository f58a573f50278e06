//! The postmortem of recorded incidents: times and endpoints as they were made, and blanks where the data say nothing.

use std::sync::Arc;

use perfreport::internals::config::parse;
use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::model::missing::Known;
use perfreport::model::postmortem::{ActionKind, EventKind, Postmortem, PostmortemHead, Topic};
use perfreport::model::settings::Settings;
use perfreport::model::slo::{Objective, Slo, SloScope};

use crate::support::{fixture, snapshot};

fn postmortem(base: &[&str], run: &str, settings: &Settings) -> Postmortem {
    let shop = |run: &str| Input::Path(snapshot(&format!("shop/{run}")));
    let request = Request::new(base.iter().map(|name| shop(name)).collect(), shop(run));
    pipeline::postmortem(request, settings, &Arc::default(), PostmortemHead::default(), None).unwrap()
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

fn impact(postmortem: &Postmortem, name: &str) -> Known<String> {
    let fact = postmortem.impact.iter().find(|fact| fact.name == *name).unwrap();
    fact.text.as_ref().map(ToString::to_string).map_err(Clone::clone)
}

fn remarks(postmortem: &Postmortem, topic: Topic) -> Result<String, String> {
    let remarks = postmortem.remarks.iter().find(|remarks| remarks.topic == topic).unwrap();
    let lines = |texts: &Vec<_>| texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let text = remarks.known.as_ref().map(|texts| lines(texts).replace('\u{a0}', " "));
    text.map_err(|missing| missing.reason().english())
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
    let took = |name| impact(&postmortem, name).as_ref().unwrap().replace('\u{a0}', " ");
    assert!(took("Time to detect").starts_with(&format!("{} s from the first deviation", noticed - began)));
    assert!(took("Time to recover").starts_with(&format!("{} s from the first deviation", over - began)));
    assert!(impact(&postmortem, "Time to mitigate").is_err());
    assert!(postmortem.whys[0].hints[0].contains("Kafka producer queue"), "{:?}", postmortem.whys);
    assert_eq!(postmortem.whys.len(), 5);
}

#[test]
fn what_held_and_what_did_not_is_told_of_an_incident() {
    let postmortem = postmortem(&["base-1"], "kafka-incident", &objective());
    assert!(remarks(&postmortem, Topic::Trigger).unwrap_err().contains("nothing that they record differs"));
    let factors = remarks(&postmortem, Topic::Factors).unwrap();
    assert!(factors.starts_with("Kafka producer queue rose together with it."), "{factors}");
    let held = remarks(&postmortem, Topic::WentWell).unwrap();
    assert!(
        held.starts_with("7 of 8 endpoints were not hit: no finding and no incident names GET /api/orders, "),
        "{held}"
    );
    assert!(held.contains("returned to the run's usual level while the test went on"), "{held}");
    // 1,170 of 14,519 requests, and 20 of 65 seconds.
    let luck = remarks(&postmortem, Topic::Luck).unwrap();
    assert!(luck.starts_with("It hit only POST /api/orders, 8.1 % of the requests."), "{luck}");
    assert!(luck.ends_with("It lasted 20 s of the 65 s that were judged."), "{luck}");
    assert_eq!(remarks(&postmortem, Topic::Recurrence).unwrap_err(), "no store was given");
    let mut unshown = postmortem.timeline.iter().filter(|event| event.shown.is_none());
    assert!(unshown.all(|event| event.kind == EventKind::People));
    for kind in [ActionKind::Prevent, ActionKind::Detect, ActionKind::Mitigate] {
        assert!(postmortem.actions.iter().any(|action| action.kind == kind), "{kind:?}");
    }
}

#[test]
fn a_severity_is_one_by_the_criteria_of_the_configuration() {
    let severity = |run: &str, criteria: &[&str]| {
        let tables = criteria
            .iter()
            .enumerate()
            .map(|(at, criteria)| format!("[[postmortem.severity]]\nname = 'SEV{}'\n{criteria}\n", at + 1));
        let settings = parse(&tables.collect::<String>(), "perfreport.toml").unwrap();
        let severity = postmortem(&["base-1"], run, &settings).severity;
        severity
            .map(|text| text.english().replace('\u{a0}', " "))
            .map_err(|missing| missing.reason().english())
    };
    let kafka = |criteria: &[&str]| severity("kafka-incident", criteria);
    assert!(kafka(&[]).unwrap_err().contains("not set: `[[postmortem.severity]]`"));
    // 134 of 14,519 requests.
    assert_eq!(
        kafka(&["duration = '1m'", "duration = '20s'\nrequests = '0.5%'"]).unwrap(),
        "SEV2: 0.92 % of the requests failed or were slow (at least 0.50 %), 20 s long (at least 20 s)"
    );
    assert_eq!(kafka(&["duration = '1m'"]).unwrap(), "none: the criteria of SEV1 do not hold");
    assert_eq!(
        kafka(&["burn_rate = 2"]).unwrap_err(),
        "whether it is SEV1 is not known: no objective was measured"
    );
    let slower = severity("orders-slower-30", &["requests = '1%'", "duration = '30s'"]).unwrap();
    assert!(
        slower.starts_with("SEV2: 65 s long (at least 30 s); whether it is SEV1 is not known: "),
        "{slower}"
    );
    assert!(severity("base-2", &["duration = '1s'"]).unwrap_err().contains("nothing was found"));
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
    let summary =
        pipeline::postmortem(request, &Settings::default(), &Arc::default(), PostmortemHead::default(), None)
            .unwrap();
    assert!(blanks(&summary).contains(&EventKind::Peak), "{:?}", summary.timeline);
    assert!(summary.assessment.servers.is_err());
}

#[test]
fn nothing_is_suggested_where_nothing_became_worse() {
    let same = postmortem(&["base-1"], "base-2", &Settings::default());
    assert!(same.actions.is_empty());
    assert!(same.remarks.iter().all(|remarks| remarks.known.is_err()), "{:?}", same.remarks);
    assert!(impact(&same, "Endpoints").is_err());
    assert_eq!(times(&same, EventKind::Deviation), [0; 0]);
}

#[test]
fn a_shared_shift_names_no_endpoint() {
    let pool = postmortem(&["base-1"], "pool-exhausted", &objective());
    assert_eq!(impact(&pool, "Endpoints").as_deref(), Ok("all of them"));
    assert!(pool.actions[0].text.contains("all endpoints"), "{:?}", pool.actions);
    assert!(pool.whys[0].hints[0].contains("HikariCP pool HikariPool-1: full"), "{:?}", pool.whys);
    assert!(pool.actions.iter().any(|action| action.text.english().starts_with("Watch HikariCP pool")));
}
