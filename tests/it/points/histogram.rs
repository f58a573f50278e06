//! The encoding of histograms, read by an implementation that is not ours.

use perfreport::internals::wire::histogram::{Room, decode, encode};
use perfreport::model::responses;

use super::{collected, run_of};
use crate::support::{fixture, python};

const DECODE: &str = "
import sys
from hdrh.histogram import HdrHistogram
decoded = HdrHistogram.decode(sys.argv[1])
print(decoded.get_total_count(), *(decoded.get_value_at_percentile(p) for p in (50, 90, 95, 99, 99.9, 100)))
";

#[test]
fn another_implementation_reads_the_same_quantiles() {
    let run = run_of(collected(&fixture("shop/base-1/points.json.gz"), None));
    let latency = responses::latencies(&run.whole.responses.unwrap());
    let text = encode(&latency).unwrap();
    let room = Room::of(text.len());
    let read = decode(&text, latency.extremes().unwrap(), latency.sum(), &room).unwrap();
    assert_eq!(read, latency);
    let Some(mut python) = python("hdrh.histogram") else { return };
    let output = python.args(["-c", DECODE, &text]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<u64> = printed.split_whitespace().map(|number| number.parse().unwrap()).collect();
    assert_eq!(numbers[0], latency.count());
    let quantiles = latency.quantiles(&[0.5, 0.9, 0.95, 0.99, 0.999, 1.0]);
    for (theirs, ours) in numbers[1..].iter().zip(quantiles) {
        // Theirs is the upper end of a bin, at the next whole rank.
        let theirs = *theirs as f64 / 1000.0;
        assert!((theirs / ours - 1.0).abs() < 0.003, "{theirs} there, {ours} here");
    }
}
