//! Figures rounded to what a person would write, with some room to what was measured.

/// Runs of one build differ by some 10 %: an objective this far above what was measured is not missed by chance.
const ROOM: f64 = 1.25;
/// Nobody states less, in milliseconds.
const LEAST: f64 = 5.0;
/// What people write in the first digits of a time limit.
const STEPS: [f64; 10] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
/// Success shares, the strictest first; none is stricter than one run can show.
const SHARES: [(&str, f64); 3] = [("99.9%", 0.001), ("99.5%", 0.005), ("99%", 0.01)];

/// A time limit above `measured` milliseconds, as the configuration writes it: 36.7 is `50ms`, 1,300 is `2s`.
pub(super) fn limit(measured: f64) -> Option<String> {
    if !(measured > 0.0 && measured.is_finite()) {
        return None;
    }
    let wanted = (measured * ROOM).max(LEAST);
    let magnitude = 10_f64.powf(wanted.log10().floor());
    // A thousandth of slack: 8 ms with its room is 10 ms, whatever binary fractions make of it.
    let step = STEPS.into_iter().find(|step| step * magnitude >= wanted * 0.999)?;
    let milliseconds = (step * magnitude * 1e6).round() / 1e6;
    Some(if milliseconds < 1000.0 {
        format!("{milliseconds}ms")
    } else {
        format!("{}s", milliseconds / 1000.0)
    })
}

/// The strictest success share that leaves twice the room of what failed; absent where too much did.
pub(super) fn success(bad_share: f64) -> Option<&'static str> {
    SHARES.into_iter().find(|(_, allowed)| 2.0 * bad_share <= *allowed).map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::{limit, success};

    #[test]
    fn limits_are_round_and_leave_room() {
        let table = [
            (0.3, Some("5ms")),
            (8.0, Some("10ms")),
            (36.7, Some("50ms")),
            (73.0, Some("100ms")),
            (129.0, Some("200ms")),
            (790.0, Some("1s")),
            (1_300.0, Some("2s")),
            (12_000.0, Some("15s")),
            (0.0, None),
            (f64::NAN, None),
        ];
        for (measured, expected) in table {
            assert_eq!(limit(measured).as_deref(), expected, "{measured}");
        }
    }

    #[test]
    fn success_leaves_twice_what_failed() {
        assert_eq!(success(0.0), Some("99.9%"));
        assert_eq!(success(0.0005), Some("99.9%"));
        assert_eq!(success(0.0006), Some("99.5%"));
        assert_eq!(success(0.005), Some("99%"));
        assert_eq!(success(0.006), None);
    }
}
