//! `promtool query range`: a line with the series, then a line for each sample.

use super::{Export, Growing, selector, wrong};
use crate::wire::prometheus::refusal::Refusal;

/// Tells by the first line: `metric{label="value"} =>`, alone or with the value of an instant query.
pub(super) fn is_head(line: &str) -> bool {
    selector(line).is_some_and(|(_, _, rest)| rest.trim_start().starts_with("=>"))
}

pub(super) fn read(text: &str) -> Result<Export, Refusal> {
    let mut growing = Growing::default();
    let mut current = None;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if let Some((metric, labels, rest)) = selector(line)
            && let Some(rest) = rest.trim_start().strip_prefix("=>")
        {
            if !rest.trim().is_empty() {
                return Err(Refusal::Instant("promtool query instant".to_owned()));
            }
            current = Some((metric, labels));
            continue;
        }
        let sample = sample(line).ok_or_else(|| wrong(index + 1, "expected `VALUE @[UNIX TIME]`"))?;
        let (metric, labels) =
            current.clone().ok_or_else(|| wrong(index + 1, "a sample before its series"))?;
        growing.add(metric, labels, sample.0, sample.1);
    }
    Ok(growing.export)
}

/// A native histogram in place of the value is no number here.
fn sample(line: &str) -> Option<(i64, f64)> {
    let (value, time) = line.rsplit_once("@[")?;
    let seconds: f64 = time.trim().strip_suffix(']')?.parse().ok()?;
    let value = value.trim();
    let value = if value.starts_with('{') { f64::NAN } else { value.parse().ok()? };
    Some((super::time::of_seconds(seconds)?, value))
}
