//! What any stream of points needs, whatever tool wrote it: request by request, in one pass and in constant memory.
//!
//! A file is cut into chunks that two or more workers read; each counts for itself, and what they counted is merged. A
//! stream is read in one thread and understood in another. The bytes of the tags are looked up, not read: see `labels`.
//!
//! * `chunks` and `stream` bring the bytes, `lines` splits them, `fields` tells where fields end; `metric`, `number`, `time`, `tagged`, `tags_seen`: the parts of a point
//! * `labels`, `registry` and `ids`: from the bytes of tags to what is counted
//! * `accumulate`, `series`: counting; [`collected`]: what it comes to, merged exactly
//! * `rename`: endpoints by a tag; `endpoints`, `users`, `window`: parts of a run, made of that

pub(in crate::ingest) mod accumulate;
pub(in crate::ingest) mod chunks;
pub mod collected;
pub mod control;
pub(in crate::ingest) mod endpoints;
pub(in crate::ingest) mod fields;
mod ids;
pub(in crate::ingest) mod labels;
pub(in crate::ingest) mod lines;
pub(in crate::ingest) mod metric;
pub(in crate::ingest) mod number;
pub(in crate::ingest) mod registry;
pub(in crate::ingest) mod rename;
pub(in crate::ingest) mod series;
pub(in crate::ingest) mod stream;
pub(in crate::ingest) mod tagged;
pub mod tags_seen;
pub(in crate::ingest) mod time;
pub(in crate::ingest) mod users;
pub(in crate::ingest) mod window;
