//! Turns the objectives of a load test into what watches them in production: Prometheus rules, runbooks and dashboards.
//!
//! * [`service`]: which metrics a service has, as selectors; `watched`: an objective in PromQL, or why it cannot be one
//! * `burn`: which share of the budget, in which time, is worth a page or a ticket
//! * [`rules`]: recording and alert rules; `yaml`: how they are written
//! * [`runbook`]: a page for each objective; [`dashboard`]: Grafana dashboards
//! * `text`: numbers and strings as the files want them

mod burn;
pub mod dashboard;
pub mod rules;
pub mod runbook;
pub mod service;
mod text;
mod watched;
mod yaml;

pub use rules::{Plan, Rules};
pub use service::Service;
