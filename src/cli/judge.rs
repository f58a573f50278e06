//! What `compare` and `check` share: everything but the base.

use std::sync::Arc;

use super::args::{ReadArgs, ReportArgs, RunArgs, VerdictArgs};
use super::exit::Code;
use super::output;
use super::progress::Progress;
use crate::ingest::Input;
use crate::pipeline::{self, Request};

/// How a run is read, judged and reported.
#[derive(Debug, clap::Args)]
pub(super) struct JudgeArgs {
    #[command(flatten)]
    about: RunArgs,
    #[command(flatten)]
    verdict: VerdictArgs,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

impl JudgeArgs {
    /// Reads, judges, writes the reports and prints the verdict.
    pub(super) fn judge(self, base: Vec<Input>, run: Input) -> anyhow::Result<Code> {
        let settings = self.reading.apply(self.about.settings()?);
        if base.iter().chain([&run]).filter(|input| **input == Input::Stdin).count() > 1 {
            anyhow::bail!("`-` is given more than once, and standard input can be read only once");
        }
        let control = Arc::default();
        let progress = Progress::start(&control);
        let request = Request {
            tags: self.about.tags(),
            name: self.about.name,
            frame: output::frame(&self.report),
            ..Request::new(base, run)
        };
        let assessment = pipeline::assess(request, &settings, &control)?;
        drop(progress);
        let written = output::write_reports(&assessment, &self.report)?;
        output::print(&assessment, &written, self.verdict.quiet)?;
        Ok(Code::of(assessment.verdict, self.verdict.fail_on, self.verdict.inconclusive_ok))
    }
}
