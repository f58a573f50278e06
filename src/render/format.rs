//! The report files that can be asked for.

use std::fmt;
use std::str::FromStr;

/// A kind of report file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ReportFormat {
    /// One self-contained page.
    Html,
    /// Markdown as GitHub and GitLab render it, with charts beside it.
    Markdown,
    /// Every number, versioned, for scripts.
    Json,
    /// One test case per finding, for CI systems.
    Junit,
    /// A comment on a pull request: Markdown of at most sixty lines, without pictures.
    Comment,
    /// GitLab's code quality report: one entry per finding that fails or warns.
    CodeQuality,
    /// OpenMetrics text, for GitLab's metrics report: the figures of each endpoint.
    Metrics,
    /// A table of plain numbers, one row for each endpoint and measure, for spreadsheets.
    Csv,
}

impl ReportFormat {
    /// Every format, in the order in which the files are written.
    pub const ALL: [Self; 8] = [
        Self::Html,
        Self::Markdown,
        Self::Json,
        Self::Junit,
        Self::Comment,
        Self::CodeQuality,
        Self::Metrics,
        Self::Csv,
    ];

    /// The word that names it on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Comment => "comment",
            Self::CodeQuality => "codequality",
            Self::Metrics => "metrics",
            Self::Csv => "csv",
        }
    }

    /// Tells whether people read it, and no program does.
    pub fn is_document(self) -> bool {
        matches!(self, Self::Html | Self::Markdown | Self::Comment)
    }

    /// The name of the file it becomes.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Html => "report.html",
            Self::Markdown => "report.md",
            Self::Json => "verdict.json",
            Self::Junit => "junit.xml",
            Self::Comment => "comment.md",
            Self::CodeQuality => "codequality.json",
            Self::Metrics => "metrics.txt",
            Self::Csv => "changes.csv",
        }
    }
}

impl fmt::Display for ReportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// A kind of document to be read and filled in: a review, a postmortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DocumentFormat {
    /// One self-contained page.
    Html,
    /// Markdown as GitHub and GitLab render it, with charts beside it.
    Markdown,
}

impl DocumentFormat {
    /// Every format, in the order in which the files are written.
    pub const ALL: [Self; 2] = [Self::Html, Self::Markdown];

    /// The name of the file that a document becomes.
    pub fn file_name(self, document: &str) -> String {
        match self {
            Self::Html => format!("{document}.html"),
            Self::Markdown => format!("{document}.md"),
        }
    }
}

/// A word that names no report format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no report format; there are html, md, json, junit, comment, codequality, metrics and csv")]
pub struct UnknownFormat(String);

impl FromStr for ReportFormat {
    type Err = UnknownFormat;

    /// Reads the word of the command line; `markdown` is understood as well.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.key() == word)
            .or_else(|| (word == "markdown").then_some(Self::Markdown))
            .ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for format in ReportFormat::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!("markdown".parse(), Ok(ReportFormat::Markdown));
        assert!("pdf".parse::<ReportFormat>().unwrap_err().to_string().contains("'pdf'"));
    }
}
