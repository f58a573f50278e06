//! `data`: the series of an answer.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::histograms::Histograms;
use super::refusal::Refusal;
use super::samples::Samples;
use super::{Answer, NamedSeries};
use crate::model::series::{Remarks, Series};

/// The label that holds the metric.
pub(super) const NAME: &str = "__name__";

/// `data`, or the same two keys at the top.
#[derive(Debug, Default)]
pub(super) struct Data {
    result_type: Option<String>,
    result: Option<Matrix>,
}

impl Data {
    /// Reads the value of a key; false where it is none of these.
    pub(super) fn accept<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "resultType" => self.result_type = Some(map.next_value()?),
            // Of another type the values may have any shape. jq can sort the type behind them; then they must fit.
            "result" if self.result_type.as_deref().is_some_and(|kind| kind != MATRIX) => {
                map.next_value::<IgnoredAny>()?;
            }
            "result" => self.result = Some(map.next_value()?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whether it has any key.
    pub(super) fn is_empty(&self) -> bool {
        self.result_type.is_none() && self.result.is_none()
    }

    /// Takes the series, if it is the answer to a range query.
    pub(super) fn into_answer(self) -> Result<Answer, Refusal> {
        match self.result_type.as_deref() {
            Some(MATRIX) | None => self.result.ok_or(Refusal::NoData)?.into_answer(),
            Some("vector" | "scalar" | "string") => {
                Err(Refusal::Instant(self.result_type.unwrap_or_default()))
            }
            Some("streams") => Err(Refusal::Streams),
            Some(other) => Err(Refusal::OtherResult(other.to_owned())),
        }
    }
}

const MATRIX: &str = "matrix";

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self::default())
    }
}

impl<'de> Visitor<'de> for Data {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`resultType` and `result`")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if !self.accept(&key, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(self)
    }
}

/// `result`: converted series by series, so that the file's form of it is never held as a whole.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    series: Vec<NamedSeries>,
    remarks: Remarks,
    /// Whether a series has one `value` instead of `values`.
    is_instant: bool,
}

impl Matrix {
    /// Takes the series, unless they are those of an instant query.
    pub(super) fn into_answer(self) -> Result<Answer, Refusal> {
        if self.is_instant {
            return Err(Refusal::Instant("vector".to_owned()));
        }
        Ok(Answer { series: self.series, remarks: self.remarks })
    }

    fn add(&mut self, file: FileSeries) {
        let FileSeries { metric: mut labels, values, histograms, value, histogram } = file;
        self.is_instant |= value.is_some() || histogram.is_some();
        self.remarks.not_a_number += values.not_a_number + histograms.not_a_number;
        self.remarks.infinite += values.infinite;
        let metric = labels.remove(NAME);
        let series = Series { labels, samples: values.kept, histograms: histograms.kept };
        self.series.push(NamedSeries { metric, series });
    }
}

impl<'de> Deserialize<'de> for Matrix {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self::default())
    }
}

impl<'de> Visitor<'de> for Matrix {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of series")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self, A::Error> {
        while let Some(series) = seq.next_element()? {
            self.add(series);
        }
        Ok(self)
    }
}

/// A series as the file has it.
#[derive(Debug, Deserialize)]
#[serde(expecting = "a series, with `metric` and `values`")]
struct FileSeries {
    metric: BTreeMap<String, String>,
    #[serde(default)]
    values: Samples,
    #[serde(default)]
    histograms: Histograms,
    /// Of an instant query.
    value: Option<IgnoredAny>,
    /// Of an instant query.
    histogram: Option<IgnoredAny>,
}
