//! Points out of an input that was opened.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::error::PointsError;
use super::read::{PointFormat, read_file, read_stream};
use crate::ingest::error::{IngestError, Problem};
use crate::ingest::open::Opened;
use crate::ingest::points::accumulate::PointSettings;
use crate::ingest::points::collected::Collected;
use crate::ingest::points::control::Control;
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;
use crate::model::source::{Format, Source};

/// Reads the points of one file or stream.
pub(in crate::ingest) fn collect(
    opened: Opened,
    format: PointFormat,
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<(Collected, Source), IngestError> {
    let name = opened.name.clone();
    let path = PathBuf::from(&name);
    let reading = PointSettings {
        endpoint_tag: settings.endpoints.tag.clone(),
        warm_up: settings.window.warm_up.map_or(0, |seconds| seconds.round() as u32),
        phases: settings.reading.phases,
        allow_truncated: settings.reading.allow_truncated,
    };
    let size = opened.size();
    let (collected, bytes) = match opened.plain_file() {
        Some(file) => (read_file(&file, format, labeller, &reading, control), size.unwrap_or(0)),
        None => {
            let (stream, taken) = opened.stream();
            let collected = read_stream(stream, &path, format, labeller, &reading, control);
            (collected, size.unwrap_or_else(|| taken.load(Ordering::Relaxed)))
        }
    };
    let collected = collected.map_err(|error| IngestError::new(name.clone(), problem(error)))?;
    let format = match format {
        PointFormat::Ndjson => Format::K6Ndjson,
        PointFormat::Csv => Format::K6Csv,
    };
    Ok((collected, Source { name, bytes, format }))
}

fn problem(error: PointsError) -> Problem {
    match error {
        PointsError::Io { source, .. } => Problem::Io(source),
        PointsError::Truncated { bytes, source, .. } => {
            Problem::CutPoints { bytes, reason: source.to_string() }
        }
        PointsError::Header { missing, .. } => Problem::CsvHeader { missing },
        PointsError::NoPoints { lines, first, .. } => Problem::NoPoints { lines, first },
    }
}
