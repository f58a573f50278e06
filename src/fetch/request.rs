//! What is asked for: which server, which times, which queries.

use std::fmt;
use std::time::Duration;

use super::address::Address;
use super::credentials::Credentials;
use crate::model::endpoint::EndpointId;
use crate::model::settings::Query;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Of whom.
    pub server: Server,
    /// At which times.
    pub grid: Grid,
    /// What.
    pub queries: Queries,
    /// How often a query is sent again that may be answered later: too many requests, trouble of the server or the network.
    pub retries: u32,
    /// How many queries may run at the same time; at least one.
    pub parallel: usize,
}

/// A server, and how it is asked.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it is.
    pub address: Address,
    /// Who asks.
    pub credentials: Credentials,
    /// How long one attempt may take, from the connection to the last byte.
    pub timeout: Duration,
    /// The most bytes that one answer may have, unpacked.
    pub max_size: u64,
    /// Certificates to be trusted instead of the public ones: the text of a PEM file.
    pub certificates: Option<Vec<u8>>,
    /// Who it says that it is, where a server asks for a certificate.
    pub identity: Option<Identity>,
}

/// A certificate of the client, and its key.
#[derive(Clone)]
pub struct Identity {
    /// The text of a PEM file: the certificate, and those between it and its authority.
    pub certificates: Vec<u8>,
    /// The text of a PEM file. It is never shown.
    pub key: Vec<u8>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}

/// Which queries.
#[derive(Debug, Clone)]
pub enum Queries {
    /// These.
    Own(Vec<Query>),
    /// Those of [`set`](super::set).
    Default {
        /// Label matchers that are added to each of them, without braces; may be empty.
        selector: String,
        /// Over how many seconds rates are taken; absent: as the step and the server's interval need it.
        rate_over: Option<u64>,
        /// Metrics that are asked for as well where the set does not; `*` in their names stands for any text.
        more: Vec<String>,
        /// The test, where services that it did not touch are to be left out; with matchers none is.
        test: Option<Test>,
    },
}

/// What was tested, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The endpoints that were called.
    pub endpoints: Vec<EndpointId>,
    /// When it began, in seconds since 1970 on the servers' clock.
    pub from: i64,
    /// When it ended.
    pub until: i64,
}

/// Times at equal distances, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// The first.
    pub start: i64,
    /// None is later.
    pub end: i64,
    /// Their distance, at least 1.
    pub step: u64,
}

/// A chart shows no more, and a test of an hour still has a point every 8 seconds.
const MOST_POINTS: u64 = 500;

impl Grid {
    /// Lays times over a window: at the step that was asked for, else at the smallest whole seconds that give at most 500.
    /// They are multiples of the step, so that whoever asks again gets the same.
    pub fn over(start: i64, end: i64, step: Option<u64>) -> Self {
        let seconds = end.saturating_sub(start).max(0).unsigned_abs();
        let step = step.unwrap_or_else(|| seconds.div_ceil(MOST_POINTS)).max(1);
        let past = start.rem_euclid(i64::try_from(step).unwrap_or(i64::MAX));
        Self { start: start.saturating_sub(past), end, step }
    }

    /// How many times there are.
    pub fn points(&self) -> u64 {
        self.end.saturating_sub(self.start).max(0).unsigned_abs() / self.step + 1
    }

    /// The time at a place.
    pub(super) fn at(&self, index: u64) -> i64 {
        self.start.saturating_add_unsigned(index.saturating_mul(self.step))
    }
}

#[cfg(test)]
mod tests {
    use super::Grid;

    #[test]
    fn a_window_has_at_most_500_steps_of_whole_seconds() {
        assert_eq!(Grid::over(1_000, 1_300, None), Grid { start: 1_000, end: 1_300, step: 1 });
        assert_eq!(Grid::over(1_000, 1_501, None), Grid { start: 1_000, end: 1_501, step: 2 });
        assert_eq!(Grid::over(1_001, 4_601, None), Grid { start: 1_000, end: 4_601, step: 8 });
        assert_eq!(Grid::over(1_001, 4_601, Some(15)), Grid { start: 990, end: 4_601, step: 15 });
        assert_eq!(Grid::over(5, 5, None).points(), 1);
        assert_eq!(Grid::over(-7, 10, Some(5)), Grid { start: -10, end: 10, step: 5 });
        assert_eq!(Grid::over(i64::MIN, i64::MAX, None).points(), 500);
    }
}
