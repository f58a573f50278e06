//! Numbers and strings as PromQL, YAML and people want them.

use std::fmt::Write;

use serde_json::Value;

use crate::model::harmless::is_unseen;

/// Takes the noise of binary fractions off a number: 1 - 0.999 is 0.001.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

/// Writes a number without that noise.
pub(super) fn number(value: f64) -> String {
    rounded(value).to_string()
}

/// Writes a share: 0.999 is `99.9 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", number(share * 100.0))
}

/// Writes days as Prometheus writes durations: `30d`, `12h`.
pub(super) fn days(days: f64) -> String {
    if days.fract() == 0.0 { format!("{days}d") } else { format!("{}h", number(days * 24.0)) }
}

/// Writes a latency as it was stated.
pub(super) fn latency(milliseconds: f64) -> String {
    if milliseconds < 1000.0 {
        format!("{} ms", number(milliseconds))
    } else {
        format!("{} s", number(milliseconds / 1000.0))
    }
}

/// Writes a string for PromQL and YAML, which read the same escapes: as in JSON, and without the characters that nobody sees.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::new();
    for character in Value::from(text).to_string().chars() {
        match character {
            _ if is_unseen(character) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\U{:08x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}

/// Takes a text into an annotation or a label of an alert, where `{{` begins a template.
pub(super) fn escape_template(text: &str) -> String {
    text.replace("{{", "{{\"{{\"}}")
}

/// Makes an identifier of a text: `POST /api/orders` is `post-api-orders`.
pub(super) fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{days, escape_template, latency, number, percent, quoted, slug};

    #[test]
    fn numbers_are_written_without_noise() {
        assert_eq!((number(1.0 - 0.999), percent(1.0 - 0.9995)), ("0.001".to_owned(), "0.05 %".to_owned()));
        assert_eq!((days(30.0), days(0.5)), ("30d".to_owned(), "12h".to_owned()));
        assert_eq!((latency(500.0), latency(1500.0)), ("500 ms".to_owned(), "1.5 s".to_owned()));
    }

    #[test]
    fn strings_are_safe_where_they_go() {
        assert_eq!(quoted("a\"b\\\n\u{7f}é"), r#""a\"b\\\n\U0000007fé""#);
        assert_eq!(escape_template("/a/{id}/{{x"), "/a/{id}/{{\"{{\"}}x");
        assert_eq!(slug("POST /api/orders/{id}"), "post-api-orders-id");
    }
}
