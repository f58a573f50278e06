//! `perfreport baseline add NAME RUN`.

use std::sync::Arc;

use super::author::{AddArgs, tell};
use crate::cli::args::{ReadArgs, RunArgs, input};
use crate::cli::exit::Code;
use crate::cli::progress::Progress;
use crate::cli::stored::StoreArgs;
use crate::ingest::Input;
use crate::pipeline;

/// Adds a run to a baseline, unless it failed, does not compare, or was cut short
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport baseline add main run.json --why \"release 1.4\"
  perfreport compare @main next.json

A run that failed by itself or against the baseline is refused (exit code 1), and so is one that drifted away from the
baseline's oldest run in many small steps. Commit .perfreport/ or keep it in the CI cache.")]
pub(super) struct Args {
    /// The baseline's name; it may hold a branch or an environment: main, release/1.4, main@staging
    #[arg(value_name = "NAME")]
    baseline: String,

    /// The run: raw points, a snapshot, a k6 summary, or a folder with one run's files; `-` is standard input
    #[arg(value_name = "RUN", value_parser = input())]
    run: Input,

    #[command(flatten)]
    adding: AddArgs,
    #[command(flatten)]
    about: RunArgs,
    #[command(flatten)]
    reading: ReadArgs,
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: Args) -> anyhow::Result<Code> {
    let settings = args.reading.apply(args.about.settings()?);
    let control = Arc::default();
    let progress = Progress::start(&control);
    let inputs = [args.run];
    let mut run = pipeline::record(&inputs, &settings, &control)?;
    drop(progress);
    args.about.label(&mut run, &inputs);
    let (options, author) = (args.adding.options(), args.adding.author.author());
    let added =
        pipeline::baseline::add(&args.store.open()?, &args.baseline, &run, options, &author, &settings);
    tell(&args.baseline, added)
}
