//! Figures over time.

use serde::{Deserialize, Serialize};

use crate::model::diagnosis;

/// Figures over time, in slices of equal width; a slice without a figure is left out.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Course {
    /// Seconds in a slice.
    width_seconds: i64,
    /// When each slice began, in seconds since the judged window began (negative in the warm-up), and its figure.
    points: Vec<(i64, f64)>,
}

impl From<diagnosis::Course> for Course {
    fn from(course: diagnosis::Course) -> Self {
        let diagnosis::Course { width, points } = course;
        Self { width_seconds: width, points }
    }
}

impl From<Course> for diagnosis::Course {
    fn from(course: Course) -> Self {
        Self { width: course.width_seconds, points: course.points }
    }
}
