//! How often a server collects: a rate over less than two of its samples has no value at all.

use super::error::FetchError;
use super::request::Grid;
use super::runner::QueryRunner;
use crate::model::series::queries::with_matchers;

/// What is asked: how many samples of five minutes the targets have. Nearly all of them, so that the slowest of a hundred
/// does not decide.
const QUERY: &str = "quantile(0.1, count_over_time(up{$m}[5m]))";
const SECONDS: f64 = 300.0;
/// Times at which it is asked.
const TIMES: u64 = 10;

/// Returns the interval in seconds, where the server has `up`: what only receives samples has none.
pub(super) fn of(runner: &QueryRunner, selector: &str) -> Result<Option<u64>, FetchError> {
    let grid = runner.grid();
    let step = grid.step.max(grid.points().saturating_mul(grid.step) / TIMES);
    let answer = runner.run("up", &with_matchers(QUERY, selector), Grid { step, ..grid })?;
    let counts = answer.series.iter().flat_map(|named| &named.series.samples).map(|sample| sample.value);
    // Fewer are the beginning of a target, or the end.
    let most = counts.fold(0.0, f64::max);
    Ok((most >= 1.0).then(|| (SECONDS / most).ceil() as u64))
}
