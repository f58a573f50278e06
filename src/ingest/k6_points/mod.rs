//! Raw points of k6, NDJSON and CSV, for [`points`](super::points) to count.
//!
//! Most lines are not needed, and of the others the bytes of the tags are looked up, not read: see `line`. Whatever does
//! not look as usual goes to the general parser, so the result never depends on the fast path.
//!
//! * `collect`, `read`: the entry; `run`: a run out of what was collected
//! * `ndjson`, with `line` as its fast path and `general` as its reference; `csv` with `csv_row`
//! * `metric`, `tags`: the names of k6

mod collect;
mod csv;
mod csv_row;
mod general;
mod line;
mod metric;
mod ndjson;
mod read;
mod run;
mod tags;
#[cfg(test)]
mod tests;

pub use super::points::collected::Collected;
pub use super::points::control::Control;
pub use super::points::registry::{CellKey, EndpointKey};
pub use super::points::series::{Measured, Responses, Users};
pub(super) use collect::collect;
pub use read::{PointFormat, read_file, read_stream};
pub use run::assemble;
