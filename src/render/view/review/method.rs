//! How the review came about.

use serde::Serialize;

use crate::model::review::Review;
use crate::render::text::plain;
use crate::render::view::method::{Fact, NoteLine};

/// The section on method and data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Method {
    pub(crate) facts: Vec<Fact>,
    pub(crate) notes: Vec<NoteLine>,
    pub(crate) command: String,
    pub(crate) generator: String,
}

const FACTS: [(&str, &str); 4] = [
    (
        "Change points",
        "Levels of each figure are found by seeded binary segmentation and confirmed by a t test between neighbouring \
         levels, corrected for the places searched and for the number of figures: a review in which nothing changed \
         names a change about once in a hundred times. A small step may be found one run off. See docs/methodology.md.",
    ),
    (
        "Movers",
        "Medians of two spans of runs that differ by more than three times what the noise from run to run \
         explains. Change points are tested more strictly.",
    ),
    (
        "Error budgets",
        "Requests that were not good, as a part of what the objective allows for as many requests. Load tests do not spend the users' budget; this is what they would have spent.",
    ),
    (
        "Times",
        "UTC. A run is dated by the start of its test or, where its files do not tell, by when it was saved.",
    ),
];

/// Builds the section.
pub(crate) fn method(review: &Review) -> Method {
    let note = |note: &crate::model::note::Note| NoteLine {
        text: plain(&note.text),
        hint: note.hint.as_ref().map(plain).unwrap_or_default(),
    };
    Method {
        facts: FACTS.map(|(term, text)| Fact { term: term.to_owned(), text: text.to_owned() }).to_vec(),
        notes: review.notes.iter().map(note).collect(),
        command: plain(&review.command),
        generator: plain(&review.generator),
    }
}
