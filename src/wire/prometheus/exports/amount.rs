//! Values as Grafana formats them: `1.2 ms`, `45%`, `1.5 K`.

use crate::model::series::unit::SeriesUnit;

/// What stands behind a number: by how much it is multiplied, and what it then counts.
const SUFFIXES: &[(&str, f64, Option<SeriesUnit>)] = &[
    ("", 1.0, None),
    ("%", 1.0, Some(SeriesUnit::Percent)),
    ("ns", 1e-9, Some(SeriesUnit::Seconds)),
    ("µs", 1e-6, Some(SeriesUnit::Seconds)),
    ("μs", 1e-6, Some(SeriesUnit::Seconds)),
    ("us", 1e-6, Some(SeriesUnit::Seconds)),
    ("ms", 1e-3, Some(SeriesUnit::Seconds)),
    ("s", 1.0, Some(SeriesUnit::Seconds)),
    ("min", 60.0, Some(SeriesUnit::Seconds)),
    ("mins", 60.0, Some(SeriesUnit::Seconds)),
    ("h", 3_600.0, Some(SeriesUnit::Seconds)),
    ("hour", 3_600.0, Some(SeriesUnit::Seconds)),
    ("hours", 3_600.0, Some(SeriesUnit::Seconds)),
    ("day", 86_400.0, Some(SeriesUnit::Seconds)),
    ("days", 86_400.0, Some(SeriesUnit::Seconds)),
    ("B", 1.0, Some(SeriesUnit::Bytes)),
    ("bytes", 1.0, Some(SeriesUnit::Bytes)),
    ("kB", 1e3, Some(SeriesUnit::Bytes)),
    ("KB", 1e3, Some(SeriesUnit::Bytes)),
    ("MB", 1e6, Some(SeriesUnit::Bytes)),
    ("GB", 1e9, Some(SeriesUnit::Bytes)),
    ("TB", 1e12, Some(SeriesUnit::Bytes)),
    ("KiB", 1_024.0, Some(SeriesUnit::Bytes)),
    ("kiB", 1_024.0, Some(SeriesUnit::Bytes)),
    ("MiB", 1_048_576.0, Some(SeriesUnit::Bytes)),
    ("GiB", 1_073_741_824.0, Some(SeriesUnit::Bytes)),
    ("TiB", 1_099_511_627_776.0, Some(SeriesUnit::Bytes)),
    ("k", 1e3, None),
    ("K", 1e3, None),
    ("M", 1e6, None),
    ("Mil", 1e6, None),
    ("G", 1e9, None),
    ("Bil", 1e9, None),
    ("T", 1e12, None),
    ("Tri", 1e12, None),
    ("m", 1e-3, None),
];

/// Words that say what is counted, behind the number and what multiplies it.
const COUNTED: &[&str] = &[
    "req/s", "reqs/s", "rps", "ops/s", "ops", "reads/s", "writes/s", "msg/s", "c/s", "p/s", "io/s", "cps",
    "cores",
];

/// Reads a value; NaN where a cell holds none.
pub(super) fn read(cell: &str) -> Option<(f64, Option<SeriesUnit>)> {
    let cell = cell.trim();
    if ["", "null", "undefined", "NaN", "N/A", "-", "No data"].contains(&cell) {
        return Some((f64::NAN, None));
    }
    let text = cell.replace(['\u{a0}', '\u{202f}'], " ");
    let end = number_end(&text);
    let (number, rest) = text.split_at(end);
    let number: f64 = number.replace(',', "").parse().ok()?;
    let mut rest = rest.trim();
    for word in COUNTED {
        rest = rest.strip_suffix(word).unwrap_or(rest).trim_end();
    }
    let is_amount = |name: &str| SUFFIXES.iter().find(|(suffix, _, _)| *suffix == name);
    let (_, factor, unit) = is_amount(rest).or_else(|| is_amount(rest.strip_suffix("/s")?.trim_end()))?;
    Some((number * factor, *unit))
}

/// Where a number ends, with an exponent if it has one.
fn number_end(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_digit() || "+-.,".contains(c);
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let exponent = text[end..].strip_prefix(['e', 'E']).map(|rest| {
        rest.len()
            - rest.trim_start_matches(['+', '-']).trim_start_matches(|c: char| c.is_ascii_digit()).len()
    });
    end + exponent.filter(|length| *length > 0).map_or(0, |length| length + 1)
}
