//! The one integration-test binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod cli;
mod config;
mod ingest;
mod render;
mod support;
mod verdicts;
mod wire;
