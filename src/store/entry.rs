//! What a folder of the store tells of what is in it.

/// What is in a folder.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its name there.
    pub(super) name: String,
    /// Whether it is a folder.
    pub(super) is_folder: bool,
    /// Which contents it has.
    pub(super) version: Version,
}

/// What tells two contents of an object in a bucket apart. A file in a folder has none: nobody changes it under the lock.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) e_tag: Option<String>,
    /// What Google Cloud Storage asks for in place of the e-tag.
    pub(super) generation: Option<String>,
}
