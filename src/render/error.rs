//! What can go wrong when a document is written.

use super::junit::JunitError;
use crate::wire::WireError;

/// Why a document could not be made; all but a saved verdict that cannot be read are faults of the program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A template did not compile, or named something the view does not have.
    #[error("the report template failed")]
    Template(#[from] minijinja::Error),
    /// A number was not finite, or a saved verdict could not be read.
    #[error(transparent)]
    Json(#[from] WireError),
    /// A table could not be written.
    #[error("the table could not be written")]
    Table(#[from] csv::Error),
    /// The findings could not be put into XML.
    #[error(transparent)]
    Junit(#[from] JunitError),
}
