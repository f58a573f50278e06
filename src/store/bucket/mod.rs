//! A store in a bucket of S3, Google Cloud Storage or Azure: what `object_store` does, waited for.
//!
//! The only module that names `object_store` and tokio, and, beside `fetch`, the only one that opens a connection.
//!
//! * [`Address`]: where it is; `service`: what keeps it; `client`: the connection; `failure`: what went wrong, in words

mod address;
mod client;
mod failure;
mod service;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use address::Address;
pub(super) use failure::is_failure;
use object_store::path::Path as Key;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutPayload, UpdateVersion};

use super::again::Attempts;
use super::entry::{Entry, Version};

/// A prefix in a bucket.
#[derive(Debug)]
pub(super) struct Bucket {
    address: Address,
    /// The address as a path, below which the paths of the store are.
    root: PathBuf,
    objects: Arc<dyn ObjectStore>,
}

impl Bucket {
    /// Prepares to ask for it; no connection is opened.
    pub(super) fn open(address: &str) -> io::Result<Self> {
        let address = Address::parse(address)
            .map_err(|expected| io::Error::new(io::ErrorKind::InvalidInput, expected))?;
        let objects = address.connect().map_err(|error| failure::told(address.service, error))?;
        Ok(Self { root: address.to_string().into(), address, objects })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// What is in a folder: objects, and what their names have in common up to a slash.
    pub(super) fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let key = self.key(folder)?;
        let listed = self.wait(self.objects.list_with_delimiter(Some(&key)))?;
        let name = |key: &Key| key.filename().unwrap_or_default().to_owned();
        let folders = listed.common_prefixes.iter().map(|key| Entry {
            name: name(key),
            is_folder: true,
            version: Version::default(),
        });
        let objects = listed.objects.iter().map(|object| Entry {
            name: name(&object.location),
            is_folder: false,
            version: version_of(object),
        });
        Ok(folders.chain(objects).collect())
    }

    /// Reads an object; no more of it is read than of any answer.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let key = self.key(path)?;
        self.wait(async { Ok(self.objects.get(&key).await?.bytes().await?.to_vec()) })
    }

    /// Which contents an object has; nothing where there is none.
    pub(super) fn version(&self, path: &Path) -> io::Result<Option<Version>> {
        let key = self.key(path)?;
        match self.wait(self.objects.head(&key)) {
            Ok(object) => Ok(Some(version_of(&object))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes an object that is not there, or in the place of the contents that were seen; `AlreadyExists` where there are others.
    pub(super) fn write(&self, path: &Path, bytes: &[u8], seen: Option<&Version>) -> io::Result<()> {
        let key = self.key(path)?;
        let mode = match seen {
            None => PutMode::Create,
            Some(Version { e_tag, generation }) => {
                PutMode::Update(UpdateVersion { e_tag: e_tag.clone(), version: generation.clone() })
            }
        };
        let mut attempts = Attempts::default();
        loop {
            let payload = PutPayload::from(bytes.to_vec());
            match self.wait(self.objects.put_opts(&key, payload, mode.clone().into())) {
                // The answer to an earlier attempt may have been lost on the way; or another process wrote the same, which is as good.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => match self.read(path) {
                    Ok(there) if there == bytes => return Ok(()),
                    // Two that write at once may both be refused, and what was there may be deleted.
                    Err(read)
                        if read.kind() == io::ErrorKind::NotFound && seen.is_none() && attempts.again() => {}
                    Err(read) if read.kind() != io::ErrorKind::NotFound => return Err(read),
                    _ => return Err(error),
                },
                written => return written.map(|_| ()),
            }
        }
    }

    /// Deletes an object, which may be gone already.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        let key = self.key(path)?;
        match self.wait(self.objects.delete(&key)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    /// The name of an object, of which a path below the root is made.
    fn key(&self, path: &Path) -> io::Result<Key> {
        let parts = path.strip_prefix(&self.root).unwrap_or(path);
        let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
        let prefix = Some(self.address.prefix.clone()).filter(|prefix| !prefix.is_empty());
        let name = prefix.into_iter().chain(parts).collect::<Vec<_>>().join("/");
        Key::parse(name).map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error.to_string()))
    }

    /// Waits for an answer, in a runtime of its own: what it takes is a clock, to wait between two attempts.
    fn wait<T>(&self, work: impl Future<Output = object_store::Result<T>>) -> io::Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        runtime.block_on(work).map_err(|error| failure::told(self.address.service, error))
    }
}

fn version_of(object: &ObjectMeta) -> Version {
    Version { e_tag: object.e_tag.clone(), generation: object.version.clone() }
}
