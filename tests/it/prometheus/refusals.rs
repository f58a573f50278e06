//! Files that are no range exports: what is said of them, word for word; and what is only noted.

use std::io::Write;
use std::path::Path;

use perfreport::model::note::Note;
use perfreport::model::series::role::{Part, Resource, Role};
use perfreport::model::series::unit::SampleKind;
use perfreport::model::settings::{PrometheusSettings, SignalRule};

use super::read;

/// Writes files into a folder of their own.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// What is said of a file, without the folder it is in.
fn refusal(name: &str, bytes: &[u8]) -> String {
    let folder = folder(&[(name, bytes)]);
    let error = read(&folder.path().join(name)).unwrap_err().to_string();
    error.replace(&format!("{}/", folder.path().display()), "")
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn matrix(result: &str) -> String {
    format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":{result}}}}}"#)
}

const SERIES: &str = r#"[{"metric":{"__name__":"process_cpu_usage"},"values":[[1795354383,"0.4"]]}]"#;

#[test]
fn every_other_file_is_named_for_what_it_is() {
    let save = "hint: save the answer of `/api/v1/query_range` as it comes, Grafana's CSV or JSON of a panel, what promtool or VictoriaMetrics exports, or scrapes as text";
    let cases: [(&str, &[u8], String); 9] = [
        (
            "empty.json",
            b" \n",
            "empty.json: the file is empty\nhint: was the download cut short? save the answer of `/api/v1/query_range` again".to_owned(),
        ),
        (
            "login.json",
            b"<!DOCTYPE html><html></html>",
            "login.json: this is an HTML page, not an answer of Prometheus\nhint: did a login page or a proxy answer? check the address and the credentials".to_owned(),
        ),
        (
            "table.json",
            b"who,value\n1,2\n",
            format!("table.json: no answer of Prometheus: expected JSON, found text that begins with \"who,value1,2\"\n{save}"),
        ),
        (
            "instant.json",
            br#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]}]}}"#,
            "instant.json: an instant query, which has one time only: `resultType` is `vector`\nhint: ask `/api/v1/query_range` with `start`, `end` and `step`, not `/api/v1/query`".to_owned(),
        ),
        (
            "loki.json",
            br#"{"status":"success","data":{"resultType":"streams","result":[]}}"#,
            "loki.json: an answer of Loki, which holds lines of a log: `resultType` is `streams`\nhint: ask Loki for a metric, such as `rate({\u{2026}}[1m])`, or ask Prometheus".to_owned(),
        ),
        (
            "error.json",
            br#"{"status":"error","errorType":"bad_data","error":"1:5: parse error at https://ada:secret@host/x?token=planted"}"#,
            "error.json: Prometheus answered with an error: bad_data: 1:5: parse error at https://host/x\nhint: correct the query, and save the answer again".to_owned(),
        ),
        (
            "summary.json",
            br#"{"metrics":{},"root_group":{}}"#,
            format!("summary.json: JSON, but no answer of Prometheus: this is a summary of k6\n{save}"),
        ),
        (
            "cut.json",
            b"{\"status\":\"success\",\n\"data\":{\"resultType\":\"mat",
            "cut.json: line 2, column 25: the JSON ends here, in the middle of an answer\nhint: was the download cut short? save the answer of `/api/v1/query_range` again".to_owned(),
        ),
        (
            "latin.json",
            b"{\"status\":\"caf\xE9\"}",
            "latin.json: not text: byte 15 is neither UTF-8 nor UTF-16 with a byte order mark".to_owned(),
        ),
    ];
    for (name, bytes, expected) in cases {
        let found = refusal(name, bytes);
        assert!(found.starts_with(&expected), "{found}\nis not\n{expected}");
    }
}

#[test]
fn a_cut_gzip_says_so() {
    let series = r#"{"metric":{"a":"b"},"values":[[1795354383,"0.12345"],[1795354385,"0.6789"]]},"#;
    let text = matrix(&format!("[{}{}]", series.repeat(5000), series.trim_end_matches(',')));
    let bytes = gzip(&text);
    let found = refusal("cut.json.gz", &bytes[..bytes.len() / 2]);
    assert!(found.starts_with("cut.json.gz: cannot be read: "), "{found}");
    assert!(found.ends_with("hint: the compressed file is cut short; copy it again"), "{found}");
}

#[test]
fn a_folder_without_exports_is_an_error_and_one_bad_file_is_named() {
    let empty = folder(&[("README.md", b"text")]);
    let error = read(empty.path()).unwrap_err().to_string();
    assert!(error.contains("no `.json` file in this directory\nhint: save the answers"), "{error}");
    let mixed = folder(&[("a.json", matrix(SERIES).as_bytes()), ("b.json", b"{")]);
    let error = read(mixed.path()).unwrap_err().to_string();
    assert!(error.contains("b.json: line 1, column 1: the JSON ends here"), "{error}");
    assert!(read(Path::new("/nowhere/at/all.json")).unwrap_err().to_string().contains("cannot be read"));
}

#[test]
fn every_encoding_and_packing_gives_the_same_signal() {
    let text = matrix(SERIES);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let zstd = zstd::stream::encode_all(text.as_bytes(), 1).unwrap();
    let gzip = gzip(&text);
    let files: [(&str, &[u8]); 5] = [
        ("cpu.json", text.as_bytes()),
        ("cpu.json.gz", &gzip),
        ("cpu.json.zst", &zstd),
        ("Cpu.JSON", &utf16),
        ("cpu", &marked),
    ];
    for file in files {
        let folder = folder(&[file]);
        let metrics = read(&folder.path().join(file.0)).unwrap();
        let [signal] = &metrics.signals[..] else { panic!("{metrics:?}") };
        assert_eq!(signal.name.to_lowercase(), "cpu");
        assert_eq!(signal.metric.as_deref(), Some("process_cpu_usage"));
        assert_eq!(signal.series[0].samples[0].value, 0.4);
    }
}

#[test]
fn what_is_odd_but_readable_is_noted() {
    let result = r#"[{"metric":{"name":"x","vmrange":"1...2"},"values":[[1,"+Inf"],[2,"NaN"],[3,"1"]]}]"#;
    let answer = matrix(result);
    let odd = format!(
        r#"{},"warnings":["a store is away"],"infos":["no counter"],"isPartial":true}}"#,
        answer.strip_suffix('}').unwrap()
    );
    let nan = matrix(r#"[{"metric":{},"values":[[1,"NaN"]]}]"#);
    let folder = folder(&[
        ("a.json", odd.as_bytes()),
        ("p99.json", nan.as_bytes()),
        ("rps.json", matrix("[]").as_bytes()),
    ]);
    let found: Vec<String> =
        read(folder.path()).unwrap().notes.into_iter().map(|Note { text, .. }| text.english()).collect();
    assert_eq!(
        found,
        [
            "Prometheus warned of `a`: a store is away.",
            "Prometheus remarked on `a`: no counter.",
            "`a` is partial: the server could not ask all of its storage.",
            "1 infinite sample of `a` left out.",
            "`a` has buckets by `vmrange`, which are not read.",
            "`p99` holds no number: all its samples are NaN or infinite.",
            "`rps` holds no series: nothing matched the query in that time.",
            "What `a` tells of a service is not known.",
        ]
    );
}

#[test]
fn a_rule_of_the_user_comes_before_what_is_known() {
    let several = r#"[{"metric":{"__name__":"shop_lease_used","url":"http://h/x?token=planted"},"values":[[1,"2"]]},
        {"metric":{"__name__":"hikaricp_connections_max"},"values":[[1,"24"]]}]"#;
    let folder = folder(&[("pools.json", matrix(several).as_bytes())]);
    let role = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Used };
    let rule = SignalRule {
        pattern: "shop_*_used".to_owned(),
        role,
        unit: None,
        kind: Some(SampleKind::Gauge),
        worse: None,
        labels: std::collections::BTreeMap::new(),
        share: None,
        vantage: None,
    };
    let labeller =
        perfreport::internals::classify::Classifier::new(&perfreport::model::settings::Settings::default());
    let metrics = perfreport::internals::ingest::prometheus::read(
        &perfreport::internals::ingest::Input::Path(folder.path().join("pools.json")),
        &labeller,
        &PrometheusSettings { signals: vec![rule], ..PrometheusSettings::default() },
    )
    .unwrap();
    let titles: Vec<_> = metrics.signals.iter().map(|signal| (signal.title(), signal.role)).collect();
    let limit = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Limit };
    assert_eq!(
        titles,
        [
            ("pools (hikaricp_connections_max)".to_owned(), limit),
            ("pools (shop_lease_used)".to_owned(), role)
        ]
    );
    assert!(!format!("{metrics:?}").contains("planted"));
}
