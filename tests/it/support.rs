//! What several tests share.

use std::path::{Path, PathBuf};

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder below `fixtures/`.
pub(crate) fn fixture(path: &str) -> PathBuf {
    repository().join("fixtures").join(path)
}

/// A file or folder of recorded data beside the repository, or a message and nothing.
pub(crate) fn recorded(path: &str) -> Option<PathBuf> {
    let shared = repository().join("../shared/data");
    if shared.is_dir() {
        Some(shared.join(path))
    } else {
        eprintln!("skipped: ../shared is missing");
        None
    }
}
