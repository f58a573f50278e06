//! The smallest effect that a test finds.

/// Share of runs with an effect in which a test shall find it: the usual convention (Cohen,
/// *Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., §2.4).
pub const POWER: f64 = 0.8;

/// Finds the smallest effect in 0…`limit` at which `chance(effect)` reaches `power`, by bisection.
///
/// `chance` must not fall as the effect rises. `None` where `limit` is not a number above 0, or
/// `chance(limit)` falls short of `power`. Exact to 10⁻⁹ of the limit, and never below the answer.
pub fn smallest_effect(limit: f64, power: f64, chance: impl Fn(f64) -> f64) -> Option<f64> {
    if !(limit.is_finite() && limit > 0.0 && chance(limit) >= power) {
        return None;
    }
    if chance(0.0) >= power {
        return Some(0.0);
    }
    let (mut low, mut high) = (0.0, limit);
    while high - low > limit * 1e-9 {
        let middle = f64::midpoint(low, high);
        if chance(middle) >= power {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_crossing() {
        let found = smallest_effect(10.0, 0.8, |effect| effect * effect / 20.0).unwrap();
        assert!((found - 4.0).abs() < 1e-7 && found >= 4.0, "{found}");
    }

    #[test]
    fn zero_is_an_answer_where_the_chance_is_there_already() {
        assert_eq!(smallest_effect(10.0, 0.8, |_| 0.8), Some(0.0));
    }

    #[test]
    fn has_no_answer_beyond_the_limit() {
        assert_eq!(smallest_effect(10.0, 0.8, |effect| effect / 20.0), None);
        assert_eq!(smallest_effect(f64::NAN, 0.8, |_| 1.0), None);
        assert_eq!(smallest_effect(0.0, 0.8, |_| 1.0), None);
        assert_eq!(smallest_effect(1.0, 0.8, |_| f64::NAN), None);
    }
}
