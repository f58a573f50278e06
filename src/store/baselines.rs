//! Baselines by name: a folder each, and in it a file for each change, so that the changes of two branches merge.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::file::{self, Durability, TEMPORARY};
use super::runs::id_of;
use super::{Lock, Store, StoreError, names};
use crate::model::baseline::Baseline;
use crate::model::whole_file;
use crate::wire::WireError;
use crate::wire::baseline as wire;

/// Where a baseline is.
struct Place {
    /// Its changes.
    folder: PathBuf,
    /// The file that held all of them in older versions. It is read as long as it is there.
    single: PathBuf,
}

impl Store {
    pub(super) fn baselines_folder(&self) -> PathBuf {
        self.root().join("baselines")
    }

    fn place(&self, stem: &str) -> Place {
        let folder = self.baselines_folder();
        Place {
            single: folder.join(names::single_file_of(stem)),
            folder: folder.join(names::folder_of(stem)),
        }
    }

    /// The place of each baseline, by folder.
    fn places(&self) -> Result<BTreeMap<PathBuf, Place>, StoreError> {
        let all = self.baselines_folder();
        let mut places = BTreeMap::new();
        for file in files_in(&all)? {
            match names::stem_in(&file) {
                Some(stem) => {
                    let place = self.place(stem);
                    places.insert(place.folder.clone(), place);
                }
                None if !file.starts_with('.') && all.join(&file).is_dir() => {
                    let place = || Place { folder: all.join(&file), single: self.place(&file).single };
                    places.entry(all.join(&file)).or_insert_with(place);
                }
                None => {}
            }
        }
        Ok(places)
    }

    /// The folders of baselines, and the one that they are in.
    pub(super) fn baseline_folders(&self) -> Result<Vec<PathBuf>, StoreError> {
        Ok(self.places()?.into_keys().chain([self.baselines_folder()]).collect())
    }

    /// Reads a baseline; absent where there is none of that name.
    ///
    /// # Errors
    ///
    /// Where the name cannot be one, or a file cannot be read or understood.
    pub fn baseline(&self, name: &str) -> Result<Option<Baseline>, StoreError> {
        match read(&self.place(&names::stem_of(name)?), Some(name)) {
            Ok(baseline) => Ok(baseline),
            Err((first, _)) => Err(first),
        }
    }

    /// Reads every baseline, sorted by name, and says which files could not be understood.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be listed.
    pub fn baselines(&self) -> Result<(Vec<Baseline>, Vec<StoreError>), StoreError> {
        let (mut baselines, mut broken) = (Vec::new(), Vec::new());
        for place in self.places()?.values() {
            match read(place, None) {
                Ok(baseline) => baselines.extend(baseline),
                Err((first, more)) => broken.extend([first].into_iter().chain(more)),
            }
        }
        baselines.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((baselines, broken))
    }

    /// Changes a baseline, which begins to exist with its first change: adds the runs of `change`, and takes out those that
    /// its log names as removed or retired.
    ///
    /// # Errors
    ///
    /// Where the change cannot be encoded or written.
    pub fn change_baseline(&self, _lock: &Lock, change: &Baseline) -> Result<(), StoreError> {
        let folder = self.place(&names::stem_of(&change.name)?).gathered()?;
        let last = files_in(&folder)?.iter().map(|file| names::number_in(file)).max().unwrap_or(0);
        let text = wire::to_json(change)?;
        let path = folder.join(names::change_file(last + 1, &id_of(&text)));
        file::write(&path, text.as_bytes(), Durability::Synced)
            .map_err(|source| StoreError::Io { path, source })
    }

    /// Forgets a baseline; its runs stay until the store is pruned. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// Where its files cannot be removed.
    pub fn remove_baseline(&self, _lock: &Lock, name: &str) -> Result<bool, StoreError> {
        let folder = self.place(&names::stem_of(name)?).gathered()?;
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
}

impl Place {
    /// The folder, after the single file of an older version was moved into it: at once, so that nothing is lost.
    fn gathered(self) -> Result<PathBuf, StoreError> {
        let Self { folder, single } = self;
        let moved = || -> io::Result<()> {
            let text = text_of(&single)?;
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

fn text_of(path: &Path) -> io::Result<String> {
    io::read_to_string(whole_file::regular(path, MOST_TEXT, "a baseline")?)
}

/// Reads what is at a place, or says which of its files, one or more, could not be understood.
fn read(place: &Place, name: Option<&str>) -> Result<Option<Baseline>, (StoreError, Vec<StoreError>)> {
    let (mut changes, mut broken) = (Vec::new(), Vec::new());
    let mut add = |number, path: PathBuf| {
        let text = match text_of(&path) {
            Ok(text) => text,
            // Another process moved or removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(source) => return broken.push(StoreError::Io { path, source }),
        };
        match wire::from_json(&text, &path.display().to_string()) {
            Ok(change) => changes.push((number, path, change)),
            Err(error) => broken.push(error.into()),
        }
    };
    // Before the folder is listed: another process may move it there meanwhile, and then it is read twice rather than never.
    add(0, place.single.clone());
    let files = files_in(&place.folder).map_err(|error| (error, Vec::new()))?;
    for file in files.iter().filter(|file| names::is_json(file)) {
        add(names::number_in(file), place.folder.join(file));
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
    Ok((!changes.is_empty()).then(|| Baseline::of_changes(&name, changes)))
}

/// A file of another baseline: on some disks `Main` and `main` are one.
fn foreign(path: &Path, is: &str, wanted: &str) -> StoreError {
    let reason = format!("it is the baseline `{}`, not `{wanted}`", is.escape_debug());
    let name = path.display().to_string();
    WireError::Contents { name, format: wire::FORMAT, reason }.into()
}

/// The files of a folder, sorted; none where it does not exist.
pub(super) fn files_in(folder: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |source| StoreError::Io { path: folder.to_owned(), source };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        files.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    files.sort();
    Ok(files)
}
