//! `verdict.json`: everything a report shows, so that it can be rendered again and scripts can act on it.
//!
//! The structs mirror the file; `docs/verdict.schema.json` is generated from them. Latencies are
//! milliseconds, shares are ratios 0..1, durations are seconds. A number that a source cannot tell is
//! absent, with its reason under `missing`; a key that does not apply is just absent. Keys that a
//! reader does not know are ignored, so new ones need no new version.
//!
//! * `file`: reading and writing
//! * `document`: the whole; `finding`, `slo` and `incident`: what was decided
//! * `run`, `traffic`, `timeline`, `load` and `metric`: the figures of a run
//! * `comparison`, `cells`, `evidence` and `validity`: what the statistics found
//! * `servers`: what the servers' metrics say of the run
//! * `method`: the constants in force; `names`: the keys of enums

mod cells;
mod comparison;
mod document;
mod evidence;
mod file;
pub(super) mod finding;
mod incident;
pub(super) mod load;
mod method;
mod metric;
pub(super) mod names;
pub(super) mod run;
mod servers;
mod slo;
mod timeline;
pub(super) mod traffic;
mod validity;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;

pub use file::{FORMAT, from_json, from_reader, to_json};
