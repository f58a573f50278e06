//! The reading of points as a whole: whatever way bytes take, they come to the same.

mod filter;
mod generate;
mod naming;
mod same;

use crate::model::endpoint::EndpointId;
use crate::model::labeller::{Labeller, Response};
use crate::model::outcome::Outcome;
use crate::model::settings::{Settings, WindowSettings};

use super::csv::CsvReader;
use super::csv_row::CsvHeader;
use super::ndjson::NdjsonReader;
use crate::ingest::points::collected::Collected;
use crate::ingest::points::lines::{LineReader, Splitter};

/// Names an endpoint by its path with numbers replaced; judges every scenario but `warmup`.
pub(super) struct TestLabeller;

impl Labeller for TestLabeller {
    fn judges_scenario(&self, scenario: &str) -> bool {
        scenario != "warmup"
    }

    fn endpoint(&self, method: Option<&str>, name: &str) -> EndpointId {
        let path = match name.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
            None => name,
        };
        let path = path.split('?').next().unwrap_or(path);
        let name: String = path
            .split_inclusive('/')
            .map(|part| if part.starts_with(char::is_numeric) { "{id}" } else { part })
            .collect();
        EndpointId { method: method.map(str::to_owned), name }
    }

    fn declares_intended(&self, endpoint: &EndpointId, status: u16) -> bool {
        status == 418 || (endpoint.name == "tea" && status == 404)
    }

    fn host<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.split_once("://").and_then(|(_, rest)| rest.split('/').next())
    }

    fn scrub(&self, text: &str) -> String {
        text.split('?').next().unwrap_or(text).to_owned()
    }

    fn outcome(&self, endpoint: &EndpointId, response: Response) -> Outcome {
        match response.status.unwrap_or(0) {
            0 if response.error_code == Some(1050) => Outcome::Timeout,
            0 => Outcome::TransportError,
            status if self.declares_intended(endpoint, status) => Outcome::Intended4xx,
            400..500 => Outcome::Undeclared4xx,
            500.. => Outcome::ServerError,
            _ => Outcome::Ok,
        }
    }
}

pub(super) fn settings(warm_up: u32) -> Settings {
    let window = WindowSettings { warm_up: Some(f64::from(warm_up)), ..WindowSettings::default() };
    Settings { window, ..Settings::default() }
}

fn read<R: LineReader>(reader: R, bytes: &[u8]) -> Collected {
    let mut splitter = Splitter::new(reader);
    splitter.feed(bytes);
    splitter.end();
    splitter.finish()
}

/// Reads NDJSON in one piece.
pub(super) fn ndjson(bytes: &[u8], settings: &Settings) -> Collected {
    read(NdjsonReader::new(&TestLabeller, settings), bytes)
}

/// The same by the general parser alone.
pub(super) fn ndjson_reference(bytes: &[u8], settings: &Settings) -> Collected {
    read(NdjsonReader::new(&TestLabeller, settings).without_fast_path(), bytes)
}

fn csv_layout(header: &str, settings: &Settings) -> CsvHeader {
    CsvHeader::read(header.as_bytes(), &settings.asked_tags()).unwrap()
}

/// Reads CSV rows in one piece.
pub(super) fn csv(header: &str, bytes: &[u8], settings: &Settings) -> Collected {
    read(CsvReader::new(&TestLabeller, settings, csv_layout(header, settings)), bytes)
}

/// The same field by field.
pub(super) fn csv_reference(header: &str, bytes: &[u8], settings: &Settings) -> Collected {
    let reader = CsvReader::new(&TestLabeller, settings, csv_layout(header, settings));
    read(reader.without_fast_path(), bytes)
}
