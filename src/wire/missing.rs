//! Numbers that a source cannot tell: absent in the file, the reason beside them under `missing`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::missing::{Known, Missing};

/// What is said of an absent key without a reason, as in a file that someone edited.
const NO_REASON: &str = "the file gives no reason";

/// Why keys of this object are absent: key, reason.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Reasons(BTreeMap<String, String>);

impl Reasons {
    /// Tells whether nothing is missing, so that the key can be left out.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what goes into the file under `key`, or keeps the reason why nothing does.
    pub(super) fn split<T, W: From<T>>(&mut self, key: &str, known: Known<T>) -> Option<W> {
        match known {
            Ok(value) => Some(W::from(value)),
            Err(missing) => {
                self.note(key, missing.reason());
                None
            }
        }
    }

    /// Keeps the reason why `key` is absent.
    pub(super) fn note(&mut self, key: &str, reason: &str) {
        self.0.insert(key.to_owned(), reason.to_owned());
    }

    /// Puts together again what [`split`](Self::split) took apart.
    pub(super) fn join<T, W: Into<T>>(&mut self, key: &str, value: Option<W>) -> Known<T> {
        match value {
            Some(value) => Ok(value.into()),
            None => Err(self.0.remove(key).map_or_else(|| Missing::because(NO_REASON), Missing::because)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_figure_leaves_no_reason() {
        let mut missing = Reasons::default();
        let value: Option<f64> = missing.split("p99", Ok(74.2));
        assert_eq!(value, Some(74.2));
        assert!(missing.is_empty());
        assert_eq!(missing.join::<f64, f64>("p99", value), Ok(74.2));
    }

    #[test]
    fn a_missing_figure_keeps_its_reason() {
        let mut missing = Reasons::default();
        let known: Known<f64> = Err(Missing::because("the summary holds no p(99)"));
        let value: Option<f64> = missing.split("p99", known.clone());
        assert_eq!(value, None);
        assert_eq!(serde_json::to_string(&missing).unwrap(), r#"{"p99":"the summary holds no p(99)"}"#);
        assert_eq!(missing.join::<f64, f64>("p99", value), known);
    }

    #[test]
    fn an_absent_key_without_a_reason_stays_missing() {
        let known: Known<u64> = Reasons::default().join("requests", None::<u64>);
        assert_eq!(known, Err(Missing::because("the file gives no reason")));
    }
}
