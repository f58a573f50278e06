//! Numbers as Prometheus writes them: values as text, times as seconds.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value, which is text so that it can be `NaN`, `+Inf` or `-Inf`. A JSON number is taken as well.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Number(pub(super) f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number as text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
        // Understands `NaN`, `+Inf` and exponents.
        text.parse().map(Number).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Number, E> {
        Ok(Number(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Number, E> {
        Ok(Number(value as f64))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Number, E> {
        Ok(Number(value as f64))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            f64::INFINITY => serializer.serialize_str("+Inf"),
            f64::NEG_INFINITY => serializer.serialize_str("-Inf"),
            value => {
                // Exponents where they are shorter, and as many digits as bring the same number back.
                let text = format!("{value:?}");
                serializer.serialize_str(text.strip_suffix(".0").unwrap_or(&text))
            }
        }
    }
}

/// A time: Unix seconds in the file, perhaps with a fraction; here microseconds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time(pub(super) i64);

const MICROSECONDS: i64 = 1_000_000;
/// The year 10,000. Who has times beyond wrote milliseconds.
const FARTHEST: i64 = 253_402_300_800 * MICROSECONDS;

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TimeVisitor)
    }
}

struct TimeVisitor;

impl Visitor<'_> for TimeVisitor {
    type Value = Time;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time in Unix seconds before the year 10,000")
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Time, E> {
        let micros = seconds.checked_mul(MICROSECONDS).filter(|micros| micros.abs() < FARTHEST);
        micros.map(Time).ok_or_else(|| E::invalid_value(Unexpected::Signed(seconds), &self))
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<Time, E> {
        match i64::try_from(seconds) {
            Ok(seconds) => self.visit_i64(seconds),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(seconds), &self)),
        }
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Time, E> {
        let micros = (seconds * MICROSECONDS as f64).round();
        if micros.abs() < FARTHEST as f64 {
            Ok(Time(micros as i64))
        } else {
            Err(E::invalid_value(Unexpected::Float(seconds), &self))
        }
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % MICROSECONDS == 0 {
            serializer.serialize_i64(self.0 / MICROSECONDS)
        } else {
            serializer.serialize_f64(self.0 as f64 / MICROSECONDS as f64)
        }
    }
}
