//! Raw points of k6, NDJSON and CSV: request by request, in one pass and in constant memory.
//!
//! A file is cut into chunks that two or more workers read; each counts for itself, and what they counted is merged. A
//! stream is read in one thread and understood in another. Most lines are not needed, and of the others the bytes of
//! the tags are looked up, not read: see `line` and `labels`. Whatever does not look as usual goes to the
//! general parser, so the result never depends on the fast path.
//!
//! * `read`: the entry; `chunks` and `stream` bring the bytes, `lines` splits them
//! * `ndjson`, with `line` as its fast path and `general` as its reference; `csv` with `csv_row`
//! * `metric`, `number`, `time`, `tags`: the parts of a point
//! * `labels`, `registry` and `ids`: from the bytes of tags to what is counted
//! * `accumulate`, `series`: counting; [`collected`]: what it comes to, merged exactly
//! * [`sealed`]: a merged run, closed

mod accumulate;
mod chunks;
pub mod collected;
mod csv;
mod csv_row;
mod error;
mod general;
mod ids;
mod labels;
mod line;
mod lines;
mod metric;
mod ndjson;
mod number;
mod read;
mod registry;
pub mod sealed;
mod series;
mod stream;
mod tags;
#[cfg(test)]
mod tests;
mod time;

pub use accumulate::PointSettings;
pub use collected::Collected;
pub use error::PointsError;
pub use read::{Control, PointFormat, read_file, read_stream};
pub use registry::{CellKey, EndpointKey};
pub use series::{Measured, Responses, Users};
