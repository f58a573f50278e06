//! By which tag points tell their endpoints apart.

use super::generate::HEADER;
use super::{TestLabeller, csv, ndjson, settings};
use crate::ingest::k6_points::run::assemble;
use crate::ingest::points::collected::Collected;
use crate::model::outcome::Outcome;
use crate::model::run::Run;
use crate::model::settings::Settings;

/// Tags of requests, as `tag=value` with a `;` between them, in NDJSON and in CSV.
fn read(requests: &[&str], warm_up: u32) -> [Collected; 2] {
    read_with(requests, &settings(warm_up))
}

pub(super) fn read_with(requests: &[&str], settings: &Settings) -> [Collected; 2] {
    let tags = |request: &str| -> Vec<(String, String)> {
        request
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .map(|(tag, value)| (tag.to_owned(), value.to_owned()))
            .collect()
    };
    let (mut lines, mut rows) = (String::new(), String::new());
    for (second, request) in requests.iter().enumerate() {
        let tags = tags(request);
        let json: serde_json::Map<String, serde_json::Value> =
            tags.iter().map(|(tag, value)| (tag.clone(), value.clone().into())).collect();
        lines.push_str(&format!(
            "{{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{{\"time\":\"2026-11-22T14:11:{second:02}Z\",\"value\":5,\"tags\":{}}}}}\n",
            serde_json::Value::Object(json)
        ));
        let of = |column: &str| tags.iter().find(|(tag, _)| tag == column).map(|(_, value)| value.clone());
        let extra: Vec<String> = tags
            .iter()
            .filter(|(tag, _)| !HEADER.split(',').any(|column| column == tag))
            .map(|(tag, value)| format!("{tag}={value}"))
            .collect();
        let columns = HEADER.split(',').map(|column| match column {
            "metric_name" => "http_req_duration".to_owned(),
            "timestamp" => (1_795_356_660 + second).to_string(),
            "metric_value" => "5".to_owned(),
            "extra_tags" => extra.join("&"),
            _ => of(column).unwrap_or_default(),
        });
        rows.push_str(&(columns.collect::<Vec<_>>().join(",") + "\n"));
    }
    [ndjson(lines.as_bytes(), settings), csv(HEADER, rows.as_bytes(), settings)]
}

fn run(collected: Collected) -> Run {
    assemble(collected, String::new(), Vec::new(), &TestLabeller, &settings(0))
}

fn found(run: &Run) -> (Vec<String>, String) {
    let names = run.judged_endpoints().map(|endpoint| endpoint.id.to_string()).collect();
    (names, run.origin.settings.as_ref().unwrap().tag.setting())
}

#[test]
fn a_tag_names_endpoints_where_they_have_no_name_but_their_url() {
    let (name, endpoint) = (r#"[endpoints] tag = "name""#, r#"[endpoints] tag = "endpoint""#);
    for (requests, names, tag) in [
        (
            &[
                "name=http://h/a/1;url=http://h/a/1;method=GET;endpoint=one",
                "name=http://h/a/2;url=http://h/a/2;method=GET;endpoint=two",
                "url=http://h/b;method=POST;endpoint=two",
            ][..],
            &["GET one", "GET two", "POST two"][..],
            endpoint,
        ),
        // One request without it, and it names none.
        (
            &["name=http://h/a/1;endpoint=one", "name=http://h/b/1;endpoint=two", "name=http://h/b/2"],
            &["/a/{id}", "/b/{id}"],
            name,
        ),
        // But for a request that is not judged.
        (
            &[
                "name=http://h/a;endpoint=one",
                "name=http://h/b;scenario=warmup",
                "name=http://h/b;endpoint=two",
            ],
            &["one", "two"],
            endpoint,
        ),
        // A name of the script's own comes first.
        (&["name=a;endpoint=one", "name=b;endpoint=two"], &["a", "b"], name),
        (&["name=http://h/a;endpoint=one", "name=b;endpoint=two"], &["/a", "b"], name),
        // One value tells nothing apart.
        (&["name=http://h/a;endpoint=one", "name=http://h/b;endpoint=one"], &["/a", "/b"], name),
        // Nor do two tags that have half of the requests each.
        (&["name=http://h/a;endpoint=one", "name=http://h/b;api=two"], &["/a", "/b"], name),
        // Where there is a URL, groups and the script's own tags are no better than it.
        (&["name=http://h/a;group=::x;team=a", "name=http://h/b;group=::y;team=b"], &["/a", "/b"], name),
        (&["group=::x;team=a", "group=::y;team=b"], &["x", "y"], r#"[endpoints] tag = "group""#),
    ] {
        for collected in read(requests, 0) {
            let run = run(collected);
            assert_eq!(found(&run), (names.iter().map(|name| (*name).to_owned()).collect(), tag.to_owned()));
            let is_said = run.notes.iter().any(|note| note.text.contains("told apart by the tag"));
            assert_eq!(is_said, tag != name, "{requests:?}");
        }
    }
}

#[test]
fn ids_name_no_endpoint() {
    let of = |count: u32| -> Vec<String> {
        (0..count).map(|id| format!("name=http://h/a/{id};url=http://h/a/{id};path=/p{id}")).collect()
    };
    for (count, expected) in [(500, 500), (501, 1)] {
        let requests = of(count);
        let requests: Vec<&str> = requests.iter().map(String::as_str).collect();
        // Seconds of a minute have two digits.
        let shards = requests.chunks(60).map(|chunk| read(chunk, 0));
        let [mut lines, mut rows] = [Collected::default(), Collected::default()];
        for [of_lines, of_rows] in shards {
            lines.merge(&of_lines);
            rows.merge(&of_rows);
        }
        for collected in [lines, rows] {
            assert_eq!(run(collected).endpoints.len(), expected, "{count}");
        }
    }
}

#[test]
fn the_order_of_files_does_not_matter() {
    let tagged = ["name=http://h/a;endpoint=one", "name=http://h/b;endpoint=two"];
    let [first, _] = read(&tagged, 0);
    let [plain, _] = read(&["name=http://h/c"], 0);
    let merge = |a: &Collected, b: &Collected| {
        let mut all = a.clone();
        all.merge(b);
        all
    };
    assert_eq!(merge(&first, &plain), merge(&plain, &first));
    assert_eq!(found(&run(merge(&first, &plain))).0, ["/a", "/b", "/c"]);
    assert_eq!(found(&run(merge(&first, &first))).0, ["one", "two"]);
}

#[test]
fn the_warm_up_decides_late_what_is_judged() {
    // The request of the first second lacks the tag.
    let requests = ["name=http://h/c", "name=http://h/a;endpoint=one", "name=http://h/b;endpoint=two"];
    for (warm_up, names) in [(0, &["/a", "/b", "/c"][..]), (1, &["one", "two"])] {
        for collected in read(&requests, warm_up) {
            assert_eq!(found(&run(collected)).0, names, "{warm_up}");
        }
    }
}

#[test]
fn outcomes_are_those_of_the_name_that_counts() {
    let requests = ["name=http://h/a;endpoint=tea;status=404", "name=http://h/b;endpoint=two;status=404"];
    for collected in read(&requests, 0) {
        let run = run(collected);
        let classes = run.whole.outcomes.unwrap().classes;
        assert_eq!((classes[&Outcome::Intended4xx], classes[&Outcome::Undeclared4xx]), (1, 1));
        let responses = run.whole.responses.unwrap();
        assert_eq!(responses[&Outcome::Intended4xx].distribution.count(), 1);
    }
}
