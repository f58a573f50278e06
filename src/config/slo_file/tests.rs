use crate::model::slo::{Objective, Slo, SloScope};

use super::parse;

/// An objective in words: of what, what, over how many days.
fn told(slo: &Slo) -> String {
    let scope = match &slo.scope {
        SloScope::Whole => "all",
        SloScope::Endpoints(name) => name,
    };
    let objective = match &slo.objective {
        Objective::Success { share } => format!("success {share}"),
        Objective::Latency { within, share } => format!("{share} within {within}"),
    };
    let runbook = slo.runbook.as_ref().map_or_else(String::new, |runbook| format!(", {runbook}"));
    format!("{scope}: {objective}, {} d{runbook}", slo.window_days)
}

fn read(text: &str) -> Result<Vec<String>, String> {
    let found = parse(text, "slo.yml").map_err(|error| error.to_string())?;
    Ok(found.iter().map(told).collect())
}

#[test]
fn the_fixtures_hold_these_objectives() {
    assert_eq!(
        read(include_str!("../../../fixtures/slo/openslo.yml")).unwrap(),
        [
            "all: success 0.99, 28 d",
            "all: success 0.999, 28 d",
            "POST /api/orders: 0.95 within 500, 30 d",
            "/api/products*: 0.99 within 300, 30 d",
        ]
    );
    assert_eq!(
        read(include_str!("../../../fixtures/slo/sloth.yml")).unwrap(),
        [
            "all: success 0.999, 30 d, https://wiki.example/runbooks/availability",
            "POST /api/orders: 0.95 within 500, 30 d",
            "/api/payments: success 0.995, 30 d",
        ]
    );
}

/// A file of Sloth with one SLO on two queries.
fn events(errors: &str, total: &str) -> String {
    let quoted = |query: &str| serde_json::to_string(query).unwrap();
    format!(
        "version: prometheus/v1\nservice: shop\nslos:\n  - name: x\n    objective: 99\n    sli:\n      events:\n        error_query: {}\n        total_query: {}\n",
        quoted(errors),
        quoted(total)
    )
}

/// A file of OpenSLO with one SLO: what its specification holds, by lines.
fn openslo(spec: &str) -> String {
    format!("apiVersion: openslo/v1\nkind: SLO\nmetadata: {{name: x}}\nspec: {{{spec}}}\n")
}

#[test]
fn queries_are_understood_by_what_they_count() {
    let table = [
        ("rate(r_total{code=~\"5..\"}[5m])", "rate(r_total[5m])", "all: success 0.99, 30 d"),
        ("sum(increase(r_total{code=\"5xx\"}[1h]))", "sum(increase(r_total[1h]))", "all: success 0.99, 30 d"),
        (
            "sum(rate(r_count[5m])) - sum(rate(r_count{status!~'5.*'}[5m]))",
            "sum(rate(r_count[5m]))",
            "all: success 0.99, 30 d",
        ),
        (
            "sum(rate(r_total{code=\"500\"}[5m])) + sum(rate(r_total{code=~\"5..\",code!=\"500\"}[5m]))",
            "sum(rate(r_total{code=~\".+\"}[5m]))",
            "all: success 0.99, 30 d",
        ),
        (
            "sum(rate(r_total{job=\"a\",handler=\"/x\",method=\"get\",code=~\"5..\"}[5m])) or 0 * sum(rate(r_total[5m]))",
            "sum(rate(r_total{job=~\"a|b\",handler=\"/x\",method=\"get\"}[5m]))",
            "GET /x: success 0.99, 30 d",
        ),
        ("r_total{method=\"POST\",code=~\"5..\"}", "r_total{method=\"POST\"}", "POST *: success 0.99, 30 d"),
        (
            "r_total{route=~\"/a\\\\.b/.*\",code=~\"5..\"}",
            "r_total{route=~\"/a\\\\.b/.*\"}",
            "/a.b/*: success 0.99, 30 d",
        ),
        ("r_total{route=~\".+\",code=~\"5..\"}", "r_total{route!=\"\"}", "all: success 0.99, 30 d"),
        ("r_total{endpoint=\"http\",code=~\"5..\"}", "r_total", "all: success 0.99, 30 d"),
        ("r_total{endpoint=\"/x\",code=~\"5..\"}", "r_total{endpoint=\"/x\"}", "/x: success 0.99, 30 d"),
        ("r_seconds_count - r_seconds_bucket{le=\"0.5\"}", "r_seconds_count", "all: 0.99 within 500, 30 d"),
        (
            "sum(rate(r_seconds_count[5m])) - sum(rate(r_seconds_bucket{le=~\"1|1\\\\.0\",code!~\"5..\"}[5m]))",
            "sum(rate(r_seconds_count[5m]))",
            "all: 0.99 within 1000, 30 d",
        ),
        (
            "r_milliseconds_count - r_milliseconds_bucket{le=\"250\"}",
            "r_milliseconds_bucket{le=\"+Inf\"}",
            "all: 0.99 within 250, 30 d",
        ),
    ];
    for (errors, total, expected) in table {
        assert_eq!(
            read(&events(errors, total)).unwrap_or_else(|error| panic!("{error}")),
            [expected],
            "{errors}"
        );
    }
}

