//! What is written is read back, and what cannot be read is said.

use schemars::generate::SchemaSettings;

use super::*;
use crate::model::endpoint::{Endpoint, EndpointId, Traffic};
use crate::model::endpoint_tag::EndpointTag;
use crate::model::measured::Measured;
use crate::model::metric::{Metric, MetricType, Samples};
use crate::model::origin::ReadWith;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::responses::{ByOutcome, Responses};
use crate::model::sample;
use crate::model::settings::{IntendedStatuses, OutcomeSettings, Undeclared4xx, WindowSettings};
use crate::model::slices::{Sketch, Slots};
use crate::model::users::Users;
use crate::wire::schema;

fn responses(latencies: &[u64]) -> Responses {
    let mut responses = Responses::default();
    for (second, &micros) in latencies.iter().enumerate() {
        responses.distribution.record(micros);
        let sketch = Sketch::from_indices(&mut [Sketch::index_of(micros)]);
        responses.slices.absorb_at(1_795_354_447 + second as i64, &sketch);
    }
    responses
}

/// A run of raw points: two endpoints, several outcomes, users, a metric.
fn recorded() -> Run {
    let endpoint = |name: &str, of: Vec<(Outcome, Responses)>| {
        let mut traffic = Traffic::none();
        let mut outcomes =
            Outcomes { classes: Outcome::ALL.map(|class| (class, 0)).into(), ..Outcomes::default() };
        for (outcome, responses) in &of {
            let count = responses.distribution.count();
            outcomes.classes.insert(*outcome, count);
            *if outcome.is_bad() { &mut outcomes.bad } else { &mut outcomes.good } += count;
        }
        traffic.outcomes = Ok(outcomes);
        traffic.responses = Ok(ByOutcome::from_iter(of));
        traffic.left_out.insert(Outcome::Ok, responses(&[5_000, 6_000]).slices);
        traffic.error_codes.insert(1050, 1);
        Endpoint {
            id: EndpointId { method: Some("GET".to_owned()), name: name.to_owned() },
            host: Some("127.0.0.1:8080".to_owned()),
            traffic: Traffic::sum([&traffic].into_iter()),
        }
    };
    let mut run = sample::run("recorded");
    run.endpoints = vec![
        endpoint(
            "/a",
            vec![
                (Outcome::Ok, responses(&[1_000, 2_500, 90_000])),
                (Outcome::Timeout, responses(&[0, 1_000_000])),
            ],
        ),
        endpoint("/b | <script>", vec![(Outcome::ServerError, responses(&[3]))]),
    ];
    run.whole = Traffic::sum(run.endpoints.iter().map(|endpoint| &endpoint.traffic));
    let mut users = Slots::default();
    users.absorb_at(1_795_354_447, &Users::one(1_795_354_447, 12));
    run.users = Ok(users);
    run.judged_span = Ok((1_795_354_447_000_000, 1_795_354_507_000_000));
    let mut measured = Measured::default();
    [1.5, -2.0, 0.0].into_iter().for_each(|value| measured.record(value));
    run.metrics.insert(
        "basket".to_owned(),
        Metric { of: MetricType::of_k6("trend", None), samples: Samples::Measured(measured) },
    );
    run
}

/// A summary, with the settings that it was read with.
fn summary() -> Run {
    let mut run = sample::shop("summary", 1.0).with_check("buy::ok", 10, 1).with_threshold("p(95)<500", true);
    run.origin.settings = Some(ReadWith {
        window: WindowSettings {
            scenarios: vec!["a".to_owned()],
            warm_up: Some(5.0),
            ..WindowSettings::default()
        },
        tag: EndpointTag::default(),
        routes: vec!["/a/{id}".to_owned()],
        outcomes: OutcomeSettings {
            intended: vec![IntendedStatuses { endpoint: "*".to_owned(), statuses: vec![404, 409] }],
            undeclared_4xx: Undeclared4xx::Bad,
        },
    });
    run
}

/// What the first version wrote stays readable, and is what is written.
#[test]
fn the_golden_files_are_what_is_written() {
    let golden = [
        (recorded(), include_str!("../golden/run@1.json")),
        (summary(), include_str!("../golden/run@1-summary.json")),
    ];
    for (run, golden) in golden {
        assert_eq!(to_json(&run).unwrap(), golden);
        assert_eq!(from_json(golden, "run.json").unwrap(), run);
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let text = to_json(&recorded()).unwrap();
    let newer = text.replace("perfreport/run@1", "perfreport/run@2");
    let broken = text.replacen("\"histogram\": \"", "\"histogram\": \"!", 1);
    let cases = [
        (newer.as_str(), "run.json: perfreport/run@2 is newer"),
        (&text[..text.len() / 2], "ends too early"),
        ("{\"format\":\"perfreport/verdict@1\"}", "not a perfreport/run file"),
        (broken.as_str(), "not base64"),
    ];
    for (text, expected) in cases {
        let error = from_json(text, "run.json").unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn the_schema_is_up_to_date() {
    let schema =
        serde_json::to_string_pretty(&schema::of::<RunFile>(SchemaSettings::default())).unwrap() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/run.schema.json");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), schema, "run UPDATE_DOCS=1 cargo test");
}
