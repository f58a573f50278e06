//! Where the store is, and what `@name` means.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::ingest::Input;
use crate::model::nearest::nearest;
use crate::model::note::Note;
use crate::pipeline::Given;
use crate::pipeline::baseline::{self, BaselineError};
use crate::store::Store;
use crate::words::text;

/// Which store.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Store")]
pub(super) struct StoreArgs {
    /// The store of baselines [default: .perfreport here or in a folder above]
    #[cfg_attr(
        feature = "remote",
        doc = "\n\nA folder, or the address of a bucket: s3://bucket/prefix, gs://bucket/prefix or az://container/prefix"
    )]
    #[arg(long, value_name = "DIR", env = "PERFREPORT_STORE", value_parser = PathBufValueParser::new().try_map(place))]
    store: Option<PathBuf>,
}

impl StoreArgs {
    /// The store that was named, or the nearest one.
    pub(super) fn open(&self) -> anyhow::Result<Store> {
        Ok(match &self.store {
            #[cfg(feature = "remote")]
            Some(address) if is_address(address) => Store::in_bucket(&address.to_string_lossy())?,
            Some(folder) => Store::at(folder),
            None => Store::nearest(&std::env::current_dir().context("cannot tell the working directory")?),
        })
    }
}

fn is_address(path: &Path) -> bool {
    path.to_string_lossy().contains("://")
}

/// Takes a folder, or the address of a bucket where the program can read that.
#[cfg(feature = "remote")]
fn place(path: PathBuf) -> Result<PathBuf, &'static str> {
    let text = path.to_string_lossy();
    match text.split_once("://") {
        // Whoever writes a password there should not see it again: the message about a value repeats it.
        Some((scheme, rest)) if rest.contains('@') => Ok(format!("{scheme}://…@").into()),
        Some(_) => Store::check_address(&text).map(|()| path.clone()),
        None => Ok(path),
    }
}

/// Refuses an address, which as a path would make a folder called `s3:`.
#[cfg(not(feature = "remote"))]
fn place(path: PathBuf) -> Result<PathBuf, &'static str> {
    if is_address(&path) {
        return Err(
            "a store is a folder, and this is an address\nbuild perfreport with `--features remote`, or copy the folder from the bucket before and to it afterwards, with `aws s3 sync`, `gcloud storage rsync` or `azcopy sync`",
        );
    }
    Ok(path)
}

/// A run on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    /// A file, a folder, or standard input.
    Input(Input),
    /// `@name`: a baseline.
    Baseline(String),
}

impl fmt::Display for Operand {
    /// Writes it as on the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(Input::Path(path)) => write!(f, "{}", path.display()),
            Self::Input(Input::Stdin) => f.write_str("-"),
            Self::Baseline(name) => write!(f, "@{name}"),
        }
    }
}

impl Operand {
    /// Takes a path, `-`, or `@name`. A file that is called so is `./@name`.
    pub(super) fn parser() -> impl TypedValueParser<Value = Self> {
        PathBufValueParser::new().map(|path: PathBuf| {
            match path.to_str().and_then(|text| text.strip_prefix('@')) {
                Some(name) => Self::Baseline(name.to_owned()),
                None => Self::Input(Input::from(path)),
            }
        })
    }
}

/// What operands come to.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Runs, the newest first.
    pub(super) runs: Vec<Given>,
    /// What to call them, where they are one baseline: `@main`.
    pub(super) name: Option<String>,
    /// What the reader should know of them, and which baselines do not exist, where that is allowed.
    pub(super) notes: Vec<Note>,
}

/// Finds the runs behind operands, `most` of each baseline; baselines may be missing where the caller allows it.
pub(super) fn find(
    operands: Vec<Operand>,
    store: &StoreArgs,
    most: usize,
    may_be_missing: bool,
) -> anyhow::Result<Found> {
    let mut found = Found::default();
    let alone = operands.len() == 1;
    for operand in operands {
        let name = match operand {
            Operand::Input(input) => {
                found.runs.push(input.into());
                continue;
            }
            Operand::Baseline(name) => name,
        };
        match baseline::usable(&store.open()?, &name, most) {
            Ok((runs, notes)) => {
                found.name = alone.then(|| format!("@{name}"));
                found.runs.extend(runs);
                found.notes.extend(notes);
            }
            Err(BaselineError::Missing { name, known, .. }) if may_be_missing => {
                found.notes.push(missing(&name, &known));
            }
            Err(error @ BaselineError::Missing { .. }) => {
                return Err(anyhow::Error::new(error).context(format!(
                    "@{name} (`--allow-missing-baseline` checks the run by itself instead)"
                )));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}

/// Says that there is no such baseline: a new name, or a mistyped one where there are others.
fn missing(name: &str, known: &[String]) -> Note {
    let add = format!("perfreport baseline add {name} RUN");
    let others = nearest(name, known.iter().map(String::as_str));
    match others.as_slice() {
        [] => Note::new(text!("no-baseline-yet", name = name))
            .with_hint(text!("no-baseline-yet-hint", command = add)),
        others => Note::new(text!("no-such-baseline", name = name, others = others.join("`, `")))
            .with_hint(text!("no-such-baseline-hint", name = name, command = add)),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Operand, missing};
    use crate::ingest::Input;

    #[derive(Parser)]
    struct Line {
        #[arg(value_parser = Operand::parser())]
        operand: Operand,
    }

    #[test]
    fn a_name_after_an_at_sign_is_a_baseline() {
        let parsed = |text: &str| Line::parse_from(["x", text]).operand;
        assert_eq!(parsed("@release/1.4"), Operand::Baseline("release/1.4".to_owned()));
        assert_eq!(parsed("./@main"), Operand::Input(Input::Path("./@main".into())));
        assert_eq!(parsed("-"), Operand::Input(Input::Stdin));
    }

    #[test]
    fn a_baseline_that_is_missing_beside_others_may_be_misspelt() {
        let text = |known: &[&str]| {
            missing("mian", &known.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()).text
        };
        assert_eq!(text(&[]), "There is no baseline `mian` yet: it was left out.");
        let others = text(&["nightly", "main"]);
        assert_eq!(
            others,
            "There is no baseline `mian`, but there is `main`, `nightly`: nothing was compared with it."
        );
    }
}
