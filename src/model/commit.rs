//! Commits, as tags of runs name them.

use std::fmt;

use super::missing::{Known, Missing};
use super::run::Meta;
use crate::words::text;

/// The tag that names the commit of a run.
pub const COMMIT: &str = "commit";

/// A commit of this many hexadecimal digits or more is shortened.
const LONG_COMMIT: usize = 20;
/// Digits of a shortened commit: as many as make it the only one, in any repository of note.
const SHORT_COMMIT: usize = 10;

/// A commit as people write it: a long hash by its beginning.
pub fn short(commit: &str) -> &str {
    let is_hash = commit.len() >= LONG_COMMIT && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { commit.get(..SHORT_COMMIT).unwrap_or(commit) } else { commit }
}

/// The commits between two runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitRange {
    base: String,
    run: String,
}

impl CommitRange {
    /// Reads the tags of a base run and a run.
    ///
    /// # Errors
    ///
    /// Where a tag is missing, is nothing that git could take, or both name one commit.
    pub fn between(base: &Meta, run: &Meta) -> Known<Self> {
        let (base, run) = (commit(base)?, commit(run)?);
        if base == run {
            return Err(Missing::because(text!("commits-one", commit = short(base))));
        }
        Ok(Self { base: base.to_owned(), run: run.to_owned() })
    }

    /// The command that lists them.
    pub fn command(&self) -> String {
        format!("git log --oneline {self}")
    }
}

impl fmt::Display for CommitRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", short(&self.base), short(&self.run))
    }
}

/// The commit of a run. A tag is text from outside, and people paste the command into a shell.
fn commit(meta: &Meta) -> Known<&str> {
    let Some(commit) = meta.tags.get(COMMIT) else {
        return Err(Missing::because(text!("commits-no-tag", tag = COMMIT, run = &meta.name)));
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    let is_safe = commit.starts_with(|c: char| c.is_ascii_alphanumeric()) && commit.chars().all(is_plain);
    if is_safe && !commit.contains("..") {
        Ok(commit)
    } else {
        Err(Missing::because(text!("commits-no-name", tag = COMMIT, run = &meta.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMIT, CommitRange};
    use crate::model::run::Meta;
    use crate::model::sample;

    fn tagged(commit: Option<&str>) -> Meta {
        let mut meta = sample::run("run").meta;
        meta.tags = commit.map(|commit| (COMMIT.to_owned(), commit.to_owned())).into_iter().collect();
        meta
    }

    fn range(base: Option<&str>, run: Option<&str>) -> Result<CommitRange, String> {
        CommitRange::between(&tagged(base), &tagged(run)).map_err(|missing| missing.reason().english())
    }

    #[test]
    fn a_range_is_a_command() {
        let hash = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
        let range = range(Some(hash), Some("release/1.4")).unwrap();
        assert_eq!(range.to_string(), "1a2b3c4d5e..release/1.4");
        assert_eq!(range.command(), "git log --oneline 1a2b3c4d5e..release/1.4");
    }

    #[test]
    fn what_is_no_range_has_a_reason() {
        assert!(range(None, Some("a")).unwrap_err().contains("--tag commit="));
        assert_eq!(range(Some("abc"), Some("abc")).unwrap_err(), "base and run are of one commit, abc");
        for name in ["$(reboot)", "a b", "-o", "a..b", "", "a;b", "a`b`"] {
            assert!(range(Some("abc"), Some(name)).unwrap_err().contains("no name of a commit"), "{name}");
        }
    }
}
