//! What Thanos, Mimir and VictoriaMetrics add. The answers are written by hand after their documentation.

use serde_json::json;

use super::fetch;
use super::server::{Reply, Server};

fn answer(more: &str) -> String {
    format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"metric":{{"pod":"a"}},"values":[[1000,"1"],[1010.5,"NaN"],[1020,"2"]]}}]}}{more}}}"#
    )
}

#[test]
fn thanos_warns_of_stores_that_it_could_not_ask() {
    let body = answer(r#","warnings":["fetch series for {cluster=\"b\"}: connection refused"]"#);
    let server = Server::start(move |_, _| Reply::new(200, body.clone()));
    let ran = fetch(&server.url, &[], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err.contains("note: Prometheus warned of `a`: fetch series for {cluster=\"b\"}"),
        "{}",
        ran.err
    );
    let response = &ran.bundle.unwrap()["signals"][0]["response"];
    assert_eq!(response["warnings"], json!(["fetch series for {cluster=\"b\"}: connection refused"]));
    assert_eq!(response["data"]["result"][0]["values"], json!([[1000, "1"], [1020, "2"]]));
}

#[test]
fn victoria_metrics_says_that_its_answer_is_partial() {
    let body = answer(r#","isPartial":true,"stats":{"seriesFetched":"1","executionTimeMsec":2}"#);
    let server = Server::start(move |_, _| Reply::new(200, body.clone()));
    let ran = fetch(&server.url, &[], &[]);
    assert!(ran.err.contains("`a` is partial"), "{}", ran.err);
    assert_eq!(ran.bundle.unwrap()["signals"][0]["response"]["isPartial"], json!(true));
    // Nothing, because it could not be asked for, is not the same as nothing.
    let body = r#"{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}"#;
    let server = Server::start(move |asked, _| {
        if asked.form["query"] == "b" { Reply::new(200, body) } else { Reply::values(r#"[1000,"1"]"#) }
    });
    let ran = fetch(&server.url, &["--query", "b=b"], &[]);
    assert_eq!(ran.bundle.unwrap()["signals"][1]["response"]["isPartial"], json!(true));
}

#[test]
fn mimir_has_its_api_below_a_path() {
    let body = answer(r#","infos":["PromQL info: metric might not be a counter"]"#);
    let server = Server::start(move |asked, _| match asked.path.as_str() {
        "/prometheus/api/v1/query_range" => Reply::new(200, body.clone()),
        _ => Reply::new(404, "404 page not found"),
    });
    let ran = fetch(&format!("{}/prometheus/", server.url), &["--tenant", "a|b"], &[]);
    assert!(ran.err.contains("remarked on `a`: PromQL info"), "{}", ran.err);
    assert_eq!(server.asked()[0].headers["x-scope-orgid"], "a|b");
    let ran = fetch(&server.url, &[], &[]);
    assert!(ran.err.contains("Mimir has its API below /prometheus"), "{}", ran.err);
}
