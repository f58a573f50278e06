//! The three end-of-test summaries of k6.
//!
//! Each shape is read into structs that mirror it and converted to one neutral [`Summary`], where
//! polarity, spelling and units are already ours; one assembly makes the [`Run`] of it.
//!
//! * [`shape`]: which of the three it is; [`reshaped`]: what a script made of one
//! * [`summary_export`], [`handle_summary`], [`machine_readable`]: the wire structs; [`groups`] and
//!   [`value`] are what they share; `thresholds`: what k6 judged
//! * [`summary`], [`selector`]: the neutral summary; [`filter`]: the part of it that is asked for
//! * [`assemble`]: the run, from [`window`] (what is judged), [`traffic`] (requests and latency),
//!   [`outcomes`] (exact accounting of errors), [`naming`] (which tag names endpoints), [`endpoints`], [`calls`] (gRPC), [`load`],
//!   [`metrics`] (those of the script's own) and [`remarks`] (the notes)

mod assemble;
mod beside;
mod calls;
mod endpoints;
mod filter;
mod groups;
mod handle_summary;
mod load;
mod machine_readable;
mod metrics;
mod naming;
mod outcomes;
mod remarks;
pub(super) mod reshaped;
mod selector;
pub(super) mod shape;
mod summary;
mod summary_export;
#[cfg(test)]
mod tests;
mod thresholds;
mod traffic;
mod value;
mod window;

pub(super) use assemble::assemble;
pub(super) use beside::add_summary;
pub(super) use summary::Summary;
pub(super) use value::{PLAUSIBLE, is_plausible};

use serde::de::DeserializeOwned;

use crate::ingest::error::{IngestError, Problem};
use crate::ingest::locate;
use shape::Shape;
pub(super) use shape::SummaryFile;

/// Parses a file as the shape it was found to be.
pub(super) fn parse(file: &SummaryFile) -> Result<Summary, IngestError> {
    let text = &file.text;
    let summary = match file.shape {
        Shape::SummaryExport => wire::<summary_export::Wire>(text).and_then(Summary::try_from),
        Shape::HandleSummary => wire::<handle_summary::Wire>(text).and_then(Summary::try_from),
        Shape::MachineReadable => wire::<machine_readable::Wire>(text).and_then(Summary::try_from),
    };
    summary
        .and_then(|summary| if summary.measured_anything() { Ok(summary) } else { Err(Problem::NoHttp) })
        .map_err(|problem| IngestError::new(file.name.clone(), problem))
}

fn wire<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|error| locate::problem(text, &error))
}
