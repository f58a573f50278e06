//! What `compare` and `check` share: everything but the base.

use std::sync::Arc;

use anyhow::Context;

use super::args::{ReadArgs, ReportArgs, RunArgs, ServerArgs, SloArgs, VerdictArgs};
use super::exit::Code;
use super::progress::Progress;
use super::sides::Sides;
use super::stored::{self, StoreArgs};
use super::when;
use super::{github, output};
use crate::ingest::Input;
use crate::judge::ReportHead;
use crate::model::judgement::Assessment;
use crate::model::run::Run;
use crate::pipeline::history::{self, SaveOptions};
use crate::pipeline::{self, Given, Request};
use crate::tables;
use crate::words::Text;

/// How a run is read, judged and reported.
#[derive(Debug, clap::Args)]
pub(super) struct JudgeArgs {
    #[command(flatten)]
    about: RunArgs,
    #[command(flatten)]
    slo: SloArgs,
    #[command(flatten)]
    verdict: VerdictArgs,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    servers: ServerArgs,
    #[command(flatten)]
    save: SaveArgs,
    #[command(flatten)]
    store: StoreArgs,
}

/// What is remembered of the run.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Store")]
struct SaveArgs {
    /// Remember the run and its verdict in the history: see `perfreport history` and `perfreport review`
    #[arg(long)]
    save: bool,

    /// Keep the run itself as well, until `perfreport store prune`
    #[arg(long, requires = "save")]
    keep_runs: bool,
}

impl SaveArgs {
    /// Remembers the runs, where that was asked for.
    fn keep(self, runs: &[Run], assessment: &Assessment, store: &StoreArgs) -> anyhow::Result<()> {
        if self.save {
            let options = SaveOptions { keep_run: self.keep_runs, now: when::now() };
            history::save_all(&store.open()?, runs, assessment, options)?;
        }
        Ok(())
    }
}

impl JudgeArgs {
    /// Reads, judges, writes the reports and prints the verdict.
    ///
    /// A baseline may be missing among `base` where that is allowed: without any base the run is checked by itself.
    pub(super) fn judge(
        self,
        sides: Sides,
        base_servers: Vec<Input>,
        may_be_missing: bool,
    ) -> anyhow::Result<Code> {
        let Sides { base, runs, paired } = sides;
        if self.save.save {
            tables::available().context("--save")?;
            // What is wrong with an address is said before minutes are spent on reading.
            self.store.open()?;
        }
        let settings = self.reading.apply(self.slo.apply(self.about.settings()?)?);
        // Of a pair each side is one run.
        let most = if paired { 1 } else { settings.compare.max_base_runs };
        let mut base = stored::find(base, &self.store, most, may_be_missing)?;
        let runs = stored::find(runs, &self.store, 1, false)?;
        let mut notes = std::mem::take(&mut base.notes);
        notes.extend(runs.notes);
        let base_name = base.name.take().map(Text::from);
        let base = base.runs;
        let mut runs = runs.runs.into_iter();
        let run = runs.next().context("there is no run")?;
        let more_runs: Vec<Given> = runs.collect();
        let servers = self.servers.prometheus;
        let is_stdin = |given: &&Given| matches!(given, Given::Input(Input::Stdin));
        let streamed = base.iter().chain([&run]).chain(&more_runs).filter(is_stdin).count();
        let measured = servers.iter().chain(&base_servers).filter(|input| **input == Input::Stdin).count();
        if streamed + measured > 1 {
            anyhow::bail!("`-` is given more than once, and standard input can be read only once");
        }
        let control = Arc::default();
        let progress = Progress::start(&control);
        let request = Request {
            base,
            run,
            more_runs,
            paired,
            servers,
            base_servers,
            tags: self.about.tags(),
            name: self.about.name(),
            notes,
            frame: ReportHead { base_name, ..output::frame(&self.report) },
        };
        let (runs, assessment) = pipeline::judge(request, &settings, &control)?;
        drop(progress);
        // The verdict is known: what cannot be kept or written is told after it.
        let written = self
            .save
            .keep(&runs, &assessment, &self.store)
            .and_then(|()| output::write_reports(&assessment, &self.report));
        output::print(&assessment, written.as_deref().unwrap_or_default(), self.verdict.quiet);
        let written = written?;
        if self.verdict.github {
            github::tell(
                &assessment,
                (!written.is_empty()).then(|| output::report_folder(&assessment, &self.report)),
            )?;
        }
        Ok(Code::of(assessment.verdict, self.verdict.fail_on, self.verdict.inconclusive_ok))
    }
}
