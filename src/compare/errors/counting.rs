//! How many requests of each side were bad, in full and without the worst slices.

use crate::compare::bursts::trim;
use crate::compare::latency::{Side, Sides};
use crate::compare::matching::Pair;
use crate::compare::slicing::Slicing;
use crate::model::comparison::Counts;
use crate::model::endpoint::Traffic;
use crate::model::evidence::Trimmed;
use crate::model::indicator::Indicator;
use crate::model::missing::{Known, Missing};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::settings::OutcomeSettings;
use crate::model::slicing::{SliceCounts, VerdictSlices};
use crate::stats::hac::{self, Dispersion};

/// An error cell needs as many requests in every run; endpoints with fewer are tested together.
pub(super) const MIN_REQUESTS: u64 = 5;
/// Which requests are counted as bad.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bad {
    /// Unintended errors.
    Unintended,
    /// 4xx that nobody declared.
    Undeclared4xx,
}

impl Bad {
    /// How their share is called.
    pub(super) fn indicator(self) -> Indicator {
        match self {
            Self::Unintended => Indicator::ErrorShare,
            Self::Undeclared4xx => Indicator::UndeclaredShare,
        }
    }

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
            Self::Undeclared4xx => undeclared.ok_or_else(|| Missing::message("missing-undeclared")),
        }
    }
}

/// Bad ones and all of both sides, run by run, and how the bad ones come together.
pub(super) struct SideCounts {
    /// One for each base run.
    base: Vec<Counts>,
    /// One for each candidate run.
    runs: Vec<Counts>,
    /// The same without the worst slices; in full where there are no slices, or too few.
    pub(super) tested_base: Vec<Counts>,
    pub(super) tested_runs: Vec<Counts>,
    /// Absent without slices, or with too few.
    pub(super) trimmed: Option<Trimmed>,
    /// φ.
    pub(super) phi: f64,
    /// From how many milliseconds on a request is bad, where that is what is counted.
    pub(super) threshold: Option<f64>,
}

impl SideCounts {
    /// Takes counts as they are: without slices φ is assumed.
    pub(super) fn untrimmed(base: Vec<Counts>, runs: Vec<Counts>) -> Self {
        Self {
            tested_base: base.clone(),
            tested_runs: runs.clone(),
            base,
            runs,
            trimmed: None,
            phi: hac::ASSUMED_OVERDISPERSION,
            threshold: None,
        }
    }

    /// Counts both sides of a pair, whatever their number.
    pub(super) fn of(
        pair: &Pair<'_>,
        bad: Bad,
        slicing: Option<&Slicing>,
        settings: &OutcomeSettings,
    ) -> Known<Self> {
        Self::without(pair, &[], bad, slicing, settings)
    }

