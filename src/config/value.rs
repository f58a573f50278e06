//! Values as people write them: `"30s"`, `"99.9%"`, `"0.1pp"`.
//!
//! A value is checked while it is read, because only then does the parser know its place. Of an error's two
//! lines the second says what to do.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use crate::model::harmless::is_unseen;
use crate::model::link::is_web;

/// A value that was checked while it was read.
#[derive(Debug)]
pub(super) struct Checked<K: ValueKind>(pub(super) K::Value);

/// What a [`Checked`] value may be. `None` says that the type is wrong.
pub(super) trait ValueKind {
    /// What it becomes.
    type Value;
    /// What was expected, for errors about the type.
    const EXPECTED: &'static str;

    /// Reads a string.
    fn text(_text: &str) -> Option<Result<Self::Value, String>> {
        None
    }

    /// Reads a number.
    fn number(_number: f64) -> Option<Result<Self::Value, String>> {
        None
    }
}

impl<'de, K: ValueKind> Deserialize<'de> for Checked<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CheckedVisitor::<K>(PhantomData)).map(Self)
    }
}

struct CheckedVisitor<K>(PhantomData<K>);

impl<K: ValueKind> Visitor<'_> for CheckedVisitor<K> {
    type Value = K::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(K::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<K::Value, E> {
        match K::text(text.trim()) {
            Some(result) => result.map_err(E::custom),
            None => Err(E::invalid_type(Unexpected::Str(text), &self)),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<K::Value, E> {
        match K::number(number) {
            Some(_) if !number.is_finite() => Err(E::custom(format!("expected {}", K::EXPECTED))),
            Some(result) => result.map_err(E::custom),
            None => Err(E::invalid_type(Unexpected::Float(number), &self)),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<K::Value, E> {
        match K::number(number as f64) {
            Some(result) => result.map_err(E::custom),
            None => Err(E::invalid_type(Unexpected::Signed(number), &self)),
        }
    }
}

/// A duration in seconds, 0 included.
#[derive(Debug)]
pub(super) struct Duration;

impl ValueKind for Duration {
    type Value = f64;
    const EXPECTED: &'static str = "a duration such as \"30s\"";

    fn text(text: &str) -> Option<Result<f64, String>> {
        Some(seconds(text))
    }

    fn number(number: f64) -> Option<Result<f64, String>> {
        Some(Err(without_unit(&number.to_string())))
    }
}

/// A duration in seconds, above 0.
#[derive(Debug)]
pub(super) struct PositiveDuration;

impl ValueKind for PositiveDuration {
    type Value = f64;
    const EXPECTED: &'static str = Duration::EXPECTED;

    fn text(text: &str) -> Option<Result<f64, String>> {
        Some(seconds(text).and_then(|seconds| {
            if seconds > 0.0 { Ok(seconds) } else { Err("expected a duration above 0".to_owned()) }
        }))
    }

    fn number(number: f64) -> Option<Result<f64, String>> {
        Duration::number(number)
    }
}

/// A difference of clocks in seconds, of either sign.
#[derive(Debug)]
pub(super) struct Offset;

impl ValueKind for Offset {
    type Value = f64;
    const EXPECTED: &'static str = "a duration such as \"1.5s\" or \"-2s\"";

    fn text(text: &str) -> Option<Result<f64, String>> {
        let ahead = || seconds(text.strip_prefix('+').unwrap_or(text));
        let offset = text.strip_prefix('-').map_or_else(ahead, |behind| seconds(behind).map(|s| -s));
        Some(offset.and_then(|offset| {
            if offset.abs() <= MOST_OFFSET { Ok(offset) } else { Err("expected at most a day".to_owned()) }
        }))
    }

    fn number(number: f64) -> Option<Result<f64, String>> {
        Duration::number(number)
    }
}

/// Clocks that differ by more than a day are wrong, not apart; a wrong time zone is at most that.
const MOST_OFFSET: f64 = 86_400.0;

/// Units of time, in seconds. Longer ones are never the start of shorter ones: the whole unit is compared.
const UNITS: [(&str, f64); 7] =
    [("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0), ("h", 3600.0), ("d", 86_400.0)];
/// How units are spelt, for hints.
const DURATION_HINT: &str = "write a number with its unit: \"500ms\", \"30s\", \"2m\", \"1h\" or \"30d\"";

fn without_unit(text: &str) -> String {
    format!("`{text}` has no unit\n{DURATION_HINT}")
}

/// Reads `500ms`, `1.5s`, `1h 30m`.
pub(super) fn seconds(text: &str) -> Result<f64, String> {
    let bad = || format!("`{text}` is no duration\n{DURATION_HINT}");
    let mut total = 0.0;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let number: f64 = number.parse().map_err(|_| bad())?;
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        if unit.is_empty() {
            return Err(without_unit(text));
        }
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or_else(bad)?;
        // Dividing is exact where multiplying by 0.001 is not: 500 ms are 0.5 s.
        total += if *factor < 1.0 { number / (1.0 / factor).round() } else { number * factor };
        rest = after.trim_start();
    }
    if text.is_empty() || !total.is_finite() { Err(bad()) } else { Ok(total) }
}

/// A relative change or a drop (0..=1).
#[derive(Debug)]
pub(super) struct Change;

impl ValueKind for Change {
    type Value = f64;
    const EXPECTED: &'static str = "a share such as \"5%\" or 0.05";

    fn text(text: &str) -> Option<Result<f64, String>> {
        Some(percent(text, &["%"], "5%").and_then(|share| within(share, 0.0..=1.0, "from 0 % to 100 %")))
    }

    fn number(number: f64) -> Option<Result<f64, String>> {
        Some(ratio(number, "5%", "0.05"))
    }
}

/// Standard deviation of log latency (above 0, at most 1).
#[derive(Debug)]
pub(super) struct NoiseShare;

impl ValueKind for NoiseShare {
    type Value = f64;
    const EXPECTED: &'static str = "a share such as \"3%\" or 0.03";

    fn text(text: &str) -> Option<Result<f64, String>> {
        Some(percent(text, &["%"], "3%").and_then(above_0))
    }

    fn number(number: f64) -> Option<Result<f64, String>> {
        Some(ratio(number, "3%", "0.03").and_then(above_0))
    }
}

fn above_0(share: f64) -> Result<f64, String> {
    within(share, f64::MIN_POSITIVE..=1.0, "above 0 %, at most 100 %")
}

/// A difference of shares (0..=1).
#[derive(Debug)]
pub(super) struct Points;

impl ValueKind for Points {
    type Value = f64;
    const EXPECTED: &'static str = "percentage points such as \"0.1pp\" or 0.001";

    fn text(text: &str) -> Option<Result<f64, String>> {
        let share = percent(text, &["pp", "%"], "0.1pp");
        Some(share.and_then(|share| within(share, 0.0..=1.0, "from 0 to 100 percentage points")))
    }

    fn number(number: f64) -> Option<Result<f64, String>> {
        Some(ratio(number, "0.1pp", "0.001"))
    }
}

/// The share of requests that must be good (above 0, below 1).
#[derive(Debug)]
pub(super) struct GoodShare;

impl ValueKind for GoodShare {
    type Value = f64;
    const EXPECTED: &'static str = "a share such as \"99.9%\" or 0.999";

    fn text(text: &str) -> Option<Result<f64, String>> {
        Some(percent(text, &["%"], "99.9%").and_then(objective))
    }

    fn number(number: f64) -> Option<Result<f64, String>> {
        Some(ratio(number, "99.9%", "0.999").and_then(objective))
    }
}

/// Takes a share that leaves an error budget.
pub(super) fn objective(share: f64) -> Result<f64, String> {
    if share > 0.0 && share < 1.0 {
        Ok(share)
    } else {
        Err("an objective is above 0 % and below 100 %\nwrite \"99.9%\": what is left is the error budget"
            .to_owned())
    }
}

/// Reads a number with one of the units, as a ratio.
pub(super) fn percent(text: &str, units: &[&str], example: &str) -> Result<f64, String> {
    let number = units.iter().find_map(|unit| text.strip_suffix(unit)).map(str::trim_end);
    let number = number.ok_or_else(|| format!("`{text}` has no unit\nwrite \"{example}\""))?;
    hundredth(number).ok_or_else(|| format!("`{text}` is no number\nwrite \"{example}\""))
}

/// Reads a decimal number and divides it by 100 without a rounding error: 99.9 becomes 0.999.
pub(super) fn hundredth(number: &str) -> Option<f64> {
    let is_decimal = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    if is_decimal {
        format!("{number}e-2").parse().ok().filter(|share: &f64| share.is_finite())
    } else {
        None
    }
}

/// Takes a bare number for a ratio, where it can be one.
fn ratio(number: f64, percent: &str, ratio: &str) -> Result<f64, String> {
    if (0.0..=1.0).contains(&number) {
        Ok(number)
    } else {
        Err(format!("a number without a unit is a ratio from 0 to 1\nwrite \"{percent}\" or {ratio}"))
    }
}

fn within(share: f64, range: std::ops::RangeInclusive<f64>, words: &str) -> Result<f64, String> {
    if range.contains(&share) { Ok(share) } else { Err(format!("expected a value {words}")) }
}

/// How many times as much (above 1).
#[derive(Debug)]
pub(super) struct Factor;

impl ValueKind for Factor {
    type Value = f64;
    const EXPECTED: &'static str = "a factor above 1, such as 5";

    fn number(number: f64) -> Option<Result<f64, String>> {
        Some(if number > 1.0 && number.is_finite() {
            Ok(number)
        } else {
            Err(format!("expected {}", Self::EXPECTED))
        })
    }
}

/// A whole number above 0.
#[derive(Debug)]
pub(super) struct WholeNumber;

impl ValueKind for WholeNumber {
    type Value = usize;
    const EXPECTED: &'static str = "a whole number above 0";

    fn number(number: f64) -> Option<Result<usize, String>> {
        let fits = number.fract() == 0.0 && (1.0..=1e9).contains(&number);
        Some(if fits { Ok(number as usize) } else { Err(format!("expected {}", Self::EXPECTED)) })
    }
}

/// A name: text that is not empty.
#[derive(Debug)]
pub(super) struct Name;

impl ValueKind for Name {
    type Value = String;
    const EXPECTED: &'static str = "a name";

    fn text(text: &str) -> Option<Result<String, String>> {
        Some(Self::checked(text))
    }
}

impl Name {
    /// Takes a name, trimmed.
    pub(super) fn checked(text: &str) -> Result<String, String> {
        let name = text.trim();
        if name.is_empty() { Err("expected a name, found nothing".to_owned()) } else { Ok(name.to_owned()) }
    }
}

/// A link to a page.
#[derive(Debug)]
pub(super) struct Link;

impl ValueKind for Link {
    type Value = String;
    const EXPECTED: &'static str = "a link such as \"https://wiki.example/orders\"";

    fn text(text: &str) -> Option<Result<String, String>> {
        // What may stand between the angle brackets of Markdown and the quotes of HTML.
        let ends = |c: char| c.is_whitespace() || is_unseen(c) || matches!(c, '<' | '>' | '"' | '`' | '\\');
        let is_link = is_web(text) && !text.contains(ends);
        Some(if is_link {
            Ok(text.to_owned())
        } else {
            Err(format!("`{text}` is no link\nwrite {}", Self::EXPECTED))
        })
    }
}

/// A route: the path of a URL.
#[derive(Debug)]
pub(super) struct RoutePattern;

impl ValueKind for RoutePattern {
    type Value = String;
    const EXPECTED: &'static str = "a route such as \"/api/products/{id}\"";

    fn text(text: &str) -> Option<Result<String, String>> {
        let is_path = text.starts_with('/') && !text.contains(['?', '#']);
        Some(if is_path {
            Ok(text.to_owned())
        } else {
            Err(format!(
                "`{text}` is no path\nwrite the path alone, without method, host and query: \"/api/products/{{id}}\""
            ))
        })
    }
}

/// A status of HTTP, or of a gRPC call, that may be declared as intended.
#[derive(Debug)]
pub(super) struct Status;

impl ValueKind for Status {
    type Value = u16;
    const EXPECTED: &'static str = "a status such as 409";

    fn number(number: f64) -> Option<Result<u16, String>> {
        let fits =
            number.fract() == 0.0 && ((400.0..600.0).contains(&number) || (1.0..=16.0).contains(&number));
        Some(if fits {
            Ok(number as u16)
        } else {
            Err(format!(
                "`{number}` cannot be declared as intended\nonly statuses 400 to 599 can, and 1 to 16 of gRPC calls: others are no errors"
            ))
        })
    }
}
