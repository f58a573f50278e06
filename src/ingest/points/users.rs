//! How many virtual users there were.

use crate::model::slices::Slots;
use crate::model::users::Users;

/// How many load generators wrote users: k6 samples once a second, so more samples than seconds are more generators.
pub(in crate::ingest) fn generators(users: &Slots<Users>) -> u64 {
    let samples: u64 = users.iter().map(|(_, users)| users.samples).sum();
    let seconds: i64 =
        users.iter().filter_map(|(_, users)| users.seconds).map(|(first, last)| last - first + 1).sum();
    if seconds <= 0 { 1 } else { ((samples as f64 / seconds as f64).round() as u64).max(1) }
}

/// Most users at one time within a stretch of microseconds, of all load generators together.
pub(in crate::ingest) fn peak(users: &Slots<Users>, span: Option<(i64, i64)>) -> Option<f64> {
    let generators = generators(users);
    let seconds = span.map(|(start, end)| (start.div_euclid(1_000_000), end.div_euclid(1_000_000)));
    users
        .iter()
        .filter(|(slice, _)| {
            seconds.is_none_or(|(first, last)| slice + users.width() > first && *slice <= last)
        })
        .map(|(_, users)| match generators {
            1 => users.max as f64,
            many => users.sum as f64 / users.samples.max(1) as f64 * many as f64,
        })
        .reduce(f64::max)
}
