//! The store as a whole, in a folder of its own.

use std::fs;

use super::health::Pruned;
use super::{EncodedRun, Lock, Store};
use crate::model::baseline::{Baseline, BaselineRun};
use crate::model::run::Run;
use crate::model::sample::shop;

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::at(folder.path().join(".perfreport"));
    (folder, store)
}

/// Keeps a run and returns its id.
fn keep(store: &Store, run: &Run) -> String {
    let encoded = EncodedRun::new(run).unwrap();
    store.keep(&encoded).unwrap();
    encoded.id().to_owned()
}

fn baseline(name: &str, ids: &[&str]) -> Baseline {
    let run = |id: &&str| BaselineRun {
        id: (*id).to_owned(),
        name: "run".to_owned(),
        started: None,
        requests: Some(1),
        p95: None,
        tags: Default::default(),
        added: "2026-11-22T14:00:00Z".parse().unwrap(),
    };
    Baseline { runs: ids.iter().map(run).collect(), ..Baseline::new(name) }
}

/// Changes a baseline as it is.
fn change(store: &Store, lock: &Lock, change: &Baseline) {
    let (_, position) = store.baseline_to_change(lock, &change.name).unwrap();
    store.change_baseline(lock, change, position).unwrap();
}

fn remove(store: &Store, lock: &Lock, name: &str) -> bool {
    let (_, position) = store.baseline_to_change(lock, name).unwrap();
    store.remove_baseline(lock, &Baseline::new(name), position).unwrap()
}

#[test]
fn runs_are_kept_by_their_content() {
    let (_folder, store) = store();
    let (one, other) = (shop("one", 1.0), shop("other", 1.1));
    let id = keep(&store, &one);
    assert_eq!(keep(&store, &one), id);
    assert_ne!(keep(&store, &other), id);
    assert_eq!(store.run(&id).unwrap(), one);
    assert!(
        store.run("00000000000000000000").unwrap_err().to_string().contains("00000000000000000000.json.gz")
    );
}

#[test]
fn baselines_are_written_found_and_forgotten() {
    let (folder, store) = store();
    assert_eq!(store.baseline("main").unwrap(), None);
    let lock = store.lock().unwrap();
    let main = baseline("release/1.4", &["aa"]);
    change(&store, &lock, &main);
    assert_eq!(store.baseline("release/1.4").unwrap(), Some(main.clone()));
    assert_eq!(store.baselines().unwrap().0, [main]);
    assert_eq!(Store::nearest(&folder.path().join("a/b")).root(), store.root());
    assert!(remove(&store, &lock, "release/1.4"));
    assert!(!remove(&store, &lock, "release/1.4"));
    assert!(store.baseline("").unwrap_err().to_string().contains("it is empty"));
}

/// Writes a baseline as older versions did: in one file.
fn write_single(store: &Store, baseline: &Baseline) {
    fs::create_dir_all(store.baselines_folder()).unwrap();
    let file = store.baselines_folder().join(format!("{}.json", baseline.name));
    fs::write(file, crate::wire::baseline::to_json(baseline).unwrap()).unwrap();
}

