//! Summaries of other tools: a few percentiles, and counts.
//!
//! * [`locust`], [`oha`]: the file of each tool, and what it comes to
//! * [`run`]: a run out of that

mod locust;
mod oha;
mod run;

pub(super) use run::{Part, Summary, assemble};

use super::error::IngestError;
use super::open::Opened;
use crate::model::labeller::Labeller;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::source::{Format, Source};

/// A tool that writes a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool {
    /// Locust, `--csv`.
    Locust,
    /// oha, JSON.
    Oha,
}

impl Tool {
    /// The format of its files.
    pub(super) fn format(self) -> Format {
        match self {
            Self::Locust => Format::LocustStats,
            Self::Oha => Format::Oha,
        }
    }

    /// Tells a tool by how its file begins.
    pub(super) fn sniff(head: &str) -> Option<Self> {
        let text = head.trim_start();
        if locust::is_header(text.lines().next()?) {
            Some(Self::Locust)
        } else {
            oha::begins(text).then_some(Self::Oha)
        }
    }
}

/// Reads a summary as a run.
pub(super) fn read(
    opened: Opened,
    tool: Tool,
    name: String,
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<Run, IngestError> {
    let file = opened.name.clone();
    let (text, bytes) = opened.text()?;
    let summary = match tool {
        Tool::Locust => locust::parse(&text, labeller),
        Tool::Oha => oha::parse(&text, labeller, settings),
    };
    let summary = summary.map_err(|problem| IngestError::new(file.clone(), problem))?;
    let source = Source { name: file, bytes, format: tool.format() };
    Ok(assemble(summary, name, source, settings))
}
