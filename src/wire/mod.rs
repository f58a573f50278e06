//! Versioned on-disk structs, converted to and from the model.
//!
//! What others read back mirrors its file here: foreign spelling, absent keys and format versions
//! stop at this line. Every format has a name with a version, written first and checked on reading;
//! one that is newer than the program is refused by name.
//!
//! * [`histogram`]: distributions and slices as text, for snapshots
//! * [`snapshot`]: a run, for comparisons to come
//! * [`verdict`]: `verdict.json`, everything a report shows
//! * [`prometheus`]: what Prometheus answers, and bundles of it
//! * [`baseline`]: which runs others are compared with
//!
//! Shared by all formats: `error` (what can go wrong), `header` (which format a file claims to be),
//! `missing` (absent numbers with their reasons), `finite` (no NaN is ever written), `layout` (how
//! JSON is indented) and `mirror` (enums and their keys).

pub mod baseline;
pub mod histogram;
pub mod prometheus;
pub mod snapshot;
pub mod verdict;

mod error;
mod finite;
mod header;
mod layout;
mod mirror;
mod missing;

pub use error::WireError;
