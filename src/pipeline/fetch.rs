//! What servers measured: asked for, and understood.

use crate::classify::Classifier;
use crate::fetch::{self, AllServices, FetchError, Grid, Request};
use crate::ingest::prometheus;
use crate::model::note::Note;
use crate::model::series::ServerMetrics;
use crate::model::series::unit::SampleKind;
use crate::model::settings::Settings;
use crate::words::{Arg, Text, text};

/// What was asked for, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The signals. Tokens and addresses of people are not in their labels.
    pub metrics: ServerMetrics,
    /// The times that were asked for.
    pub grid: Grid,
}

impl Fetched {
    /// How many series and how many samples there are.
    pub fn size(&self) -> (u64, u64) {
        let series = || self.metrics.signals.iter().flat_map(|signal| &signal.series);
        let samples = series().map(|series| series.samples.len() + series.histograms.len()).sum::<usize>();
        (series().count() as u64, samples as u64)
    }
}

/// Asks for everything in a request, and says what the answers mean where it did not. `name` is what the bundle will be called.
///
/// # Errors
///
/// Where the server cannot be reached or refuses a query, and where no query has a result.
pub fn fetch(request: &Request, name: &str, settings: &Settings) -> Result<Fetched, FetchError> {
    let fetched = fetch::fetch(request)?;
    let labeller = Classifier::new(settings);
    let mut metrics = prometheus::understand(fetched.signals, name, &labeller, &settings.prometheus);
    metrics.notes.splice(0..0, services(fetched.left_out));
    if !fetched.empty.is_empty() {
        metrics.notes.insert(0, empty(&fetched.empty, fetched.rate_over.filter(|_| !has_rates(&metrics))));
    }
    Ok(Fetched { metrics, grid: fetched.grid })
}

/// More queries are counted.
const LISTED: usize = 12;
/// More endpoints are.
const LISTED_ENDPOINTS: usize = 3;

/// Says which services were left out, or why none was.
fn services(left_out: Result<Vec<String>, AllServices>) -> Option<Note> {
    let text = match left_out {
        Ok(names) if names.is_empty() => return None,
        Ok(names) => {
            let count = names.len();
            let text = text!("fetch-left-out", count = count, names = Text::few(names, LISTED));
            return Some(Note::new(text).with_hint(Text::plain("fetch-left-out-hint")));
        }
        Err(AllServices::UnknownEndpoints(endpoints)) => {
            text!("fetch-all-unknown", endpoints = Text::few(endpoints, LISTED_ENDPOINTS))
        }
        Err(AllServices::BusyBefore) => Text::plain("fetch-all-busy"),
        Err(AllServices::NotTold) => Text::plain("fetch-all-not-told"),
    };
    Some(Note::new(text).with_hint(Text::plain("fetch-all-hint")))
}

/// Names the queries that were answered with nothing; `rate_over` is given where not one rate was.
fn empty(names: &[String], rate_over: Option<u64>) -> Note {
    let (listed, more) = names.split_at(names.len().min(LISTED));
    let listed = listed.join(", ");
    let note = Note::new(if more.is_empty() {
        text!("fetch-empty", count = names.len(), names = listed)
    } else {
        text!("fetch-empty-and-more", count = names.len(), names = listed, more = more.len())
    });
    match rate_over {
        Some(over) => note.with_hint(text!("fetch-empty-hint", over = Arg::Quantity(format!("{over} s")))),
        None => note,
    }
}

fn has_rates(metrics: &ServerMetrics) -> bool {
    metrics.signals.iter().any(|signal| signal.kind == SampleKind::Rate && !signal.series.is_empty())
}
