//! Grafana dashboards: what their JSON model demands, and queries that promtool can parse.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use perfreport::internals::alerting::Service;
use perfreport::internals::alerting::dashboard::dashboards;
use serde_json::{Value, json};

use super::{CONFIG, FAMILIES, promtool, settings};
use crate::support::{repository, skip};

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

/// Grafana's own types. JSON has no enumerations: their values stand for them. What a panel's options leave out, the panel
/// fills in.
const TYPES: &str = r#"
import type { Dashboard, GraphFieldConfig } from "@grafana/schema";
import type { Options as TimeSeries } from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";
import type { Options as BarGauge } from "@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen";
type Plain<T> = T extends string ? `${T}` : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
export type Model = Plain<Dashboard>;
export type Drawn = Plain<GraphFieldConfig>;
export type Options = { timeseries: Partial<Plain<TimeSeries>>; bargauge: Partial<Plain<BarGauge>> };
"#;

/// A dashboard as a program that compiles where it is of Grafana's types.
fn program(dashboard: &Value) -> String {
    let mut text = format!(
        "import type {{ Model, Drawn, Options }} from './types.js';\nexport const dashboard: Model = {dashboard:#};\n"
    );
    for panel in drawn(dashboard) {
        let (id, kind) = (&panel["id"], panel["type"].as_str().unwrap());
        writeln!(text, "export const options{id}: Options['{kind}'] = {:#};", panel["options"]).unwrap();
        if kind == "timeseries" {
            let custom = &panel["fieldConfig"]["defaults"]["custom"];
            writeln!(text, "export const drawn{id}: Drawn = {custom:#};").unwrap();
        }
    }
    text
}

#[test]
fn dashboards_are_of_grafanas_types() {
    let home = repository().join("target/node");
    let compiler = home.join("node_modules/.bin/tsc");
    if !compiler.exists() || !home.join("node_modules/@grafana/schema").exists() {
        skip(
            "Grafana's types are not installed (npm install --prefix target/node @grafana/schema@13.2.3 typescript@7.0.2)",
        );
        return;
    }
    // Below the packages, so that imports find them.
    let folder = tempfile::tempdir_in(&home).unwrap();
    std::fs::write(folder.path().join("types.ts"), TYPES).unwrap();
    let compile = |names: &[String]| {
        let mut command = Command::new(&compiler);
        command.args([
            "--noEmit",
            "--strict",
            "--skipLibCheck",
            "--module",
            "nodenext",
            "--target",
            "esnext",
        ]);
        let output = command.args(names).current_dir(folder.path()).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let mut names = Vec::new();
    for (family, config) in FAMILIES.iter().flat_map(|family| [(family, CONFIG), (family, "")]) {
        for dashboard in made(config, family) {
            let name = format!("d{}.ts", names.len());
            std::fs::write(folder.path().join(&name), program(&dashboard)).unwrap();
            names.push(name);
        }
    }
    let (fits, said) = compile(&names);
    assert!(fits, "{said}");

    // What is wrong does not compile.
    let right = program(&made(CONFIG, "micrometer")[0]);
    for (part, wrong) in [
        ("\"mode\": \"absolute\"", "\"mode\": \"absolut\""),
        ("\"w\": 8", "\"w\": \"8\""),
        ("\"showPoints\"", "\"showPoint\""),
        ("\"placement\": \"bottom\"", "\"placement\": \"below\""),
    ] {
        assert!(right.contains(part), "{part}");
        std::fs::write(folder.path().join("wrong.ts"), right.replace(part, wrong)).unwrap();
        let (fits, said) = compile(&["wrong.ts".to_owned()]);
        assert!(!fits && said.contains("wrong.ts"), "{wrong}: {said}");
    }
}
