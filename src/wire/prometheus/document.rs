//! A whole file: an answer with its envelope, a bundle, or what other tools keep of an answer.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::answer::{Data, Matrix};
use super::bundle::SignalEntry;
use super::refusal::Refusal;
use super::{Answer, Contents, FORMAT, READABLE};
use crate::wire::header::Claim;

/// More keys of a foreign file are not kept.
const FOREIGN_KEYS: usize = 6;

/// What a file says at its top.
#[derive(Debug, Default)]
pub(super) struct PrometheusFile {
    format: Option<String>,
    signals: Vec<SignalEntry<Self>>,
    status: Option<String>,
    data: Option<Data>,
    /// `resultType` and `result` without an envelope, as `jq .data` leaves it.
    bare: Data,
    /// Series without an envelope, as `promtool query range --format=json` prints them.
    array: Option<Matrix>,
    error_type: Option<String>,
    error: Option<String>,
    warnings: Option<Vec<String>>,
    infos: Option<Vec<String>>,
    is_partial: bool,
    foreign: Vec<String>,
}

impl PrometheusFile {
    /// Takes what the file holds.
    pub(super) fn into_contents(self) -> Result<Contents, Refusal> {
        let Some(format) = self.format else { return self.into_answer().map(Contents::Answer) };
        match READABLE.claim(&format) {
            Claim::Readable => {}
            Claim::Newer => return Err(Refusal::Newer { found: format, known: FORMAT }),
            Claim::Other => return Err(Refusal::OtherFormat(format)),
        }
        let signals = self.signals.into_iter().map(|signal| signal.into_bundled(Self::into_answer));
        signals.collect::<Result<_, _>>().map(Contents::Bundle)
    }

    /// Takes the answer, if it is one to a range query.
    pub(super) fn into_answer(self) -> Result<Answer, Refusal> {
        let is_error = self.status.as_deref().is_some_and(|status| status == "error");
        if is_error || (self.data.is_none() && self.error.is_some()) {
            let text = self.error.unwrap_or_else(|| "without a text".to_owned());
            let kind = self.error_type.unwrap_or_else(|| "unknown".to_owned());
            return Err(Refusal::Server { kind, text });
        }
        let mut answer = match (self.data, self.array) {
            (Some(data), _) => data.into_answer()?,
            (None, Some(array)) => array.into_answer()?,
            (None, None) if !self.bare.is_empty() => self.bare.into_answer()?,
            (None, None) if self.status.is_some() => return Err(Refusal::NoData),
            (None, None) => return Err(Refusal::OtherJson { found: self.foreign }),
        };
        answer.remarks.warnings = self.warnings.unwrap_or_default();
        answer.remarks.infos = self.infos.unwrap_or_default();
        answer.remarks.is_partial = self.is_partial;
        Ok(answer)
    }

    fn is_readable(&self) -> bool {
        self.format.as_deref().is_none_or(|format| READABLE.claim(format) == Claim::Readable)
    }

    fn accept<'de, A: MapAccess<'de>>(&mut self, key: String, map: &mut A) -> Result<(), A::Error> {
        match key.as_str() {
            // A version that is not known may have any shape behind its name.
            _ if !self.is_readable() => drop(map.next_value::<IgnoredAny>()?),
            "format" => self.format = Some(map.next_value()?),
            "signals" => self.signals = map.next_value()?,
            "status" => self.status = Some(map.next_value()?),
            "data" => self.data = map.next_value()?,
            "errorType" => self.error_type = Some(map.next_value()?),
            "error" => self.error = Some(map.next_value()?),
            "warnings" => self.warnings = map.next_value()?,
            "infos" => self.infos = map.next_value()?,
            "isPartial" => self.is_partial = map.next_value()?,
            _ if self.bare.accept(&key, map)? => {}
            _ => {
                map.next_value::<IgnoredAny>()?;
                if self.foreign.len() < FOREIGN_KEYS {
                    self.foreign.push(key);
                }
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for PrometheusFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self::default())
    }
}

impl<'de> Visitor<'de> for PrometheusFile {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer of Prometheus")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(key) = map.next_key()? {
            self.accept(key, &mut map)?;
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self, A::Error> {
        Ok(Self { array: Some(Matrix::default().visit_seq(seq)?), ..self })
    }
}
