//! Exact accounting of how requests ended, from `http_req_failed` and counts by status.
//!
//! k6 counts in `http_req_failed` what the script did not expect: without a declaration that is every
//! status outside 200–399, intended 4xx included. Where the statuses that the file counts add up to
//! exactly the failed requests, it is known what they were; otherwise nothing is guessed.

use std::collections::BTreeMap;

use super::summary::Rate;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::settings::Undeclared4xx;

/// What is known of some requests.
pub(super) struct Account<'a> {
    pub(super) failed: Rate,
    /// Requests by status, as far as the file counts them; 0 is "no answer".
    pub(super) statuses: BTreeMap<u16, u64>,
    /// Whether the configuration declares a status as intended.
    pub(super) declares: &'a dyn Fn(u16) -> bool,
    pub(super) undeclared_4xx: Undeclared4xx,
    /// The account of more requests, these among them.
    pub(super) whole: Option<&'a Accounted>,
}

/// Outcomes, and how they are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Accounted {
    pub(super) outcomes: Outcomes,
    pub(super) basis: Basis,
}

/// How outcomes are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    /// No failed request was a 4xx: the script declares those it means.
    NoFailed4xx,
    /// Every listed 4xx was a failed request: the script declares none.
    EveryFailed4xx,
    /// More requests answered 5xx than failed: the script expects some of them.
    Expected5xx,
    /// The failed requests cannot be told apart.
    Unknown,
}

/// The counts that the accounting adds up.
struct StatusSums {
    /// Status 0 and undeclared 5xx: bad whatever the script expects.
    hard: u64,
    /// 5xx that the configuration declares.
    declared_5xx: u64,
    server_error: u64,
    any_5xx: bool,
    /// All listed 4xx.
    client: u64,
    any_4xx: bool,
    no_answer: Option<u64>,
}

