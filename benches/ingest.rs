//! Reads one file of points and prints what it took: `benches/ingest.sh` runs it beside `wc -l`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark is no part of the program")]

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use flate2::bufread::MultiGzDecoder;
use perfreport::classify::Classifier;
use perfreport::ingest::k6_points::{Control, PointFormat, PointSettings, read_file, read_stream};
use perfreport::model::settings::Settings;

fn main() {
    // cargo hands `--bench` to every benchmark.
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else { return };
    let format = if path.contains(".csv") { PointFormat::Csv } else { PointFormat::Ndjson };
    let (path, settings) = (PathBuf::from(path), PointSettings::default());
    let labeller = Classifier::new(&Settings::default());
    let control = Arc::new(Control::default());
    let begin = Instant::now();
    let collected = if path.extension().is_some_and(|extension| extension == "gz") {
        let file = std::io::BufReader::with_capacity(256 << 10, File::open(&path).unwrap());
        let source: Box<dyn Read + Send> = Box::new(MultiGzDecoder::new(file));
        read_stream(source, &path, format, &labeller, &settings, &control)
    } else {
        read_file(&path, format, &labeller, &settings, &control)
    };
    let read = begin.elapsed();
    let sealed = collected.unwrap().seal(200);
    let took = begin.elapsed();
    println!(
        "{} requests, {} endpoints, {:.3} s of which closing {:.3}, {:.2} GB/s",
        sealed.endpoints.iter().map(|(_, traffic)| traffic.outcomes.total()).sum::<u64>(),
        sealed.endpoints.len(),
        took.as_secs_f64(),
        (took - read).as_secs_f64(),
        control.bytes() as f64 / 1e9 / took.as_secs_f64()
    );
}
