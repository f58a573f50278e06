//! Versioned files. Foreign formats have structs here that mirror them; our own formats are derived on the model, with a struct
//! here only where the shape in the file truly differs.
//!
//! Every format has a name with a version, written first and checked on reading;
//! one that is newer than the program is refused by name.
//!
//! * [`histogram`]: distributions and slices as text, for snapshots
//! * [`snapshot`]: a run, for comparisons to come
//! * [`verdict`]: `verdict.json`, everything a report shows
//! * [`prometheus`]: what Prometheus answers, and bundles of it
//! * [`baseline`]: which runs others are compared with
//!
//! Shared by all formats: `error` (what can go wrong), `header` (which format a file claims to be), `skim` (a look at
//! the whole before it is read), `finite` (no NaN is
//! ever written), `layout` (how JSON is indented), `hdr` (bins of HdrHistogram's encoding), `mirror` (what has another shape than the model) and `schema` (what the
//! published schemas say).

pub mod baseline;
pub mod histogram;
pub mod prometheus;
pub mod snapshot;
pub mod verdict;

mod error;
mod finite;
mod hdr;
mod header;
mod layout;
mod mirror;
#[cfg(test)]
mod schema;
mod skim;

pub use error::WireError;
