//! How what was judged is held in files.

use serde_json::{Value, json};

use super::*;
use crate::model::comparison::NotTested;

fn orders(indicator: Indicator) -> Judged {
    Judged::of(&Subject::endpoint("POST /orders"), indicator)
}

#[test]
fn files_hold_the_endpoint_and_the_name_of_the_measure() {
    let threshold = Indicator::threshold("http_reqs{name:GET /a b}", "count>9 || rate > 1");
    let table: [(Judged, Value); 10] = [
        (orders(Indicator::Latency(Measure::P95)), json!({ "endpoint": "POST /orders", "measure": "p95" })),
        (Indicator::ErrorShare.into(), json!({ "measure": "unintended error share" })),
        (Judged::check("buy::is 201"), json!({ "measure": "check: buy::is 201" })),
        (
            Judged::of(&Subject::SmallEndpoints, Indicator::VerySlowShare),
            json!({ "endpoint": "the other endpoints", "measure": "very slow share" }),
        ),
        (threshold.into(), json!({ "measure": "threshold: http_reqs{name:GET /a b} count>9 || rate > 1" })),
        (
            Indicator::threshold("checks", "rate>0.9").into(),
            json!({ "measure": "threshold: checks rate>0.9" }),
        ),
        (
            orders(Indicator::Objective("99.9\u{a0}% within 500 ms".into())),
            json!({ "endpoint": "POST /orders", "measure": "99.9\u{a0}% within 500 ms" }),
        ),
        (
            Indicator::Objective("p99.9 of m{a=\"b of c at most 1\"} at most 80\u{a0}%".into()).into(),
            json!({ "measure": "p99.9 of m{a=\"b of c at most 1\"} at most 80\u{a0}%" }),
        ),
        (
            Indicator::Objective("min of free at least 3".into()).into(),
            json!({ "measure": "min of free at least 3" }),
        ),
        (Indicator::validity("traffic mix").into(), json!({ "measure": "traffic mix" })),
    ];
    for (judged, file) in table {
        assert_eq!(serde_json::to_value(&judged).unwrap(), file);
        assert_eq!(serde_json::from_value::<Judged>(file).unwrap(), judged);
    }
}

#[test]
fn what_was_not_tested_is_told_apart_where_it_has_no_endpoint() {
    let p99 = |subject: &Subject| Judged::latency(subject, Measure::P99);
    let table: [(Judged, Value); 5] = [
        // No endpoint has a p99, and the run as a whole has none.
        (p99(&Subject::Endpoints), json!({ "measure": "p99", "reason": "few" })),
        (p99(&Subject::Whole), json!({ "endpoint": "all requests", "measure": "p99", "reason": "few" })),
        (Indicator::ErrorShare.into(), json!({ "measure": "unintended errors", "reason": "few" })),
        (
            orders(Indicator::UndeclaredShare),
            json!({ "endpoint": "POST /orders", "measure": "undeclared 4xx", "reason": "few" }),
        ),
        (Judged::check("is 201"), json!({ "measure": "check: is 201", "reason": "few" })),
    ];
    for (judged, file) in table {
        let entry = NotTested::new(judged, "few");
        assert_eq!(serde_json::to_value(&entry).unwrap(), file);
        assert_eq!(serde_json::from_value::<NotTested>(file).unwrap(), entry);
    }
}

#[test]
fn error_cells_name_a_family_and_whose_errors_they_count() {
    let table: [(Judged, Value); 6] = [
        (orders(Indicator::ErrorShare), json!({ "family": "endpoint", "subject": "POST /orders" })),
        (Indicator::ErrorShare.into(), json!({ "family": "whole" })),
        (Indicator::UndeclaredShare.into(), json!({ "family": "undeclared_4xx" })),
        (Judged::check("is 201"), json!({ "family": "checks", "subject": "is 201" })),
        (
            Judged::of(&Subject::SmallEndpoints, Indicator::ErrorShare),
            json!({ "family": "endpoint", "subject": "the other endpoints" }),
        ),
        (orders(Indicator::VerySlowShare), json!({ "family": "very_slow", "subject": "POST /orders" })),
    ];
    for (judged, file) in table {
        assert_eq!(by_family::serialize(&judged, serde_json::value::Serializer).unwrap(), file);
        assert_eq!(by_family::deserialize(file).unwrap(), judged);
    }
}
