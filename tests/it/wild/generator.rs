//! Load tests that nobody would run, out of any bytes: a property test and a fuzzer draw from the same.

use serde_json::{Map, Value, json};

/// Numbers that break what expects a latency.
const NUMBERS: [f64; 20] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.1,
    7.25,
    30.0,
    250.0,
    60_000.0,
    1e-9,
    5e-324,
    -5.0,
    1e9,
    3.6e9,
    1e15,
    9.007_199_254_740_993e15,
    1.8e19,
    1e22,
    1e308,
    -1e308,
];
/// What `Vec::len`, sums and products of such go wrong with.
const COUNTS: [u64; 12] =
    [0, 1, 2, 3, 100, 6_000, 1 << 31, 1 << 32, (1 << 53) + 1, u64::MAX / 2, i64::MAX as u64, u64::MAX];
/// Seconds after the start: time stands still, goes on, goes back, and leaves the century.
const STEPS: [i64; 10] = [0, 0, 1, 1, 1, 10, -5, 3_600, -86_400, 4_000_000_000];
const STATUSES: [u16; 8] = [200, 200, 200, 404, 409, 500, 503, 0];
const NAMES: [&str; 4] = ["GET /a", "POST /b", "/c/{id}", "page"];

/// Draws from bytes; where they are at an end, the first of everything.
pub(crate) struct Draw<'a>(&'a [u8]);

impl<'a> Draw<'a> {
    /// Draws from these bytes.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn byte(&mut self) -> usize {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        usize::from(*first)
    }

    fn below(&mut self, most: usize) -> usize {
        self.byte() % most
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// A usual number three times out of four, else a wild one.
    fn number(&mut self) -> f64 {
        match self.below(4) {
            0 => self.one(&NUMBERS),
            _ => 20.0 + self.byte() as f64 / 7.0,
        }
    }

    fn count(&mut self) -> u64 {
        match self.below(4) {
            0 => self.one(&COUNTS),
            _ => 50 * self.byte() as u64,
        }
    }
}

/// One load test in one of its forms: the end of its file's name, and what is in it.
pub(crate) fn run(draw: &mut Draw<'_>) -> (&'static str, String) {
    match draw.below(4) {
        0 => ("json", summary(draw)),
        1 => ("csv", csv(draw)),
        _ => ("ndjson", points(draw)),
    }
}

/// An end-of-test summary of k6.
fn summary(draw: &mut Draw<'_>) -> String {
    let mut metrics = Map::new();
    let mut subjects = vec![String::new()];
    subjects.extend(NAMES.iter().take(draw.below(5)).map(|name| format!("{{name:{name}}}")));
    for subject in &subjects {
        let requests = draw.count();
        let trend = if draw.below(3) == 0 { equal(draw) } else { sorted(draw) };
        metrics.insert(format!("http_req_duration{subject}"), trend);
        if draw.below(3) > 0 {
            metrics.insert(
                format!("http_reqs{subject}"),
                json!({"count": requests, "rate": draw.number().abs()}),
            );
        }
        let failed = match draw.below(4) {
            0 => requests,
            1 => 1.min(requests),
            _ => 0,
        };
        let share = if requests == 0 { 0.0 } else { failed as f64 / requests as f64 };
        // What k6 calls `passes` of this rate are the requests that failed.
        let rate = json!({"value": share, "passes": failed, "fails": requests - failed});
        metrics.insert(format!("http_req_failed{subject}"), rate);
    }
    let kinds = [
        json!({"count": draw.count(), "rate": draw.number()}),
        json!({"value": draw.number(), "min": draw.number(), "max": draw.number()}),
        sorted(draw),
    ];
    for (name, figures) in ["orders", "depth", "wait"].iter().zip(kinds).take(draw.below(4)) {
        metrics.insert((*name).to_owned(), figures);
    }
    let (passes, fails) = (draw.count(), draw.count());
    let check = json!({"name": "ok", "path": "::ok", "id": "1", "passes": passes, "fails": fails});
    json!({"root_group": {"name": "", "path": "", "id": "0", "groups": {}, "checks": {"ok": check}}, "metrics": metrics}).to_string()
}

fn equal(draw: &mut Draw<'_>) -> Value {
    let value = draw.number();
    json!({"avg": value, "min": value, "med": value, "max": value, "p(90)": value, "p(95)": value, "p(99)": value, "count": draw.count()})
}

fn sorted(draw: &mut Draw<'_>) -> Value {
    let mut values: [f64; 6] = std::array::from_fn(|_| draw.number());
    values.sort_by(f64::total_cmp);
    let [min, med, p90, p95, p99, max] = values;
    json!({"avg": med, "min": min, "med": med, "max": max, "p(90)": p90, "p(95)": p95, "p(99)": p99, "count": draw.count()})
}

/// A request as it is written to a file.
struct Request {
    second: i64,
    milliseconds: f64,
    status: u16,
    name: &'static str,
}