#[test]
fn what_cannot_be_said_is_refused_by_name() {
    let all = "sum(rate(r_total[5m]))";
    let table = [
        (
            "sum(rate(r_total{code=~\"5..|429\"}[5m]))",
            all,
            "SLO `x`: the query counts 429 as errors, and here only 5xx are",
        ),
        ("sum(rate(r_total{code!~\"2..\"}[5m]))", all, "counts 3xx, 4xx as errors"),
        ("sum(rate(r_total{code=~\"50[0-4]\"}[5m]))", all, "does not count 505 to 599 as errors"),
        ("sum(rate(r_total{code=\"9\"}[5m]))", all, "no status is an error in this query"),
        (
            "sum(rate(r_total{code=~\"5..\"}[5m]))",
            "sum(rate(r_total{code!~\"4..\"}[5m]))",
            "the total leaves out 4xx",
        ),
        ("sum(rate(errors_total[5m]))", all, "`errors` and `r` are two metrics"),
        (
            "sum(rate(r_total{code=~\"5..\",tenant=\"a\"}[5m]))",
            all,
            "the label `tenant` is no route, method or status",
        ),
        (
            "sum(rate(r_total{code=~\"5..\",route=\"/a\"}[5m]))",
            all,
            "one query counts /a, and the other all requests",
        ),
        ("sum(rate(r_total{code=~\"5..\",route!=\"/a\"}[5m]))", all, "`route!=\"/a\"` is no single route"),
        (
            "sum(rate(r_total{code=~\"5..\",route=~\"/a|/b\"}[5m]))",
            all,
            "`route=~\"/a|/b\"` is no single route",
        ),
        ("sum by (route) (rate(r_total{code=~\"5..\"}[5m]))", all, "a figure for each route"),
        ("count(r < 0.75)", all, "the function `count` counts no requests"),
        ("sum_over_time(r_total[5m])", all, "the function `sum_over_time` counts no requests"),
        ("sum(rate(r_total{code=~\"5..\"}[5m])) * 2", all, "the operator `*` is not understood"),
        ("sum(rate(r_total[5m]", all, "the query ends where"),
        ("1", all, "the number 1 counts no requests"),
        (
            "r_seconds_bucket{le=\"0.5\"}",
            "r_seconds_count",
            "neither the bucket of the good requests nor the total less",
        ),
        ("r_seconds_count - r_seconds_bucket", "r_seconds_count", "`r_seconds_bucket` has no bound"),
        ("r_seconds_count - r_seconds_bucket{le=\"x\"}", "r_seconds_count", "is no bound of a bucket"),
        (
            "r_count - r_bucket{le=\"0.5\"}",
            "r_count",
            "`r` does not say whether it is in seconds or in milliseconds",
        ),
        (
            "r_seconds_count{code=~\"2..\"} - r_seconds_bucket{code=~\"2..\",le=\"0.5\"}",
            "r_seconds_count{code=~\"2..\"}",
            "counts the statuses 2xx alone",
        ),
        ("r_total{code=~\"5..\"}", "r_total + r_total", "the total is more than one count"),
    ];
    for (errors, total, expected) in table {
        let error = read(&events(errors, total)).unwrap_err();
        assert!(error.contains(expected) && error.contains("slo.yml:"), "{errors}: {error}");
    }
}

