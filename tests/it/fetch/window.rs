//! Which times and which queries are asked for.

use std::path::Path;

use super::ask_in;
use super::server::{Asked, Reply, Server};
use crate::support::{fixture, repository};

/// Points of a run from 10:00:00 to 10:02:00 UTC.
fn points(folder: &Path) {
    let line = |minute: u32| {
        format!(
            r#"{{"type":"Point","metric":"http_req_duration","data":{{"time":"2026-01-01T10:0{minute}:00Z","value":5,"tags":{{"method":"GET","name":"/a","url":"http://a/a","status":"200","expected_response":"true","scenario":"default","group":""}}}}}}"#
        )
    };
    let text: String = (0..3).map(|minute| line(minute) + "\n").collect();
    std::fs::write(folder.join("points.json"), text).unwrap();
}

fn time(text: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp()
}

#[test]
fn a_run_is_asked_for_with_a_minute_around_it_on_the_servers_clock() {
    for (config, moved) in [("", 0), ("[prometheus]\nclock_offset = \"-90s\"\n", -90)] {
        let folder = tempfile::tempdir().unwrap();
        points(folder.path());
        std::fs::write(folder.path().join("perfreport.toml"), config).unwrap();
        let server = Server::start(|asked, _| Reply::values(&format!(r#"[{},"1"]"#, asked.form["start"])));
        let ran = ask_in(folder.path(), &server.url, &["--run", "points.json", "--query", "a=a"], &[]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let asked = &server.asked()[0];
        assert!(
            (time("2026-01-01T09:58:59Z") + moved..=time("2026-01-01T09:59:00Z") + moved)
                .contains(&asked.time("start")),
            "{asked:?}"
        );
        assert_eq!(asked.time("end"), time("2026-01-01T10:03:00Z") + moved);
        // Times stay those of the servers.
        let values = &ran.bundle.unwrap()["signals"][0]["response"]["data"]["result"][0]["values"];
        assert_eq!(values[0][0].as_i64(), Some(asked.time("start")));
    }
}

#[test]
fn what_tells_no_time_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let summary = fixture("shop/base-1/summary-export.json");
    let ran = ask_in(folder.path(), "http://127.0.0.1:1", &["--run", summary.to_str().unwrap()], &[]);
    assert!(ran.err.contains("does not tell when the test was"), "{}", ran.err);
    assert!(ran.err.contains("--start and --end"), "{}", ran.err);
    for (args, expected) in [
        (vec![], "give --run"),
        (vec!["--start", "2999-01-01"], "lies in the future"),
        (vec!["--start", "2026-01-02T00:00:00Z", "--end", "2026-01-01T00:00:00Z"], "not before --end"),
        (vec!["--start", "1d", "--run", "x"], "cannot be used with"),
        (vec!["--start", "1d", "--step", "1500ms"], "whole seconds"),
        (vec!["--start", "1d", "--query", "up"], "NAME=PROMQL"),
        (vec!["--start", "1d", "--query", "a=up", "--all-services"], "cannot be used with"),
        (vec!["--start", "1d", "--match", "job=shop"], "quotation marks"),
        (vec!["--start", "1d", "--max-size", "many"], "a size such as"),
        (vec!["--start", "1d", "--ca", "missing.pem"], "missing.pem"),
    ] {
        let ran = ask_in(folder.path(), "http://127.0.0.1:1", &args, &[]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(expected), "{expected:?} is not in {}", ran.err);
    }
    std::fs::write(folder.path().join("no.pem"), "no certificate").unwrap();
    let ran = ask_in(folder.path(), "https://127.0.0.1:1", &["--start", "1d", "--ca", "no.pem"], &[]);
    assert!(ran.err.contains("--ca: no certificate"), "{}", ran.err);
}

#[test]
fn rates_are_as_long_as_the_servers_interval_needs() {
    let server = Server::start(|asked, _| match asked.query() {
        // It does not tell what it has: everything is asked.
        "" => Reply::new(404, "not found"),
        query if query.contains("up{job=\"shop\"}") => Reply::values(r#"[1000,"7"],[1010,"20"]"#),
        query if query.contains("hikaricp_connections_active") => Reply::values(r#"[1000,"1"]"#),
        _ => Reply::empty(),
    });
    let folder = tempfile::tempdir().unwrap();
    let time = ["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:40Z"];
    let args = ["--match", "{job=\"shop\"}", "--parallel", "1"];
    let ran = ask_in(folder.path(), &server.url, &[&time[..], &args].concat(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let asked = server.asked();
    let queries: Vec<&str> = asked.iter().map(Asked::query).filter(|query| !query.is_empty()).collect();
    // What the table lists, two for each further instrumentation, one for each product, and `up` for the interval.
    assert_eq!(queries.len(), 148);
    assert_eq!(
        queries[1],
        "sum by (method, uri, status) (rate(http_server_requests_seconds_count{job=\"shop\"}[60s]))"
    );
    assert!(
        ran.err.contains("not there (146): spring_requests,") && ran.err.contains("--rate-over"),
        "{}",
        ran.err
    );
    let signal = &ran.bundle.unwrap()["signals"][0];
    assert_eq!((signal["role"].as_str(), signal["part"].as_str()), (Some("saturation"), Some("used")));
}

#[test]
fn only_what_the_server_has_is_asked_for() {
    let names = r#"{"status":"success","data":["up","hikaricp_connections_active","shop_orders_total"]}"#;
    let server = Server::start(move |asked, _| match asked.query() {
        "" => Reply::new(200, names),
        query if query.contains("hikaricp_connections_active") => Reply::values(r#"[1000,"1"]"#),
        _ => Reply::empty(),
    });
    let folder = tempfile::tempdir().unwrap();
    let time = ["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:40Z"];
    let ran = ask_in(folder.path(), &server.url, &[&time[..], &["--match", "job=\"shop\""]].concat(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let asked = server.asked();
    let names = asked.iter().find(|asked| asked.query().is_empty()).unwrap();
    assert!(names.path.ends_with("/api/v1/label/__name__/values"), "{names:?}");
    assert_eq!(
        ["start", "end", "match[]"].map(|key| names.form[key].as_str()),
        ["1000", "1060", "{job=\"shop\"}"]
    );
    let queries: Vec<&str> = asked.iter().map(Asked::query).filter(|query| !query.is_empty()).collect();
    assert_eq!(queries.len(), 2, "the interval and the pool: {queries:?}");
    assert!(ran.err.contains("not there (146): spring_requests,"), "{}", ran.err);
}

#[test]
fn queries_of_the_configuration_replace_the_set() {
    let folder = tempfile::tempdir().unwrap();
    let config = r#"
        [[prometheus.queries]]
        name = "slots"
        query = "sum(shop_slots_taken)"
        role = "saturation"
        resource = "thread_pool"
        part = "used"
        unit = "count"
        kind = "gauge"
    "#;
    std::fs::write(folder.path().join("perfreport.toml"), config).unwrap();
    let server = Server::start(|_, _| Reply::values(r#"[1000,"1"]"#));
    let time = ["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:40Z"];
    let ran = ask_in(folder.path(), &server.url, &time, &[]);
    assert_eq!(server.asked().len(), 1);
    let signal = &ran.bundle.unwrap()["signals"][0];
    let key = |key: &str| signal[key].as_str().unwrap().to_owned();
    assert_eq!(key("query"), "sum(shop_slots_taken)");
    assert_eq!(
        ["role", "resource", "part", "unit", "kind"].map(key),
        ["saturation", "thread_pool", "used", "count", "gauge"]
    );
    let ran = ask_in(folder.path(), &server.url, &[&time[..], &["--match", "a=\"b\""]].concat(), &[]);
    assert!(ran.err.contains("[[prometheus.queries]]"), "{}", ran.err);
}

/// The configuration and bundles have the same keys, each in an enum of its own.
#[test]
fn every_key_of_the_configuration_is_that_of_a_bundle() {
    let schema = std::fs::read(repository().join("docs/perfreport.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
    let keys = ["role", "resource", "part", "unit", "kind"];
    let mut config = String::new();
    let mut wanted = Vec::new();
    for key in keys {
        let of = schema["$defs"]["Query"]["properties"][key]["$ref"].as_str().unwrap();
        let values = schema.pointer(&of[1..]).unwrap()["oneOf"].as_array().unwrap();
        for value in values {
            let value = value["const"].as_str().unwrap();
            let more = match (key, value) {
                ("resource", _) => "role = \"saturation\"",
                ("part", _) => "role = \"saturation\"\nresource = \"cpu\"",
                ("role", "saturation") => "resource = \"cpu\"",
                ("kind", "increase") => "over = \"1m\"",
                _ => "",
            };
            let name = format!("n{}", wanted.len());
            config += &format!(
                "[[prometheus.queries]]\nname = \"{name}\"\nquery = \"x\"\n{key} = \"{value}\"\n{more}\n"
            );
            wanted.push((key, value.to_owned()));
        }
    }
    assert!(wanted.len() > 30, "{wanted:?}");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("perfreport.toml"), config).unwrap();
    let server = Server::start(|_, _| Reply::values(r#"[1000,"1"]"#));
    let time = ["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:40Z"];
    let ran = ask_in(folder.path(), &server.url, &time, &[]);
    let bundle = ran.bundle.unwrap_or_else(|| panic!("{}", ran.err));
    for (signal, (key, value)) in bundle["signals"].as_array().unwrap().iter().zip(&wanted) {
        assert_eq!(signal[key].as_str(), Some(value.as_str()), "{key}");
    }
}

#[test]
fn what_a_run_is_made_of_is_asked_for_and_makes_one() {
    let server = Server::start(|asked, _| {
        if !asked.query().contains("http_server_requests_seconds_bucket") {
            return Reply::empty();
        }
        let counter = |le: &str| {
            format!(
                r#"{{"metric":{{"__name__":"http_server_requests_seconds_bucket","method":"GET","uri":"/a","status":"200","le":"{le}"}},"values":[[1000,"0"],[1010,"50"],[1020,"90"]]}}"#
            )
        };
        Reply::series(&[counter("0.1"), counter("+Inf")].join(","))
    });
    let time = ["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:00Z", "--step", "10s"];
    let asked = ["--run-from", "servers", "--match", "job=\"shop\""];
    let folder = tempfile::tempdir().unwrap();
    let ran = ask_in(folder.path(), &server.url, &[&asked[..], &time].concat(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let queries: Vec<String> = server.asked().iter().map(|asked| asked.query().to_owned()).collect();
    assert!(
        queries.iter().all(|query| query.contains("job=\"shop\"") && !query.contains("rate(")),
        "{queries:?}"
    );
    let record =
        super::perfreport(folder.path(), &["record", "--prometheus", "prom.json", "-o", "run.json"], &[]);
    let out = String::from_utf8(record.stdout).unwrap();
    assert!(out.starts_with("run.json: 90 requests"), "{out}{}", String::from_utf8(record.stderr).unwrap());

    let ran = ask_in(folder.path(), &server.url, &["--run-from", "nobody"], &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("[possible values: k6, servers]"), "{}", ran.err);
}
