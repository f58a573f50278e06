//! Points out of an input that was opened.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::read::{PointFormat, read_file, read_stream};
use crate::ingest::error::IngestError;
use crate::ingest::open::Opened;
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
    let size = opened.size();
    let (collected, bytes) = match opened.plain_file() {
        Some(file) => (read_file(&file, format, labeller, settings, control), size.unwrap_or(0)),
        None => {
            let (stream, taken) = opened.stream();
            let collected = read_stream(stream, format, labeller, settings, control);
            (collected, size.unwrap_or_else(|| taken.load(Ordering::Relaxed)))
        }
    };
    let collected = collected.map_err(|error| IngestError::new(name.clone(), error))?;
    let format = match format {
        PointFormat::Ndjson => Format::K6Ndjson,
        PointFormat::Csv => Format::K6Csv,
    };
    Ok((collected, Source { name, bytes, format }))
}
