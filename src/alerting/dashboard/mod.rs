//! Grafana dashboards with the objectives as lines.
//!
//! * here: the frame of a dashboard; `panel`: one panel, and how panels are laid out
//! * `red`: rate, errors and duration; `resources`: what a service runs out of

mod panel;
mod red;
mod resources;

use serde_json::{Value, json};

use super::service::Service;
use super::watched::watched;
use crate::model::settings::Settings;
use panel::{Section, layout};

/// A dashboard as Grafana imports it.
#[derive(Debug, Clone, PartialEq)]
pub struct Dashboard {
    /// The name of its file.
    pub file: &'static str,
    /// Its JSON model.
    pub json: String,
}

/// Grafana 10 and later read it as it is, and carry it on to their own.
const SCHEMA_VERSION: u32 = 39;

/// Writes the dashboard of the requests by endpoint, and that of the whole service; returns them with what is not drawn, and why.
pub fn dashboards(settings: &Settings, service: &Service) -> ([Dashboard; 2], Vec<String>) {
    let (mut objectives, mut left_out) = (Vec::new(), Vec::new());
    for objective in watched(settings, service) {
        match objective {
            Ok(objective) => objectives.push(objective),
            Err(reason) => left_out.push(format!("left out: {reason}")),
        }
    }
    let of_all = objectives.iter().filter(|objective| objective.labels.is_empty());
    let overview =
        [vec![red::objectives(of_all, service), red::whole(service)], resources::sections(service)];
    let by_endpoint =
        [vec![red::objectives(objectives.iter(), service), red::whole(service)], red::by_endpoint(service)];
    let dashboards = [
        dashboard("api-red.json", "perfreport-api-red", "API: rate, errors, duration", by_endpoint.concat()),
        dashboard("overview.json", "perfreport-overview", "Service overview", overview.concat()),
    ];
    (dashboards, left_out)
}

fn dashboard(file: &'static str, uid: &str, title: &str, sections: Vec<Section>) -> Dashboard {
    let sections = sections.into_iter().filter(|section| !section.panels.is_empty()).collect();
    let json = json!({
        "id": null,
        "uid": uid,
        "title": title,
        "description": "Written by `perfreport dashboard` from the objectives of perfreport.toml.",
        "tags": ["perfreport"],
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": true,
        "graphTooltip": 1,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "annotations": {"list": []},
        "links": [{
            "title": "More", "type": "dashboards", "tags": ["perfreport"], "asDropdown": false,
            "includeVars": true, "keepTime": true, "targetBlank": false, "icon": "external link",
            "tooltip": "", "url": "",
        }],
        "templating": {"list": [source(), top_n()]},
        "panels": layout(sections),
    });
    Dashboard { file, json: format!("{json:#}\n") }
}

fn source() -> Value {
    json!({
        "name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus", "regex": "",
        "refresh": 1, "hide": 0, "multi": false, "includeAll": false, "options": [],
    })
}

/// How many endpoints are drawn.
fn top_n() -> Value {
    let option = |n: &str| json!({"text": n, "value": n, "selected": n == "10"});
    let options = ["5", "10", "20", "50"].map(option);
    json!({
        "name": "topn", "label": "Top N", "type": "custom", "query": "5,10,20,50", "hide": 0, "multi": false,
        "includeAll": false, "options": options, "current": option("10"),
    })
}
