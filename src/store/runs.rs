//! Snapshots by content id.

use std::io;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::{Store, StoreError, snapshot};
use crate::model::run::Run;
use crate::wire::WireError;
use crate::wire::snapshot as wire;

/// Hex digits of an id: with 80 bits two of a million runs share one with a probability of 10⁻¹².
const ID_DIGITS: usize = 20;

/// Ends every run's file.
const EXTENSION: &str = ".json.gz";

/// A run as the store keeps it.
#[derive(Debug)]
pub struct EncodedRun {
    id: String,
    text: String,
}

impl EncodedRun {
    /// Encodes a run. Of its files the folders are left out: the same run from another folder is the same run.
    ///
    /// # Errors
    ///
    /// Where that cannot be done.
    pub fn new(run: &Run) -> Result<Self, StoreError> {
        let mut run = run.clone();
        for source in &mut run.meta.sources {
            // A path of Windows that was recorded there is told apart here as well.
            if let Some(file) = source.name.rsplit(['/', '\\']).next().filter(|file| !file.is_empty()) {
                source.name = file.to_owned();
            }
        }
        let text = wire::to_json(&run)?;
        Ok(Self { id: id_of(&text), text })
    }

    /// Its content id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Store {
    /// Where the run with this id is kept.
    pub fn run_path(&self, id: &str) -> PathBuf {
        self.runs_folder().join(format!("{id}{EXTENSION}"))
    }

    pub(super) fn runs_folder(&self) -> PathBuf {
        self.root().join("runs")
    }

    /// Keeps a run. One that is there already is not written again.
    ///
    /// # Errors
    ///
    /// Where the run cannot be written.
    pub fn keep(&self, run: &EncodedRun) -> Result<(), StoreError> {
        let path = self.run_path(&run.id);
        let kept = || -> io::Result<()> {
            if self.place.exists(&path)? {
                return Ok(());
            }
            match self.place.create(&path, &snapshot::packed(run.text.as_bytes(), &path)?) {
                // By another process, meanwhile: a run is its content.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.is_remote() => Ok(()),
                written => written,
            }
        };
        kept().map_err(|source| StoreError::Io { path, source })
    }

    /// Reads a kept run and checks that it is what its id says.
    ///
    /// # Errors
    ///
    /// Where the file is missing, cannot be read, or holds another text than when it was written.
    pub fn run(&self, id: &str) -> Result<Run, StoreError> {
        let path = self.run_path(id);
        let read = self.place.read(&path, snapshot::MAX_TEXT, "a run");
        let text = read.and_then(|bytes| snapshot::unpacked(&bytes));
        let text = text.map_err(|source| StoreError::Io { path: path.clone(), source })?;
        let name = path.display().to_string();
        let run = wire::from_json(&text, &name)?;
        if id_of(&text) == id {
            Ok(run)
        } else {
            let reason = "its content is not what its name says: it was changed after it was written";
            Err(WireError::Contents { name, format: wire::FORMAT, reason: reason.to_owned() }.into())
        }
    }
}

/// The id in a file's name; absent where it is no run's.
pub(super) fn id_in(file: &str) -> Option<&str> {
    let id = file.strip_suffix(EXTENSION)?;
    (id.len() == ID_DIGITS && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
}

/// The id of a text.
pub(super) fn id_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.chars().take(ID_DIGITS).collect()
}
