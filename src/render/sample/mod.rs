//! Hand-made assessments and reviews for the tests of the renderers.
//!
//! The figures are those of recorded runs of a small shop (base against a slower `POST /api/orders`,
//! and a cart that answers 500 at times); the tests' statistics are made up to fit.
//!
//! * `assessment`: the samples; `runs` and `statistics`: what they are made of
//! * `over_time`: the comparison as raw points would tell it
//! * `servers`: what the servers' metrics say of it
//! * `review`: many runs together

mod assessment;
mod over_time;
mod review;
mod runs;
mod servers;
mod statistics;

pub(super) use assessment::{checked, compared, many};
pub(super) use over_time::{long, timed};
pub(super) use review::{reviewed, years};
