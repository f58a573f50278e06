//! Which share of an error budget, burned in which time, is worth a page or a ticket.
//!
//! Multiple windows and burn rates: Beyer et al., *The Site Reliability Workbook*, chapter 5, table 5-8. An alert needs both
//! of its windows: the long one says that it matters, the short one that it still goes on.

/// How soon somebody has to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Severity {
    /// Now.
    Page,
    /// In working hours.
    Ticket,
}

impl Severity {
    /// The value of the label `severity`.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Ticket => "ticket",
        }
    }
}

/// A time over which bad requests are counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BurnWindow {
    /// As Prometheus writes it.
    pub(super) name: &'static str,
    pub(super) hours: f64,
}

/// One alert of an objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Burn {
    pub(super) severity: Severity,
    /// The share of the budget (0..1) that is gone when it fires.
    pub(super) budget: f64,
    pub(super) long: BurnWindow,
    /// A twelfth of it.
    pub(super) short: BurnWindow,
}

const fn window(name: &'static str, hours: f64) -> BurnWindow {
    BurnWindow { name, hours }
}

const fn burn(severity: Severity, budget: f64, long: BurnWindow, short: BurnWindow) -> Burn {
    Burn { severity, budget, long, short }
}

/// The alerts of an objective, the most urgent first. Over 30 days they are burn rates of 14.4, 6, 3 and 1.
pub(super) const BURNS: [Burn; 4] = [
    burn(Severity::Page, 0.02, window("1h", 1.0), window("5m", 1.0 / 12.0)),
    burn(Severity::Page, 0.05, window("6h", 6.0), window("30m", 0.5)),
    burn(Severity::Ticket, 0.10, window("1d", 24.0), window("2h", 2.0)),
    burn(Severity::Ticket, 0.10, window("3d", 72.0), window("6h", 6.0)),
];

impl Burn {
    /// How many times as fast as the budget allows, for an objective over so many days. Never below 1: a budget that is
    /// burned no faster lasts its window.
    pub(super) fn rate(&self, window_days: f64) -> f64 {
        (self.budget * window_days * 24.0 / self.long.hours).max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::{number, percent};
    use super::BURNS;

    #[test]
    fn burn_rates_follow_from_budget_and_windows() {
        let rates = |days| BURNS.map(|burn| (burn.rate(days) * 1e6).round() / 1e6);
        assert_eq!(rates(30.0), [14.4, 6.0, 3.0, 1.0]);
        assert_eq!(rates(28.0), [13.44, 5.6, 2.8, 1.0]);
        assert_eq!(rates(7.0), [3.36, 1.4, 1.0, 1.0]);
        let page = include_str!("../../docs/alerting.md");
        for burn in BURNS {
            let (long, short) = (burn.long.name, burn.short.name);
            let (severity, share) = (burn.severity.label(), percent(burn.budget));
            let (month, week) = (number(burn.rate(30.0)), number(burn.rate(7.0)));
            let row = format!("| {severity} | {share} | {long} | {short} | {month} | {week} |");
            assert!(page.contains(&row), "docs/alerting.md lacks {row}");
        }
        assert!(BURNS.iter().all(|burn| (burn.long.hours / burn.short.hours - 12.0).abs() < 1e-9));
    }
}
