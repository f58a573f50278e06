//! How the review came about.

use serde::Serialize;

use crate::model::review::Review;
use crate::render::text::plain;
use crate::render::view::method::{Fact, NoteLine};
use crate::words::say;

/// The section on method and data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Method {
    pub(crate) facts: Vec<Fact>,
    pub(crate) notes: Vec<NoteLine>,
    pub(crate) command: String,
    pub(crate) generator: String,
}

/// Builds the section.
pub(crate) fn method(review: &Review) -> Method {
    let fact = |term, text| Fact { term, text };
    let note = |note: &crate::model::note::Note| NoteLine {
        text: plain(&note.text),
        hint: note.hint.as_ref().map(plain).unwrap_or_default(),
    };
    Method {
        facts: vec![
            fact(say!("review-change-points"), say!("review-method-change-points")),
            fact(say!("review-movers"), say!("review-method-movers")),
            fact(say!("review-budgets"), say!("review-method-budgets")),
            fact(say!("review-times"), say!("review-method-times")),
        ],
        notes: review.notes.iter().map(note).collect(),
        command: plain(&review.command),
        generator: plain(&review.generator),
    }
}
