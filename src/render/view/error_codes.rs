//! k6's error codes with their meaning: what went wrong where no status tells.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::error_code::meaning;
use crate::model::figures::TrafficFigures;
use crate::model::quantity::Count;

use super::subject::Facts;
use super::text::DASH;
use crate::words::say;

/// The table of error codes; without rows where none occurred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ErrorCodes {
    /// The most frequent first.
    pub(crate) rows: Vec<CodeLine>,
    /// What is not shown.
    pub(crate) rest: String,
}

/// Requests with one error code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CodeLine {
    pub(crate) code: u32,
    pub(crate) meaning: String,
    pub(crate) base: String,
    pub(crate) run: String,
}

/// More rows than this are not read.
const MOST_ROWS: usize = 12;

/// Builds the table of all requests together: base beside run.
pub(crate) fn error_codes(whole: &Facts<'_>) -> ErrorCodes {
    let run = whole.run.filter(|run| tells(run)).map(|run| &run.error_codes);
    let mut base: Option<BTreeMap<u32, u64>> = None;
    for figures in whole.base.iter().filter(|base| tells(base)) {
        let sum = base.get_or_insert_default();
        for (code, count) in &figures.error_codes {
            *sum.entry(*code).or_default() += count;
        }
    }
    let count = |side: Option<&BTreeMap<u32, u64>>, code: u32| side.and_then(|side| side.get(&code)).copied();
    let mut codes: Vec<u32> = run.into_iter().chain(&base).flat_map(BTreeMap::keys).copied().collect();
    codes.sort_unstable();
    codes.dedup();
    codes.retain(|code| count(run, *code).max(count(base.as_ref(), *code)) > Some(0));
    codes.sort_by_key(|code| std::cmp::Reverse((count(run, *code), count(base.as_ref(), *code))));
    let side = |side: Option<&BTreeMap<u32, u64>>, code: u32| match side {
        Some(_) => Count(count(side, code).unwrap_or(0)).to_string(),
        None => DASH.to_owned(),
    };
    let more = codes.len().saturating_sub(MOST_ROWS);
    let rows = codes
        .iter()
        .take(MOST_ROWS)
        .map(|code| CodeLine {
            code: *code,
            meaning: meaning(*code).to_string(),
            base: if whole.base.is_empty() { String::new() } else { side(base.as_ref(), *code) },
            run: side(run, *code),
        })
        .collect();
    let rest = if more == 0 { String::new() } else { say!("codes-cut", codes = more) };
    ErrorCodes { rows, rest }
}

/// Tells whether a source counts error codes: raw points do, so that no code means no error.
fn tells(figures: &TrafficFigures) -> bool {
    figures.timeline.is_ok() || !figures.error_codes.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn the_most_frequent_comes_first_and_none_is_a_zero_only_where_codes_are_counted() {
        let mut timed = sample::timed();
        let table = error_codes(&Facts::whole(&timed));
        let codes: Vec<(u32, &str, &str)> =
            table.rows.iter().map(|row| (row.code, row.base.as_str(), row.run.as_str())).collect();
        assert_eq!(codes, [(1404, "43", "49"), (1500, "1", "14"), (1050, "0", "9"), (1212, "0", "1")]);

        timed.base[0].whole.timeline = Err(crate::model::missing::Missing::because("a summary"));
        timed.base[0].whole.error_codes.clear();
        assert_eq!(error_codes(&Facts::whole(&timed)).rows[0].base, "–");
        assert_eq!(error_codes(&Facts::whole(&sample::compared())), ErrorCodes::default());
    }
}
