//! How many requests of each side were bad, in full and without the worst slices.

use crate::compare::matching::Pair;
use crate::compare::slicing::Slicing;
use crate::model::comparison::Counts;
use crate::model::endpoint::Traffic;
use crate::model::evidence::Trimmed;
use crate::model::missing::{Known, Missing};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::settings::OutcomeSettings;
use crate::model::slicing::{SliceCounts, VerdictSlices};
use crate::stats::burst::worst_slices;
use crate::stats::hac::{self, Dispersion};

/// An error cell needs more requests than this in every run.
const MIN_REQUESTS: u64 = 30;
/// Slices with most bad requests that are left out of every run: one burst, which may lie across a
/// border, is an incident and no regression.
const TRIMMED_SLICES: usize = 2;

/// Which requests are counted as bad.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bad {
    /// Unintended errors.
    Unintended,
    /// 4xx that nobody declared.
    Undeclared4xx,
}

impl Bad {
    fn is_bad(self, outcome: Outcome, settings: &OutcomeSettings) -> bool {
        match self {
            Self::Unintended => settings.undeclared_4xx.counts_as_bad(outcome),
            Self::Undeclared4xx => outcome == Outcome::Undeclared4xx,
        }
    }

    fn count(self, outcomes: &Outcomes, with_4xx: bool) -> Known<u64> {
        let undeclared = outcomes.classes.get(&Outcome::Undeclared4xx).copied();
        match self {
            Self::Unintended if with_4xx && !outcomes.bad_may_hold_4xx => {
                Ok(outcomes.bad + undeclared.unwrap_or(0))
            }
            Self::Unintended => Ok(outcomes.bad),
            Self::Undeclared4xx => undeclared.ok_or_else(|| {
                Missing::because("the file does not tell 4xx that nobody declared from other failures")
            }),
        }
    }
}

/// Bad ones and all of both sides, and how the bad ones come together.
pub(super) struct SideCounts {
    /// One for each base run.
    pub(super) base: Vec<Counts>,
    pub(super) run: Counts,
    /// Absent without slices, or with too few.
    pub(super) trimmed: Option<Trimmed>,
    /// φ.
    pub(super) phi: f64,
}

impl SideCounts {
    /// Takes counts as they are: without slices φ is assumed.
    pub(super) fn untrimmed(base: Vec<Counts>, run: Counts) -> Self {
        Self { base, run, trimmed: None, phi: hac::ASSUMED_OVERDISPERSION }
    }

    /// Counts both sides of a pair.
    pub(super) fn of(
        pair: &Pair<'_>,
        bad: Bad,
        slicing: Option<&Slicing>,
        settings: &OutcomeSettings,
    ) -> Known<Self> {
        // Where one file cannot tell 4xx from errors, the other counts them in as well; where
        // the setting makes them errors, they are counted already.
        let with_4xx = !settings.undeclared_4xx.counts_as_bad(Outcome::Undeclared4xx)
            && pair
                .base
                .iter()
                .chain([&pair.run])
                .any(|traffic| traffic.outcomes.as_ref().is_ok_and(|o| o.bad_may_hold_4xx));
        let of = |traffic: &Traffic| {
            let outcomes = traffic.outcomes.as_ref().map_err(Clone::clone)?;
            enough(Counts { bad: bad.count(outcomes, with_4xx)?, total: outcomes.total() }, "requests")
        };
        let counts = Self::untrimmed(pair.base.iter().map(|t| of(t)).collect::<Known<_>>()?, of(pair.run)?);
        let in_slices = slicing
            .filter(|slicing| slicing.is_usable())
            .and_then(|slicing| in_slices(pair, bad, slicing, settings));
        Ok(match in_slices {
            Some((trimmed, phi)) => Self { trimmed: Some(trimmed), phi, ..counts },
            None => counts,
        })
    }

    /// All base runs together.
    pub(super) fn base_together(&self) -> Counts {
        together(&self.base)
    }
}

/// Refuses what is too little.
pub(super) fn enough(counts: Counts, what: &str) -> Known<Counts> {
    if counts.total > MIN_REQUESTS {
        Ok(counts)
    } else {
        Err(Missing::because(format!("{} {what}; more than {MIN_REQUESTS} are needed", counts.total)))
    }
}

fn together(counts: &[Counts]) -> Counts {
    Counts { bad: counts.iter().map(|c| c.bad).sum(), total: counts.iter().map(|c| c.total).sum() }
}

/// Trims every run, and learns φ from what is left; absent where too little is left of a run.
fn in_slices(
    pair: &Pair<'_>,
    bad: Bad,
    slicing: &Slicing,
    settings: &OutcomeSettings,
) -> Option<(Trimmed, f64)> {
    let of = |traffic: &Traffic, timeline: &VerdictSlices| {
        let responses = traffic.responses.as_ref().ok()?;
        Some(trim(&timeline.counts(responses, |outcome| bad.is_bad(outcome, settings))))
    };
    let base: Vec<SliceCounts> =
        pair.base.iter().zip(&slicing.base).map(|(t, timeline)| of(t, timeline)).collect::<Option<_>>()?;
    let run = of(pair.run, &slicing.run)?;
    let counts: Vec<Counts> = base.iter().map(sum).collect();
    let dispersions: Vec<Dispersion> = base
        .iter()
        .chain([&run])
        .map(|slices| Dispersion::of_any_slices(&slices.bad, &slices.total))
        .collect::<Option<_>>()?;
    Some((Trimmed { base: together(&counts), run: sum(&run) }, hac::overdispersion(&dispersions)))
}

fn trim(slices: &SliceCounts) -> SliceCounts {
    let worst = worst_slices(&slices.bad, TRIMMED_SLICES);
    let keep = |values: &[f64]| {
        let kept = values.iter().enumerate().filter(|(position, _)| !worst.contains(position));
        kept.map(|(_, value)| *value).collect()
    };
    SliceCounts { bad: keep(&slices.bad), total: keep(&slices.total) }
}

fn sum(slices: &SliceCounts) -> Counts {
    // Sums of whole numbers.
    Counts { bad: slices.bad.iter().sum::<f64>() as u64, total: slices.total.iter().sum::<f64>() as u64 }
}
