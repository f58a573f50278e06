//! One panel, and how panels are laid out.

use serde_json::{Value, json};

/// Panels under a heading.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) panels: Vec<Panel>,
}

/// A question, and the queries that answer it.
#[derive(Debug, Clone)]
pub(super) struct Panel {
    pub(super) title: String,
    pub(super) kind: PanelKind,
    pub(super) unit: &'static str,
    pub(super) targets: Vec<Target>,
    /// An objective or a limit, drawn as a line.
    pub(super) line: Option<f64>,
}

/// How it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PanelKind {
    /// Over time.
    Course,
    /// The whole time range in one figure each, as bars.
    Ranking,
}

/// A query.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) expr: String,
    pub(super) legend: String,
}

/// Of Grafana's 24 columns.
const WIDTH: usize = 8;
const COLUMNS: usize = 24;
const HEIGHT: usize = 8;

/// Lays sections out from top to bottom, three panels in a row.
pub(super) fn layout(sections: Vec<Section>) -> Vec<Value> {
    let (mut panels, mut y) = (Vec::new(), 0);
    for section in sections {
        panels.push(json!({
            "id": panels.len() + 1, "type": "row", "title": section.title, "collapsed": false, "panels": [],
            "gridPos": {"h": 1, "w": COLUMNS, "x": 0, "y": y},
        }));
        y += 1;
        let rows = section.panels.chunks(COLUMNS / WIDTH);
        for row in rows {
            for (column, panel) in row.iter().enumerate() {
                let place = json!({"h": HEIGHT, "w": WIDTH, "x": column * WIDTH, "y": y});
                panels.push(panel.json(panels.len() + 1, &place));
            }
            y += HEIGHT;
        }
    }
    panels
}

impl Panel {
    /// Makes a panel that shows one query over time.
    pub(super) fn course(title: impl Into<String>, unit: &'static str, expr: String, legend: &str) -> Self {
        let targets = vec![Target { expr, legend: legend.to_owned() }];
        Self { title: title.into(), kind: PanelKind::Course, unit, targets, line: None }
    }

    fn json(&self, id: usize, place: &Value) -> Value {
        let source = json!({"type": "prometheus", "uid": "${datasource}"});
        let is_ranking = self.kind == PanelKind::Ranking;
        let targets = self.targets.iter().zip('A'..='Z').map(|(target, letter)| {
            json!({
                "refId": letter, "datasource": source, "expr": target.expr, "legendFormat": target.legend,
                "editorMode": "code", "instant": is_ranking, "range": !is_ranking,
            })
        });
        let mut steps = vec![json!({"color": "green", "value": null})];
        steps.extend(self.line.map(|line| json!({"color": "red", "value": line})));
        let style = if self.line.is_some() { "line" } else { "off" };
        let (kind, mut custom, options) = match self.kind {
            PanelKind::Course => (
                "timeseries",
                json!({
                    "drawStyle": "line", "lineWidth": 1, "fillOpacity": 0, "showPoints": "never", "spanNulls": false,
                    "axisSoftMin": 0, "thresholdsStyle": {"mode": style},
                }),
                json!({
                    "legend": {"displayMode": "list", "calcs": [], "placement": "bottom", "showLegend": true},
                    "tooltip": {"mode": "multi", "sort": "desc"},
                }),
            ),
            PanelKind::Ranking => (
                "bargauge",
                json!({}),
                json!({
                    "orientation": "horizontal", "displayMode": "basic", "showUnfilled": true,
                    "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": false},
                }),
            ),
        };
        if let (PanelKind::Course, Some(line)) = (&self.kind, self.line) {
            custom["axisSoftMax"] = line.into();
        }
        json!({
            "id": id, "type": kind, "title": self.title, "datasource": source, "gridPos": place,
            "targets": targets.collect::<Vec<_>>(),
            "fieldConfig": {
                "defaults": {
                    "unit": self.unit, "min": 0, "custom": custom, "color": {"mode": "palette-classic"},
                    "thresholds": {"mode": "absolute", "steps": steps},
                },
                "overrides": [],
            },
            "options": options,
        })
    }
}
