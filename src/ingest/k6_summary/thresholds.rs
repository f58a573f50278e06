//! Thresholds as k6 judged them.

use super::summary::Summary;
use super::value::{self, Fields};
use crate::model::check::Threshold;

impl Summary {
    /// Adds a threshold as k6 judged it, with what the figures of its metric tell of it.
    pub(super) fn add_threshold(&mut self, metric: &str, expression: String, crossed: bool, fields: &Fields) {
        self.thresholds.push(Threshold {
            metric: metric.to_owned(),
            no_samples: !crossed && value::is_unsampled(fields),
            measured: if crossed { value::judged(fields, &expression) } else { None },
            expression,
            crossed,
        });
    }
}
