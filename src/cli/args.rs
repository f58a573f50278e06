//! Options that several subcommands share.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::config;
use crate::ingest::Input;
use crate::model::run::Run;
use crate::model::settings::{ReadingSettings, Settings};
use crate::model::tag_filter::TagFilter;
use crate::pipeline;
use crate::render::{self, ReportFormat};
use crate::words::Language;

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorChoice {
    /// Makes it the choice of the process.
    pub(super) fn apply(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// The languages of documents on the command line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Lang {
    /// English
    #[default]
    En,
    /// Korean
    Ko,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::English,
            Lang::Ko => Self::Korean,
        }
    }
}

/// From which verdict on the exit code is 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// WARN and FAIL
    Warn,
    /// FAIL alone
    #[default]
    Fail,
    /// No verdict: the report is there to be read, and only what could not run is an error
    Never,
}

/// Report formats on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One self-contained page
    Html,
    /// Markdown with charts beside it, for pull requests
    #[value(alias = "markdown")]
    Md,
    /// Every number, versioned
    Json,
    /// One test case per finding
    #[value(alias = "xml")]
    Junit,
    /// A comment on a pull request: Markdown of at most sixty lines
    Comment,
    /// What fails or warns, for GitLab's code quality report
    #[value(name = "codequality")]
    CodeQuality,
    /// The figures by endpoint, for GitLab's metrics report
    Metrics,
    /// Base, run and change of each endpoint and measure, for spreadsheets
    Csv,
}

impl From<Format> for ReportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Html => Self::Html,
            Format::Md => Self::Markdown,
            Format::Json => Self::Json,
            Format::Junit => Self::Junit,
            Format::Comment => Self::Comment,
            Format::CodeQuality => Self::CodeQuality,
            Format::Metrics => Self::Metrics,
            Format::Csv => Self::Csv,
        }
    }
}

/// How JUnit shows what does not fail the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum JunitWarn {
    /// WARN passes with its text as output, INCONCLUSIVE is skipped
    #[default]
    Pass,
    /// Both are skipped
    Skipped,
    /// Both are failures
    Failure,
}

impl From<JunitWarn> for render::JunitWarn {
    fn from(warn: JunitWarn) -> Self {
        match warn {
            JunitWarn::Pass => Self::Pass,
            JunitWarn::Skipped => Self::Skipped,
            JunitWarn::Failure => Self::Failure,
        }
    }
}

/// The formats of a document that is no report on one comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DocumentFormat {
    /// One self-contained page
    Html,
    /// Markdown with charts beside it
    #[value(alias = "markdown")]
    Md,
}

impl From<DocumentFormat> for render::DocumentFormat {
    fn from(format: DocumentFormat) -> Self {
        match format {
            DocumentFormat::Html => Self::Html,
            DocumentFormat::Md => Self::Markdown,
        }
    }
}

/// What to write, and where.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reports")]
pub(super) struct ReportArgs {
    /// Write the reports to this folder [default: reports/NAME-OF-RUN]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Write no report, only print the verdict
    #[arg(long, conflicts_with_all = ["out", "format"])]
    pub(super) no_report: bool,

    /// Report formats, separated by commas
    #[arg(long, value_name = "FORMATS", value_enum, value_delimiter = ',', default_values_t = [Format::Html, Format::Md, Format::Json, Format::Junit])]
    pub(super) format: Vec<Format>,

    /// The report's title
    #[arg(long, value_name = "TEXT", value_parser = text)]
    pub(super) title: Option<String>,

    /// How JUnit shows WARN and INCONCLUSIVE
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub(super) junit_warn: JunitWarn,

    /// Where the full report can be read, for the link in the comment
    #[arg(long, value_name = "URL")]
    pub(super) report_url: Option<String>,
}

/// How the run is called and configured.
#[derive(Debug, clap::Args)]
pub(super) struct RunArgs {
    /// What to call the run [default: the name of its file; for one such as points.json the tag commit, version or release, or
    /// branch and ci_run, else the name of its folder]
    #[arg(long, value_name = "NAME", value_parser = text)]
    name: Option<String>,

    /// A tag of the run, such as commit=1a2b3c (repeatable)
    #[arg(long = "tag", value_name = "KEY=VALUE", value_parser = parse_tag)]
    pub(super) tags: Vec<(String, String)>,