impl Account<'_> {
    /// Settles the account.
    pub(super) fn settle(self) -> Accounted {
        let sums = self.sums();
        let basis = self.basis(&sums);
        let Rate { hits: failed, total } = self.failed;
        let mut classes = BTreeMap::new();
        let bad = match basis {
            Basis::NoFailed4xx => {
                let hard = if self.is_settled_here(&sums) { sums.hard } else { failed };
                self.classes_without_failed_4xx(&sums, hard, &mut classes);
                hard
            }
            Basis::EveryFailed4xx => self.classes_of_failed_4xx(&sums, &mut classes),
            Basis::Expected5xx => sums.hard,
            Basis::Unknown => failed,
        };
        let outcomes = Outcomes {
            bad,
            good: total.saturating_sub(bad),
            classes,
            bad_may_hold_4xx: basis == Basis::Unknown,
            statuses: self.statuses,
        };
        Accounted { outcomes, basis }
    }

    fn sums(&self) -> StatusSums {
        let (mut server_error, mut declared_5xx, mut client) = (0, 0, 0);
        let (mut any_5xx, mut any_4xx) = (false, false);
        for (&status, &count) in &self.statuses {
            match status {
                400..=499 => {
                    client += count;
                    any_4xx = true;
                }
                500..=599 if (self.declares)(status) => declared_5xx += count,
                500..=599 => {
                    server_error += count;
                    any_5xx = true;
                }
                _ => {}
            }
        }
        let no_answer = self.statuses.get(&0).copied();
        // A request without an answer always failed, so that none did where nothing failed.
        let no_answer = no_answer.or_else(|| (self.failed.hits == 0).then_some(0));
        let hard = server_error + no_answer.unwrap_or(0);
        StatusSums { hard, declared_5xx, server_error, any_5xx, client, any_4xx, no_answer }
    }

    fn basis(&self, sums: &StatusSums) -> Basis {
        let failed = self.failed.hits;
        if self.is_settled_here(sums) {
            return Basis::NoFailed4xx;
        }
        if self.whole.is_some_and(|whole| whole.basis == Basis::NoFailed4xx) {
            // None of more requests: none of these either.
            return Basis::NoFailed4xx;
        }
        let adds_up =
            [sums.hard, sums.hard + sums.declared_5xx].iter().any(|hard| failed == hard + sums.client);
        if adds_up && sums.client > 0 && sums.no_answer.is_some() && sums.any_5xx {
            return Basis::EveryFailed4xx;
        }
        if sums.hard > failed { Basis::Expected5xx } else { Basis::Unknown }
    }

    /// Tells whether the listed statuses by themselves show that no failed request was a 4xx.
    fn is_settled_here(&self, sums: &StatusSums) -> bool {
        let failed = self.failed.hits;
        let adds_up =
            failed == sums.hard || (sums.declared_5xx > 0 && failed == sums.hard + sums.declared_5xx);
        adds_up && sums.no_answer.is_some()
    }

    fn classes_without_failed_4xx(&self, sums: &StatusSums, hard: u64, classes: &mut BTreeMap<Outcome, u64>) {
        classes.insert(Outcome::Undeclared4xx, 0);
        if sums.any_4xx {
            classes.insert(Outcome::Intended4xx, sums.client);
            classes.insert(Outcome::Ok, self.failed.total.saturating_sub(hard + sums.client));
        }
        if sums.any_5xx {
            classes.insert(Outcome::ServerError, sums.server_error);
        }
        if sums.no_answer == Some(0) {
            classes.insert(Outcome::Timeout, 0);
            classes.insert(Outcome::TransportError, 0);
        }
        self.classes_from_the_whole(hard, classes);
    }

    /// What did not happen in the whole run did not happen in a part of it; and what is left is known.
    fn classes_from_the_whole(&self, hard: u64, classes: &mut BTreeMap<Outcome, u64>) {
        let Some(whole) = self.whole else {
            return;
        };
        for outcome in Outcome::ALL {
            if whole.outcomes.classes.get(&outcome) == Some(&0) {
                classes.entry(outcome).or_insert(0);
            }
        }
        let none = |outcome| classes.get(&outcome) == Some(&0);
        if none(Outcome::Timeout) && none(Outcome::TransportError) {
            classes.entry(Outcome::ServerError).or_insert(hard);
        }
    }

    fn classes_of_failed_4xx(&self, sums: &StatusSums, classes: &mut BTreeMap<Outcome, u64>) -> u64 {
        let intended: u64 = self
            .statuses
            .iter()
            .filter(|&(&status, _)| (400..500).contains(&status) && (self.declares)(status))
            .map(|(_, &count)| count)
            .sum();
        let undeclared = sums.client - intended;
        classes.insert(Outcome::Intended4xx, intended);
        classes.insert(Outcome::Undeclared4xx, undeclared);
        classes.insert(Outcome::ServerError, sums.server_error);
        classes.insert(Outcome::Ok, self.failed.total.saturating_sub(sums.hard + sums.client));
        if sums.no_answer == Some(0) {
            classes.insert(Outcome::Timeout, 0);
            classes.insert(Outcome::TransportError, 0);
        }
        match self.undeclared_4xx {
            Undeclared4xx::Separate => sums.hard,
            Undeclared4xx::Bad => sums.hard + undeclared,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settle(hits: u64, statuses: &[(u16, u64)], declared: &[u16]) -> Accounted {
        let account = Account {
            failed: Rate { hits, total: 100 },
            statuses: statuses.iter().copied().collect(),
            declares: &|status| declared.contains(&status),
            undeclared_4xx: Undeclared4xx::Separate,
            whole: None,
        };
        account.settle()
    }

    fn class(accounted: &Accounted, outcome: Outcome) -> Option<u64> {
        accounted.outcomes.classes.get(&outcome).copied()
    }

    #[test]
    fn statuses_that_explain_every_failure_make_4xx_intended() {
        let accounted = settle(3, &[(0, 1), (500, 2), (404, 7), (409, 4)], &[]);
        assert_eq!(accounted.basis, Basis::NoFailed4xx);
        assert_eq!((accounted.outcomes.bad, accounted.outcomes.good), (3, 97));
        assert!(!accounted.outcomes.bad_may_hold_4xx);
        assert_eq!(class(&accounted, Outcome::Intended4xx), Some(11));
        assert_eq!(class(&accounted, Outcome::ServerError), Some(2));
        assert_eq!(class(&accounted, Outcome::Ok), Some(86));
        assert_eq!(class(&accounted, Outcome::Timeout), None);
    }

    #[test]
    fn no_unanswered_request_means_no_timeout() {
        let accounted = settle(2, &[(0, 0), (500, 2)], &[]);
        assert_eq!(class(&accounted, Outcome::Timeout), Some(0));
        assert_eq!(class(&accounted, Outcome::TransportError), Some(0));
        // No 4xx is counted by the file: how many of the good ones were 4xx is unknown.
        assert_eq!(class(&accounted, Outcome::Ok), None);
    }

    #[test]
    fn a_script_that_declares_nothing_leaves_it_to_the_configuration() {
        let accounted = settle(14, &[(0, 1), (500, 2), (404, 7), (409, 4)], &[409]);
        assert_eq!(accounted.basis, Basis::EveryFailed4xx);
        assert_eq!((accounted.outcomes.bad, accounted.outcomes.good), (3, 97));
        assert_eq!(class(&accounted, Outcome::Intended4xx), Some(4));
        assert_eq!(class(&accounted, Outcome::Undeclared4xx), Some(7));
        assert_eq!(class(&accounted, Outcome::Ok), Some(86));
    }

    #[test]
    fn an_undeclared_4xx_may_be_configured_as_bad() {
        let account = Account {
            failed: Rate { hits: 9, total: 100 },
            statuses: [(0, 0), (503, 2), (401, 7)].into_iter().collect(),
            declares: &|_| false,
            undeclared_4xx: Undeclared4xx::Bad,
            whole: None,
        };
        assert_eq!(account.settle().outcomes.bad, 9);
    }

    #[test]
    fn what_does_not_add_up_is_not_guessed() {
        for statuses in [&[][..], &[(404, 5)], &[(0, 0), (404, 5)], &[(0, 1), (500, 1), (404, 1)]] {
            let accounted = settle(5, statuses, &[]);
            assert_eq!(accounted.basis, Basis::Unknown, "{statuses:?}");
            assert_eq!((accounted.outcomes.bad, accounted.outcomes.good), (5, 95));
            assert!(accounted.outcomes.bad_may_hold_4xx);
            assert!(accounted.outcomes.classes.is_empty());
        }
    }

    #[test]
    fn a_5xx_that_the_script_expects_is_bad_unless_the_configuration_declares_it() {
        let expected = settle(1, &[(0, 1), (503, 6)], &[]);
        assert_eq!((expected.basis, expected.outcomes.bad), (Basis::Expected5xx, 7));
        let declared = settle(1, &[(0, 1), (503, 6)], &[503]);
        assert_eq!((declared.basis, declared.outcomes.bad), (Basis::NoFailed4xx, 1));
        let only_configured = settle(7, &[(0, 1), (503, 6)], &[503]);
        assert_eq!((only_configured.basis, only_configured.outcomes.bad), (Basis::NoFailed4xx, 1));
    }

    #[test]
    fn a_part_is_known_from_the_whole() {
        let whole = settle(5, &[(0, 0), (500, 5), (404, 9)], &[]);
        let part = Account {
            failed: Rate { hits: 5, total: 20 },
            statuses: BTreeMap::new(),
            declares: &|_| false,
            undeclared_4xx: Undeclared4xx::Separate,
            whole: Some(&whole),
        };
        let part = part.settle();
        assert!(!part.outcomes.bad_may_hold_4xx);
        assert_eq!((part.outcomes.bad, part.outcomes.good), (5, 15));
        assert_eq!(class(&part, Outcome::ServerError), Some(5));
        assert_eq!(class(&part, Outcome::Timeout), Some(0));
        assert_eq!(class(&part, Outcome::Ok), None);
    }

    #[test]
    fn nothing_failed_is_exact_without_any_status() {
        let accounted = settle(0, &[], &[]);
        assert_eq!((accounted.outcomes.bad, accounted.outcomes.bad_may_hold_4xx), (0, false));
        assert_eq!(class(&accounted, Outcome::Undeclared4xx), Some(0));
        assert_eq!(class(&accounted, Outcome::Timeout), Some(0));
        assert_eq!(class(&accounted, Outcome::ServerError), None);
    }
}
