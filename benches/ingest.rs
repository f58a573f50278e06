//! Reads one file of points and prints what it took: `benches/ingest.sh` runs it beside `wc -l`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark is no part of the program")]

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use flate2::bufread::MultiGzDecoder;
use perfreport::ingest::k6_points::{Control, PointFormat, PointSettings, read_file, read_stream};
use perfreport::model::endpoint::EndpointId;
use perfreport::model::labeller::Labeller;

/// Groups numbers in paths, as the program does by default.
struct Routes;

impl Labeller for Routes {
    fn judges_scenario(&self, scenario: &str) -> bool {
        scenario != "warmup"
    }

    fn endpoint(&self, method: Option<&str>, name: &str) -> EndpointId {
        let name = match name.split_once("://") {
            None => name.to_owned(),
            Some((_, rest)) => {
                let path = rest.find('/').map_or("/", |at| &rest[at..]);
                let path = path.split(['?', '#']).next().unwrap_or("/");
                let is_number =
                    |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
                path.split('/')
                    .map(|part| if is_number(&part) { "{id}" } else { part })
                    .collect::<Vec<_>>()
                    .join("/")
            }
        };
        EndpointId { method: method.map(str::to_owned), name }
    }

    fn declares_intended(&self, _: &EndpointId, _: u16) -> bool {
        false
    }

    fn scrub(&self, text: &str) -> String {
        text.to_owned()
    }
}

fn main() {
    // cargo hands `--bench` to every benchmark.
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else { return };
    let format = if path.contains(".csv") { PointFormat::Csv } else { PointFormat::Ndjson };
    let (path, settings) = (PathBuf::from(path), PointSettings::default());
    let control = Arc::new(Control::default());
    let begin = Instant::now();
    let collected = if path.extension().is_some_and(|extension| extension == "gz") {
        let file = std::io::BufReader::with_capacity(256 << 10, File::open(&path).unwrap());
        let source: Box<dyn Read + Send> = Box::new(MultiGzDecoder::new(file));
        read_stream(source, &path, format, &Routes, &settings, &control)
    } else {
        read_file(&path, format, &Routes, &settings, &control)
    };
    let read = begin.elapsed();
    let sealed = collected.unwrap().seal(200);
    let took = begin.elapsed();
    let latency = sealed.whole.latency();
    println!(
        "{} requests, {} endpoints, p95 {:.3} ms, {:.3} s of which closing {:.3}, {:.2} GB/s",
        sealed.whole.outcomes.total(),
        sealed.endpoints.len(),
        latency.quantile(0.95).unwrap_or(f64::NAN),
        took.as_secs_f64(),
        (took - read).as_secs_f64(),
        control.bytes() as f64 / 1e9 / took.as_secs_f64()
    );
}
