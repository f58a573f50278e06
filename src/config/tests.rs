//! What is read, and what errors look like.

use proptest::prelude::*;

use super::error::Diagnostic;
use super::{ConfigError, parse};
use crate::model::endpoint_rule::EndpointRule;
use crate::model::load::Workload;
use crate::model::measure::Measure;
use crate::model::settings::{IntendedStatuses, Settings, Undeclared4xx};
use crate::model::slo::{Objective, Slo, SloScope};

fn read(text: &str) -> Settings {
    parse(text, "perfreport.toml").unwrap_or_else(|error| panic!("{error}"))
}

fn wrong(text: &str) -> Diagnostic {
    match parse(text, "perfreport.toml") {
        Err(ConfigError::Invalid(diagnostic)) => *diagnostic,
        other => panic!("{text} gave {other:?}"),
    }
}

/// The text under the caret.
fn marked(text: &str) -> String {
    let shown = wrong(text).to_string();
    let lines: Vec<&str> = shown.lines().collect();
    let at = lines.iter().position(|line| line.contains('^')).unwrap_or_else(|| panic!("no caret:\n{shown}"));
    let (start, end) = (lines[at].find('^').unwrap(), lines[at].rfind('^').unwrap());
    lines[at - 1].chars().skip(start).take(end + 1 - start).collect()
}

#[test]
fn nothing_is_the_default() {
    assert_eq!(read(""), Settings::default());
    assert_eq!(read("\u{feff}# only a remark\r\n[window]\r\n[compare]\r\n"), Settings::default());
}

#[test]
fn every_key_is_read() {
    let settings = read(
        r#"
        [window]
        scenarios = ["measure", "peak"]
        warm_up = "1m 30s"
        where = { phase = "steady", region = ["eu", "us"] }
        [endpoints]
        tag = "group"
        routes = ["/api/products/{id}"]
        max = 50
        [outcomes]
        undeclared_4xx = "bad"
        intended = [{ endpoint = "POST /api/orders", status = [409, 503] }, { endpoint = "*", status = 429 }]
        [compare]
        max_base_runs = 5
        min_latency_change = "7.5%"
        min_error_change = "0.2pp"
        min_throughput_drop = 0.04
        inconclusive_shift = "20 %"
        tau_whole = "4%"
        tau_endpoint = "2%"
        tau_endpoint_p99 = 0.03
        summary_fail_change = "15%"
        endpoint = [
            { endpoint = "GET /a", ignore = true },
            { endpoint = "/b", min_latency_change = "8%", min_latency_difference = "3ms", percentiles = ["p95", "p99.9"] },
        ]
        [limits]
        max_error_share = "60%"
        warn_error_share = 0.1
        max_failed_checks = "80%"
        implausible_speedup = 2.5
        [incidents]
        max_failed = "2%"
        max_slow = 0.1
        [load]
        model = "closed"
        "#,
    );
    assert_eq!(settings.window.scenarios, ["measure", "peak"]);
    assert_eq!(settings.window.warm_up, Some(90.0));
    assert_eq!(settings.window.tags.to_string(), "phase=steady, region=eu or us");
    assert_eq!(settings.endpoints.tag, Some("group".into()));
    assert_eq!(settings.endpoints.routes, ["/api/products/{id}"]);
    assert_eq!(settings.endpoints.max, 50);
    assert_eq!(settings.outcomes.undeclared_4xx, Undeclared4xx::Bad);
    let rule = |endpoint: &str, statuses: &[u16]| IntendedStatuses {
        endpoint: endpoint.to_owned(),
        statuses: statuses.to_vec(),
    };
    assert_eq!(settings.outcomes.intended, [rule("POST /api/orders", &[409, 503]), rule("*", &[429])]);
    assert_eq!(settings.compare.max_base_runs, 5);
    assert_eq!(settings.compare.min_latency_change, 0.075);
    assert_eq!(settings.compare.min_error_change, 0.002);
    assert_eq!(settings.compare.min_throughput_drop, 0.04);
    assert_eq!(settings.compare.inconclusive_shift, 0.2);
    assert_eq!(settings.compare.tau_whole, 0.04);
    assert_eq!(settings.compare.tau_endpoint, 0.02);
    assert_eq!(settings.compare.tau_endpoint_p99, 0.03);
    assert_eq!(settings.compare.summary_fail_change, 0.15);
    let expected = [
        EndpointRule { endpoint: "GET /a".to_owned(), ignore: Some(true), ..EndpointRule::default() },
        EndpointRule {
            endpoint: "/b".to_owned(),
            ignore: None,
            min_latency_change: Some(0.08),
            min_latency_difference: Some(3.0),
            percentiles: Some(vec![Measure::P95, Measure::of_quantile(0.999)]),
        },
    ];
    assert_eq!(settings.compare.endpoints, expected);
    let limits = settings.limits;
    assert_eq!((limits.max_error_share, limits.warn_error_share), (0.6, 0.1));
    assert_eq!((limits.max_failed_checks, limits.implausible_speedup), (0.8, 2.5));
    assert_eq!((settings.incidents.max_failed, settings.incidents.max_slow), (0.02, 0.1));
    assert_eq!(settings.load.model, Some(Workload::Closed));
    let tables = read("[[outcomes.intended]]\nendpoint = 'x'\nstatus = 404\n");
    assert_eq!(tables.outcomes.intended, [rule("x", &[404])]);
}

