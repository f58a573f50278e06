//! How much a counter rose, when it may have started again from zero.

/// Adds up the rises of a counter whose values are in order of time.
///
/// A value below the one before is a reset: the process started again, and all of the new value was counted since.
/// This is the rule of `increase()` in Prometheus, without its extrapolation to the ends of the range. What was
/// counted between the last value before a reset and the reset itself is lost, as it is there.
pub fn increase(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values = values.into_iter();
    let Some(mut before) = values.next() else { return 0.0 };
    let mut total = 0.0;
    for value in values {
        total += if value < before { value } else { value - before };
        before = value;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::increase;

    #[test]
    fn rises_add_up() {
        assert_eq!(increase([3.0, 5.0, 5.0, 9.0]), 6.0);
        assert_eq!(increase([]), 0.0);
        assert_eq!(increase([7.0]), 0.0);
    }

    #[test]
    fn a_fall_is_a_reset_and_the_new_value_counts_from_zero() {
        // 10 → 14 is 4, then 3 since the restart, then 3 → 8 is 5.
        assert_eq!(increase([10.0, 14.0, 3.0, 8.0]), 12.0);
        assert_eq!(increase([10.0, 0.0, 0.0, 2.0]), 2.0);
    }
}
