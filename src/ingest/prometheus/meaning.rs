//! What a name says of a signal.

use crate::model::series::role::{Role, Vantage, WorseWhen};
use crate::model::series::unit::{SampleKind, SeriesUnit};

/// The prefix of all metrics that k6 writes to Prometheus.
pub(super) const K6: &str = "k6_";

/// What a name says of a signal.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Meaning {
    pub(super) role: Role,
    pub(super) unit: Option<SeriesUnit>,
    pub(super) kind: Option<SampleKind>,
    pub(super) vantage: Vantage,
    /// Where it is not what the role says.
    pub(super) worse: Option<WorseWhen>,
}