#[test]
fn the_single_file_of_older_versions_is_read_and_moved_by_the_next_change() {
    let (_folder, store) = store();
    write_single(&store, &baseline("main", &["bb", "aa"]));
    let ids = || -> Vec<String> {
        let read = store.baseline("main").unwrap().unwrap();
        assert_eq!(store.baselines().unwrap().0, std::slice::from_ref(&read));
        let mut ids: Vec<String> = read.runs.into_iter().map(|run| run.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(), ["aa", "bb"]);
    let lock = store.lock().unwrap();
    change(&store, &lock, &baseline("main", &["cc"]));
    assert_eq!(ids(), ["aa", "bb", "cc"]);
    let folder = store.baselines_folder().join("main");
    let files = store.names_in(&folder).unwrap();
    assert_eq!(files.iter().map(|file| &file[..6]).collect::<Vec<_>>(), ["00000-", "00001-"]);
    assert!(!store.baselines_folder().join("main.json").exists());

    // Between both, as a process leaves it that was killed there.
    fs::remove_file(folder.join(&files[1])).unwrap();
    assert_eq!(ids(), ["aa", "bb"]);
    // Another branch wrote the file again: neither is lost.
    write_single(&store, &baseline("main", &["dd", "bb", "aa"]));
    assert_eq!(ids(), ["aa", "bb", "dd"]);
    change(&store, &lock, &baseline("main", &["ee"]));
    assert_eq!(ids(), ["aa", "bb", "dd", "ee"]);
    write_single(&store, &baseline("main", &["ff"]));
    assert!(remove(&store, &lock, "main"));
    assert_eq!(store.baseline("main").unwrap(), None);
    assert_eq!(store.names_in(&store.baselines_folder()).unwrap(), [""; 0]);
}

#[test]
fn names_that_look_like_files_stay_apart() {
    let (_folder, store) = store();
    write_single(&store, &baseline("main", &["aa"]));
    write_single(&store, &baseline("main.json", &["bb"]));
    let lock = store.lock().unwrap();
    for name in ["main.json", "main"] {
        change(&store, &lock, &baseline(name, &["cc"]));
    }
    let names = store.baselines().unwrap().0.into_iter().map(|baseline| (baseline.name, baseline.runs.len()));
    assert_eq!(names.collect::<Vec<_>>(), [("main".to_owned(), 2), ("main.json".to_owned(), 2)]);
    assert!(remove(&store, &lock, "main"));
    assert_eq!(store.baselines().unwrap().0.len(), 1);
}

#[test]
fn a_change_of_another_baseline_is_named() {
    let (_folder, store) = store();
    let lock = store.lock().unwrap();
    for name in ["main", "other"] {
        change(&store, &lock, &baseline(name, &["aa"]));
    }
    drop(lock);
    let [main, other] = ["main", "other"].map(|name| store.baselines_folder().join(name));
    let file = &store.names_in(&other).unwrap()[0];
    fs::rename(other.join(file), main.join("00002-x.json")).unwrap();
    let error = store.baseline("main").unwrap_err().to_string();
    assert!(error.contains("00002-x.json") && error.contains("it is the baseline `other`"), "{error}");
    assert_eq!(store.verify().unwrap().problems.len(), 1);
    assert_eq!(store.baseline("other").unwrap(), None, "nothing is left in its folder");
}

#[test]
fn git_is_told_once_what_to_ignore() {
    let (_folder, store) = store();
    drop(store.lock().unwrap());
    let file = store.root().join(".gitignore");
    assert_eq!(fs::read_to_string(&file).unwrap(), "/lock\n.perfreport-*\n");
    fs::write(&file, "lock\nhistory/\n").unwrap();
    drop(store.lock().unwrap());
    assert_eq!(fs::read_to_string(&file).unwrap(), "lock\nhistory/\n");
}

#[test]
fn what_is_broken_is_named_and_never_deleted() {
    let (_folder, store) = store();
    let id = keep(&store, &shop("one", 1.0));
    let changed = keep(&store, &shop("two", 1.0));
    fs::copy(store.run_path(&id), store.run_path(&changed)).unwrap();
    let lock = store.lock().unwrap();
    change(&store, &lock, &baseline("main", &[&id, "00000000000000000000"]));
    let torn = store.baselines_folder().join("torn.json");
    fs::write(&torn, "{\"format\":\"perfrep").unwrap();
    fs::write(store.baselines_folder().join("newer.json"), "{\"format\":\"perfreport/baseline@7\"}").unwrap();
    fs::write(store.runs_folder().join("11111111111111111111.json.gz"), [0x1f, 0x8b, 0]).unwrap();
    fs::write(store.runs_folder().join(".perfreport-x1"), "half").unwrap();
    fs::write(store.baselines_folder().join("main/.perfreport-x2"), "half").unwrap();
    fs::create_dir(store.baselines_folder().join(".perfreport-removed")).unwrap();
    drop(lock);

    let health = store.verify().unwrap();
    assert_eq!((health.baselines, health.runs, health.leftovers, health.unused), (1, 1, 3, 0));
    let problems = health.problems.join("\n");
    for expected in [
        "torn.json:1",
        "perfreport/baseline@7 is newer",
        "11111111111111111111.json.gz",
        "not what its name says",
        "refers to the run 00000000000000000000",
    ] {
        assert!(problems.contains(expected), "{problems}");
    }
    assert!(store.prune(&store.lock().unwrap()).unwrap_err().to_string().contains("newer.json"));
    assert!(torn.exists());
}

#[test]
fn pruning_keeps_what_a_baseline_refers_to() {
    let (_folder, store) = store();
    let used = keep(&store, &shop("used", 1.0));
    let unused = keep(&store, &shop("unused", 1.0));
    let lock = store.lock().unwrap();
    change(&store, &lock, &baseline("main", &[&used]));
    drop(lock);
    let half = store.runs_folder().join(".perfreport-half");
    fs::write(&half, "its writer was killed").unwrap();
    assert_eq!(store.verify().unwrap().unused, 1);
    assert_eq!(store.prune(&store.lock().unwrap()).unwrap(), Pruned { runs: 1, leftovers: 1 });
    assert!(store.run_path(&used).exists() && !store.run_path(&unused).exists());
    assert!(!half.exists());
    assert!(store.verify().unwrap().problems.is_empty());
}

#[test]
fn readers_keep_writers_waiting_and_writers_readers() {
    let (_folder, store) = store();
    // A store that was never changed is read as it is, and reading leaves nothing behind.
    drop(store.read_lock());
    assert!(!store.root().exists());
    let held = store.lock().unwrap();
    let opened = || fs::File::open(store.root().join("lock")).unwrap();
    assert!(opened().try_lock_shared().is_err());
    drop(held);
    let (one, other) = (store.read_lock(), store.read_lock());
    assert!(opened().try_lock().is_err());
    drop((one, other));
    assert!(opened().try_lock().is_ok());
}

#[test]
fn an_empty_store_is_a_healthy_one() {
    let (_folder, store) = store();
    let health = store.verify().unwrap();
    assert_eq!((health.baselines, health.runs, health.problems.len()), (0, 0, 0));
}
