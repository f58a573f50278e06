//! Servers that do not answer, or something else.

use std::time::Instant;

use super::fetch;
use super::server::{Reply, Server};

fn error(kind: &str, text: &str) -> String {
    format!(r#"{{"status":"error","errorType":"{kind}","error":"{text}"}}"#)
}

fn data(kind: &str, result: &str) -> String {
    format!(r#"{{"status":"success","data":{{"resultType":"{kind}","result":{result}}}}}"#)
}

#[test]
fn each_says_the_query_the_host_and_what_to_do() {
    let cut = data("matrix", r#"[{"metric":{},"values":[[1000,"1"]]}]"#)[..70].to_owned();
    let cases: Vec<(u16, String, &[&str])> = vec![
        (
            401,
            "no".to_owned(),
            &["HTTP 401 Unauthorized: no", "PERFREPORT_PROMETHEUS_TOKEN", "--header NAME=ENVVAR"],
        ),
        (403, String::new(), &["HTTP 403 Forbidden\n", "--tenant"]),
        (
            404,
            "404 page not found".to_owned(),
            &["HTTP 404 Not Found: 404 page not found", "base address?", "/api/v1/query_range"],
        ),
        (
            400,
            error("bad_data", "1:5: parse error"),
            &["HTTP 400 Bad Request: bad_data: 1:5: parse error", "the query was: sum(a_total)"],
        ),
        (
            422,
            error("execution", "many-to-many matching"),
            &["HTTP 422 Unprocessable Entity: execution: many-to-many", "the query was: sum(a_total)"],
        ),
        (
            503,
            error("timeout", "query timed out"),
            &["HTTP 503 Service Unavailable: timeout: query timed out", "--timeout"],
        ),
        (502, "<html><body>nginx</body></html>".to_owned(), &["HTTP 502 Bad Gateway\n"]),
        (418, "teapot".to_owned(), &["HTTP 418: teapot"]),
        (200, "<!DOCTYPE html><title>Sign in</title>".to_owned(), &["an HTML page", "credentials"]),
        (200, data("streams", "[]"), &["an answer of Loki", "give the address of Prometheus"]),
        (
            200,
            data("vector", r#"[{"metric":{},"value":[1,"1"]}]"#),
            &["an instant query", "no Prometheus API"],
        ),
        (200, data("scalar", r#"[1,"1"]"#), &["an instant query"]),
        (200, error("execution", "no luck"), &["execution: no luck", "the query was"]),
        (200, cut, &["the JSON ends here", "ends too early"]),
        (200, String::new(), &["the file is empty", "ends too early"]),
        (200, "up 1".to_owned(), &["expected JSON", "address of Prometheus, Thanos"]),
        (
            200,
            r#"{"took":3,"hits":{}}"#.to_owned(),
            &["this is an answer of Elasticsearch", "address of Prometheus, Thanos"],
        ),
    ];
    for (status, body, expected) in cases {
        let server = Server::start(move |_, _| Reply::new(status, body.clone()));
        let ran = fetch(&server.url, &[], &[]);
        assert_eq!((ran.code, ran.out.as_str(), ran.bundle), (Some(2), "", None), "{status}: {}", ran.err);
        let begins = format!("error: query `a` at {}: ", server.url);
        assert!(ran.err.starts_with(&begins), "{}", ran.err);
        for text in expected {
            assert!(ran.err.contains(text), "{text:?} is not in {}", ran.err);
        }
        assert_eq!(server.asked().len(), 1, "{status} is not asked again without --retries");
    }
}

#[test]
fn where_a_server_sends_elsewhere_nobody_follows() {
    let server =
        Server::start(|_, _| Reply::new(302, "").header("Location: https://login.example/in?state=geheim"));
    let ran = fetch(&server.url, &[], &[("PERFREPORT_PROMETHEUS_TOKEN", "verborgen")]);
    assert!(
        ran.err.contains("HTTP 302: the server sends elsewhere, to https://login.example/in\n"),
        "{}",
        ran.err
    );
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn trouble_that_passes_is_waited_for() {
    let server = Server::start(|_, before| match before {
        0 => Reply::new(500, "oops"),
        1 => Reply::new(429, "slow down").header("Retry-After: 1"),
        _ => Reply::values(r#"[1000,"1"]"#),
    });
    let began = Instant::now();
    let ran = fetch(&server.url, &["--retries", "2"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(server.asked().len(), 3);
    assert!(began.elapsed().as_millis() >= 1_250, "{:?}", began.elapsed());
}

#[test]
fn trouble_that_stays_ends_after_the_last_attempt() {
    let server = Server::start(|_, _| Reply::new(503, "busy"));
    let ran = fetch(&server.url, &["--retries", "2"], &[]);
    assert!(ran.err.contains("HTTP 503 Service Unavailable: busy (asked 3 times)"), "{}", ran.err);
    assert_eq!((ran.code, server.asked().len()), (Some(2), 3));
    let server = Server::start(|_, _| Reply::new(422, "no"));
    assert_eq!((fetch(&server.url, &["--retries", "2"], &[]).code, server.asked().len()), (Some(2), 1));
}

#[test]
fn a_server_that_never_answers_is_left() {
    let server = Server::start(|_, _| Reply::never());
    let began = Instant::now();
    let ran = fetch(&server.url, &["--timeout", "300ms"], &[]);
    assert!(ran.err.contains("no answer within 0.3 s"), "{}", ran.err);
    assert!(began.elapsed().as_secs() < 10);
    let ran = fetch("http://127.0.0.1:1", &["--timeout", "2s"], &[]);
    assert!(ran.err.contains("cannot connect"), "{}", ran.err);
    let https = server.url.replace("http", "https");
    let ran = fetch(&https, &["--timeout", "300ms"], &[]);
    assert!(ran.err.starts_with(&format!("error: query `a` at {https}: ")), "{}", ran.err);
}

#[test]
fn an_answer_has_a_largest_size_unpacked() {
    let many: Vec<String> = (0..20_000).map(|at| format!(r#"[{at},"0"]"#)).collect();
    let plain = format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"metric":{{}},"values":[{}]}}]}}}}"#,
        many.join(",")
    );
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, plain.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    assert!(packed.len() < 100_000 && plain.len() > 200_000);
    let server = Server::start(move |_, _| Reply::new(200, packed.clone()).header("Content-Encoding: gzip"));
    let ran = fetch(&server.url, &["--max-size", "100kB"], &[]);
    assert!(ran.err.contains("the answer is larger than 100"), "{}", ran.err);
    assert!(ran.err.contains("--match") && ran.err.contains("--max-size"), "{}", ran.err);
    let ran = fetch(&server.url, &[], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("1 signal, 1 series, 20,000 samples"), "{}", ran.out);
}

#[test]
fn nothing_at_all_says_what_to_check() {
    let server = Server::start(|_, _| Reply::empty());
    let ran = fetch(&server.url, &[], &[]);
    assert_eq!((ran.code, ran.bundle), (Some(2), None));
    assert!(ran.err.contains("the query `a` has no result"), "{}", ran.err);
    assert!(ran.err.contains("from 1970-01-01 00:16:40 to 1970-01-01 00:17:40"), "{}", ran.err);
    let ran = super::ask(&server.url, &["--start", "2d", "--match", "job=\"shop\""], &[]);
    assert!(ran.err.contains("none of the 147 queries has a result"), "{}", ran.err);
    assert!(ran.err.contains("--match"), "{}", ran.err);
}

#[test]
fn queries_without_a_result_are_named_once() {
    let server = Server::start(|asked, _| match asked.form["query"].as_str() {
        "sum(a_total)" => Reply::values(r#"[1000,"1"]"#),
        _ => Reply::empty(),
    });
    let ran = fetch(&server.url, &["--query", "b=b", "--query", "c=c"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("not there (2): b, c."), "{}", ran.err);
    assert_eq!(ran.bundle.unwrap()["signals"].as_array().unwrap().len(), 1);
}