    /// Judge only requests with this tag, such as phase=steady: several tags must all be there, the same one twice is one or the
    /// other (repeatable)
    #[arg(long = "where", value_name = "TAG=VALUE", value_parser = parse_tag)]
    filter: Vec<(String, String)>,

    #[command(flatten)]
    config: ConfigArgs,
}

/// Which configuration.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// The configuration [default: perfreport.toml here or in a folder above]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl RunArgs {
    /// Returns what to call the run, where that was said.
    pub(super) fn name(&self) -> Option<String> {
        unless_empty(self.name.as_ref())
    }

    /// Returns the tags, the last of one key. One without a value is none, as the other texts.
    pub(super) fn tags(&self) -> BTreeMap<String, String> {
        self.tags.iter().filter(|(_, value)| !value.trim().is_empty()).cloned().collect()
    }

    /// Loads the configuration, and limits what is judged.
    pub(super) fn settings(&self) -> anyhow::Result<Settings> {
        let mut settings = self.config.settings()?;
        let mut filter = TagFilter::default();
        self.filter.iter().for_each(|(tag, value)| filter.allow(tag, value));
        settings.window.tags.override_with(filter);
        Ok(settings)
    }

    /// Puts name and tags on a run that was read from `inputs`.
    pub(super) fn label(&self, run: &mut Run, inputs: &[Input]) {
        pipeline::label(run, inputs, self.name().as_deref(), &self.tags());
    }
}

impl ConfigArgs {
    /// Loads the configuration that was named, or the nearest one above the working directory.
    pub(super) fn settings(&self) -> anyhow::Result<Settings> {
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None => config::find(&std::env::current_dir().context("cannot tell the working directory")?),
        };
        Ok(match path {
            Some(path) => config::load(&path)?,
            None => Settings::default(),
        })
    }
}

/// Objectives beside those of the configuration.
#[derive(Debug, clap::Args)]
pub(super) struct SloArgs {
    /// A file of OpenSLO v1 or Sloth v1, whose objectives count as well (repeatable)
    #[arg(long = "slo", value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl SloArgs {
    /// Adds them to the settings.
    pub(super) fn apply(&self, mut settings: Settings) -> anyhow::Result<Settings> {
        for file in &self.files {
            config::add_objectives(file, &mut settings.slos)?;
        }
        Ok(settings)
    }
}

/// How raw points are read.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Reading raw points")]
pub(super) struct ReadArgs {
    /// Keep the connection phases (blocked, connecting, TLS, waiting, …) as well
    #[arg(long)]
    phases: bool,

    /// Take what can be read of a compressed file that ends too early
    #[arg(long)]
    allow_truncated: bool,
}

impl ReadArgs {
    /// Puts the wishes into the settings.
    pub(super) fn apply(self, mut settings: Settings) -> Settings {
        settings.reading = ReadingSettings { phases: self.phases, allow_truncated: self.allow_truncated };
        settings
    }
}

/// What the servers measured.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Servers")]
pub(super) struct ServerArgs {
    /// What the servers measured during the run: range exports of Prometheus, a folder of them, or what `perfreport fetch`
    /// wrote (repeatable) [default: `prometheus/` in the run's folder]
    #[arg(long, value_name = "PATH", value_parser = input())]
    pub(super) prometheus: Vec<Input>,
}

/// How the verdict reaches the caller.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Verdict")]
pub(super) struct VerdictArgs {
    /// From which verdict on to exit with 1
    #[arg(long, value_name = "VERDICT", value_enum, default_value_t)]
    pub(super) fail_on: FailOn,

    /// Exit with 0 where it could not tell
    #[arg(long)]
    pub(super) inconclusive_ok: bool,

    /// Print the verdict line alone
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// In a step of GitHub Actions: annotate what was found, and write the step's summary and outputs
    #[arg(long)]
    pub(super) github: bool,
}

/// Takes a path, or `-` for standard input.
pub(super) fn input() -> impl TypedValueParser<Value = Input> {
    PathBufValueParser::new().map(Input::from)
}

/// Takes a text that reports and stores will hold without what may be secret: a CI job's repository URL holds its token.
pub(super) fn text(text: &str) -> Result<String, Infallible> {
    Ok(pipeline::scrub(text))
}

/// Takes a text, unless it is empty: in a CI job that is a variable which is not set.
pub(super) fn unless_empty(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).cloned()
}

fn parse_tag(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), pipeline::scrub(value))),
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}
