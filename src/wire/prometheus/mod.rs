//! What Prometheus answers to a range query, and bundles of such answers.
//!
//! An answer does not hold its query, so nothing in it says what an aggregated series is. A bundle adds that: query, role
//! and unit of each signal beside the answer as it came. Both are read as a stream, sample by sample, into the model.
//!
//! * `document`: an answer, a bundle, or what of them other tools keep
//! * `answer`: `data`; `samples`, `histograms`: the two kinds of samples; `number`: numbers as text, times
//! * `bundle`: what a bundle says of a signal, and writing it
//! * [`exports`]: what other tools save of the same series
//! * `refusal`: what cannot be read

mod answer;
mod bundle;
mod document;
pub mod exports;
mod histograms;
mod number;
mod refusal;
mod samples;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, BufReader, Read, Write};

use serde::Deserialize;

use super::error::WireError;
use super::header::FileFormat;
use crate::model::series::role::{Role, Vantage, WorseWhen};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{Remarks, Series, ServerMetrics};
use document::PrometheusFile;

pub use refusal::Refusal;

/// The format that is written: its name and version.
pub const FORMAT: &str = "perfreport/prometheus@1";

/// What is checked on reading.
const READABLE: FileFormat = FileFormat { name: "perfreport/prometheus", version: 1, full: FORMAT };

/// Bytes that are asked for at once.
const BUFFER: usize = 128 * 1024;

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Contents {
    /// The answer to one query.
    Answer(Answer),
    /// Answers with what they are.
    Bundle(Vec<BundledSignal>),
}

/// The answer to one query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Its series.
    pub series: Vec<NamedSeries>,
    /// What the server said of it, and what is missing in it.
    pub remarks: Remarks,
}

/// A series and its `__name__`.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedSeries {
    /// The metric; an aggregation drops it.
    pub metric: Option<String>,
    /// Labels and samples.
    pub series: Series,
}

/// A signal of a bundle. What it does not say is found by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct BundledSignal {
    /// What it is called.
    pub name: String,
    /// The PromQL.
    pub query: Option<String>,
    /// What it tells of a service.
    pub role: Option<Role>,
    /// What its numbers count.
    pub unit: Option<SeriesUnit>,
    /// How its numbers follow each other.
    pub kind: Option<SampleKind>,
    /// Which quantile its samples are.
    pub quantile: Option<f64>,
    /// Who measured.
    pub vantage: Option<Vantage>,
    /// Whether more or less of it is the worse.
    pub worse: Option<WorseWhen>,
    /// The answer.
    pub answer: Answer,
}

/// Reads an answer or a bundle as a stream.
///
/// # Errors
///
/// Says what the file is instead, or where it stops to be what it should.
pub fn read(reader: impl Read) -> Result<Contents, Refusal> {
    let mut reader = BufReader::with_capacity(BUFFER, reader);
    if let Some(refusal) = Refusal::of_beginning(reader.fill_buf().map_err(Refusal::Io)?) {
        return Err(refusal);
    }
    let mut parser = serde_json::Deserializer::from_reader(reader);
    let document = PrometheusFile::deserialize(&mut parser)
        .and_then(|document| parser.end().map(|()| document))
        .map_err(Refusal::from)?;
    document.into_contents()
}

/// Writes a bundle, without line ends: it is for programs, and may be large.
///
/// # Errors
///
/// [`WireError::Write`] where the writer fails.
pub fn write(metrics: &ServerMetrics, writer: impl Write) -> Result<(), WireError> {
    serde_json::to_writer(writer, &bundle::WrittenBundle::of(metrics))
        .map_err(|error| WireError::Write(io::Error::from(error)))
}
