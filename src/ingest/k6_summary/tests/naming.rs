//! By which tag a summary tells its endpoints apart.

use serde_json::{Value, json};

use super::{notes, run, run_with};
use crate::model::endpoint_tag::EndpointTag;
use crate::model::run::Run;
use crate::model::settings::Settings;

/// A summary with a latency for each of some selectors.
fn with_selectors(selectors: &[&str]) -> Value {
    let mut metrics = json!({"http_reqs": {"count": 100, "rate": 10}});
    for (number, selector) in selectors.iter().enumerate() {
        metrics[format!("http_req_duration{{{selector}}}")] = json!({"p(95)": number + 1});
    }
    metrics
}

fn names(run: &Run) -> Vec<String> {
    run.endpoints.iter().map(|endpoint| endpoint.id.to_string()).collect()
}

fn tag(run: &Run) -> String {
    run.origin.settings.as_ref().unwrap().tag.setting()
}

#[test]
fn the_file_tells_its_endpoints_apart() {
    for (selectors, tag_of_it, endpoints) in [
        (&["endpoint:login", "endpoint:cart"][..], "endpoint", &["cart", "login"][..]),
        (&["endpoint:cart"], "endpoint", &["cart"]),
        // `name` comes first, then the tags made for endpoints, groups, the script's own.
        (&["endpoint:cart", "endpoint:login", "name:a"], "name", &["a"]),
        (&["group:::a", "group:::a::b", "api:orders"], "api", &["orders"]),
        (&["group:::a", "group:::a::b", "team:x", "team:y", "team:z"], "group", &["a", "a::b"]),
        (&["team:x", "team:y", "page:a", "page:b", "page:c"], "page", &["a", "b", "c"]),
        (&["url:https://h/a?x", "url:https://h/b"], "url", &["https://h/a?x", "https://h/b"]),
        (
            &["operation:create,method:POST", "operation:list,scenario:x"],
            "operation",
            &["list", "POST create"],
        ),
        // One value of a tag that anything may be in tells nothing apart.
        (&["team:x"], "name", &[]),
        // What cuts across endpoints is the last resort; what describes a part of one is none.
        (&["type:api", "type:static", "page:a", "page:b"], "page", &["a", "b"]),
        (&["type:api", "type:static"], "type", &["api", "static"]),
        (&["scenario:a", "scenario:b"], "scenario", &["a", "b"]),
        (&["scenario:a", "scenario:warmup"], "name", &[]),
        (&["status:200", "status:404", "method:GET", "method:POST"], "name", &[]),
        (&["proto:HTTP/1.1", "proto:HTTP/2.0", "error_code:0", "error_code:1050"], "name", &[]),
        // Several together name one where none does alone.
        (&["endpoint:a,phase:up", "endpoint:b,phase:up"], "endpoint+phase", &["a up", "b up"]),
        (&["endpoint:a,phase:up", "endpoint:b,phase:up", "endpoint:a"], "endpoint", &["a"]),
        (&["team:x,page:a", "team:x,page:b", "region:eu,page:a"], "page+team", &["a x", "b x"]),
        (
            &["endpoint:a,region:eu,scenario:measure", "endpoint:a,region:us"],
            "endpoint+region",
            &["a eu", "a us"],
        ),
        // A part of an endpoint is none.
        (&["page:a,status:200", "page:b,status:200"], "name", &[]),
    ] {
        let run = run(with_selectors(selectors));
        assert_eq!(names(&run), endpoints, "{selectors:?}");
        let tags: Vec<String> = tag_of_it.split('+').map(str::to_owned).collect();
        assert_eq!(tag(&run), EndpointTag::from(tags).setting(), "{selectors:?}");
        let is_said = notes(&run).contains("Endpoints are told apart by the tag"); // or tags
        assert_eq!(is_said, tag_of_it != "name", "{selectors:?}: {}", notes(&run));
    }
}

#[test]
fn what_else_tells_apart_is_said() {
    let run = run(with_selectors(&["endpoint:a", "endpoint:b", "group:::g", "team:x", "team:y"]));
    assert!(
        notes(&run).contains(
            "by the tag `endpoint`: the file has figures for 2 values of it, and none by `name`. It has figures by `group` (1 value), `team` (2 values) as well."
        ),
        "{}",
        notes(&run)
    );
}

#[test]
fn the_settings_may_name_several_tags() {
    let mut settings = Settings::default();
    let selectors = ["service:shop,operation:list", "service:shop,operation:buy", "name:a", "service:shop"];
    for (tags, endpoints) in [
        (&["service", "operation"][..], &["shop buy", "shop list"][..]),
        (&["service"], &["shop"]),
        (&["name"], &["a"]),
        (&["absent"], &[]),
    ] {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        settings.endpoints.tag = Some(tags.into());
        let run = run_with(&settings, with_selectors(&selectors));
        assert_eq!(names(&run), endpoints);
        assert!(!notes(&run).contains("told apart by"), "nobody need be told what they asked for");
    }
}
