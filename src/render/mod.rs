//! Turns an [`Assessment`](crate::model::judgement::Assessment) into documents.
//!
//! One view model of finished text stands between the assessment and every document that people
//! read, so that a figure looks the same everywhere and templates hold markup only.
//!
//! * `view`: what is said, section by section; every number is already text with its unit
//! * `chart`: what is drawn, as SVG
//! * [`terminal`], [`markdown`], [`html`], [`comment`]: the documents for people
//! * [`json`], [`junit`]: the documents for programs; [`csv`]: for spreadsheets; [`codequality`], [`metrics`]: for
//!   merge requests of GitLab
//! * [`review`]: a [`Review`](crate::model::review::Review) of many runs
//! * [`postmortem`]: a [`Postmortem`](crate::model::postmortem::Postmortem), to be filled in
//! * [`history`]: remembered runs as a table, CSV or JSON
//! * [`files`]: what a format becomes on disk
//! * [`format`](ReportFormat) and [`error`](RenderError): what can be asked for, what can go wrong

mod chart;
pub mod codequality;
pub mod comment;
pub mod csv;
mod error;
mod files;
mod format;
pub mod history;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod metrics;
pub mod postmortem;
pub mod review;
mod template;
pub mod terminal;
pub(crate) mod text;
mod view;

#[cfg(test)]
mod checks;
#[cfg(test)]
mod sample;

pub use error::RenderError;
pub use files::{ReportFile, files};
pub use format::{DocumentFormat, ReportFormat};
pub use junit::JunitWarn;
