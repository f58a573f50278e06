//! The review of a period: its runs from the history, the promotions from the baselines, the trends.

use crate::model::baseline::BaselineAction;
use crate::model::note::Note;
use crate::model::review::{Promotion, Review};
use crate::model::settings::CompareSettings;
use crate::pipeline::history::{self, HistoryError};
use crate::store::Store;
use crate::tables::Selection;
use crate::trend::{self, ReviewHead};
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
        ..Selection::default()
    };
    let mut history = history::scan(store, &selection)?;
    let (baselines, broken) = store.baselines()?;
    history.notes.extend(broken.iter().map(|error| {
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
    Ok(trend::review(&history, promotions, frame, settings))
}
