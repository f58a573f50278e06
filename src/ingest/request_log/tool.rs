//! Which tool logged the requests.

use super::{jmeter_header, vegeta};
use crate::model::source::Format;

/// A tool that logs every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Tool {
    /// JMeter, JTL as CSV.
    Jmeter,
    /// vegeta, JSON.
    Vegeta,
}

impl Tool {
    /// The format of its files.
    pub(in crate::ingest) fn format(self) -> Format {
        match self {
            Self::Jmeter => Format::JmeterCsv,
            Self::Vegeta => Format::Vegeta,
        }
    }

    /// Tells a tool by how its file begins.
    pub(in crate::ingest) fn sniff(head: &str) -> Option<Self> {
        let first = head.trim_start().lines().next()?;
        if jmeter_header::is_header(first) {
            Some(Self::Jmeter)
        } else {
            vegeta::is_line(first).then_some(Self::Vegeta)
        }
    }
}
