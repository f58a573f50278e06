//! Baselines by name: a folder each, and in it a file for each change, so that the changes of two branches merge.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::again::Attempts;
use super::entry::Entry;
use super::file::TEMPORARY;
use super::runs::id_of;
use super::{Lock, Store, StoreError, names};
use crate::model::baseline::Baseline;
use crate::model::whole_file;
use crate::wire::WireError;
use crate::wire::baseline as wire;

/// The files of a baseline.
pub(super) struct Files {
    /// Its changes.
    pub(super) folder: PathBuf,
    /// The file that held all of them in older versions. It is read as long as it is there.
    pub(super) single: PathBuf,
}

/// How many changes of a baseline were known when it was read: the next one is numbered after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position(pub(super) u64);

/// What a baseline's files hold, or which of them, one or more, could not be understood.
type Read = Result<(Option<Baseline>, Position), (StoreError, Vec<StoreError>)>;

impl Store {
    pub(super) fn baselines_folder(&self) -> PathBuf {
        self.root().join("baselines")
    }

    pub(super) fn files(&self, stem: &str) -> Files {
        let folder = self.baselines_folder();
        Files {
            single: folder.join(names::single_file_of(stem)),
            folder: folder.join(names::folder_of(stem)),
        }
    }

    /// The files of each baseline, by folder.
    fn all_files(&self) -> Result<BTreeMap<PathBuf, Files>, StoreError> {
        let all = self.baselines_folder();
        let mut found = BTreeMap::new();
        for Entry { name, is_folder, .. } in self.list(&all)? {
            match names::stem_in(&name) {
                Some(stem) => {
                    let files = self.files(stem);
                    found.insert(files.folder.clone(), files);
                }
                None if !name.starts_with('.') && is_folder => {
                    let files = || Files { folder: all.join(&name), single: self.files(&name).single };
                    found.entry(all.join(&name)).or_insert_with(files);
                }
                None => {}
            }
        }
        Ok(found)
    }

    /// The folders of baselines, and the one that they are in.
    pub(super) fn baseline_folders(&self) -> Result<Vec<PathBuf>, StoreError> {
        Ok(self.all_files()?.into_keys().chain([self.baselines_folder()]).collect())
    }

    /// Reads a baseline; absent where there is none of that name.
    ///
    /// # Errors
    ///
    /// Where the name cannot be one, or a file cannot be read or understood.
    pub fn baseline(&self, name: &str) -> Result<Option<Baseline>, StoreError> {
        self.read_baseline(name).map(|(baseline, _)| baseline)
    }

    /// Reads a baseline that is to be changed, and how far its changes have come.
    ///
    /// # Errors
    ///
    /// As [`baseline`](Self::baseline).
    pub fn baseline_to_change(
        &self,
        _lock: &Lock,
        name: &str,
    ) -> Result<(Option<Baseline>, Position), StoreError> {
        self.read_baseline(name)
    }

    fn read_baseline(&self, name: &str) -> Result<(Option<Baseline>, Position), StoreError> {
        self.read_files(&self.files(&names::stem_of(name)?), Some(name)).map_err(|(first, _)| first)
    }

    /// Reads every baseline, sorted by name, and says which files could not be understood.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be listed, or the store cannot be reached.
    pub fn baselines(&self) -> Result<(Vec<Baseline>, Vec<StoreError>), StoreError> {
        let (mut baselines, mut broken) = (Vec::new(), Vec::new());
        for files in self.all_files()?.values() {
            match self.read_files(files, None) {
                Ok((baseline, _)) => baselines.extend(baseline),
                Err((first, more)) => broken.extend([first].into_iter().chain(more)),
            }
        }
        if let Some(at) = broken.iter().position(StoreError::is_of_place) {
            return Err(broken.swap_remove(at));
        }
        baselines.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((baselines, broken))
    }

    /// Changes a baseline, which begins to exist with its first change: adds the runs of `change`, and takes out those that
    /// its log names as removed or retired.
    ///
    /// # Errors
    ///
    /// Where the change cannot be encoded or written; [`StoreError::Changed`] where the store has no locks and another process
    /// changed the baseline after it was read.
    pub fn change_baseline(
        &self,
        _lock: &Lock,
        change: &Baseline,
        Position(last): Position,
    ) -> Result<(), StoreError> {
        let files = self.files(&names::stem_of(&change.name)?);
        let text = wire::to_json(change)?;
        // Without locks it is the number alone that one of two processes gets.
        let path = if self.place.has_locks() {
            files.gathered()?.join(names::change_file(last + 1, &id_of(&text)))
        } else {
            files.folder.join(names::change_file(last + 1, names::UNLOCKED))
        };
        self.place.create(&path, text.as_bytes()).map_err(|source| self.failed(path, source))
    }

