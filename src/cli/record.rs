//! `perfreport record INPUT…`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context;

use crate::ingest::{Control, Input};
use crate::model::quantity::{Bytes, Count, counted};
use crate::pipeline;
use crate::render::text::plain;
use crate::store::file::is_stream;
use crate::store::snapshot;

use super::args::{ReadArgs, RunArgs, ServerArgs, input};
use super::exit::Code;
use super::globs;
use super::progress::Progress;

/// Reads raw points into a small snapshot that every other command takes
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  mkfifo points; perfreport record points -o run.json.gz & k6 run --out json=points script.js; wait

  reads the points while the test runs and keeps a snapshot instead of gigabytes.

  perfreport record shard-*.json.gz -o run.json

  joins what many load generators wrote (points or snapshots) into one exact run. Reruns of a test are no
  shards: give them to `perfreport compare` one by one, as base runs or with --run.

  perfreport record --prometheus prom/ -o run.json

  makes a run of Prometheus exports alone: of what k6 wrote there, else of what the servers counted.

The first Ctrl-C or SIGTERM means \"read to the end of the input\", since it reaches k6 as well;
the second writes what there is.")]
pub(super) struct Args {
    /// Raw points, snapshots, folders; `-` is standard input. Several become one run. None: the run is read from --prometheus
    #[arg(value_name = "INPUT", required_unless_present = "prometheus", value_parser = input())]
    inputs: Vec<Input>,

    /// The snapshot: .json, .json.gz or .json.zst; `-` is standard output
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    #[command(flatten)]
    about: RunArgs,
    #[command(flatten)]
    servers: ServerArgs,
    #[command(flatten)]
    reading: ReadArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let settings = args.reading.apply(args.about.settings()?);
    let control = Arc::new(Control::default());
    stop_on_second_signal(&control)?;
    let progress = Progress::start(&control);
    let inputs: Vec<Vec<Input>> =
        args.inputs.iter().cloned().map(globs::expand).collect::<anyhow::Result<_>>()?;
    let inputs = inputs.concat();
    refuse_own_input(&inputs, &args.output)?;
    let servers = &args.servers.prometheus;
    let (mut run, inputs) = if inputs.is_empty() {
        (pipeline::record_prometheus(servers, &settings)?, servers.clone())
    } else {
        let mut run = pipeline::record(&inputs, &settings, &control)?;
        pipeline::attach(&mut run, servers, &settings)?;
        (run, inputs)
    };
    drop(progress);
    args.about.label(&mut run, &inputs);
    snapshot::write(&run, &args.output)?;
    // A line about it is no part of what goes into a pipe.
    if args.output.as_os_str() != "-" && !is_stream(&args.output) {
        let bytes = std::fs::metadata(&args.output).context("cannot read the snapshot back")?.len();
        let held = if run.has_requests() {
            format!("{} requests", Count(run.whole.requests.clone().unwrap_or(0)))
        } else {
            counted(run.metrics.len(), "metric")
        };
        let path = args.output.display();
        super::output::line(&format!("{path}: {held}, {}", Bytes(bytes)));
    }
    if let Some(note) = run.rerun_note() {
        super::output::remark(&note.text.to_string());
        note.hint.iter().for_each(|hint| super::output::remark(&hint.to_string()));
    }
    for note in &run.notes {
        super::output::remark(&plain(&note.text));
    }
    Ok(Code::Success)
}

/// The points are gone if the snapshot takes their place.
fn refuse_own_input(inputs: &[Input], output: &Path) -> anyhow::Result<()> {
    let Ok(output) = output.canonicalize() else { return Ok(()) };
    let is_output = |input: &&Input| matches!(input, Input::Path(path) if path.canonicalize().is_ok_and(|path| path == output));
    match inputs.iter().find(is_output) {
        Some(Input::Path(path)) => anyhow::bail!(
            "{} is an input: the snapshot would take its place\nname another file with --output",
            path.display()
        ),
        _ => Ok(()),
    }
}

/// The first signal reaches k6 as well, which then ends the input; only the second one is ours.
fn stop_on_second_signal(control: &Arc<Control>) -> anyhow::Result<()> {
    let signals = AtomicU32::new(0);
    let control = Arc::clone(control);
    ctrlc::set_handler(move || match signals.fetch_add(1, Ordering::Relaxed) {
        0 => super::output::remark("reading to the end of the input; once more to write what there is now"),
        1 => control.stop(),
        _ => std::process::exit(130),
    })
    .context("cannot watch for signals")
}
