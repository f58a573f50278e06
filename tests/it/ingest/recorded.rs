//! Recorded runs against a second, independent reading: the figures are those that stand in the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use perfreport::model::endpoint::Traffic;
use perfreport::model::latency::{Latency, percent_of};
use perfreport::model::run::Run;
use serde_json::Value;

use super::{files, read};
use crate::support::recordings;

type Figures = BTreeMap<String, serde_json::Map<String, Value>>;

/// Reads every metric of a summary, whatever its shape, without any of the code under test.
fn figures(path: &Path) -> Figures {
    let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let flat = |metric: &Value| metric.get("values").unwrap_or(metric).as_object().unwrap().clone();
    match file.get("metrics") {
        Some(metrics) => {
            metrics.as_object().unwrap().iter().map(|(name, metric)| (name.clone(), flat(metric))).collect()
        }
        None => file["results"]["metrics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|metric| (metric["name"].as_str().unwrap().to_owned(), flat(metric)))
            .collect(),
    }
}

fn number(figures: &Figures, metric: &str, key: &str) -> Option<f64> {
    figures.get(metric)?.get(key)?.as_f64()
}

/// Checks one endpoint's, or the whole run's, figures; returns how many percentiles were compared.
fn check(figures: &Figures, traffic: &Traffic, tags: &str, latency_tags: &str, path: &Path) -> usize {
    let place = format!("{} {tags}", path.display());
    let metric =
        |base: &str, tags: &str| if tags.is_empty() { base.to_owned() } else { format!("{base}{{{tags}}}") };
    if let Some(count) = number(figures, &metric("http_reqs", tags), "count") {
        assert_eq!(traffic.requests.clone().unwrap() as f64, count, "{place}");
    }
    let failed_metric = metric("http_req_failed", tags);
    let failed =
        number(figures, &failed_metric, "passes").or_else(|| number(figures, &failed_metric, "matches"));
    if let Some(failed) = failed {
        let outcomes = traffic.outcomes.as_ref().unwrap();
        assert_eq!(outcomes.bad as f64, failed, "{place}");
        assert_eq!(outcomes.total(), traffic.requests.clone().unwrap(), "{place}");
    }
    let Ok(Latency::Percentiles(percentiles)) = &traffic.latency else {
        panic!("{place}: no latency");
    };
    let duration = metric("http_req_duration", latency_tags);
    for &(quantile, latency) in &percentiles.points {
        let percent = percent_of(quantile);
        let keys = if percent == "50" {
            vec!["med".to_owned()]
        } else {
            vec![format!("p({percent})"), format!("p{percent}")]
        };
        let stated = keys.iter().find_map(|key| number(figures, &duration, key));
        assert_eq!(Some(latency), stated, "{place} p{percent}");
    }
    assert_eq!(percentiles.max.clone().ok(), number(figures, &duration, "max"), "{place}");
    if let Some(count) = number(figures, &duration, "count") {
        assert_eq!(percentiles.count.clone().unwrap() as f64, count, "{place}");
    }
    percentiles.points.len()
}

fn check_run(path: &Path) {
    let run: Run = read(path).unwrap_or_else(|error| panic!("{error}"));
    let figures = figures(path);
    let measured = figures.contains_key("http_req_failed{scenario:measure}");
    let (tags, latency_tags) =
        if measured { ("scenario:measure", "scenario:measure") } else { ("", "expected_response:true") };
    let mut compared = check(&figures, &run.whole, tags, latency_tags, path);
    for endpoint in &run.endpoints {
        let suffix = if measured { ",scenario:measure" } else { "" };
        let tags = format!("name:{}{suffix}", endpoint.id);
        compared += check(&figures, &endpoint.traffic, &tags, &tags, path);
    }
    assert!(compared >= 3, "{}", path.display());
    let named = figures.keys().filter(|name| name.starts_with("http_req_duration{name:")).count();
    assert_eq!(run.endpoints.len(), named, "{}", path.display());
}

fn summaries() -> Vec<PathBuf> {
    let is_summary = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.ends_with("summary.json")
            || name == "summary-export.json"
            || name.starts_with("machine-readable")
    };
    recordings(&[]).iter().flat_map(|run| files(run.to_str().unwrap())).filter(is_summary).collect()
}

#[test]
fn every_recorded_summary_holds_the_figures_that_are_read() {
    let summaries = summaries();
    assert!(summaries.len() >= 36, "{summaries:?}");
    summaries.iter().for_each(|path| check_run(path));
}