    /// Forgets a baseline; its runs stay until the store is pruned. Returns whether there was one. Where there are no locks
    /// `emptied`, a change that takes out all runs after they were read, comes first: files are then deleted one by one, and
    /// with some of its changes left it would be another baseline.
    ///
    /// # Errors
    ///
    /// Where its files cannot be removed; as [`change_baseline`](Self::change_baseline).
    pub fn remove_baseline(
        &self,
        lock: &Lock,
        emptied: &Baseline,
        after: Position,
    ) -> Result<bool, StoreError> {
        let files = self.files(&names::stem_of(&emptied.name)?);
        if !self.place.has_locks() {
            let known = self.list(&files.folder)?;
            self.change_baseline(lock, emptied, after)?;
            let change = files.folder.join(names::change_file(after.0 + 1, names::UNLOCKED));
            let known = known.iter().map(|entry| files.folder.join(&entry.name));
            for path in [files.single].into_iter().chain(known).chain([change]) {
                self.place.remove(&path).map_err(|source| self.failed(path, source))?;
            }
            return Ok(true);
        }
        let folder = files.gathered()?;
        // At once: with some of its changes left, it would be another baseline.
        let removed = || -> io::Result<bool> {
            if !folder.is_dir() {
                return Ok(false);
            }
            let aside = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(self.baselines_folder())?;
            std::fs::rename(&folder, aside.path().join("baseline"))?;
            aside.close()?;
            Ok(true)
        };
        removed().map_err(|source| StoreError::Io { path: folder.clone(), source })
    }

    /// Reads the files of a baseline; again where one of them was listed and is gone: another process removed the baseline, or
    /// made it anew.
    fn read_files(&self, files: &Files, name: Option<&str>) -> Read {
        let mut attempts = Attempts::default();
        loop {
            let mut gone = false;
            let read = self.read_once(files, name, &mut gone);
            if self.place.has_locks() || !gone || !attempts.again() {
                return read;
            }
        }
    }

    fn read_once(&self, files: &Files, name: Option<&str>, gone: &mut bool) -> Read {
        let (mut changes, mut broken) = (Vec::new(), Vec::new());
        let mut add = |number, path: PathBuf| {
            let text = match self.text_of(&path) {
                Ok(text) => text,
                Err(error) if error.kind() == io::ErrorKind::NotFound => return false,
                Err(source) => {
                    broken.push(StoreError::Io { path, source });
                    return true;
                }
            };
            match wire::from_json(&text, &path.display().to_string()) {
                Ok(change) => changes.push((number, path, change)),
                Err(error) => broken.push(error.into()),
            }
            true
        };
        // Before the folder is listed: another process may move it there meanwhile, and then it is read twice rather than never.
        add(0, files.single.clone());
        let listed = self.list(&files.folder).map_err(|error| (error, Vec::new()))?;
        let mut last = 0;
        for Entry { name, .. } in &listed {
            last = last.max(names::number_in(name));
            if names::is_json(name) && !add(names::number_in(name), files.folder.join(name)) {
                *gone = true;
            }
        }
        let name = match (name, changes.first()) {
            (Some(name), _) => name.to_owned(),
            (None, Some((_, _, first))) => first.name.clone(),
            (None, None) => String::new(),
        };
        let strangers = changes.iter().filter(|(_, _, change)| change.name != name);
        broken.extend(strangers.map(|(_, path, change)| foreign(path, &change.name, &name)));
        if !broken.is_empty() {
            let first = broken.remove(0);
            return Err((first, broken));
        }
        changes.sort_by_key(|(number, _, change)| (*number, change.log.first().map(|event| event.at)));
        let changes: Vec<Baseline> = changes.into_iter().map(|(_, _, change)| change).collect();
        let baseline = (!changes.is_empty()).then(|| Baseline::of_changes(&name, changes));
        Ok((baseline, Position(last)))
    }

    fn text_of(&self, path: &Path) -> io::Result<String> {
        let bytes = self.place.read(path, MOST_TEXT, "a baseline")?;
        String::from_utf8(bytes)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "stream did not contain valid UTF-8"))
    }
}

impl Files {
    /// The folder, after the single file of an older version was moved into it: at once, so that nothing is lost.
    fn gathered(self) -> Result<PathBuf, StoreError> {
        let Self { folder, single } = self;
        let moved = || -> io::Result<()> {
            let text = io::read_to_string(whole_file::regular(&single, MOST_TEXT, "a baseline")?)?;
            std::fs::create_dir_all(&folder)?;
            std::fs::rename(&single, folder.join(names::change_file(0, &id_of(&text))))
        };
        match moved() {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::Io { path: single, source })
            }
            _ => Ok(folder),
        }
    }
}

/// The most that is read of a change of a baseline: 64 MB.
const MOST_TEXT: u64 = 64 << 20;

/// A file of another baseline: on some disks `Main` and `main` are one.
fn foreign(path: &Path, is: &str, wanted: &str) -> StoreError {
    let reason = format!("it is the baseline `{}`, not `{wanted}`", is.escape_debug());
    let name = path.display().to_string();
    WireError::Contents { name, format: wire::FORMAT, reason }.into()
}
