//! A folder with every input that the program reads, a payload in each of its texts.

use std::path::Path;

use serde_json::{Value, json};

/// Writes every input to a folder; names in the configuration hold another payload.
pub(super) fn write(folder: &Path, payload: &str, configured: &str) {
    // What holds zero bytes as they are is no text, and is refused.
    let file = |name: &str, text: String| std::fs::write(folder.join(name), text.replace('\0', " ")).unwrap();
    let named = |what: &str| format!("{what} {payload}");
    file("base.json", summary(&named, 1.0));
    file("run.json", summary(&named, 2.0));
    file("base.ndjson", points(&named, 1.0));
    file("points.ndjson", points(&named, 2.0));
    // Rows of k6, JMeter and Grafana are lines.
    let on_a_line = |what: &str| named(what).replace(['\n', '\r'], " ");
    file("points.csv", points_csv(&on_a_line));
    file("vegeta.ndjson", vegeta(&named));
    file("results.jtl", jmeter(&on_a_line));
    file("locust_stats.csv", locust(&named));
    file("requests.csv", locust_requests(&named));
    file("oha.json", oha(&named));
    file("prom.json", bundle(&named));
    file("scrape.txt", scrape(&named));
    file("grafana.csv", grafana(&on_a_line));
    let settings = configuration(&|what: &str| format!("{what} {configured}"), configured);
    file("perfreport.toml", settings);
    file(
        "answer.json",
        json!({"status": "error", "errorType": named("kind"), "error": named("text")}).to_string(),
    );
    file("sloth.yml", sloth(&named));
    file("own.json", json!({"format": named("perfreport/run@1"), named("key"): named("value")}).to_string());
}

/// What takes the place of what cannot be in a name.
type Named<'a> = dyn Fn(&str) -> String + 'a;

fn trend(times: f64, thresholds: &Value) -> Value {
    let figure = |value: f64| value * times;
    json!({"type": "trend", "contains": "time", "values": {"avg": figure(10.0), "min": figure(1.0), "med": figure(9.0), "max": figure(90.0), "p(90)": figure(20.0), "p(95)": figure(30.0), "p(99)": figure(60.0), "count": 6000}, "thresholds": thresholds})
}

fn summary(named: &Named<'_>, times: f64) -> String {
    let (tag, name) = (named("GET /a"), named("own"));
    let crossed = json!({named("p(95)<5"): {"ok": false}, "p(95)<5": {"ok": false}});
    let counter = json!({"type": "counter", "contains": "default", "values": {"count": 6000, "rate": 100.0}, "thresholds": {}});
    let rate = json!({"type": "rate", "contains": "default", "values": {"rate": 0.1, "passes": 600, "fails": 5400}, "thresholds": {"rate<0.01": {"ok": false}}});
    let gauge = json!({"type": "gauge", "contains": named("unit"), "values": {"value": 1, "min": 0, "max": 2}, "thresholds": {}});
    let check =
        json!({"name": named("check"), "path": named("::check"), "id": named("id"), "passes": 1, "fails": 5});
    let group =
        json!({"name": named("group"), "path": named("::group"), "id": "g", "groups": [], "checks": [check]});
    json!({
        "root_group": {"name": "", "path": "", "id": "r", "groups": [group], "checks": [check]},
        "options": {"summaryTrendStats": [named("avg")], "scenarios": {named("scenario"): {"executor": named("executor")}}},
        "state": {"testRunDurationMs": 60_000.0},
        "setup_data": {"secret": named("setup")},
        "metrics": {
            "http_reqs": counter, "http_req_duration": trend(times, &crossed), "http_req_failed": rate,
            format!("http_reqs{{name:{tag}}}"): counter,
            format!("http_req_duration{{name:{tag}}}"): trend(times, &crossed),
            format!("http_req_failed{{name:{tag}}}"): rate,
            format!("http_reqs{{scenario:{tag}}}"): counter,
            name: trend(times, &crossed),
            format!("counted {}", named("own")): counter,
            format!("share {}", named("own")): rate,
            format!("level {}", named("own")): gauge,
            "checks": rate,
        }
    })
    .to_string()
}

