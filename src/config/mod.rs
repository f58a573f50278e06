//! Parses `perfreport.toml` into [`Settings`](crate::model::settings::Settings).
//!
//! The file is read into structs that mirror it; each value is checked where it stands, so that an error can
//! show its line. All defaults are those of `Settings`. `docs/configuration.md` tells users the same, and
//! `docs/perfreport.schema.json` is made from the structs by a test.
//!
//! * `locate`: finds and reads the file
//! * `wire`: the structs that mirror it, `compare_endpoint` and `metric` those of one table; `slo`: `[[slo]]`, whose keys are open,
//!   and `metric_objective`;
//!   `prometheus`: `[prometheus]`; `postmortem`: `[postmortem]`
//! * `value`: durations, shares, statuses as people write them; `names`: one or several
//! * `convert`: from the mirror to the model; `builder`: the same from a program
//! * `slo_file`: objectives in files of OpenSLO and Sloth; `promql`: their queries
//! * `error`: what is wrong, with the line, a caret and a suggestion

mod accepted;
mod builder;
mod compare_endpoint;
mod convert;
mod error;
mod links;
mod locate;
mod metric;
mod metric_objective;
mod names;
mod postmortem;
mod prometheus;
mod promql;
mod slo;
mod slo_file;
mod value;
mod wire;

#[cfg(test)]
mod metric_objective_tests;
#[cfg(test)]
mod prometheus_tests;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;

pub use builder::SettingsBuilder;
pub use error::{ConfigError, Diagnostic};
pub use locate::{FILE_NAME, find, load, parse};
pub use slo_file::add_objectives;
