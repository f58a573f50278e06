//! A percentile distribution of HdrHistogram (`.hgrm`), which wrk2 prints with `--latency` as well.

use std::collections::BTreeMap;

use super::run::{Figures, Part, Summary};
use crate::ingest::error::{Problem, shorten};
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::source::Format;
use crate::words::Text;

/// The percentiles that are taken; where there is no row for one, that of the next row: no less than it.
const PERCENTILES: [f64; 7] = [50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99];

/// Tells whether a text holds the head of the table.
pub(super) fn begins(text: &str) -> bool {
    text.lines().take(60).any(is_head)
}

fn is_head(line: &str) -> bool {
    let mut words = line.split_whitespace();
    ["Value", "Percentile", "TotalCount"].iter().all(|word| words.next() == Some(word))
}

/// Reads the table; what stands before it is left out.
pub(super) fn parse(text: &str) -> Result<Summary, Problem> {
    let mut figures = Figures::new("Value", 1.0);
    let (mut requests, mut longest, mut rows): (u64, f64, Vec<(f64, f64)>) = (0, f64::INFINITY, Vec::new());
    let lines = text.lines().enumerate().skip_while(|(_, line)| !is_head(line)).skip(1);
    for (number, line) in lines {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix("#[") {
            for (key, value) in
                comment.trim_end_matches(']').split(',').filter_map(|part| part.split_once('='))
            {
                let key = key.trim().to_ascii_lowercase();
                if let Ok(value) = value.trim().parse::<f64>() {
                    if key == "max" {
                        longest = value;
                    }
                    figures.take(&key, None, value)?;
                }
            }
            if comment.starts_with("Buckets") {
                break;
            }
        } else if !line.is_empty() {
            let row = |word: Option<&str>| word.and_then(|word| word.parse::<f64>().ok());
            let mut words = line.split_whitespace();
            let (value, quantile, count) = (row(words.next()), row(words.next()), words.next());
            let count = count.and_then(|count| count.parse::<u64>().ok());
            let (Some(value), Some(quantile), Some(count)) = (value, quantile, count) else {
                return Err(Problem::Value {
                    key: format!("line {}", number + 1),
                    found: format!("{:?}", shorten(line, 40)),
                    expected: "a value, a quantile and a count",
                });
            };
            requests = requests.max(count);
            if rows.is_empty() && quantile == 0.0 {
                figures.take("min", None, value)?;
            }
            rows.push((quantile * 100.0, value));
        }
    }
    for percent in PERCENTILES {
        if let Some((_, value)) = rows.iter().find(|(row, _)| *row >= percent) {
            // Rows state the end of a bin, which may lie above the longest.
            figures.take("Percentile", Some(percent), value.min(longest))?;
        }
    }
    if requests == 0 {
        return Err(Problem::NoRequests {
            format: Format::HdrPercentiles,
            lines: text.lines().count() as u64,
        });
    }
    let whole = Part {
        requests,
        outcomes: Err(Missing::message("untold-outcomes-by-hdr")),
        latency: figures.of(requests),
    };
    let note = Note::new(Text::plain("hdr-unit")).with_hint(Text::plain("hdr-unit-hint"));
    Ok(Summary { notes: vec![note], ..Summary::of(whole, BTreeMap::new()) })
}
