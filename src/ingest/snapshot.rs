//! A run out of a snapshot.

use super::error::{IngestError, Problem};
use super::follow::follow;
use super::open::Opened;
use super::points::window::window_of;
use crate::model::labeller::Labeller;
use crate::model::run::{Run, Window};
use crate::model::settings::Settings;
use crate::wire::snapshot;

/// Reads a snapshot. A run that was recorded without a telling name gets that of its file.
pub(super) fn read(
    opened: Opened,
    file: String,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, IngestError> {
    let name = opened.name.clone();
    let (text, _) = opened.text()?;
    let mut run = snapshot::from_json(&text, &name).map_err(|error| {
        let text = error.to_string();
        let prefix = format!("{name}: ");
        IngestError::new(
            name.clone(),
            Problem::Snapshot(text.strip_prefix(&prefix).unwrap_or(&text).to_owned()),
        )
    })?;
    adopt(&mut run, file, labeller, settings);
    Ok(run)
}

/// Makes a run that was decoded one of this call: it gets a name where it has none, and follows the settings.
pub(super) fn adopt(run: &mut Run, file: String, labeller: &dyn Labeller, settings: &Settings) {
    if run.meta.name.is_empty() {
        run.meta.name = file;
    }
    // A file holds the English of a window, and the rule beside it.
    let Window { scenarios, left_out, warm_up, tags, .. } = run.meta.window.clone();
    let window = window_of(scenarios, left_out, warm_up, tags);
    if window == run.meta.window {
        run.meta.window = window;
    }
    follow(run, labeller, settings);
}
