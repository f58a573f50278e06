//! Keeps runs on disk.
//!
//! * [`file`]: a file, whole or not at all
//! * [`snapshot`]: one run in one file

pub mod file;
pub mod snapshot;
