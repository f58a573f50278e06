//! The one integration-test binary.

mod config;
mod ingest;
mod wire;
