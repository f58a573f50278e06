//! What is written can be read back, whole; what is not a verdict is refused.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::sample::{NASTY, assessment, regression, smallest};
use super::{from_json, from_reader, to_json};
use crate::model::comparison::Interval;
use crate::model::figures::LatencyFigures;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, Finding};
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::subject::Subject;

fn value_of(assessment: &Assessment) -> Value {
    serde_json::from_str(&to_json(assessment).unwrap()).unwrap()
}

#[test]
fn everything_survives_the_round_trip() {
    for assessment in [assessment(), smallest()] {
        let text = to_json(&assessment).unwrap();
        assert_eq!(from_json(&text, "verdict.json").unwrap(), assessment);
        assert_eq!(from_reader(text.as_bytes(), "verdict.json").unwrap(), assessment);
    }
}

/// What the first version wrote stays readable, and is what is written.
#[test]
fn the_golden_file_is_what_is_written() {
    let golden = include_str!("../golden/verdict@1.json");
    assert_eq!(to_json(&assessment()).unwrap(), golden);
    assert_eq!(from_json(golden, "verdict.json").unwrap(), assessment());
}

#[test]
fn the_same_assessment_gives_the_same_text() {
    let text = to_json(&assessment()).unwrap();
    assert_eq!(text, to_json(&from_json(&text, "verdict.json").unwrap()).unwrap());
    assert!(text.starts_with("{\n  \"format\": \"perfreport/verdict@1\",\n  \"verdict\": \"FAIL\",\n"));
    assert!(text.ends_with("}\n"));
}

#[test]
fn the_keys_that_scripts_rely_on_are_there() {
    let document = value_of(&assessment());
    assert_eq!(document["format"], "perfreport/verdict@1");
    assert_eq!(document["verdict"], "FAIL");
    assert_eq!(document["provisional"], true);
    let finding = &document["findings"][0];
    let expected = json!({
        "verdict": "FAIL", "rule": "latency", "endpoint": "POST /api/orders", "measure": "p95", "base": 83.1,
        "run": 111.2, "change": 0.338, "interval": [0.24, 0.45], "q": 0.0007,
        "text": "135 slow requests, 75 ± 13 expected", "direction": "regression",
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&finding[key], value, "{key}");
    }
    assert_eq!(
        document["not_tested"][0],
        json!({"endpoint": "POST /api/coupons/{id}/issue", "measure": "p99", "reason": "2 tail samples expected, 5 needed"})
    );
    assert_eq!(document["base"]["runs"], 2);
    let run = &document["run"];
    assert_eq!(run["requests"], 19_001);
    assert_eq!(run["duration_seconds"], 65.0);
    assert_eq!(run["test_duration_seconds"], 75.5);
    assert_eq!(run["rate"], 19_001.0 / 65.0);
    assert_eq!(
        run["outcomes"],
        json!({
            "ok": 18_990, "intended_4xx": 9, "undeclared_4xx": 0, "server_error": 1, "timeout": 1,
            "transport_error": 0, "bad": 2, "good": 18_999, "bad_may_hold_4xx": false,
            "statuses": {"0": 1, "200": 18_990, "404": 9, "503": 1},
        })
    );
    for (key, value) in [("p50", 11.2), ("p90", 34.0), ("p95", 44.1), ("p99", 74.2), ("max", 509.0)] {
        assert_eq!(run["latency"][key], value, "{key}");
    }
    assert_eq!(run["latency"]["curve"][1], json!([0.9, 34.0]));
    let endpoint = &run["endpoints"][0];
    assert_eq!(endpoint["name"], "POST /api/orders");
    assert_eq!(endpoint["requests"], 1_489);
    assert!(endpoint["outcomes"].is_object() && endpoint["latency"].is_object());
}

