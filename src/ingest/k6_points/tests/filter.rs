//! Points of which some tags are asked for.

use super::TestLabeller;
use super::naming::read_with;
use crate::ingest::k6_points::run::assemble;
use crate::model::settings::Settings;

#[test]
fn only_requests_with_the_tags_are_judged() {
    let requests = [
        "name=http://h/a/1;method=GET;phase=ramp;scenario=x",
        "name=http://h/a/2;method=GET;phase=steady;scenario=x;group=::buy",
        "name=http://h/b;method=GET;phase=steady;region=eu",
        "name=c;phase=steady;region=us",
        "name=c;scenario=warmup;phase=steady",
        "name=c",
    ];
    // Tags, endpoints, requests, what the report says.
    for (tags, names, judged, text) in [
        (&[("phase", "steady")][..], &["GET /a/{id}", "GET /b", "c"][..], 3, "only phase=steady"),
        (
            &[("phase", "steady"), ("phase", "ramp")],
            &["GET /a/{id}", "GET /b", "c"],
            4,
            "only phase=ramp or steady",
        ),
        (&[("phase", "steady"), ("region", "eu")], &["GET /b"], 1, "only phase=steady, region=eu"),
        (&[("group", "buy")], &["GET /a/{id}"], 1, "only group=buy"),
        (&[("scenario", "x"), ("phase", "ramp")], &["GET /a/{id}"], 1, "only phase=ramp, scenario=x"),
        // What is cut out of the tags to be looked up decides here.
        (&[("name", "http://h/a/2")], &["GET /a/{id}"], 1, "only name=http://h/a/2"),
        (&[("phase", "none")], &[], 0, "only phase=none"),
    ] {
        let mut settings = Settings::default();
        tags.iter().for_each(|(tag, value)| settings.window.tags.allow(*tag, *value));
        for collected in read_with(&requests, &settings) {
            let seen = collected.tags_seen.words();
            assert!(seen.contains("phase (ramp, steady)"), "{seen}");
            let run = assemble(collected, String::new(), Vec::new(), &TestLabeller, &settings);
            let mut found: Vec<String> = run.judged_endpoints().map(|e| e.id.to_string()).collect();
            found.sort();
            assert_eq!(
                (found, run.whole.requests),
                (names.iter().map(ToString::to_string).collect(), Ok(judged))
            );
            assert!(run.meta.window.text.contains(text), "{}", run.meta.window.text);
            assert_eq!(run.meta.window.tags, settings.window.tags);
        }
    }
}
