//! Requests out of an input that was opened.

use std::sync::Arc;

use super::asked::Asked;
use super::tool::Tool;
use crate::ingest::error::{IngestError, Problem};
use crate::ingest::open::Opened;
use crate::ingest::points::chunks::Reading;
use crate::ingest::points::collected::Collected;
use crate::ingest::points::control::Control;
use crate::model::labeller::Labeller;
use crate::model::settings::Settings;
use crate::model::source::Source;

/// Reads the requests of one file or stream.
pub(in crate::ingest) fn collect(
    opened: Opened,
    tool: Tool,
    labeller: &(dyn Labeller + Sync),
    settings: &Settings,
    control: &Arc<Control>,
) -> Result<(Collected, Source), IngestError> {
    let (name, format) = (opened.name.clone(), tool.format);
    let (head, _) = opened.head()?;
    let first = head.trim_start().lines().next().unwrap_or_default();
    let read = (tool.read)(opened, &Asked { first, labeller, settings, control });
    let checked = read.and_then(|(Reading { mut collected, lines, .. }, bytes)| {
        collected.unreadable.of = lines;
        match collected.span() {
            None => Err(Problem::NoRequests { format, lines }),
            Some(_) => Ok((collected, Source { name: name.clone(), bytes, format })),
        }
    });
    checked.map_err(|problem| IngestError::new(name, problem))
}
