//! Names as k6 recorded them, from `fixtures/`.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use perfreport::Settings;
use perfreport::internals::classify::Classifier;
use perfreport::model::labeller::Labeller;
use serde_json::Value;

use crate::support::fixture;

/// The recorded points of a run.
fn points(run: &str) -> PathBuf {
    fixture(run).join("points.json.gz")
}

/// Lists method and `name` of every request in a file of points.
fn names(points: &Path) -> BTreeSet<(String, String)> {
    let mut text = String::new();
    let file = std::fs::File::open(points).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    text.lines()
        .filter(|line| line.contains(r#""metric":"http_reqs""#) && line.contains(r#""Point""#))
        .map(|line| {
            let tags = &serde_json::from_str::<Value>(line).unwrap()["data"]["tags"];
            (tags["method"].as_str().unwrap().to_owned(), tags["name"].as_str().unwrap().to_owned())
        })
        .collect()
}

fn endpoints(points: &Path) -> Vec<String> {
    let classifier = Classifier::new(&Settings::default());
    let named = names(points);
    let named: BTreeSet<String> =
        named.iter().map(|(method, name)| classifier.endpoint(Some(method), name).to_string()).collect();
    named.into_iter().collect()
}

#[test]
fn every_k6_version_gives_the_same_endpoints() {
    for version in ["v0.33.0", "v0.45.0", "v0.57.0", "v1.5.0", "v2.2.0"] {
        assert_eq!(
            endpoints(&points(&format!("k6-versions/{version}"))),
            ["GET /api/orders", "GET /api/products/{id}", "GET /refused", "POST /api/cart/items"],
            "{version}"
        );
    }
}

#[test]
fn a_plain_script_is_grouped_by_route() {
    let named = endpoints(&points("shop/naive-base"));
    assert!(named.contains(&"GET /api/products/{id}".to_owned()), "{named:?}");
    assert!(named.len() <= 8, "{named:?}");
}

#[test]
fn planted_secrets_stay_out_of_names_and_hosts() {
    let points = points("edge");
    let named = endpoints(&points);
    assert!(
        named.iter().all(|name| !name.contains(['?', '@', '*']) && !name.contains("planted")),
        "{named:?}"
    );
    let classifier = Classifier::new(&Settings::default());
    let names = names(&points);
    let hosts: BTreeSet<&str> = names.iter().filter_map(|(_, name)| classifier.host(name)).collect();
    assert_eq!(
        hosts.into_iter().collect::<Vec<_>>(),
        ["127.0.0.1:18081", "127.0.0.1:18090", "localhost:18081"]
    );
    assert!(names.iter().any(|(_, name)| name.contains("planted")), "the file holds the secrets");
    assert!(names.iter().all(|(_, name)| !classifier.scrub(name).contains("planted")));
}
