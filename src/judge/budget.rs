//! What a run would do to an error budget if it went on.

use crate::model::judgement::ErrorBudget;

/// Computes the burn rate: observed error ratio ÷ (1 − objective), and how long the window's budget lasts at that rate.
pub(super) fn burn(bad_share: f64, objective: f64, window_days: f64) -> ErrorBudget {
    let burn_rate = bad_share / (1.0 - objective);
    ErrorBudget { burn_rate, lasts_days: (burn_rate > 0.0).then(|| window_days / burn_rate), window_days }
}

#[cfg(test)]
mod tests {
    use super::burn;

    #[test]
    fn spends_the_budget_exactly_at_burn_rate_one() {
        let budget = burn(0.001, 0.999, 30.0);
        assert!((budget.burn_rate - 1.0).abs() < 1e-9);
        assert!((budget.lasts_days.unwrap() - 30.0).abs() < 1e-6);
    }

    #[test]
    fn ten_times_the_errors_last_a_tenth_of_the_window() {
        assert!((burn(0.01, 0.999, 30.0).lasts_days.unwrap() - 3.0).abs() < 1e-6);
    }

    #[test]
    fn without_errors_nothing_is_spent() {
        assert_eq!(burn(0.0, 0.99, 30.0).lasts_days, None);
    }
}