#[test]
fn files_that_are_something_else_say_so() {
    let metric = "metricSource: {type: Prometheus, spec: {query: 'r_seconds'}}";
    let threshold = |objective: &str| {
        openslo(&format!(
            "indicator: {{spec: {{thresholdMetric: {{{metric}}}}}}}, objectives: [{{{objective}}}]"
        ))
    };
    let quantile = |query: &str| threshold("op: lte, value: 0.5, target: 0.99").replace("r_seconds", query);
    assert_eq!(
        read(&threshold("op: lt, value: 0.5, targetPercent: 99.9")).unwrap(),
        ["all: 0.999 within 500, 30 d"]
    );
    assert_eq!(
        read(&threshold("op: lte, value: 500, target: 0.9").replace("'r_seconds'", "latency, unit: ms"))
            .unwrap(),
        ["all: 0.9 within 500, 30 d"]
    );
    let sloth = events("r_total{code=~\"5..\"}", "r_total");
    let table = [
        (String::new(), "the file is empty"),
        ("a: [".to_owned(), "this is no YAML"),
        ("a: 1\na: 2\n".to_owned(), "this is no YAML"),
        ("groups: []\n".to_owned(), "this is no file of objectives"),
        (
            "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\n".to_owned(),
            "the file holds no SLO",
        ),
        (
            "apiVersion: openslo/v1alpha\nkind: SLO\n".to_owned(),
            "the version `openslo/v1alpha` is not understood",
        ),
        ("version: prometheus/v1\n".to_owned(), "`slos` is missing here"),
        ("version: prometheus/v1\nslos: {a: 1}\n".to_owned(), "expected a list"),
        (sloth.replace("objective: 99", "objective: 100"), "an objective is above 0 % and below 100 %"),
        (sloth.replace("objective: 99", "objective: 'high'"), "SLO `x`: expected a number"),
        (sloth.replace("    objective: 99\n", ""), "SLO `x`: `objective` is missing here"),
        (sloth.replace("total_query", "totals"), "`total_query` is missing here"),
        (
            "version: prometheus/v1\nslos: [{name: x, objective: 99, sli: {plugin: {id: a}}}]\n".to_owned(),
            "a plugin writes the queries",
        ),
        (
            "version: prometheus/v1\nslos: [{name: x, objective: 99, sli: {raw: {error_ratio_query: a}}}]\n"
                .to_owned(),
            "the query is no ratio",
        ),
        (openslo("budgetingMethod: Timeslices"), "slices of time are counted"),
        (openslo("objectives: []"), "`indicator` is missing here"),
        (openslo("indicatorRef: y"), "there is no SLI `y` in this file"),
        (
            openslo("indicator: {spec: {}}, objectives: [{target: 0.9}]"),
            "`ratioMetric` or `thresholdMetric` is missing",
        ),
        (openslo("timeWindow: [{duration: 1x}]"), "`1x` is no duration"),
        (openslo("timeWindow: [{duration: 1d}, {duration: 2d}]"), "an objective has one time window"),
        (threshold("value: 0.5, target: 0.99"), "`op` is missing here"),
        (threshold("op: gte, value: 0.5, target: 0.99"), "a latency is good below its limit"),
        (threshold("op: lte, value: 0, target: 0.99"), "expected a latency above 0"),
        (threshold("op: lte, value: 0.5"), "`target` is missing here"),
        (threshold("op: lte, value: 0.5, target: 0.9, targetPercent: 90"), "say the same: leave one out"),
        (threshold("op: lte, value: 0.5, target: 1.0"), "an objective is above 0 %"),
        (threshold("op: lte, value: 0.5, target: 0.9, indicatorRef: y"), "a part of a composite SLO"),
        (
            threshold("op: lte, value: 0.5, target: 0.9").replace("Prometheus", "Datadog"),
            "the queries of Datadog are not understood",
        ),
        (
            quantile("histogram_quantile(0.95, sum by (le) (rate(r_seconds_bucket[5m])))"),
            "the target counts moments at which p95 is within 0.5",
        ),
        (quantile("r_seconds{quantile=\"0.9\"}"), "the target counts moments at which p90"),
        (quantile("avg(r_seconds)"), "the query is no latency of requests"),
        (quantile("latency"), "does not say whether it is in seconds"),
    ];
    for (text, expected) in table {
        let error = read(&text).unwrap_err();
        assert!(error.contains(expected) && error.contains("slo.yml:"), "{text}\n{error}");
    }
}

#[test]
fn a_resource_of_kubernetes_is_the_same_with_other_keys() {
    let text = "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nspec:\n  slos:\n    - name: x\n      objective: 99\n      sli:\n        events: {errorQuery: 'r_total{code=~\"5..\"}', totalQuery: r_total}\n";
    assert_eq!(read(text).unwrap(), ["all: success 0.99, 30 d"]);
}

#[test]
fn all_that_is_refused_is_shown_at_once() {
    let one = |name: &str| format!("  - {{name: {name}, objective: 99, sli: {{plugin: {{id: a}}}}}}\n");
    let text = format!("version: prometheus/v1\nslos:\n{}{}", one("first"), one("sécond"));
    insta::assert_snapshot!(read(&text).unwrap_err(), @"
    SLO `first`: a plugin writes the queries, and what it writes is not known here
     --> slo.yml:3:48
      |
    3 |   - {name: first, objective: 99, sli: {plugin: {id: a}}}
      |                                                ^^^^^^
      |
      = help: write them under `events`

    SLO `sécond`: a plugin writes the queries, and what it writes is not known here
     --> slo.yml:4:49
      |
    4 |   - {name: sécond, objective: 99, sli: {plugin: {id: a}}}
      |                                                 ^^^^^^
      |
      = help: write them under `events`
    ");
}

#[test]
fn a_file_that_nests_without_end_is_an_error() {
    for open in ["[", "{a: ", "- "] {
        let error = read(&open.repeat(10_000)).unwrap_err();
        let words = ["this nests more than 100 levels deep", "this is no YAML"];
        assert!(words.iter().any(|word| error.contains(word)), "{open}");
    }
}
