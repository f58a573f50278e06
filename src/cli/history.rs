//! `perfreport history`.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::exit::Code;
use super::output;
use super::stored::StoreArgs;
use super::when::{self, When};
use crate::model::history::{History, HistoryMeasure};
use crate::pipeline::history;
use crate::render::history as written;
use crate::tables::{self, Selection};

/// Shows the runs that were remembered with `--save`
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport history --endpoint 'POST *' --measure p95 --since 30d

  prints, for each endpoint whose name begins with POST, a line for each run of the last 30 days and
  a spark line. `--format csv` gives a row for each run, endpoint and measure instead.")]
pub(super) struct Args {
    /// The endpoints, `*` stands for any text [default: all requests together]
    #[arg(long, value_name = "NAME")]
    endpoint: Option<String>,

    /// One measure: requests, rate, error_share, undeclared_4xx_share, p50, p90, p95, p99 or max
    #[arg(long, value_name = "MEASURE", value_parser = measure)]
    measure: Option<HistoryMeasure>,

    /// Runs from then on: 36h, 7d, 2w (before the end), a day (UTC), or a time
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    since: Option<When>,

    /// Runs until then; a day is meant to its end [default: now]
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    until: Option<When>,

    /// How it is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,

    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each run, and a spark line
    #[default]
    Table,
    /// A row for each run, endpoint and measure
    Csv,
    /// The same as objects
    Json,
    /// The same as one file of the history
    Parquet,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let selection = args.selection();
    let store = args.store.open()?;
    let history = history::scan(&store, &selection)?;
    for note in &history.notes {
        output::remark(&note.text.to_string());
    }
    if history.runs.is_empty() {
        output::remark(&format!(
            "no run in the history of {}; `perfreport compare … --save` remembers one",
            store.root().display()
        ));
    }
    let bytes = args.written(&history)?;
    match &args.output {
        Some(path) => output::file(path, &bytes)?,
        // For people, and so never a command to a CI system.
        None if args.format == Format::Table => output::line(String::from_utf8_lossy(&bytes).trim_end()),
        None => {
            let mut out = BufWriter::new(io::stdout().lock());
            out.write_all(&bytes)?;
            out.flush()?;
        }
    }
    Ok(Code::Success)
}

impl Args {
    fn selection(&self) -> Selection {
        let until = self.until.map(|until| until.until(when::now()));
        Selection {
            since: self.since.map(|since| since.since(until.unwrap_or_else(when::now))),
            until,
            endpoint: self.endpoint.clone(),
            measure: self.measure,
            // A table shows nothing else.
            only_figures: self.format == Format::Table,
        }
    }

    fn written(&self, history: &History) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self.format {
            Format::Table => {
                bytes = written::table(history, self.endpoint.is_some(), self.measure).into_bytes();
            }
            Format::Csv => written::csv(history, &mut bytes)?,
            Format::Json => written::json(history, &mut bytes)?,
            Format::Parquet => bytes = tables::encode(&history.runs)?,
        }
        Ok(bytes)
    }
}

fn measure(word: &str) -> Result<HistoryMeasure, String> {
    HistoryMeasure::of_key(word).ok_or_else(|| {
        let known: Vec<&str> = HistoryMeasure::ALL.iter().map(|measure| measure.key()).collect();
        format!("there are {}", known.join(", "))
    })
}
