//! What is wrong with a store, and what nobody needs.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use super::again::Attempts;
use super::runs::id_in;
use super::snapshot::MAX_TEXT;
use super::{Lock, Store, StoreError};
use crate::wire::WireError;

/// Runs that are held in memory at once while they are deleted: some 100 kB each.
const RUNS_AT_ONCE: usize = 64;

/// What is in a store, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Health {
    /// Baselines that can be read.
    pub baselines: usize,
    /// Runs that can be read.
    pub runs: usize,
    /// What is wrong: a sentence each, with the file and what to do.
    pub problems: Vec<String>,
    /// Files that interrupted processes left; harmless.
    pub leftovers: usize,
    /// Runs that no baseline refers to; harmless.
    pub unused: usize,
}

/// What was deleted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Runs that no baseline refers to.
    pub runs: usize,
    /// Files that interrupted processes left.
    pub leftovers: usize,
}

impl Store {
    /// Reads every file.
    ///
    /// # Errors
    ///
    /// Where a folder cannot be listed, or the store cannot be reached.
    pub fn verify(&self) -> Result<Health, StoreError> {
        let _reading = self.read_lock();
        let mut attempts = Attempts::few();
        loop {
            let (health, is_gone) = self.verify_once()?;
            // Without locks, a run may have been taken out and pruned since the baseline was read.
            if !(self.is_remote() && is_gone && attempts.again()) {
                return Ok(health);
            }
        }
    }

    /// Does so, and tells whether a run that a baseline refers to, or that was listed, is gone.
    fn verify_once(&self) -> Result<(Health, bool), StoreError> {
        let mut is_gone = false;
        let (baselines, broken) = self.baselines()?;
        let mut health = Health { baselines: baselines.len(), ..Health::default() };
        let repair = "restore it from git or the cache, or delete it and add the runs again";
        let told = |error: StoreError| match error {
            StoreError::Baseline(WireError::Conflict { .. }) => error.to_string(),
            _ => format!("{error}\n{repair}"),
        };
        health.problems.extend(broken.into_iter().map(told));
        let referred: BTreeSet<&str> =
            baselines.iter().flat_map(|baseline| &baseline.runs).map(|run| run.id.as_str()).collect();
        let mut kept = BTreeSet::new();
        for file in self.names_in(&self.runs_folder())? {
            let Some(id) = id_in(&file) else {
                health.leftovers += usize::from(is_temporary(&file));
                continue;
            };
            kept.insert(id.to_owned());
            match self.run(id) {
                Ok(_) => {
                    health.runs += 1;
                    health.unused += usize::from(!referred.contains(id));
                }
                Err(error) if error.is_of_place() => return Err(error),
                Err(error) => {
                    is_gone |= error.is_gone();
                    health.problems.push(format!("{error}\n{repair}"));
                }
            }
        }
        let months = self.month_folders()?.into_iter().map(|(_, folder)| folder);
        for folder in months.chain(self.baseline_folders()?) {
            health.leftovers += self.names_in(&folder)?.iter().filter(|file| is_temporary(file)).count();
        }
        for baseline in &baselines {
            for run in baseline.runs.iter().filter(|run| !kept.contains(&run.id)) {
                is_gone = true;
                health.problems.push(format!(
                    "baseline `{}` refers to the run {} ({}), which is not in the store\nrestore {}, or remove it with `perfreport baseline remove {} --run {}`",
                    baseline.name,
                    run.id,
                    run.name,
                    self.run_path(&run.id).display(),
                    baseline.name,
                    run.id
                ));
            }
        }
        Ok((health, is_gone))
    }

    /// Deletes runs that no baseline refers to, and what interrupted processes left: who holds the lock is the only one that
    /// writes. Nothing is deleted while a baseline cannot be read, since its runs are not known.
    ///
    /// # Errors
    ///
    /// Where a baseline cannot be read, or a file cannot be deleted.
    pub fn prune(&self, _lock: &Lock) -> Result<Pruned, StoreError> {
        if self.is_remote() {
            return self.prune_without_locks();
        }
        let referred = self.referred()?;
        let mut pruned = Pruned::default();
        let months = self.month_folders()?.into_iter().map(|(_, folder)| folder);
        for folder in months.chain(self.baseline_folders()?).chain([self.runs_folder()]) {
            for file in self.names_in(&folder)? {
                let path = folder.join(&file);
                if id_in(&file).is_some_and(|id| !referred.contains(id)) {
                    self.remove(path)?;
                    pruned.runs += 1;
                } else if is_temporary(&file) {
                    self.remove(path)?;
                    pruned.leftovers += 1;
                }
            }
        }
        Ok(pruned)
    }

    /// Does the same where others write meanwhile: a baseline may refer to a run by the time it is deleted. So some are held in
    /// memory while they are deleted, and are written again where a baseline refers to them now. Whoever refers to one after that
    /// looks whether it is there, and writes it again as well: see `change_baseline`'s callers.
    fn prune_without_locks(&self) -> Result<Pruned, StoreError> {
        let files = self.names_in(&self.runs_folder())?;
        let referred = self.referred()?;
        let unused: Vec<&str> =
            files.iter().filter_map(|file| id_in(file)).filter(|id| !referred.contains(*id)).collect();
        let mut pruned = Pruned::default();
        for some in unused.chunks(RUNS_AT_ONCE) {
            let mut held = Vec::new();
            for id in some {
                let path = self.run_path(id);
                match self.place.read(&path, MAX_TEXT, "a run") {
                    Ok(bytes) => held.push((*id, path, bytes)),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(source) => return Err(StoreError::Io { path, source }),
                }
            }
            let deleted: Result<(), StoreError> =
                held.iter().try_for_each(|(_, path, _)| self.remove(path.clone()));
            // Where that cannot be told, all of them are wanted.
            let referred = deleted.and_then(|()| self.referred());
            for (id, path, bytes) in &held {
                if referred.as_ref().is_ok_and(|referred| !referred.contains(*id)) {
                    pruned.runs += 1;
                } else {
                    match self.place.create(path, bytes) {
                        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                            return Err(StoreError::Io { path: path.clone(), source: error });
                        }
                        _ => {}
                    }
                }
            }
            referred?;
        }
        Ok(pruned)
    }

    /// The runs that baselines refer to.
    fn referred(&self) -> Result<BTreeSet<String>, StoreError> {
        let (baselines, broken) = self.baselines()?;
        match broken.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(baselines.into_iter().flat_map(|baseline| baseline.runs).map(|run| run.id).collect()),
        }
    }

    fn remove(&self, path: PathBuf) -> Result<(), StoreError> {
        self.place.remove(&path).map_err(|source| StoreError::Io { path, source })
    }
}

fn is_temporary(file: &str) -> bool {
    file.starts_with(super::file::TEMPORARY)
}
