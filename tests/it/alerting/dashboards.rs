//! Grafana dashboards: what their JSON model demands, and queries that promtool can parse.

use std::collections::BTreeSet;

use perfreport::internals::alerting::Service;
use perfreport::internals::alerting::dashboard::dashboards;
use serde_json::{Value, json};

use super::{CONFIG, FAMILIES, promtool, settings};

fn made(config: &str, family: &str) -> Vec<Value> {
    let (dashboards, _) = dashboards(&settings(config), &Service::of(family, r#"job="shop""#).unwrap());
    dashboards.iter().map(|dashboard| serde_json::from_str(&dashboard.json).unwrap()).collect()
}

fn panels(dashboard: &Value) -> &Vec<Value> {
    dashboard["panels"].as_array().unwrap()
}

/// Those with queries.
fn drawn(dashboard: &Value) -> impl Iterator<Item = &Value> {
    panels(dashboard).iter().filter(|panel| panel["type"] != "row")
}

fn expressions(dashboard: &Value) -> Vec<String> {
    let targets = drawn(dashboard).flat_map(|panel| panel["targets"].as_array().unwrap());
    targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_panels_look_like_this() {
    let lines: Vec<String> = made(CONFIG, "micrometer")
        .iter()
        .flat_map(|dashboard| {
            panels(dashboard).iter().map(|panel| {
                let line = panel["fieldConfig"]["defaults"]["thresholds"]["steps"].get(1);
                let line = line.map_or_else(String::new, |step| format!(", line at {}", step["value"]));
                let targets = panel["targets"].as_array().into_iter().flatten();
                let queries: String = targets
                    .map(|target| format!("\n    {}: {}", target["legendFormat"], target["expr"]))
                    .collect();
                let unit = panel["fieldConfig"]["defaults"]["unit"].as_str().unwrap_or_default();
                format!("{} {} {unit}{line}{queries}", panel["type"], panel["title"])
            })
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn dashboards_keep_to_grafanas_model() {
    for (family, config) in FAMILIES.iter().flat_map(|family| [(family, CONFIG), (family, "")]) {
        for dashboard in made(config, family) {
            let name = format!("{family} {}", dashboard["uid"]);
            assert!(
                dashboard["schemaVersion"].as_u64().unwrap() >= 36 && dashboard["id"].is_null(),
                "{name}"
            );
            let variables: BTreeSet<&str> = dashboard["templating"]["list"]
                .as_array()
                .unwrap()
                .iter()
                .map(|variable| variable["name"].as_str().unwrap())
                .collect();
            assert_eq!(variables, BTreeSet::from(["datasource", "topn"]), "{name}");
            let (mut ids, mut titles, mut cells) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
            for panel in panels(&dashboard) {
                let title = panel["title"].as_str().unwrap();
                assert!(!title.is_empty() && titles.insert(title), "{name}: {title}");
                assert!(ids.insert(panel["id"].as_u64().unwrap()), "{name}: {title}");
                let side = |key: &str| panel["gridPos"][key].as_u64().unwrap();
                assert!(side("w") > 0 && side("h") > 0 && side("x") + side("w") <= 24, "{name}: {title}");
                for x in side("x")..side("x") + side("w") {
                    for y in side("y")..side("y") + side("h") {
                        assert!(cells.insert((x, y)), "{name}: {title} lies on another panel");
                    }
                }
            }
            for panel in drawn(&dashboard) {
                let source = json!({"type": "prometheus", "uid": "${datasource}"});
                let title = &panel["title"];
                assert_eq!(panel["datasource"], source, "{name}: {title}");
                assert!(matches!(panel["type"].as_str(), Some("timeseries" | "bargauge")), "{name}: {title}");
                assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{name}: {title}");
                let targets = panel["targets"].as_array().unwrap();
                let letters: BTreeSet<&str> =
                    targets.iter().map(|target| target["refId"].as_str().unwrap()).collect();
                assert!(!targets.is_empty() && letters.len() == targets.len(), "{name}: {title}");
                assert!(targets.iter().all(|target| target["datasource"] == source), "{name}: {title}");
            }
        }
    }
}

#[test]
fn promtool_parses_every_query() {
    let folder = tempfile::tempdir().unwrap();
    for family in FAMILIES {
        let queries = made(CONFIG, family).iter().flat_map(expressions).collect::<Vec<_>>();
        let filled = queries.iter().enumerate().map(|(at, query)| {
            let filled =
                query.replace("$__rate_interval", "5m").replace("$__range", "6h").replace("$topn", "10");
            assert!(!filled.contains('$') && filled.contains("job=\"shop\""), "{filled}");
            json!({"record": format!("query:{at}"), "expr": filled})
        });
        let rules = json!({"groups": [{"name": "queries", "rules": filled.collect::<Vec<_>>()}]});
        std::fs::write(folder.path().join("rules.yml"), rules.to_string()).unwrap();
        let Some(said) = promtool(folder.path(), &["check", "rules", "rules.yml"]) else { return };
        assert!(said.contains(&format!("{} rules found", queries.len())), "{family}: {said}");
    }
}

#[test]
fn objectives_are_lines_in_the_unit_of_the_panel() {
    let line = |family: &str, title: &str| {
        let dashboards = made(CONFIG, family);
        let panel = drawn(&dashboards[0]).find(|panel| panel["title"].as_str().unwrap().starts_with(title));
        let defaults = &panel.unwrap()["fieldConfig"]["defaults"];
        let step = &defaults["thresholds"]["steps"][1]["value"];
        assert_eq!(defaults["custom"]["thresholdsStyle"]["mode"], "line");
        (defaults["unit"].as_str().unwrap().to_owned(), step.as_f64().unwrap())
    };
    let slow = "POST /api/orders: 95 % of the requests within 500 ms";
    assert_eq!(line("micrometer", slow), ("s".to_owned(), 0.5));
    assert_eq!(line("otel-old", slow), ("ms".to_owned(), 500.0));
    let (unit, budget) = line("micrometer", "POST /api/orders: 99.9 % of the requests");
    assert_eq!((unit.as_str(), budget), ("percentunit", 0.001));
}
