//! `perfreport postmortem RUN`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::builder::NonEmptyStringValueParser;

use super::args::{DocumentFormat, ReadArgs, RunArgs, ServerArgs, SloArgs, input, text, unless_empty};
use super::exit::Code;
use super::output;
use super::progress::Progress;
use super::stored::{self, Operand, StoreArgs};
use crate::ingest::Input;
use crate::judge::ReportHead;
use crate::model::postmortem::PostmortemHead;
use crate::pipeline::{self, Request};
use crate::words::Text;

/// Writes a blameless postmortem of a run: impact, timeline and evidence from the data, blanks for the rest
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport postmortem run/ --base @main --prometheus prom.json

  writes reports/run/postmortem.html and postmortem.md: what happened and when, what it cost, what rose
  together with it, what held, five questions with what the data hint at, and a table of actions to
  fill in. It speaks of systems, not of people; what the data cannot say is left blank. The severity
  follows the criteria in perfreport.toml; earlier runs are looked up in the history of the store.")]
pub(super) struct Args {
    /// The run: raw points, a snapshot, a k6 summary, a folder with one run's files, or `@name`, a baseline; `-` is standard input
    #[arg(value_name = "RUN", value_parser = Operand::parser())]
    run: Operand,

    /// A good run to hold it against, likewise (repeatable)
    #[arg(long, value_name = "BASE", value_parser = Operand::parser())]
    base: Vec<Operand>,

    /// Write the postmortem to this folder [default: reports/NAME-OF-RUN]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Formats, separated by commas
    #[arg(long, value_name = "FORMATS", value_enum, value_delimiter = ',', default_values_t = [DocumentFormat::Html, DocumentFormat::Md])]
    format: Vec<DocumentFormat>,

    /// The title
    #[arg(long, value_name = "TEXT", value_parser = text)]
    title: Option<String>,

    /// How far the postmortem is [default: draft]
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    status: Option<String>,

    /// Who brings it to its end: a team or a person
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    owner: Option<String>,

    /// What the servers measured during the base run, as for --prometheus; of further base runs in their order (repeatable)
    #[arg(long, value_name = "PATH", value_parser = input(), help_heading = "Servers", requires = "base")]
    base_prometheus: Vec<Input>,

    #[command(flatten)]
    about: RunArgs,
    #[command(flatten)]
    slo: SloArgs,
    #[command(flatten)]
    servers: ServerArgs,
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<Code> {
    let settings = args.reading.apply(args.slo.apply(args.about.settings()?)?);
    let base = stored::find(args.base, &args.store, settings.compare.max_base_runs, false)?;
    let run = stored::find(vec![args.run], &args.store, 1, false)?;
    let mut notes = base.notes;
    notes.extend(run.notes);
    let frame = ReportHead {
        base_name: base.name.map(Text::from),
        command: output::command_line(),
        generator: output::generator(),
        ..ReportHead::default()
    };
    let control = Arc::default();
    let progress = Progress::start(&control);
    let request = Request {
        base: base.runs,
        run: run.runs.into_iter().next().context("there is no run")?,
        more_runs: Vec::new(),
        paired: false,
        servers: args.servers.prometheus,
        base_servers: args.base_prometheus,
        tags: args.about.tags(),
        name: args.about.name(),
        notes,
        frame,
    };
    let head = PostmortemHead {
        title: unless_empty(args.title.as_ref()),
        status: args.status.map(|status| pipeline::scrub(&status)),
        owner: args.owner.map(|owner| pipeline::scrub(&owner)),
    };
    let store = args.store.open()?;
    let postmortem = pipeline::postmortem(request, &settings, &control, head, Some(&store))?;
    drop(progress);

    let assessment = &postmortem.assessment;
    output::line(&format!("{}  {}", assessment.verdict, assessment.summary));
    let dir =
        args.out.unwrap_or_else(|| Path::new("reports").join(output::folder_name(&assessment.run.meta.name)));
    let formats = output::once(args.format.iter().map(|format| (*format).into()));
    for path in pipeline::write_postmortem(&postmortem, &formats, &dir)? {
        output::line(&format!("report  {}", path.display()));
    }
    Ok(Code::Success)
}
