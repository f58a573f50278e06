//! Numbers only: the distributions, tests and orderings that `docs/methodology.md` names.
//!
//! Nothing here knows a request. Every function states its formula and its source, answers every
//! input with a finite number (or with `None` where there is no answer), and never panics.
//!
//! - [`count_test`]: tails of an overdispersed count; [`incomplete_beta`] computes them;
//! - [`share_test`]: tails of a count whose share is uncertain;
//! - [`power`]: the smallest effect that a test finds;
//! - [`student`]: tails and quantiles of Student's t;
//! - [`fdr`]: p-values adjusted for the number of questions;
//! - [`order_statistics`]: standard errors of quantiles;
//! - [`hac`]: how much more a count varies than independent requests would;
//! - [`counter`]: the increase of a counter that may start again;
//! - [`histogram`]: quantiles of counts in buckets;
//! - [`level`]: where values lie and how far they spread; [`correlation`]: how closely two series follow each other;
//! - [`drift`]: whether a series keeps a level;
//! - [`burst`]: one burst, apart from the usual share;
//! - [`stretch`]: where a share stands out inside a run;
//! - [`proportion`]: intervals of a share and of the difference of two;
//! - [`weighted_median`]: the middle of shifts of unequal certainty;
//! - [`change_point`]: where a series of figures changed its level; [`knee`]: where a figure leaves its level as load grows;
//! - [`mix`]: how far the shares of two samples lie apart by chance;
//! - [`noise`]: run-to-run noise.

pub mod burst;
pub mod change_point;
pub mod correlation;
pub mod count_test;
pub mod counter;
pub mod drift;
pub mod fdr;
pub mod hac;
pub mod histogram;
mod incomplete_beta;
pub mod knee;
pub mod level;
pub mod mix;
pub mod noise;
pub mod order_statistics;
pub mod power;
pub mod proportion;
#[cfg(test)]
pub(crate) mod random;
pub mod share_test;
pub mod stretch;
pub mod student;
pub mod weighted_median;
