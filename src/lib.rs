//! **ingest** files, **classify** what happened, **compare** with the baseline, **diagnose** with
//! the servers' metrics, **judge**, **render**.
//!
//! Verbs are stages, folders of functions; nouns are data, in [`model`]. A stage is a function from
//! nouns to a noun and imports no other stage: [`pipeline`] is the only file that calls more than one.
//! `docs/architecture.md` has the map, and `tests/it/architecture.rs` keeps it true.

pub mod classify;
pub mod cli;
pub mod compare;
pub mod config;
pub mod diagnose;
pub mod fetch;
pub mod ingest;
pub mod judge;
pub mod model;
pub mod pipeline;
pub mod render;
pub mod stats;
pub mod store;
pub mod tables;
pub mod trend;
pub mod wire;
