//! Keeps runs on disk.
//!
//! * [`snapshot`]: one run in one file

pub mod snapshot;
