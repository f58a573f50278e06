//! Turns the files a load test leaves behind into a decision and a document.
//!
//! Four steps: [`read`] a run, [`compare`] it with base runs or [`assess`] it, and [`render`] what was found.
//! [`Settings::builder`] says what is asked for, or [`load_settings`] reads it from a `perfreport.toml`. What they take and
//! return is plain data, in [`model`].
//!
//! ```no_run
#![doc = include_str!("../examples/gate.rs")]
//! ```
//!
//! # Inside
//!
//! **ingest** files, **classify** what happened, **compare** with the baseline, **judge**, **diagnose** with the servers'
//! metrics, **render**. Verbs are stages, folders of functions; nouns are data. A stage is a function from nouns to a noun
//! and imports no other stage: `pipeline` is the only file that calls more than one. `docs/architecture.md` has the map, and
//! `tests/it/architecture.rs` keeps it true.

mod alerting;
mod classify;
#[doc(hidden)]
pub mod cli;
mod compare;
mod config;
mod diagnose;
mod fetch;
mod ingest;
mod judge;
pub mod model;
mod pipeline;
mod render;
mod scaffold;
mod stats;
mod store;
mod tables;
mod trend;
mod wire;
pub mod words;

use std::path::PathBuf;

pub use config::{ConfigError, Diagnostic, SettingsBuilder, load as load_settings};
pub use ingest::IngestError;
pub use ingest::error::Problem;
pub use model::comparison::Comparison;
pub use model::judgement::{Assessment, Finding, Rule, Verdict};
pub use model::missing::Known;
pub use model::run::Run;
pub use model::settings::Settings;
pub use render::{RenderError, ReportFile, ReportFormat};

use classify::Classifier;
use ingest::Input;

/// Reads one run: raw points, a summary, a snapshot, or a folder with those of one run; `-` is standard input.
///
/// # Errors
///
/// Where it cannot be read, is none of the known formats, or holds a value that cannot be: with the file and the position.
pub fn read(path: impl Into<PathBuf>, settings: &Settings) -> Result<Run, IngestError> {
    ingest::read(&Input::from(path.into()), &Classifier::new(settings), settings, &std::sync::Arc::default())
}

/// Computes how a run differs from base runs, the newest first, and decides nothing; missing where no base run is left
/// that is another run.
pub fn compare(base: Vec<Run>, run: Run, settings: &Settings) -> Known<Comparison> {
    assess(base, run, settings).comparison
}

/// Judges a run by k6's thresholds, by objectives and, where there are some, by base runs, the newest first.
pub fn assess(base: Vec<Run>, run: Run, settings: &Settings) -> Assessment {
    pipeline::assess_runs(base, run, settings)
}

/// Makes the files of a report, the main one first.
///
/// # Errors
///
/// [`RenderError`], all of them faults of the program and not of its input.
pub fn render(assessment: &Assessment, format: ReportFormat) -> Result<Vec<ReportFile>, RenderError> {
    render::files(assessment, format, render::JunitWarn::default())
}

/// What the tests and the benchmarks of this repository look into. It may change at any time.
#[doc(hidden)]
pub mod internals {
    macro_rules! open {
        ($($module:ident)*) => { $(pub mod $module { pub use crate::$module::*; })* };
    }
    open!(alerting classify compare config diagnose fetch ingest judge pipeline render scaffold stats store tables trend wire);
}
