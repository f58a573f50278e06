//! Numbers that stand for "no limit" or "not known", and numbers that cannot be.

use crate::model::series::Series;
use crate::model::series::role::{Part, Role};
use crate::model::series::unit::SampleKind;

/// 2^63: the greatest number of 64 bits with a sign. Kernels round it down to a page, exporters divide it into seconds.
const GREATEST: f64 = 9_223_372_036_854_775_808.0;
/// What is rounded down to a page is less by up to this share.
const PAGES: f64 = 1e-12;
/// Nanoseconds, microseconds and milliseconds of a second: what a greatest number may have been divided by.
const SCALES: [f64; 3] = [1e3, 1e6, 1e9];
/// 2^31 − 1: no limit, in Java.
const GREATEST_OF_32: f64 = 2_147_483_647.0;

/// Takes out what is no measurement, and counts it.
pub(super) fn left_out(series: &mut [Series], role: Role, kind: SampleKind) -> u64 {
    // A slope may go down.
    let may_fall = !matches!(kind, SampleKind::Gauge | SampleKind::Counter);
    let before: usize = series.iter().map(|series| series.samples.len()).sum();
    for series in series.iter_mut() {
        series
            .samples
            .retain(|sample| !is_impossible(sample.value, role) || (may_fall && is_slope(sample.value)));
    }
    let after: usize = series.iter().map(|series| series.samples.len()).sum();
    (before - after) as u64
}

fn is_slope(value: f64) -> bool {
    -GREATEST < value && value < 0.0
}

fn is_impossible(value: f64, role: Role) -> bool {
    let is_greatest = |scale: f64| {
        let (one, two) = (value * scale / GREATEST, value * scale / (2.0 * GREATEST));
        (one - 1.0).abs() < PAGES || (two - 1.0).abs() < PAGES
    };
    let is_limit = matches!(role, Role::Saturation { part: Part::Limit | Part::Idle, .. });
    // What is in use, waits or is counted is never below zero; −1 is "not known", or "no limit".
    let is_counted = matches!(role, Role::Saturation { .. } | Role::Traffic | Role::Errors | Role::Latency);
    value.abs() >= GREATEST * (1.0 - PAGES)
        || (value > GREATEST_OF_32 && SCALES.into_iter().any(is_greatest))
        || (is_limit && value == GREATEST_OF_32)
        || (is_counted && value < 0.0)
}

#[cfg(test)]
mod tests {
    use super::is_impossible;
    use crate::model::series::role::{Part, Resource, Role};

    #[test]
    fn what_stands_for_something_else_is_no_number() {
        let part = |part| Role::Saturation { resource: Resource::Memory, part };
        let table = [
            (9_223_372_036_854_775_807.0, Role::Other, true),
            // A cgroup without a limit: rounded down to a page.
            (9_223_372_036_854_771_712.0, part(Part::Limit), true),
            (18_446_744_073_709_551_615.0, part(Part::Size), true),
            (1.797_693_134_862_315_7e308, part(Part::Limit), true),
            // 2^63 nanoseconds, in seconds and in milliseconds.
            (9_223_372_036.854_776, part(Part::Pending), true),
            (9_223_372_036_854.776, Role::Other, true),
            (9_223_372_036.0, part(Part::Used), false),
            (2_147_483_647.0, part(Part::Limit), true),
            (2_147_483_647.0, part(Part::Used), false),
            (-1.0, part(Part::Limit), true),
            (-1.0, part(Part::Used), true),
            (-1.0, Role::Latency, true),
            (-1.0, Role::Other, false),
            (8e18, part(Part::Used), false),
            (0.0, part(Part::Limit), false),
        ];
        for (value, role, expected) in table {
            assert_eq!(is_impossible(value, role), expected, "{value} of {role:?}");
        }
    }
}
