//! What is wrong with a store, and what nobody needs.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::baselines::files_in;
use super::runs::id_in;
use super::{Lock, Store, StoreError};
use crate::wire::WireError;

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
    /// Where a folder cannot be listed.
    pub fn verify(&self) -> Result<Health, StoreError> {
        let _reading = self.read_lock();
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
        for file in files_in(&self.runs_folder())? {
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
                Err(error) => health.problems.push(format!("{error}\n{repair}")),
            }
        }
        let months = self.month_folders()?.into_iter().map(|(_, folder)| folder);
        for folder in months.chain(self.baseline_folders()?) {
            health.leftovers += files_in(&folder)?.iter().filter(|file| is_temporary(file)).count();
        }
        for baseline in &baselines {
            for run in baseline.runs.iter().filter(|run| !kept.contains(&run.id)) {
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
        Ok(health)
    }

    /// Deletes runs that no baseline refers to, and what interrupted processes left: who holds the lock is the only one that
    /// writes. Nothing is deleted while a baseline cannot be read, since its runs are not known.
    ///
    /// # Errors
    ///
    /// Where a baseline cannot be read, or a file cannot be deleted.
    pub fn prune(&self, _lock: &Lock) -> Result<Pruned, StoreError> {
        let (baselines, broken) = self.baselines()?;
        if let Some(error) = broken.into_iter().next() {
            return Err(error);
        }
        let referred: BTreeSet<&str> =
            baselines.iter().flat_map(|baseline| &baseline.runs).map(|run| run.id.as_str()).collect();
        let mut pruned = Pruned::default();
        let months = self.month_folders()?.into_iter().map(|(_, folder)| folder);
        for folder in months.chain(self.baseline_folders()?).chain([self.runs_folder()]) {
            for file in files_in(&folder)? {
                let path = folder.join(&file);
                if id_in(&file).is_some_and(|id| !referred.contains(id)) {
                    remove(path)?;
                    pruned.runs += 1;
                } else if is_temporary(&file) {
                    remove(path)?;
                    pruned.leftovers += 1;
                }
            }
        }
        Ok(pruned)
    }
}

fn remove(path: PathBuf) -> Result<(), StoreError> {
    let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
    removed.map_err(|source| StoreError::Io { path, source })
}

fn is_temporary(file: &str) -> bool {
    file.starts_with(super::file::TEMPORARY)
}
