//! `verdict.json`: everything a report shows, so that it can be rendered again and scripts can act on it.
//!
//! The model derives it, and `docs/verdict.schema.json` is generated from that. Latencies are
//! milliseconds, shares are ratios 0..1, durations are seconds. A number that a source cannot tell is
//! absent, with its reason under `missing`; a key that does not apply is just absent. Keys that a
//! reader does not know are ignored, so new ones need no new version.
//!
//! * `file`: reading and writing
//! * `document`: the whole; `run`, `traffic`, `slo` and `servers`: parts that have another shape than in the model

mod document;
mod file;
mod run;
mod servers;
mod slo;
mod traffic;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;

pub use file::{FORMAT, from_json, from_reader, to_json};