#[test]
fn objectives_are_read_in_each_way_they_are_written() {
    let latency = |within, share| Objective::Latency { within, share };
    let table = [
        ("success = '99.9%'", Objective::Success { share: 0.999 }),
        ("success = 0.95", Objective::Success { share: 0.95 }),
        ("latency = '500ms'\nobjective = '99%'", latency(500.0, 0.99)),
        ("p95 = '1.5s'", latency(1500.0, 0.95)),
        ("p50 = '20ms'", latency(20.0, 0.5)),
        ("p999 = '1s'", latency(1000.0, 0.999)),
        ("p9999 = '1s'", latency(1000.0, 0.9999)),
        ("'p99.9' = '1s'", latency(1000.0, 0.999)),
        ("p99.9 = '1s'", latency(1000.0, 0.999)),
    ];
    for (text, objective) in table {
        let slos = read(&format!("[[slo]]\n{text}\n")).slos;
        assert_eq!(
            slos,
            [Slo { scope: SloScope::Whole, objective, window_days: 30.0, runbook: None }],
            "{text}"
        );
    }
    let scopes = read(
        "[[slo]]\nendpoint='all'\np95='1s'\nwindow='7d'\n[[slo]]\nendpoint='GET *'\np95='1s'\nwindow='12h'\n\
         [[slo]]\np95='2s'\n[[slo]]\np99='2s'\n",
    );
    assert_eq!(scopes.slos[0].scope, SloScope::Whole);
    assert_eq!(scopes.slos[0].window_days, 7.0);
    assert_eq!(scopes.slos[1].scope, SloScope::Endpoints("GET *".to_owned()));
    assert_eq!(scopes.slos[1].window_days, 0.5);
    assert_eq!(scopes.slos.len(), 4);
    let linked = read("[[slo]]\np95='1s'\nrunbook='https://wiki.example/slow'\n");
    assert_eq!(linked.slos[0].runbook.as_deref(), Some("https://wiki.example/slow"));
}

