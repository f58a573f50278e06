//! The one integration-test binary.

mod config;
mod ingest;
mod render;
mod wire;