    /// Counts both sides of a pair without some endpoints that are a part of it.
    pub(super) fn without(
        pair: &Pair<'_>,
        parts: &[Pair<'_>],
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
                .chain(&pair.runs)
                .any(|traffic| traffic.outcomes.as_ref().is_ok_and(|o| o.bad_may_hold_4xx));
        let of = |traffic: &Traffic| -> Known<Counts> {
            let outcomes = traffic.outcomes.as_ref().map_err(Clone::clone)?;
            Ok(Counts { bad: bad.count(outcomes, with_4xx)?, total: outcomes.total() })
        };
        let counted = |side: SideOf| -> Known<Vec<Counts>> {
            let mut counts: Vec<Counts> =
                side(pair).iter().map(|traffic| of(traffic)).collect::<Known<_>>()?;
            for part in parts {
                for (all, traffic) in counts.iter_mut().zip(side(part)) {
                    let part = of(traffic)?;
                    all.bad = all.bad.saturating_sub(part.bad);
                    all.total = all.total.saturating_sub(part.total);
                }
            }
            Ok(counts)
        };
        let counts = Self::untrimmed(counted(base_of)?, counted(runs_of)?);
        let in_slices = slicing.filter(|slicing| slicing.is_usable()).and_then(|slicing| {
            let of = |traffic: &Traffic, timeline: &VerdictSlices| {
                let responses = traffic.responses.as_ref().ok()?;
                Some(timeline.counts(responses, |outcome| bad.is_bad(outcome, settings)))
            };
            let slices = |side: SideOf, timelines: &[VerdictSlices]| -> Option<Vec<SliceCounts>> {
                let each = side(pair).iter().zip(timelines).enumerate().map(|(run, (traffic, timeline))| {
                    let mut all = of(traffic, timeline)?;
                    for part in parts {
                        let part = of(side(part).get(run)?, timeline)?;
                        subtract(&mut all.bad, &part.bad);
                        subtract(&mut all.total, &part.total);
                    }
                    Some(all)
                });
                each.collect()
            };
            Some((slices(base_of, &slicing.base)?, slices(runs_of, &slicing.runs)?))
        });
        Ok(match in_slices {
            Some((base, runs)) => counts.trimmed_by(&base, &runs),
            None => counts,
        })
    }

    /// Counts the requests slower than `threshold` milliseconds in every run.
    pub(super) fn slower(sides: &Sides, threshold: f64) -> Self {
        let count = |side: &Side| Counts {
            bad: side.latencies.count_above(threshold).round() as u64,
            total: side.latencies.count(),
        };
        let slices = |side: &Side| {
            let (bad, total) = side.slower_by_slice(threshold);
            SliceCounts { bad, total }
        };
        let counts =
            Self::untrimmed(sides.base.iter().map(count).collect(), sides.runs.iter().map(count).collect());
        let counts = Self { threshold: Some(threshold), ..counts };
        let (base, runs): (Vec<SliceCounts>, Vec<SliceCounts>) =
            (sides.base.iter().map(slices).collect(), sides.runs.iter().map(slices).collect());
        if base.iter().chain(&runs).any(|slices| slices.total.is_empty()) {
            counts
        } else {
            counts.trimmed_by(&base, &runs)
        }
    }

    /// Trims every run, and learns φ from what is left; in full where nothing is left of a run.
    fn trimmed_by(self, base: &[SliceCounts], runs: &[SliceCounts]) -> Self {
        let (base, runs): (Vec<SliceCounts>, Vec<SliceCounts>) =
            (base.iter().map(trim).collect(), runs.iter().map(trim).collect());
        let dispersions: Option<Vec<Dispersion>> = base
            .iter()
            .chain(&runs)
            .map(|slices| Dispersion::of_any_slices(&slices.bad, &slices.total))
            .collect();
        let Some(dispersions) = dispersions else { return self };
        let (tested_base, tested_runs): (Vec<Counts>, Vec<Counts>) =
            (base.iter().map(sum).collect(), runs.iter().map(sum).collect());
        let trimmed = Trimmed { base: together(&tested_base), run: together(&tested_runs) };
        let is_in_full = (trimmed.base, trimmed.run) == (together(&self.base), together(&self.runs));
        let phi = hac::overdispersion(&dispersions);
        Self { tested_base, tested_runs, trimmed: (!is_in_full).then_some(trimmed), phi, ..self }
    }

    /// Adds up endpoints, in full.
    pub(super) fn sum(each: &[Self]) -> Option<Self> {
        let first = each.first()?;
        let add = |of: &dyn Fn(&Self) -> &[Counts], runs: usize| -> Vec<Counts> {
            (0..runs)
                .map(|run| together(&each.iter().filter_map(|c| of(c).get(run).copied()).collect::<Vec<_>>()))
                .collect()
        };
        Some(Self::untrimmed(
            add(&|counts| &counts.base, first.base.len()),
            add(&|counts| &counts.runs, first.runs.len()),
        ))
    }

    /// The requests of the run that has fewest.
    pub(super) fn fewest(&self) -> u64 {
        self.base.iter().chain(&self.runs).map(|counts| counts.total).min().unwrap_or(0)
    }

    /// All base runs together.
    pub(super) fn base_together(&self) -> Counts {
        together(&self.base)
    }

    /// All candidate runs together.
    pub(super) fn run_together(&self) -> Counts {
        together(&self.runs)
    }
}

/// One side of a pair.
type SideOf = for<'a> fn(&'a Pair<'a>) -> &'a [&'a Traffic];

fn base_of<'a>(pair: &'a Pair<'a>) -> &'a [&'a Traffic] {
    &pair.base
}

fn runs_of<'a>(pair: &'a Pair<'a>) -> &'a [&'a Traffic] {
    &pair.runs
}

fn subtract(all: &mut [f64], part: &[f64]) {
    for (all, part) in all.iter_mut().zip(part) {
        *all = (*all - part).max(0.0);
    }
}

fn together(counts: &[Counts]) -> Counts {
    Counts { bad: counts.iter().map(|c| c.bad).sum(), total: counts.iter().map(|c| c.total).sum() }
}

fn sum(slices: &SliceCounts) -> Counts {
    // Sums of whole numbers, or nearly.
    Counts {
        bad: slices.bad.iter().sum::<f64>().round() as u64,
        total: slices.total.iter().sum::<f64>().round() as u64,
    }
}
