//! Whether the candidate is a whole run: endpoints that it never called, and how it compares in size.

use super::matching;
use crate::model::comparison::{ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::folding::OTHER;
use crate::model::missing::{Known, Missing};
use crate::model::quantity::{Count, Seconds, Share, listed};
use crate::model::run::Run;
use crate::stats::hac::ASSUMED_OVERDISPERSION;
use crate::words::{Text, text};

/// Fewer expected requests than this and their absence says nothing.
const MIN_EXPECTED: f64 = 5.0;
/// The probability at which sampling alone leaves out any endpoint of the base.
const CHANCE_LEVEL: f64 = 0.01;
/// A run below this share of its shortest base run, in time or in requests, is another test.
const MIN_SIZE: f64 = 0.5;

/// Endpoints that every base run called and the candidate never did.
pub(super) struct Vanished {
    /// Their names, as the base has them, the busiest first.
    pub(super) names: Vec<String>,
    /// What to say of them.
    pub(super) finding: ValidityFinding,
}

/// Finds endpoints whose absence sampling does not explain: none of n requests with an expectation of μ has the
/// probability e^(−μ/φ), and each of the base's endpoints could have been the one.
pub(super) fn vanished(base: &[Run], run: &Run) -> Option<Vanished> {
    let requests = *run.whole.requests.as_ref().ok()? as f64;
    // A summary may count none in all and some of an endpoint: then there is nothing to take shares of.
    let all = base.iter().map(|b| b.whole.requests.as_ref().ok().copied());
    let total = all.sum::<Option<u64>>().filter(|total| *total > 0)?;
    let newest = base.first()?;
    let endpoints = newest.judged_endpoints().count() as f64;
    let least = (ASSUMED_OVERDISPERSION * (endpoints / CHANCE_LEVEL).ln()).max(MIN_EXPECTED);
    // What was folded may have been called: that many requests are not missed.
    let folded: u64 = run
        .judged_endpoints()
        .filter(|endpoint| endpoint.id.name == OTHER)
        .map(|endpoint| *endpoint.traffic.requests.as_ref().unwrap_or(&0))
        .sum();
    let mut gone: Vec<(String, f64)> = Vec::new();
    for endpoint in newest.judged_endpoints() {
        let called = matching::counterpart(newest, run, &endpoint.id)
            .is_some_and(|found| found.traffic.requests != Ok(0));
        if called {
            continue;
        }
        let of_each = base.iter().map(|b| {
            let found = matching::counterpart(newest, b, &endpoint.id)?;
            found.traffic.requests.as_ref().ok().copied().filter(|requests| *requests > 0)
        });
        if let Some(in_base) = of_each.sum::<Option<u64>>() {
            let share = in_base as f64 / total as f64;
            if share * requests - folded as f64 > least {
                gone.push((endpoint.id.to_string(), share));
            }
        }
    }
    gone.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let share: f64 = gone.iter().map(|(_, share)| share).sum();
    let text = match gone.as_slice() {
        [] => return None,
        [(name, share)] => text!("fit-vanished-one", name = name, share = Share(*share)),
        several => {
            let of_each = several.iter();
            let of_each =
                of_each.map(|(name, share)| text!("fit-vanished-name", name = name, share = Share(*share)));
            let names = listed(&of_each.collect::<Vec<Text>>());
            text!("fit-vanished", count = several.len(), share = Share(share), names = names)
        }
    };
    let finding =
        ValidityFinding { kind: ValidityKind::Vanished, effect: ValidityEffect::PassIsInconclusive, text };
    Some(Vanished { names: gone.into_iter().map(|(name, _)| name).collect(), finding })
}

/// How large the candidate is, as a share of the smallest base run.
pub(super) struct Size {
    /// In seconds of the judged window, or of the test.
    pub(super) time: Known<Ratio>,
    /// In requests.
    pub(super) requests: Known<Ratio>,
}

/// A figure of the smallest base run, and of the candidate.
#[derive(Clone, Copy)]
pub(super) struct Ratio {
    pub(super) base: f64,
    pub(super) run: f64,
}

impl Ratio {
    fn of(base: &[Run], run: &Run, figure: impl Fn(&Run) -> Known<f64>) -> Known<Self> {
        let of_base: Vec<f64> = base.iter().map(&figure).collect::<Known<_>>()?;
        let ratio = Self { base: of_base.into_iter().fold(f64::INFINITY, f64::min), run: figure(run)? };
        // A length may be so near to nothing that everything is infinitely longer.
        let usable = ratio.base > 0.0 && ratio.value().is_finite();
        if usable { Ok(ratio) } else { Err(Missing::message("missing-base-no-length")) }
    }

    /// The candidate's over the base's.
    pub(super) fn value(self) -> f64 {
        self.run / self.base
    }

    fn is_far_smaller(self) -> bool {
        self.value() < MIN_SIZE
    }
}

/// Compares the sizes.
pub(super) fn size(base: &[Run], run: &Run) -> Size {
    let time = |r: &Run| r.meta.window_duration.clone().or_else(|_| r.meta.duration.clone());
    Size {
        time: Ratio::of(base, run, time),
        requests: Ratio::of(base, run, |r| r.whole.requests.clone().map(|n| n as f64)),
    }
}

impl Size {
    /// Says that the candidate is far smaller; `less_load` where fewer requests are explained already.
    pub(super) fn finding(&self, less_load: bool) -> Option<ValidityFinding> {
        let shorter = self.time.as_ref().ok().filter(|time| time.is_far_smaller());
        let fewer = self.requests.as_ref().ok().filter(|requests| requests.is_far_smaller() && !less_load);
        let requests = |ratio: &Ratio| (Count(ratio.run as u64), Count(ratio.base as u64));
        let lengths = |ratio: &Ratio| (Seconds(ratio.run), Seconds(ratio.base));
        let text = match (shorter.map(lengths), fewer.map(requests)) {
            (None, None) => return None,
            (Some((run, base)), None) => text!("fit-shorter", run = run, base = base),
            (Some((run, base)), Some((run_requests, base_requests))) => text!(
                "fit-shorter-fewer",
                run = run,
                base = base,
                run_requests = run_requests,
                base_requests = base_requests
            ),
            (None, Some((run_requests, base_requests))) => {
                text!("fit-fewer", run_requests = run_requests, base_requests = base_requests)
            }
        };
        Some(ValidityFinding {
            kind: ValidityKind::FarSmaller,
            effect: ValidityEffect::PassIsInconclusive,
            text,
        })
    }
}