fn requests(draw: &mut Draw<'_>) -> Vec<Request> {
    let usual = draw.below(2) == 0;
    let fails = draw.below(4) == 0;
    let value = draw.number();
    let equal = draw.below(4) == 0;
    let mut second = 0_i64;
    // Bytes are spent on the first; the others follow their pattern.
    let drawn: Vec<(i64, f64, u16, &str)> = (0..draw.below(24))
        .map(|_| (draw.one(&STEPS), draw.number(), draw.one(&STATUSES), draw.one(&NAMES)))
        .collect();
    let repeated = draw.one(&[1, 1, 1, 12, 60]);
    let mut made = Vec::new();
    for round in 0..repeated {
        for (step, number, status, name) in &drawn {
            second = second.saturating_add(if usual { i64::from(made.len() % 4 == 3) } else { *step });
            let milliseconds = if equal { value } else { number + f64::from(round) * 0.25 };
            made.push(Request { second, milliseconds, status: if fails { 503 } else { *status }, name });
        }
    }
    made
}

const START: i64 = 1_767_261_600;

fn points(draw: &mut Draw<'_>) -> String {
    let mut lines = String::new();
    for metric in ["http_reqs", "http_req_duration", "http_req_failed", "wait", "checks"] {
        let kind = match metric {
            "http_reqs" => "counter",
            "http_req_failed" | "checks" => "rate",
            _ => "trend",
        };
        let data = json!({"name": metric, "type": kind, "contains": "default", "thresholds": [], "submetrics": null});
        lines += &format!("{}\n", json!({"type": "Metric", "data": data, "metric": metric}));
    }
    let own = draw.below(3) == 0;
    for request in requests(draw) {
        let time = chrono::DateTime::from_timestamp(START.saturating_add(request.second), 0)
            .map_or_else(|| "2026-01-01T10:00:00Z".to_owned(), |time| time.to_rfc3339());
        let failed = request.status == 0 || request.status >= 400;
        let tags = json!({"name": request.name, "method": "GET", "status": request.status.to_string(), "scenario": "default", "group": "", "expected_response": (!failed).to_string()});
        let mut figures = vec![
            ("http_reqs", 1.0),
            ("http_req_duration", request.milliseconds),
            ("http_req_failed", f64::from(u8::from(failed))),
        ];
        if own {
            figures.extend([("wait", -request.milliseconds), ("checks", f64::from(u8::from(!failed)))]);
        }
        for (metric, value) in figures {
            let data = json!({"time": time, "value": value, "tags": tags});
            lines += &format!("{}\n", json!({"metric": metric, "type": "Point", "data": data}));
        }
    }
    lines
}

fn csv(draw: &mut Draw<'_>) -> String {
    let mut lines =
        "metric_name,timestamp,metric_value,expected_response,group,method,name,scenario,status\n".to_owned();
    for Request { second, milliseconds, status, name } in requests(draw) {
        let expected = status != 0 && status < 400;
        let second = START.saturating_add(second);
        for (metric, value) in [
            ("http_reqs", 1.0),
            ("http_req_duration", milliseconds),
            ("http_req_failed", f64::from(u8::from(!expected))),
        ] {
            lines += &format!("{metric},{second},{value},{expected},,GET,{name},default,{status}\n");
        }
    }
    lines
}

/// What a server measured meanwhile.
pub(crate) fn servers(draw: &mut Draw<'_>) -> String {
    let series: Vec<Value> = (0..draw.below(4))
        .map(|number| {
            let mut second = START;
            let values: Vec<Value> = (0..draw.below(20))
                .map(|_| {
                    second = second.saturating_add(draw.one(&STEPS));
                    let value = if draw.below(8) == 0 {
                        draw.one(&["NaN", "+Inf", "-Inf"]).to_owned()
                    } else {
                        draw.number().to_string()
                    };
                    json!([second, value])
                })
                .collect();
            let name = [
                "hikaricp_connections_active",
                "hikaricp_connections_max",
                "process_cpu_usage",
                "http_requests_total",
            ][number];
            json!({"metric": {"__name__": name, "instance": "a:1"}, "values": values})
        })
        .collect();
    json!({"status": "success", "data": {"resultType": "matrix", "result": series}}).to_string()
}

/// Settings that nobody would choose and everybody may.
pub(crate) fn settings(draw: &mut Draw<'_>) -> String {
    let mut text = String::new();
    if draw.below(3) == 0 {
        text += &format!("[window]\nwarm_up = \"{}s\"\n", draw.one(&[0_u64, 1, 30, 999_999]));
    }
    if draw.below(3) == 0 {
        text += &format!("[endpoints]\nmax = {}\n", draw.one(&[1, 2, 200]));
    }
    if draw.below(3) == 0 {
        let (success, p95) = (draw.one(&["99.9%", "50%", "0.1%"]), draw.one(&["1ms", "500ms", "1h"]));
        text += &format!(
            "[[slo]]\nsuccess = \"{success}\"\nwindow = \"30d\"\n[[slo]]\nendpoint = \"*\"\np95 = \"{p95}\"\n"
        );
    }
    if draw.below(4) == 0 {
        text += &format!(
            "[[metric]]\nname = \"wait\"\nworse = \"{}\"\nfail = true\n",
            draw.one(&["higher", "lower"])
        );
    }
    text
}
