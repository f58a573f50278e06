//! The files that a report format becomes.

use std::path::PathBuf;

use super::junit::JunitWarn;
use super::markdown::RenderedMarkdown;
use super::{RenderError, ReportFormat, codequality, comment, csv, html, json, junit, markdown, metrics};
use crate::model::judgement::Assessment;
use crate::words::Language;

/// A file of a report, not yet written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Where it belongs, below the report's folder.
    pub path: PathBuf,
    /// What it holds.
    pub contents: Vec<u8>,
}

impl ReportFile {
    pub(super) fn new(path: impl Into<PathBuf>, contents: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), contents: contents.into() }
    }

    /// A Markdown document and the charts beside it.
    pub(super) fn with_charts(name: &str, document: RenderedMarkdown) -> Vec<Self> {
        let charts = document.charts.into_iter().map(|(path, svg)| Self::new(path, svg));
        std::iter::once(Self::new(name, document.text)).chain(charts).collect()
    }
}

/// Makes every file of a format, the main one first; `warn` says how JUnit shows what does not fail the run. Documents are in
/// the language that is spoken, files for programs in English.
///
/// # Errors
///
/// [`RenderError`], all of them faults of the program and not of its input.
pub fn files(
    assessment: &Assessment,
    format: ReportFormat,
    warn: JunitWarn,
) -> Result<Vec<ReportFile>, RenderError> {
    if format.is_document() {
        write(assessment, format, warn)
    } else {
        Language::English.speak(|| write(assessment, format, warn))
    }
}

fn write(
    assessment: &Assessment,
    format: ReportFormat,
    warn: JunitWarn,
) -> Result<Vec<ReportFile>, RenderError> {
    let name = format.file_name();
    let mut contents = Vec::new();
    match format {
        ReportFormat::Html => contents = html::render(assessment)?.into_bytes(),
        ReportFormat::Json => json::write(assessment, &mut contents)?,
        ReportFormat::Junit => junit::write(assessment, warn, &mut contents)?,
        ReportFormat::Comment => contents = comment::render(assessment)?.into_bytes(),
        ReportFormat::CodeQuality => contents = codequality::render(assessment).into_bytes(),
        ReportFormat::Metrics => contents = metrics::render(assessment).into_bytes(),
        ReportFormat::Csv => contents = csv::render(assessment)?,
        ReportFormat::Markdown => {
            return Ok(ReportFile::with_charts(name, markdown::render(assessment)?));
        }
    }
    Ok(vec![ReportFile::new(name, contents)])
}
