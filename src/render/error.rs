//! What can go wrong when a document is written.

/// Why a document could not be made. Both cases are faults of the program, not of its input.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template did not compile, or named something the view does not have.
    #[error("the report template failed")]
    Template(#[from] minijinja::Error),
    /// A chart could not be drawn.
    #[error("the chart '{chart}' could not be drawn: {reason}")]
    Chart {
        /// The name of the chart.
        chart: String,
        /// What the drawing library said.
        reason: String,
    },
}
