//! The configuration, from the file to the settings.

use std::path::{Path, PathBuf};

use perfreport::internals::config::{ConfigError, FILE_NAME, find, load, parse};
use perfreport::model::settings::{CompareSettings, Settings};
use perfreport::model::slo::SloScope;
use perfreport::model::subject::Subject;

#[test]
fn the_file_is_found_upward() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path().canonicalize().unwrap();
    let deep = root.join("a/b/c");
    fs_err::create_dir_all(&deep).unwrap();
    let file = root.join(FILE_NAME);
    fs_err::write(&file, "[endpoints]\nmax = 7\n").unwrap();
    assert_eq!(find(&deep), Some(file.clone()));
    assert_eq!(find(&root), Some(file.clone()));

    // The nearest one wins, and a directory of that name is none.
    fs_err::create_dir(deep.join(FILE_NAME)).unwrap();
    assert_eq!(find(&deep), Some(file));
    let nearer = root.join("a").join(FILE_NAME);
    fs_err::write(&nearer, "").unwrap();
    assert_eq!(find(&deep), Some(nearer.clone()));
    assert_eq!(load(&nearer).unwrap(), Settings::default());
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let path: PathBuf = directory.path().join("none.toml");
    let error = load(&path).unwrap_err();
    let ConfigError::Read { source } = &error else { panic!("{error:?}") };
    assert_eq!(error.to_string(), "could not read the configuration");
    assert!(source.to_string().contains("none.toml"), "{source}");

    fs_err::write(&path, b"[window]\n# \xff\n").unwrap();
    assert!(matches!(load(&path), Err(ConfigError::Read { .. })));
    fs_err::write(&path, "[window]\nwarm_up = 1\n").unwrap();
    assert!(load(&path).unwrap_err().to_string().contains("none.toml:2:11"));
}

#[test]
fn the_example_in_the_docs_is_read() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let page = fs_err::read_to_string(page).unwrap();
    for example in page.split("```toml\n").skip(1) {
        let example = example.split_once("```").unwrap().0;
        parse(example, "example").unwrap_or_else(|error| panic!("{error}"));
    }
    let (_, complete) = page.split_once("## A complete example").unwrap();
    let example = complete.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let settings = parse(example, "example").unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(settings.window.warm_up, Some(30.0));
    assert_eq!(settings.outcomes.intended.len(), 2);
    assert_eq!(settings.slos.len(), 3);
    assert_eq!(settings.slos[1].scope, SloScope::Endpoints("GET /api/*".to_owned()));
    assert_eq!(settings.compare.endpoints[0].min_latency_difference, Some(5.0));
    assert!(settings.compare.ignores(&Subject::endpoint("POST /api/webhooks")));
    let compare = CompareSettings { endpoints: Vec::new(), ..settings.compare };
    assert_eq!(compare, CompareSettings::default(), "the page states the defaults");

    let shown = page.split_once("```text\n").unwrap().1.split_once("```").unwrap().0;
    let error = parse("[window]\nwarmup = \"30s\"\n", FILE_NAME).unwrap_err();
    assert_eq!(format!("{error}\n"), shown);
}
