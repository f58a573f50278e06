//! What a run is called once its tags are known.

use std::collections::BTreeMap;
use std::path::Path;

use super::input::{Input, STDIN, is_telling, last_component, stem};
use crate::model::run::Run;

/// Digits of a commit that are shown: git shows seven, and a few more in large repositories.
const COMMIT_DIGITS: usize = 8;

/// Tags that number a CI run.
const CI_RUN: [&str; 3] = ["ci_run", "run", "build"];

/// Puts tags on a run that was read from `inputs`, and a name where one is given. Without a name, a file such as
/// `points.json.gz` says nothing of its run, and its folder says less than a commit or a version.
pub fn label(run: &mut Run, inputs: &[Input], name: Option<&str>, tags: &BTreeMap<String, String>) {
    run.meta.tags.extend(tags.clone());
    let told = || tags_name(&run.meta.tags).filter(|_| is_silent(run, inputs));
    if let Some(name) = name.map(str::to_owned).or_else(told) {
        run.meta.name = name;
    }
}

/// Tells whether nobody named the run: it is called like any other, or by a folder for want of a better name.
fn is_silent(run: &Run, inputs: &[Input]) -> bool {
    let name = run.meta.name.as_str();
    let is_file_silent = |input: &Input| match input {
        Input::Stdin => true,
        Input::Path(path) => !is_telling(&stem(path)),
    };
    let names_its_folder = |file: &str| {
        let file = Path::new(file);
        let folder = file.parent().and_then(last_component);
        !is_telling(&stem(file)) && folder.is_some_and(|folder| folder == name)
    };
    // A snapshot was named when it was recorded.
    let mut files = run.meta.sources.iter().map(|source| source.name.as_str()).chain(paths(inputs));
    !is_telling(name) || name == STDIN || (inputs.iter().all(is_file_silent) && files.any(names_its_folder))
}

fn paths(inputs: &[Input]) -> impl Iterator<Item = &str> {
    inputs.iter().filter_map(|input| match input {
        Input::Stdin => None,
        Input::Path(path) => path.to_str(),
    })
}

/// What tags call a run: its commit, else its version or release, else its branch and the number of the CI run.
fn tags_name(tags: &BTreeMap<String, String>) -> Option<String> {
    let tag = |key: &str| tags.get(key).map(|value| value.trim()).filter(|value| !value.is_empty());
    if let Some(commit) = tag("commit") {
        // Anything but a hash stays as it is: `git describe` writes `v1.4-3-g1a2b3c4`.
        let is_hash = commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        return Some(commit.chars().take(if is_hash { COMMIT_DIGITS } else { usize::MAX }).collect());
    }
    let of_ci = || {
        let number = CI_RUN.iter().find_map(|key| tag(key))?;
        Some(format!("{} {number}", tag("branch")?))
    };
    tag("version").or(tag("release")).map(str::to_owned).or_else(of_ci)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    /// What a run is called that was read from a file under a name, after tags were put on it.
    fn called(file: &str, read_as: &str, name: Option<&str>, tags: &[(&str, &str)]) -> String {
        let mut run = sample::run(read_as);
        run.meta.tags.clear();
        run.meta.sources[0].name = "load/points.json.gz".to_owned();
        let tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        label(&mut run, &[Input::from(std::path::PathBuf::from(file))], name, &tags);
        assert_eq!(run.meta.tags, tags);
        run.meta.name
    }

    /// The file, how it was read, the name that was given, tags, the name.
    type Case<'a> = (&'a str, &'a str, Option<&'a str>, &'a [(&'a str, &'a str)], &'a str);

    #[test]
    fn the_commit_names_a_run_whose_file_does_not() {
        let commit = ("commit", "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d");
        let table: [Case<'_>; 18] = [
            ("ci/points.json.gz", "ci", None, &[commit], "1a2b3c4d"),
            ("summary.json", "summary", None, &[commit], "1a2b3c4d"),
            ("run", "run", None, &[commit], "1a2b3c4d"),
            ("-", "stdin", None, &[commit], "1a2b3c4d"),
            ("ci/handle-summary.json", "ci", None, &[("version", "1.4"), commit], "1a2b3c4d"),
            ("ci/results.csv", "ci", None, &[("version", "1.4"), ("release", "r7")], "1.4"),
            ("ci/results.csv", "ci", None, &[("release", "r7")], "r7"),
            ("ci/points.json", "ci", None, &[("branch", "main"), ("ci_run", "812")], "main 812"),
            ("ci/points.json", "ci", None, &[("branch", "main")], "ci"),
            ("ci/points.json", "ci", None, &[("commit", " ")], "ci"),
            ("ci/points.json", "ci", None, &[("commit", "v1.4-3-g1a2b3c4")], "v1.4-3-g1a2b3c4"),
            ("ci/points.json", "ci", Some("nightly"), &[commit], "nightly"),
            // Somebody named the file, the folder that was given, or the run when it was recorded.
            ("before.json", "before", None, &[commit], "before"),
            ("runs/release-42", "release-42", None, &[commit], "release-42"),
            ("ci/run.json", "nightly", None, &[commit], "nightly"),
            ("-", "nightly", None, &[commit], "nightly"),
            // A snapshot of load/points.json.gz.
            ("run.json", "load", None, &[commit], "1a2b3c4d"),
            ("release-42.json", "load", None, &[commit], "load"),
        ];
        for (file, read_as, name, tags, expected) in table {
            assert_eq!(called(file, read_as, name, tags), expected, "{file} {tags:?}");
        }
    }
}
