//! Bad input: one clear error each, quickly, and never a panic.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

use super::{files, is_data, read, snapshot_name};

#[test]
fn every_broken_file_is_told_what_is_wrong() {
    let mut seen = 0;
    for path in files("fixtures/broken").into_iter().filter(|path| is_data(path)) {
        let error = read(&path).expect_err(&path.display().to_string()).to_string();
        assert!(error.starts_with(&format!("{}: ", path.display())), "{error}");
        insta::assert_snapshot!(snapshot_name(&path), error);
        seen += 1;
    }
    assert!(seen > 20, "only {seen} broken files were found");
}

#[test]
fn what_is_not_there_is_told() {
    let error = read(Path::new("fixtures/no-such-file.json")).unwrap_err().to_string();
    assert!(error.starts_with("fixtures/no-such-file.json: cannot be read: "), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let error = read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("no run in this directory"), "{error}");
}

/// A sparse file of 200 MB with the given beginning.
fn huge(beginning: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(beginning).unwrap();
    file.seek(SeekFrom::Start(200_000_000)).unwrap();
    file.write_all(b"}").unwrap();
    file
}

#[test]
fn large_garbage_is_refused_by_its_beginning() {
    let long = vec![b'x'; 70_000];
    let json = [b"{\"a\":\"".as_slice(), &long].concat();
    let cases: [(&[u8], &str); 4] = [
        (b"", "zero bytes"),
        (&long, "expected a JSON object"),
        (&json, "larger than 64 MB"),
        (b"{\"metrics\":{", "zero bytes"),
    ];
    for (beginning, expected) in cases {
        let file = huge(beginning);
        let error = read(file.path()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_key_of_the_file_is_quoted_without_its_query() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    let metric = "http_reqs{name:http://shop/a?token=secret}";
    write!(file, "{{\"metrics\":{{\"{metric}\":{{\"count\":\"x\"}}}}}}").unwrap();
    let error = read(file.path()).unwrap_err().to_string();
    assert!(error.contains("http_reqs{name:http://shop/a") && !error.contains("secret"), "{error}");
}

const SAMPLES: [&str; 14] = [
    "fixtures/k6-versions/v2.2.0/summary-export.json",
    "fixtures/k6-versions/v2.2.0/handle-summary.json",
    "fixtures/k6-versions/v2.2.0/machine-readable.json",
    "fixtures/jmeter/xml-outcomes.jtl",
    "fixtures/gatling/outcomes.log",
    "fixtures/gatling/stats-base.json",
    "fixtures/vegeta/csv-outcomes.csv",
    "fixtures/vegeta/report-base.json",
    "fixtures/hey/base.csv",
    "fixtures/locust/base.json",
    "fixtures/locust/requests-outcomes.csv",
    "fixtures/autocannon/base.json",
    "fixtures/artillery/base.json",
    "fixtures/hdr/base.hgrm",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_or_cut_file_never_panics(
        sample in 0..SAMPLES.len(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..4),
        cut in proptest::option::of(any::<proptest::sample::Index>()),
    ) {
        let mut bytes = std::fs::read(SAMPLES[sample]).unwrap();
        for (index, byte) in &changes {
            let at = index.index(bytes.len());
            bytes[at] = *byte;
        }
        if let Some(cut) = &cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        if let Err(error) = read(file.path()) {
            let text = error.to_string();
            prop_assert!(text.len() < 1000, "{}", text);
        }
    }
}
