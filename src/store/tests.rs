//! The store as a whole, in a folder of its own.

use std::fs;

use super::health::Pruned;
use super::{EncodedRun, Store};
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
    store.write_baseline(&lock, &main).unwrap();
    assert_eq!(store.baseline("release/1.4").unwrap(), Some(main.clone()));
    assert_eq!(store.baselines().unwrap().0, [main]);
    assert_eq!(Store::nearest(&folder.path().join("a/b")).root(), store.root());
    assert!(store.remove_baseline(&lock, "release/1.4").unwrap());
    assert!(!store.remove_baseline(&lock, "release/1.4").unwrap());
    assert!(store.baseline("").unwrap_err().to_string().contains("it is empty"));
}

#[test]
fn what_is_broken_is_named_and_never_deleted() {
    let (_folder, store) = store();
    let id = keep(&store, &shop("one", 1.0));
    let changed = keep(&store, &shop("two", 1.0));
    fs::copy(store.run_path(&id), store.run_path(&changed)).unwrap();
    let lock = store.lock().unwrap();
    store.write_baseline(&lock, &baseline("main", &[&id, "00000000000000000000"])).unwrap();
    let torn = store.baselines_folder().join("torn.json");
    fs::write(&torn, "{\"format\":\"perfrep").unwrap();
    fs::write(store.baselines_folder().join("newer.json"), "{\"format\":\"perfreport/baseline@7\"}").unwrap();
    fs::write(store.runs_folder().join("11111111111111111111.json.gz"), [0x1f, 0x8b, 0]).unwrap();
    fs::write(store.runs_folder().join(".perfreport-x1"), "half").unwrap();

    let health = store.verify().unwrap();
    assert_eq!((health.baselines, health.runs, health.leftovers, health.unused), (1, 1, 1, 0));
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
    assert!(store.prune(&lock).unwrap_err().to_string().contains("newer.json"));
    assert!(torn.exists());
}

#[test]
fn pruning_keeps_what_a_baseline_refers_to() {
    let (_folder, store) = store();
    let used = keep(&store, &shop("used", 1.0));
    let unused = keep(&store, &shop("unused", 1.0));
    let lock = store.lock().unwrap();
    store.write_baseline(&lock, &baseline("main", &[&used])).unwrap();
    let fresh = store.runs_folder().join(".perfreport-fresh");
    fs::write(&fresh, "another process is at it").unwrap();
    assert_eq!(store.verify().unwrap().unused, 1);
    assert_eq!(store.prune(&lock).unwrap(), Pruned { runs: 1, leftovers: 0 });
    assert!(store.run_path(&used).exists() && !store.run_path(&unused).exists());
    assert!(fresh.exists(), "it may still be written");
    assert!(store.verify().unwrap().problems.is_empty());
}

#[test]
fn an_empty_store_is_a_healthy_one() {
    let (_folder, store) = store();
    let health = store.verify().unwrap();
    assert_eq!((health.baselines, health.runs, health.problems.len()), (0, 0, 0));
}