/// Half a minute of requests, a part of which failed.
fn points(named: &Named<'_>, times: f64) -> String {
    let own = named("own");
    let mut lines = Vec::new();
    for (metric, kind) in [
        ("http_reqs", "counter"),
        ("http_req_duration", "trend"),
        ("http_req_failed", "rate"),
        ("checks", "rate"),
        (&own, "trend"),
    ] {
        let thresholds = json!([named("p(95)<1")]);
        let submetrics = json!([{"name": format!("{metric}{{{}}}", named("name:")), "suffix": named("s"), "tags": {"name": named("GET /a")}}]);
        lines.push(json!({"type": "Metric", "metric": metric, "data": {"name": metric, "type": kind, "contains": named("time"), "thresholds": thresholds, "submetrics": submetrics}}));
    }
    for number in 0..300_u32 {
        let failed = number.is_multiple_of(10);
        let time = format!("2026-01-01T10:00:{:02}.{:03}Z", number / 10, number % 10 * 100);
        let tags = json!({
            "name": named(if number.is_multiple_of(3) { "POST /b" } else { "GET /a" }), "url": named("http://h.example/a"), "method": named("GET"),
            "status": if failed { "0" } else { "200" }, "error": if failed { named("dial tcp") } else { String::new() },
            "error_code": if failed { "1212" } else { "" }, "scenario": named("scenario"), "group": named("::group"), "proto": named("HTTP/1.1"),
            "expected_response": (!failed).to_string(), "commit": named("commit"), "branch": named("branch"), named("tag"): named("value"),
        });
        let mut check = tags.clone();
        check["check"] = named("check").into();
        let took = times * f64::from(10 + number % 37);
        for (metric, value, tags) in [
            ("http_reqs", 1.0, &tags),
            ("http_req_duration", took, &tags),
            ("http_req_failed", f64::from(u8::from(failed)), &tags),
            ("checks", f64::from(u8::from(!failed)), &check),
            (&own, took, &tags),
        ] {
            lines.push(json!({"metric": metric, "type": "Point", "data": {"time": time, "value": value, "tags": tags}}));
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Rows as a table, quoted where it must be.
fn table(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).unwrap();
    rows.for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn points_csv(named: &Named<'_>) -> String {
    let head = [
        "metric_name",
        "timestamp",
        "metric_value",
        "check",
        "error",
        "error_code",
        "expected_response",
        "group",
        "method",
        "name",
        "scenario",
        "status",
        "url",
        "extra_tags",
    ];
    let rows = (0..100).flat_map(|number: i64| {
        let row = move |metric: &str, value: i64| {
            vec![metric.to_owned(), (1_767_261_600 + number / 10).to_string(), value.to_string()]
        };
        [("http_reqs", 1), ("http_req_duration", 10 + number % 37), ("checks", 0)].map(|(metric, value)| {
            let check = if metric == "checks" { named("check") } else { String::new() };
            let rest = [
                check,
                named("error"),
                "1000".to_owned(),
                "false".to_owned(),
                named("::group"),
                named("GET"),
                named("GET /a"),
                named("scenario"),
                "500".to_owned(),
                named("http://h.example/a"),
                named("tag=value"),
            ];
            [row(metric, value), rest.to_vec()].concat()
        })
    });
    table(&head, rows)
}

fn vegeta(named: &Named<'_>) -> String {
    let line = |number: u32| json!({"attack": named("attack"), "seq": number, "code": if number.is_multiple_of(9) { 0 } else { 200 }, "timestamp": format!("2026-01-01T10:00:{:02}Z", number / 10), "latency": 2_300_000, "bytes_out": 0, "bytes_in": 6, "error": if number.is_multiple_of(9) { named("error") } else { String::new() }, "body": null, "method": named("GET"), "url": named("http://h.example/a"), "headers": {named("X-Header"): [named("value")]}});
    (0..100).map(|number| format!("{}\n", line(number))).collect()
}

fn jmeter(named: &Named<'_>) -> String {
    let head = [
        "timeStamp",
        "elapsed",
        "label",
        "responseCode",
        "responseMessage",
        "threadName",
        "dataType",
        "success",
        "failureMessage",
        "bytes",
        "allThreads",
        "URL",
    ];
    let rows = (0..100_i64).map(|number| {
        let failed = number % 9 == 0;
        let code = if failed { named("Non HTTP response code: java.net.X") } else { "200".to_owned() };
        vec![
            (1_767_261_600_000 + number * 100).to_string(),
            "25".to_owned(),
            named("GET /a"),
            code,
            named("message"),
            named("thread"),
            named("text"),
            (!failed).to_string(),
            named("failure"),
            "512".to_owned(),
            "8".to_owned(),
            named("http://h.example/a"),
        ]
    });
    table(&head, rows)
}

fn locust_requests(named: &Named<'_>) -> String {
    let head = [
        "timestamp",
        "request_type",
        "name",
        "response_time_ms",
        "response_length",
        "status_code",
        "exception",
    ];
    let rows = (0..100_i64).map(|number| {
        let failed = number % 9 == 0;
        vec![
            format!("{}.25", 1_767_261_600 + number),
            named("GET"),
            named("/a"),
            "25.5".to_owned(),
            "512".to_owned(),
            if failed { "0" } else { "200" }.to_owned(),
            if failed { named("refused") } else { String::new() },
        ]
    });
    table(&head, rows)
}

fn locust(named: &Named<'_>) -> String {
    let head = [
        "Type",
        "Name",
        "Request Count",
        "Failure Count",
        "Median Response Time",
        "Average Response Time",
        "Min Response Time",
        "Max Response Time",
        "Average Content Size",
        "Requests/s",
        "Failures/s",
        "50%",
        "66%",
        "75%",
        "80%",
        "90%",
        "95%",
        "98%",
        "99%",
        "99.9%",
        "99.99%",
        "100%",
    ];
    let figures = [
        "6000", "60", "30", "31.2", "10", "90", "500", "60.0", "0.02", "30", "33", "36", "38", "45", "52",
        "60", "70", "90", "90", "90",
    ];
    let row = |kind: String, name: String| [vec![kind, name], figures.map(str::to_owned).to_vec()].concat();
    table(&head, [row(named("GET"), named("/a")), row(String::new(), "Aggregated".to_owned())].into_iter())
}

fn oha(named: &Named<'_>) -> String {
    json!({"summary": {"successRate": 0.9, "total": 60.0, "slowest": 0.4, "fastest": 0.004, "average": 0.03, "requestsPerSec": 100.0},
        "latencyPercentiles": {"p10": 0.011, "p50": 0.027, "p90": 0.052, "p95": 0.064, "p99": 0.11},
        "statusCodeDistribution": {"200": 5990}, "errorDistribution": {named("connection refused"): 10}})
    .to_string()
}

/// Signals whose names, labels and texts hold the payload.
fn bundle(named: &Named<'_>) -> String {
    let values: Vec<Value> =
        (0..30).map(|second| json!([1_767_261_600 + second, (second % 7).to_string()])).collect();
    let answer = |labels: Value| json!({"status": "success", "warnings": [named("warning")], "infos": [named("info")], "data": {"resultType": "matrix", "result": [{"metric": labels, "values": values}]}});
    json!({"format": "perfreport/prometheus@1", "signals": [
        {"name": named("pool"), "query": named("sum(x)"), "role": "saturation", "resource": "connection_pool", "part": "used", "unit": "count", "response": answer(json!({"pool": named("main"), "instance": named("a:1")}))},
        {"name": named("max"), "role": "saturation", "resource": "connection_pool", "part": "limit", "unit": "count", "response": answer(json!({"pool": named("main"), "instance": named("a:1")}))},
        {"name": "requests", "response": answer(json!({"__name__": "http_server_requests_seconds_count", "uri": named("/a"), "method": named("GET"), "status": named("200"), "job": named("shop")}))},
        {"name": named("other"), "response": answer(json!({"__name__": named("metric"), "label": named("value")}))},
    ]})
    .to_string()
}

fn scrape(named: &Named<'_>) -> String {
    let value = named("value").replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    let help = named("help").replace(['\n', '\r'], " ");
    (0..10).map(|second| format!("# HELP process_cpu_usage {help}\n# TYPE process_cpu_usage gauge\nprocess_cpu_usage{{instance=\"{value}\"}} 0.{second} {}\n", 1_767_261_600_000_u64 + second * 1000)).collect()
}

fn grafana(named: &Named<'_>) -> String {
    let column = named("process_cpu_usage");
    table(
        &["Time", &column],
        (0..10)
            .map(|second| vec![(1_767_261_600_000_u64 + second * 1000).to_string(), format!("0.{second}")]),
    )
}

/// A text of TOML, as long as it holds no control characters, which TOML forbids.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f")
}

/// What no link may hold.
fn no_link(c: char) -> bool {
    c.is_whitespace() || !(c.is_ascii_graphic() || c.is_alphabetic()) || "<>\"`\\".contains(c)
}

fn configuration(named: &Named<'_>, payload: &str) -> String {
    let endpoint = quoted(&named("GET /a").replace(['*', '?'], "x"));
    format!(
        "[[slo]]\nendpoint = {endpoint}\np95 = \"1ms\"\nrunbook = {}\n[[slo]]\nsuccess = \"99.9%\"\nwindow = \"30d\"\n\
         [[outcomes.intended]]\nendpoint = {endpoint}\nstatus = 409\n[[compare.endpoint]]\nendpoint = {}\nmin_latency_change = \"90%\"\n\
         [[metric]]\nname = {}\nworse = \"higher\"\nunit = {}\nfail = true\n\
         [[prometheus.signals]]\nmatch = {}\nrole = \"saturation\"\nresource = \"connection_pool\"\npart = \"used\"\n\
         [[prometheus.queries]]\nname = {}\nquery = {}\nrole = \"errors\"\n\
         [[postmortem.severity]]\nname = {}\nrequests = \"1%\"\n\
         [[accepted]]\nendpoint = {endpoint}\nmeasure = \"p95\"\nup_to = \"+900%\"\nuntil = \"2026-12-31\"\nwhy = {}\n",
        quoted(&format!("https://wiki.example/{}", payload.replace(no_link, ""))),
        quoted(&named("no such endpoint")),
        quoted(&named("own")),
        quoted(&named("ms")),
        quoted(&named("signal")),
        quoted(&named("query")),
        quoted(&named("sum(x)")),
        quoted(&named("SEV1")),
        quoted(&named("why")),
    )
}

fn sloth(named: &Named<'_>) -> String {
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let quoted = |text: &str| json(&named(text));
    let query = |more: &str| {
        json(&format!("sum(rate(http_requests_total{{job={}{more}}}[{{{{.window}}}}]))", quoted("shop")))
    };
    format!(
        "version: prometheus/v1\nservice: {}\nslos:\n  - name: {}\n    objective: 99.9\n    description: {}\n    \
         sli: {{events: {{error_query: {}, total_query: {}}}}}\n    alerting: {{name: {}, annotations: {{runbook: {}}}}}\n",
        quoted("shop"),
        quoted("availability"),
        quoted("text"),
        query(",code=~\"5..\""),
        query(""),
        quoted("Alert"),
        quoted("https://wiki.example"),
    )
}
