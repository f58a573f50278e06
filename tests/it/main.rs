//! The one integration-test binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod accessibility;
mod alerting;
mod architecture;
mod browser;
mod cases;
#[cfg(unix)]
mod ci;
mod cli;
mod config;
mod determinism;
mod documented;
mod examples;
#[cfg(unix)]
mod faults;
mod fetch;
mod hostile;
mod ingest;
mod init;
#[cfg(unix)]
mod install;
mod language;
mod legibility;
mod library;
#[cfg(all(feature = "fetch", target_os = "linux"))]
mod live;
mod methodology;
mod metrics;
mod names;
mod pages;
mod payloads;
mod points;
mod prometheus;
mod record;
mod render;
mod script;
mod sides;
mod simulation;
mod store;
mod support;
mod verdicts;
mod walk;
mod wild;
mod wire;
