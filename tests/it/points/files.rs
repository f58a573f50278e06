//! The ways by which bytes come, and files that are no points.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use flate2::bufread::MultiGzDecoder;
use perfreport::internals::ingest::error::Problem;
use perfreport::internals::ingest::k6_points::{Collected, Control, PointFormat, read_file, read_stream};
use perfreport::model::endpoint::Traffic;
use perfreport::model::settings::{ReadingSettings, Settings};

use super::{Scenario, collect, outcomes, run_of, with_warm_up};
use crate::support::fixture;

#[test]
fn a_plain_file_in_workers_is_the_stream() {
    let labeller = Scenario::new(None);
    let settings = with_warm_up(5);
    for (file, format) in [("points.json.gz", PointFormat::Ndjson), ("points.csv.gz", PointFormat::Csv)] {
        let path = fixture("shop/naive-base").join(file);
        let mut bytes = Vec::new();
        MultiGzDecoder::new(BufReader::new(File::open(&path).unwrap())).read_to_end(&mut bytes).unwrap();
        let mut plain = tempfile::NamedTempFile::new().unwrap();
        plain.write_all(&bytes).unwrap();
        let control = Arc::new(Control::default());
        let workers = read_file(plain.path(), format, &labeller, &settings, &control).unwrap();
        let mut stream = Collected::default();
        stream.merge(&collect(&path, None, &settings));
        assert_eq!(workers, stream, "{file}");
    }
}

#[test]
fn a_cut_gzip_is_an_error_unless_that_is_allowed() {
    let bytes = std::fs::read(fixture("shop/base-1/points.json.gz")).unwrap();
    let read = |allow_truncated| {
        let cut = std::io::Cursor::new(bytes[..bytes.len() / 2].to_vec());
        let reading = ReadingSettings { allow_truncated, ..ReadingSettings::default() };
        let settings = Settings { reading, ..Settings::default() };
        read_stream(
            Box::new(MultiGzDecoder::new(BufReader::new(cut))),
            PointFormat::Ndjson,
            &Scenario::new(None),
            &settings,
            &Arc::default(),
        )
    };
    let error = read(false).unwrap_err();
    assert!(matches!(error, Problem::CutPoints { bytes: 1_000_000.., .. }), "{error}");
    let text = error.to_string();
    assert!(text.starts_with("cut short or corrupt after "), "{text}");
    let half = run_of(read(true).unwrap());
    assert!((8_000..12_000).contains(&outcomes(&half.whole).total()));
    assert!(half.notes.iter().any(|note| note.text.contains("cut short")), "{:?}", half.notes);
}

#[test]
fn files_that_are_no_points_are_refused() {
    let read = |text: &str, format| {
        let source = std::io::Cursor::new(text.as_bytes().to_vec());
        read_stream(Box::new(source), format, &Scenario::new(None), &Settings::default(), &Arc::default())
    };
    let error = read("one\ntwo\n", PointFormat::Ndjson).unwrap_err();
    assert_eq!(error.to_string(), "none of its 2 lines is a k6 point (the first begins at byte 0)");
    let error = read("a,b\n1,2\n", PointFormat::Csv).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the first line is not the header of k6's CSV points: no column `metric_name`"
    );
    assert!(matches!(read("", PointFormat::Csv), Err(Problem::CsvHeader { .. })));
    assert_eq!(read("", PointFormat::Ndjson).unwrap(), Collected::default());
}

#[test]
fn files_put_one_after_the_other_may_have_other_columns() {
    let first = "metric_name,timestamp,metric_value,method,name,scenario,status,url,extra_tags\n\
                 http_req_duration,1795354447,5.5,GET,a,s,200,a,x=y\n";
    let second = "metric_name,timestamp,metric_value,name,status,extra_tags,metadata\n\
                  http_req_duration,1795354448,6.5,\"b\nc\",404,,\n";
    let text = format!("\u{feff}{first}{first}{second}{first}");
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let settings = Settings::default();
    let labeller = Scenario::new(None);
    let read = read_file(file.path(), PointFormat::Csv, &labeller, &settings, &Arc::default()).unwrap();
    let run = run_of(read);
    let counted = |traffic: &Traffic| (outcomes(traffic).total(), outcomes(traffic).statuses.clone());
    let found: Vec<_> = run.endpoints.iter().map(|e| (e.id.name.as_str(), counted(&e.traffic))).collect();
    // The classifier puts names on one line.
    assert_eq!(found, [("b c", (1, [(404, 1)].into())), ("a", (3, [(200, 3)].into()))]);
    assert_eq!(run.notes, []);
}

/// Hands out a text, then blocks until it is dropped, as a pipe does whose other end stays open.
struct OpenPipe(std::io::Cursor<Vec<u8>>);

impl Read for OpenPipe {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => loop {
                std::thread::sleep(Duration::from_secs(3600));
            },
            read => Ok(read),
        }
    }
}

#[test]
fn a_live_pipe_can_be_stopped() {
    let line = r#"{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-22T13:34:07Z","value":5,"tags":{"name":"a","status":"200"}}}"#;
    let pipe = OpenPipe(std::io::Cursor::new(format!("{line}\n{line}\n{{\"metric\"").into_bytes()));
    let control = Arc::new(Control::default());
    let stopper = Arc::clone(&control);
    let stop = std::thread::spawn(move || {
        while stopper.bytes() == 0 {
            std::thread::yield_now();
        }
        stopper.stop();
    });
    let (settings, labeller) = (Settings::default(), Scenario::new(None));
    let read = read_stream(Box::new(pipe), PointFormat::Ndjson, &labeller, &settings, &control);
    stop.join().unwrap();
    assert_eq!(outcomes(&run_of(read.unwrap()).whole).total(), 2);
}

#[test]
fn endpoints_without_number_do_not_grow_without_bound() {
    let lines = (0..20_000).map(|n| {
        format!(
            "{{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{{\"time\":\"2026-11-22T13:34:07Z\",\"value\":5,\"tags\":{{\"method\":\"GET\",\"name\":\"http://h/page-{n}-x\",\"status\":\"200\",\"url\":\"http://h/page-{n}-x\"}}}}}}\n"
        )
    });
    let source = std::io::Cursor::new(lines.collect::<String>().into_bytes());
    let (settings, labeller) = (Settings::default(), Scenario::new(None));
    let read =
        read_stream(Box::new(source), PointFormat::Ndjson, &labeller, &settings, &Arc::default()).unwrap();
    assert_eq!(read.body.traffic.judged.len(), 4097);
    let run = run_of(read);
    // What did not fit while reading is "other" already, and is the largest of all.
    assert_eq!((run.endpoints.len(), outcomes(&run.whole).total()), (999, 20_000));
    let other = run.endpoints.iter().find(|e| e.id.name == "other").unwrap();
    assert_eq!(outcomes(&other.traffic).total(), 20_000 - 998);
    let note = &run.notes[0];
    assert!(note.text.contains("4,097 endpoints were found"), "{}", note.text);
}
