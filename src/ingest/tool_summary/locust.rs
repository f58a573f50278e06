//! The `_stats.csv` of `locust --csv`: counts and percentiles by type and name.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::run::{Part, Summary, percentiles};
use crate::ingest::error::{Problem, shorten};
use crate::model::labeller::Labeller;
use crate::model::latency::percent_of;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::outcome::Outcomes;
use crate::model::source::Format;
use crate::words::{Text, text};

/// The row of all requests together.
const AGGREGATED: &str = "Aggregated";

/// Tells whether a line is the header of Locust's statistics.
pub(super) fn is_header(line: &str) -> bool {
    ["Type", "Name", "Request Count", "Failure Count"]
        .iter()
        .all(|name| line.split(',').take(4).any(|column| column.trim_matches('"') == *name))
}

/// A row, with the header to read it by.
struct Row<'r> {
    header: &'r csv::StringRecord,
    record: &'r csv::StringRecord,
}

/// Reads the file.
pub(super) fn parse(text: &str, labeller: &dyn Labeller) -> Result<Summary, Problem> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| {
        let line = error.position().map_or(1, |position| position.line() as usize);
        Problem::Syntax { line, column: 1, key: String::new(), reason: error.to_string() }
    };
    let header = reader.headers().map_err(unreadable)?.clone();
    let (mut endpoints, mut whole, mut seconds, mut hidden) = (BTreeMap::new(), None, None, 0_u64);
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let row = Row { header: &header, record: &record };
        let part = row.part()?;
        let (kind, name) = (row.text("Type"), row.text("Name"));
        if kind.is_empty() && name == AGGREGATED {
            let rate = row.figure("Requests/s")?.filter(|rate| *rate > 0.0);
            seconds = rate.map(|rate| part.requests as f64 / rate);
            whole = Some(part);
        } else if part.requests > 0 {
            let method = Some(kind).filter(|kind| !kind.is_empty());
            match endpoints.entry(labeller.endpoint(method, name)) {
                Entry::Vacant(place) => {
                    place.insert(part);
                }
                Entry::Occupied(mut known) => {
                    hidden += 1;
                    // Percentiles do not add up: the one with the most requests stands for the endpoint.
                    if part.requests > known.get().requests {
                        known.insert(part);
                    }
                }
            }
        }
    }
    let whole = whole
        .ok_or_else(|| Problem::MissingKey { shape: "statistics of Locust", key: AGGREGATED.to_owned() })?;
    if whole.requests == 0 {
        return Err(Problem::NoRequests { format: Format::LocustStats, lines: text.lines().count() as u64 });
    }
    let note = || {
        Note::new(text!("locust-hidden-rows", count = hidden))
            .with_hint(Text::plain("locust-hidden-rows-hint"))
    };
    Ok(Summary {
        seconds: seconds.ok_or(Missing::message("untold-rate")),
        data_received: Err(Missing::message("untold-bytes-by-locust")),
        notes: (hidden > 0).then(note).into_iter().collect(),
        ..Summary::of(whole, endpoints)
    })
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let place = self.header.iter().position(|name| name == column);
        place.and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }

    fn wrong(&self, column: &str, found: &str, expected: &'static str) -> Problem {
        let line = self.record.position().map_or(0, csv::Position::line);
        Problem::Value {
            key: format!("line {line}, {column}"),
            found: format!("{:?}", shorten(found, 40)),
            expected,
        }
    }

    fn count(&self, column: &str) -> Result<u64, Problem> {
        let text = self.text(column);
        text.parse().map_err(|_| self.wrong(column, text, "a count"))
    }

    /// Reads a figure; absent where Locust had nothing to state.
    fn figure(&self, column: &str) -> Result<Option<f64>, Problem> {
        let text = self.text(column);
        if text.is_empty() || text == "N/A" {
            return Ok(None);
        }
        let figure = text.parse().ok().filter(|figure: &f64| figure.is_finite() && *figure >= 0.0);
        figure.map(Some).ok_or_else(|| self.wrong(column, text, "a number that is not negative, or N/A"))
    }

    fn part(&self) -> Result<Part, Problem> {
        let (requests, bad) = (self.count("Request Count")?, self.count("Failure Count")?);
        let Some(good) = requests.checked_sub(bad) else {
            return Err(self.wrong("Failure Count", &bad.to_string(), "no more failures than requests"));
        };
        let mut points = Vec::new();
        for column in self.header {
            let percent = column.strip_suffix('%').and_then(|percent| percent.parse::<f64>().ok());
            // The longest is stated beside them.
            if let Some(percent) = percent.filter(|percent| (0.0..100.0).contains(percent))
                && let Some(latency) = self.figure(column)?
            {
                points.push((percent / 100.0, latency));
            }
        }
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some([(q, _), _]) = points.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            return Err(self.wrong(&format!("{}%", percent_of(*q)), "two columns", "one"));
        }
        let figures = [
            self.figure("Min Response Time")?,
            self.figure("Average Response Time")?,
            self.figure("Max Response Time")?,
        ];
        // Locust tells failures from successes, and not why they failed.
        let outcomes = Outcomes { bad, good, bad_may_hold_4xx: true, ..Outcomes::default() };
        Ok(Part::of(outcomes, percentiles(requests, figures, points)))
    }
}
