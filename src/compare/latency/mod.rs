//! Latency by endpoint and quantile, and the shift that endpoints share.
//!
//! * `percentiles`: from the few percentiles that summaries state

mod percentiles;

pub(super) use percentiles::compare;

use crate::model::comparison::{LatencyCell, NotTested, SharedShift};
use crate::model::note::Note;

/// What the comparison of latencies yields.
#[derive(Default)]
pub(super) struct LatencyComparison {
    pub(super) cells: Vec<LatencyCell>,
    pub(super) shared: Vec<SharedShift>,
    pub(super) not_tested: Vec<NotTested>,
    pub(super) notes: Vec<Note>,
}