#[test]
fn an_unknown_key_looks_like_this() {
    insta::assert_snapshot!(wrong("# mine\n[window]\nwarmup = \"30s\" # cold caches\n"), @r#"
    unknown key `warmup`
     --> perfreport.toml:3:1
      |
    3 | warmup = "30s" # cold caches
      | ^^^^^^
      |
      = help: did you mean `warm_up`?
    "#);
}

#[test]
fn an_objective_that_is_there_twice_looks_like_this() {
    insta::assert_snapshot!(wrong("[[slo]]\nsuccess = '99%'\n\n[[slo]]\nsuccess = '99.9%'\n"), @r"
    this objective is there twice
     --> perfreport.toml:4:1
      |
    1 | [[slo]]
      | ------- first given here
    ...
    4 | [[slo]]
      | ^^^^^^^
    ");
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    let table = [
        // keys
        ("[windows]", "windows", "unknown key `windows`", "did you mean `window`?"),
        ("[window]\nwarm-up = '3s'", "warm-up", "unknown key `warm-up`", "did you mean `warm_up`?"),
        ("[load]\nkind = 'open'", "kind", "unknown key `kind`", "known keys here: `model`"),
        ("[[slo]]\nsucces = '99%'", "succes", "unknown key `succes`", "did you mean `success`?"),
        ("[[slo]]\np0 = '1s'", "p0", "unknown key `p0`", "known keys here"),
        (
            "[[slo]]\np95 = '1s'\nrunbook = 'wiki/slow'",
            "'wiki/slow'",
            "`wiki/slow` is no link",
            "write a link such as",
        ),
        ("[[slo]]\np100 = '1s'", "p100", "unknown key `p100`", "known keys here"),
        ("fail_on = 'warn'", "fail_on", "unknown key `fail_on`", "known keys here: `window`, `endpoints`"),
        ("[load]\nmodel='open'\nmodel='open'", "model", "duplicate key", ""),
        // values
        (
            "[outcomes]\nundeclared_4xx = 'seperate'",
            "'seperate'",
            "unknown value",
            "did you mean `separate`?",
        ),
        ("[load]\nmodel = 'opened'", "'opened'", "unknown value `opened`", "did you mean `open`?"),
        ("[window]\nwarm_up = 30", "30", "`30` has no unit", "\"30s\""),
        ("[window]\nwarm_up = '30'", "'30'", "`30` has no unit", "\"30s\""),
        ("[window]\nwarm_up = '30 sec'", "'30 sec'", "`30 sec` is no duration", "\"30s\""),
        ("[window]\nwarm_up = ''", "''", "is no duration", "\"30s\""),
        ("[window]\nwarm_up = '-3s'", "'-3s'", "`-3s` is no duration", "\"30s\""),
        ("[window]\nwarm_up = true", "true", "expected a duration such as \"30s\"", ""),
        ("[window]\nscenarios = ['a', '']", "''", "expected a name, found nothing", ""),
        ("[window]\nscenarios = 'a'", "'a'", "expected a list", ""),
        ("[window]\nwhere = 'steady'", "'steady'", "", ""),
        ("[window]\nwhere = { phase = [] }", "[]", "expected at least one name", ""),
        ("[endpoints]\nmax = 0", "0", "expected a whole number above 0", ""),
        ("[endpoints]\nmax = 1.5", "1.5", "expected a whole number above 0", ""),
        ("[endpoints]\ntag = ' '", "' '", "expected a name, found nothing", ""),
        ("[endpoints]\ntag = 3", "3", "expected a name, or names such as", ""),
        ("[endpoints]\ntag = []", "[]", "expected at least one name", ""),
        ("[endpoints]\ntag = ['a', 'a']", "['a', 'a']", "`a` is there twice", ""),
        ("[endpoints]\nroutes = ['/a', 'GET /b']", "'GET /b'", "`GET /b` is no path", "write the path alone"),
        ("[limits]\nimplausible_speedup = 1", "1", "expected a factor above 1, such as 5", ""),
        ("[compare]\ntau_whole = -1", "-1", "a number without a unit is a ratio", "\"3%\" or 0.03"),
        ("[compare]\ntau_whole = '-1%'", "'-1%'", "expected a value above 0 %", ""),
        ("[compare]\ntau_endpoint = 0", "0", "expected a value above 0 %", ""),
        ("[compare]\ntau_endpoint = nan", "nan", "expected a share", ""),
        ("[compare]\nmin_latency_change = 5", "5", "a number without a unit", "write \"5%\" or 0.05"),
        ("[compare]\nmin_latency_change = '5'", "'5'", "`5` has no unit", "write \"5%\""),
        ("[compare]\nmin_latency_change = 'x%'", "'x%'", "`x%` is no number", "write \"5%\""),
        ("[compare]\nmin_latency_change = '101%'", "'101%'", "from 0 % to 100 %", ""),
        ("[compare]\nmin_error_change = '0.1'", "'0.1'", "`0.1` has no unit", "write \"0.1pp\""),
        ("[outcomes]\nintended = [{ endpoint = 'x' }]", "{ endpoint = 'x' }", "`status` is missing", ""),
        (
            "[[outcomes.intended]]\nendpoint='x'\nstatus = [404, 200]",
            "200",
            "`200` cannot be declared",
            "400 to 599",
        ),
        (
            "[[outcomes.intended]]\nendpoint='x'\nstatus = 600",
            "600",
            "`600` cannot be declared",
            "400 to 599",
        ),
        ("[[outcomes.intended]]\nendpoint='x'\nstatus = []", "[]", "expected at least one status", ""),
        (
            "[[compare.endpoint]]\nendpoint = 'x'",
            "'x'",
            "nothing is said of this endpoint",
            "add one of `ignore`",
        ),
        ("[[compare.endpoint]]\nignore = true", "[[compare.endpoint]]", "`endpoint` is missing", ""),
        ("[[compare.endpoint]]\nendpoint = 'x'\nignore = 'yes'", "'yes'", "expected a boolean", ""),
        (
            "[[compare.endpoint]]\nendpoint = 'x'\npercentiles = []",
            "'x'",
            "`percentiles` names none",
            "[\"p95\"]",
        ),
        (
            "[[compare.endpoint]]\nendpoint = 'x'\npercentiles = ['95']",
            "'95'",
            "`95` is no percentile",
            "\"p95\"",
        ),
        (
            "[[compare.endpoint]]\nendpoint = 'x'\npercentiles = ['avg']",
            "'avg'",
            "is no percentile",
            "\"p95\"",
        ),
        ("[[compare.endpoint]]\nendpoint = 'x'\npercentiles = 'p95'", "'p95'", "expected a list", ""),
        (
            "[[compare.endpoint]]\nendpoint = 'x'\npercentile = ['p95']",
            "percentile",
            "unknown key",
            "`percentiles`",
        ),
        // objectives
        ("[slo]\nsuccess='99%'", "[slo]", "expected a list of tables", "`[[slo]]`"),
        ("[[slo]]\nsuccess = '120%'", "'120%'", "an objective is above 0 % and below 100 %", "error budget"),
        ("[[slo]]\nsuccess = '100%'", "'100%'", "an objective is above 0 % and below 100 %", "error budget"),
        ("[[slo]]\nsuccess = 99.9", "99.9", "a number without a unit", "write \"99.9%\" or 0.999"),
        ("[[slo]]\nendpoint = 'x'", "[[slo]]", "this table has no objective", "p95 = \"500ms\""),
        (
            "[[slo]]\nsuccess='99%'\nlatency='1s'\nobjective='9%'",
            "latency",
            "asks one question",
            "a second `[[slo]]`",
        ),
        ("[[slo]]\np99='1s'\np95='2s'", "p95", "an objective asks one question", ""),
        ("[[slo]]\nlatency='1s'", "latency", "`latency` needs an `objective`", "objective = \"99%\""),
        ("[[slo]]\np95='1s'\nobjective='99%'", "objective", "`objective` goes with `latency`", ""),
        ("[[slo]]\np95 = 500", "500", "`500` has no unit", "\"500ms\""),
        ("[[slo]]\np95 = '0ms'", "'0ms'", "expected a duration above 0", ""),
        ("[[slo]]\np95 = '1s'\nwindow = '30'", "'30'", "`30` has no unit", "\"30d\""),
        // no TOML
        (
            "[window]\n<<<<<<< HEAD\nwarm_up = '3s'\n=======\nwarm_up = '4s'\n>>>>>>> b\n",
            "<<<<<<<",
            "the file has git's conflict markers",
            "keep one side (`git checkout --ours perfreport.toml`",
        ),
        ("[window\nwarm_up = 3", "", "unclosed table", ""),
    ];
    for (text, caret, message, hint) in table {
        let found = wrong(text);
        assert!(found.message.contains(message), "{text}: {message}\n{found}");
        assert!(found.hint.as_deref().unwrap_or_default().contains(hint), "{found}");
        assert!(caret.is_empty() || marked(text) == caret, "{} instead of {caret}\n{found}", marked(text));
        assert!(
            found.to_string().contains(&format!("perfreport.toml:{}:{}", found.line, found.column)),
            "{found}"
        );
    }
}

#[test]
fn columns_count_characters() {
    let found = wrong("[endpoints]\ntag = 'näme'\nmäx = 1\n[load]\nmodel = 'ä', 'b'\n");
    assert_eq!((found.line, found.column), (5, 12));
    let found = wrong("intended = { 'ä' = 1 }");
    assert_eq!((found.line, found.column), (1, 1));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_its_place(text in "([a-z\\[\\]=\"'{}.,\n µ%0-9é]|\\[\\[slo\\]\\]\n|p99|[\\x00-\\x7f]){0,40}") {
        if let Err(ConfigError::Invalid(found)) = parse(&text, "p.toml") {
            prop_assert!(found.line >= 1 && found.column >= 1);
            prop_assert!(found.line <= text.matches('\n').count() + 1);
            prop_assert!(found.to_string().contains("p.toml:"), "{}", found);
        }
    }
}
