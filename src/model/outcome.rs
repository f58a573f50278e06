//! How requests ended.

use std::collections::BTreeMap;

use crate::words::{Text, text};

/// The outcome of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// Status 1xx to 3xx.
    Ok,
    /// A 4xx that the script expected or the configuration declares.
    Intended4xx,
    /// Any other 4xx: never silently good.
    Undeclared4xx,
    /// A 5xx, even one the script expected, unless the configuration declares it.
    ServerError,
    /// The client gave up waiting (k6 error 1050 or 1211).
    Timeout,
    /// No answer for another reason: DNS, refused, reset, TLS, HTTP/2.
    TransportError,
}

impl Outcome {
    /// Every outcome, best first.
    pub const ALL: [Self; 6] = [
        Self::Ok,
        Self::Intended4xx,
        Self::Undeclared4xx,
        Self::ServerError,
        Self::Timeout,
        Self::TransportError,
    ];

    /// The key used in files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Intended4xx => "intended_4xx",
            Self::Undeclared4xx => "undeclared_4xx",
            Self::ServerError => "server_error",
            Self::Timeout => "timeout",
            Self::TransportError => "transport_error",
        }
    }

    /// Tells whether the outcome is an unintended error.
    pub fn is_bad(self) -> bool {
        matches!(self, Self::ServerError | Self::Timeout | Self::TransportError)
    }
}

/// Counts by outcome, as far as the source can tell them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Unintended errors; from a summary, what `http_req_failed` counts, less declared 4xx.
    pub bad: u64,
    /// Everything else.
    pub good: u64,
    /// The classes the source tells apart. Absent is unknown, not 0.
    pub classes: BTreeMap<Outcome, u64>,
    /// Requests by HTTP status, as far as the source counts them. 0 is "no answer".
    pub statuses: BTreeMap<u16, u64>,
    /// Whether `bad` may hold intended or undeclared 4xx, because the source does not tell them from errors.
    pub bad_may_hold_4xx: bool,
}

impl Outcomes {
    /// Counts all requests.
    pub fn total(&self) -> u64 {
        self.bad.saturating_add(self.good)
    }

    /// Says how all requests failed, where none of them was expected or timed out, and the source tells the classes apart:
    /// `all 20 responses are undeclared 4xx`.
    pub fn only_failures(&self) -> Option<Text> {
        let count = |outcome: &Outcome| self.classes.get(outcome).copied();
        let total = self.total();
        let expected = [Outcome::Ok, Outcome::Intended4xx, Outcome::Timeout];
        let none_expected = expected.iter().all(|outcome| count(outcome) == Some(0));
        if total == 0 || !none_expected {
            return None;
        }
        let [undeclared, server, transport] =
            [Outcome::Undeclared4xx, Outcome::ServerError, Outcome::TransportError]
                .map(|outcome| count(&outcome).unwrap_or(0));
        let kinds = [
            (
                undeclared,
                text!("failures-undeclared"),
                text!("failures-undeclared-count", count = undeclared),
            ),
            (server, text!("failures-server"), text!("failures-server-count", count = server)),
            (transport, text!("failures-transport"), text!("failures-transport-count", count = transport)),
        ];
        let kinds = kinds.into_iter().filter(|(count, ..)| *count > 0);
        let kinds = kinds.map(|(count, alone, counted)| if count == total { alone } else { counted });
        Some(text!("failures-all", total = total, kinds = Text::list(kinds)))
    }

    /// The share of unintended errors, absent without requests.
    pub fn bad_share(&self) -> Option<f64> {
        (self.total() > 0).then(|| self.bad as f64 / self.total() as f64)
    }
}

/// Counts by the key of an outcome, sorted by it; other keys are ignored.
pub mod by_key {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Outcome;

    /// Writes them.
    ///
    /// # Errors
    ///
    /// As the serializer.
    pub fn serialize<T: Serialize, S: Serializer>(
        counts: &BTreeMap<Outcome, T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let sorted: BTreeMap<&str, &T> = counts.iter().map(|(outcome, n)| (outcome.key(), n)).collect();
        sorted.serialize(serializer)
    }

    /// Reads them.
    ///
    /// # Errors
    ///
    /// As the deserializer.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Outcome, T>, D::Error> {
        let mut counts = BTreeMap::<String, T>::deserialize(deserializer)?;
        Ok(Outcome::ALL
            .into_iter()
            .filter_map(|outcome| Some((outcome, counts.remove(outcome.key())?)))
            .collect())
    }
}