#[test]
fn what_the_servers_say_is_short_and_never_more_than_is_known() {
    let servers = &value_of(&assessment())["servers"];
    assert_eq!(servers["conclusions"][0]["kind"], "rose_together");
    let pool = &servers["resources"][0];
    assert_eq!(pool["resource"], "connection_pool");
    assert_eq!(pool["fullness"]["spans"], json!([[12, 40], [50, 63]]));
    let signal = &pool["signals"][0];
    assert_eq!((&signal["part"], &signal["unit"]), (&json!("used"), &json!("count")));
    assert_eq!(signal["course"], json!({"width_seconds": 2, "points": [[-10, 1.0], [0, 9.5], [4, 10.0]]}));
    assert_eq!(signal["follows"][0]["endpoint"], "POST /api/orders");
    let red = &servers["endpoints"][0]["run"];
    assert_eq!(red["p95"], json!({"milliseconds": 96.1}));
    assert_eq!(red["p99"], json!({"milliseconds": 1000.0, "above_bound": true}));
    assert_eq!(servers["endpoints"][1]["run"]["missing"]["p95"], "no histogram");
}

#[test]
fn what_is_missing_is_absent_with_its_reason() {
    let document = value_of(&assessment());
    let summary = &document["run"]["endpoints"][2];
    assert_eq!(summary["outcomes"]["bad"], 4);
    assert_eq!(summary["outcomes"]["bad_may_hold_4xx"], true);
    assert_eq!(summary["outcomes"].get("timeout"), None);
    assert_eq!(summary["outcomes"]["missing"]["timeout"], "the source does not tell this class apart");
    assert_eq!(summary["latency"]["p95"], 3.25);
    assert_eq!(summary["latency"].get("p99"), None);
    assert_eq!(summary["latency"]["missing"]["p99"], "the file holds no p(99)");
    assert_eq!(summary["latency"]["missing"]["max"], "the summary holds no max");
    assert_eq!(
        document["run"]["load"]["missing"],
        json!({"dropped_iterations": "the summary holds no dropped_iterations"})
    );

    let smallest = value_of(&smallest());
    assert_eq!(smallest.get("comparison"), None);
    assert_eq!(
        smallest["missing"],
        json!({"comparison": "there is no base", "servers": "no metrics of the servers were given"})
    );
    assert_eq!(smallest["base"], json!({"runs": 0, "figures": []}));
    assert!(!to_json(&assessment()).unwrap().contains("null"));
}

#[test]
fn a_number_that_is_not_finite_is_named() {
    let mut broken = assessment();
    broken.comparison.as_mut().unwrap().latency[3].sd = f64::NAN;
    assert_eq!(
        to_json(&broken).unwrap_err().to_string(),
        "`comparison.latency[3].sd` is not a finite number, so it cannot be written"
    );
    let mut broken = assessment();
    broken.findings[0].interval = Some(Interval { low: 0.1, high: f64::INFINITY });
    assert!(to_json(&broken).unwrap_err().to_string().starts_with("`findings[0].interval[1]`"));
    let mut broken = assessment();
    broken.base[1].rate = Ok(f64::NEG_INFINITY);
    assert!(to_json(&broken).unwrap_err().to_string().starts_with("`base.figures[1].rate`"));
}

#[test]
fn unknown_keys_are_ignored() {
    let mut document = value_of(&assessment());
    document["evidence"] = json!({"slices": [1, 2]});
    document["run"]["endpoints"][0]["apdex"] = json!(null);
    document["findings"][0]["rule_version"] = json!(3);
    assert_eq!(from_json(&document.to_string(), "v.json").unwrap(), assessment());
}

