//! The review of a period: its runs from the history, the promotions from the baselines, the trends.

use crate::model::baseline::BaselineAction;
use crate::model::note::Note;
use crate::model::parallel;
use crate::model::review::{Period, Promotion, Review};
use crate::model::settings::CompareSettings;
use crate::pipeline::history::reading::steadily;
use crate::pipeline::history::{HistoryError, MONTHS_AT_ONCE};
use crate::store::Store;
use crate::tables::{self, Selection, Source};
use crate::trend::{self, Gathered, ReviewHead};
use crate::words::{Text, text};

/// Reviews the runs of a period. Those of the period before, as long as this one, are read as well: to compare with.
///
/// # Errors
///
/// Where the store cannot be listed; a file that cannot be read is left out with a note.
pub fn review(store: &Store, frame: ReviewHead, settings: &CompareSettings) -> Result<Review, HistoryError> {
    let selection = Selection {
        since: Some(frame.period.before().since),
        until: Some(frame.period.until),
        only_figures: true,
        ..Selection::default()
    };
    let reading = store.read_lock();
    let (gathered, mut notes) = steadily(store, |source| gathered(store, frame.period, &selection, source))?;
    drop(reading);
    let (baselines, broken) = store.baselines()?;
    notes.extend(broken.iter().map(|error| {
        Note::new(text!("baseline-unreadable", error = error.to_string()))
            .with_hint(Text::plain("store-verify-says"))
    }));
    let mut promotions: Vec<Promotion> = Vec::new();
    for baseline in baselines {
        let promoted = baseline
            .log
            .into_iter()
            .filter(|event| matches!(event.action, BaselineAction::Added | BaselineAction::Promoted));
        promotions.extend(promoted.map(|event| Promotion { baseline: baseline.name.clone(), event }));
    }
    Ok(trend::review(gathered, notes, promotions, frame, settings))
}

/// Reads a few months at a time, so that only these are in memory.
fn gathered(
    store: &Store,
    period: Period,
    selection: &Selection,
    source: Source<'_>,
) -> Result<(Gathered, Vec<Note>), HistoryError> {
    let months = store.history(selection.since, selection.until)?;
    let (mut gathered, mut notes) = (Gathered::new(period), Vec::new());
    for some in months.chunks(MONTHS_AT_ONCE) {
        for history in parallel::map(some, |month| tables::scan(&month.files, selection, source)) {
            let history = history?;
            history.runs.iter().for_each(|run| gathered.add(run));
            notes.extend(history.notes);
        }
    }
    if gathered.is_in_order() {
        return Ok((gathered, notes));
    }
    // A run without a date that was saved in two months, or a file that somebody moved: all at once they are put in order.
    let files: Vec<_> = months.into_iter().flat_map(|month| month.files).collect();
    let history = tables::scan(&files, selection, source)?;
    let mut gathered = Gathered::new(period);
    history.runs.iter().for_each(|run| gathered.add(run));
    Ok((gathered, history.notes))
}