#[test]
fn other_files_are_refused() {
    let refusal = |text: &str| from_json(text, "v.json").unwrap_err().to_string();
    let newer = to_json(&assessment()).unwrap().replace("verdict@1", "verdict@2");
    assert!(
        refusal(&newer).starts_with("v.json: perfreport/verdict@2 is newer than this program reads\nthis program reads perfreport/verdict@1;")
    );
    assert_eq!(
        refusal(r#"{"metrics":{},"root_group":{}}"#),
        r#"v.json: not a perfreport/verdict file: found a JSON object without `format`, with the keys "metrics", "root_group""#
    );
    assert_eq!(
        refusal("{\n  \"format\": \"perfreport/verdict@1\",\n  \"verdict\": \"MAYBE\"\n}"),
        "v.json:3:20: not a whole perfreport/verdict@1: unknown variant `MAYBE`, \
         expected one of `NONE`, `PASS`, `INCONCLUSIVE`, `WARN`, `FAIL`"
    );
    assert_eq!(
        refusal("{\"format\": \"perfreport/verdict@1\"}"),
        "v.json:1:34: not a whole perfreport/verdict@1: missing field `verdict`"
    );
    let error = from_reader(&b"{\"format\xff"[..], "v.json").unwrap_err().to_string();
    assert_eq!(error, "v.json: cannot read: stream did not contain valid UTF-8");
}

#[test]
fn a_text_cut_off_anywhere_is_refused_with_its_place() {
    let text = to_json(&smallest()).unwrap();
    let end = text.trim_end().len();
    for cut in (1..end).filter(|&cut| text.is_char_boundary(cut)) {
        let error = from_json(&text[..cut], "v.json").unwrap_err().to_string();
        let line = text[..cut].matches('\n').count() + 1;
        assert!(error.starts_with(&format!("v.json:{line}:")), "{cut}: {error}");
        assert!(error.contains("the file ends too early"), "{cut}: {error}");
    }
}

fn number() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("no figure is larger", |number| number.abs() < 1e30)
}

fn known<T: std::fmt::Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Known<T>> {
    (value, any::<Option<String>>()).prop_map(|(value, reason)| match reason {
        Some(reason) => Err(Missing::because(reason)),
        None => Ok(value),
    })
}

prop_compose! {
    fn finding()(
        text in any::<[String; 3]>(),
        endpoint in any::<Option<String>>(),
        numbers in prop::collection::vec(prop::option::of(number()), 5),
        interval in prop::option::of((number(), number())),
    ) -> Finding {
        let [title, text, measure] = text;
        Finding {
            judged: Judged::of(&Subject::of_key(endpoint.as_deref()), Indicator::of_name(&measure)),
            title: title.into(), text: text.into(),
            base: numbers[0], run: numbers[1], size: numbers[2], p: numbers[3], q: numbers[4],
            interval: interval.map(|(low, high)| Interval { low, high }),
            ..regression()
        }
    }
}

prop_compose! {
    fn latency()(
        curve in prop::collection::vec((number(), number()), 0..6),
        max in known(number()),
        count in known(any::<u64>()),
    ) -> LatencyFigures {
        LatencyFigures { curve, max, count, ..assessment().run.whole.latency.unwrap() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_number_and_any_text_survives(
        findings in prop::collection::vec(finding(), 0..4),
        latency in known(latency()),
        requests in known(any::<u64>()),
        rate in known(number()),
        texts in prop::collection::vec(any::<String>(), 4),
        tags in prop::collection::btree_map(any::<String>(), any::<String>(), 0..3),
        statuses in prop::collection::btree_map(any::<u16>(), any::<u64>(), 0..3),
    ) {
        let mut assessment = assessment();
        assessment.findings = findings;
        assessment.title = texts[0].clone().into();
        assessment.notes = vec![Note::new(texts[1].clone()).with_hint(texts[2].clone())];
        assessment.run.endpoints[0].subject = Subject::endpoint(&texts[3]);
        assessment.run.endpoints[1].latency = latency.clone();
        assessment.run.whole.latency = latency;
        assessment.run.whole.requests = requests;
        assessment.run.whole.outcomes.as_mut().unwrap().statuses = statuses;
        assessment.run.rate = rate;
        assessment.run.meta.tags = tags;
        let text = to_json(&assessment).unwrap();
        prop_assert_eq!(from_json(&text, NASTY).unwrap(), assessment);
    }
}
