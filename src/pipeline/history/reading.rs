//! Files of the history are read while other processes may replace them: where a store has no locks.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use super::HistoryError;
use crate::store::{Attempts, Store, StoreError};
use crate::tables::Source;

/// Lists and reads files; again where one of them was listed and is gone, since what it held is in another by now.
///
/// # Errors
///
/// What `read` says; where the store cannot be reached, which is no fault of a file.
pub(in crate::pipeline) fn steadily<T>(
    store: &Store,
    read: impl Fn(Source<'_>) -> Result<T, HistoryError>,
) -> Result<T, HistoryError> {
    let mut attempts = Attempts::default();
    loop {
        let (found, is_gone) = once(store, &read)?;
        if !is_gone || !attempts.again() {
            return Ok(found);
        }
    }
}

/// Does the same once, and tells whether a file was gone from a store without locks.
///
/// # Errors
///
/// As [`steadily`].
pub(super) fn once<T>(
    store: &Store,
    read: impl Fn(Source<'_>) -> Result<T, HistoryError>,
) -> Result<(T, bool), HistoryError> {
    let gone = AtomicBool::new(false);
    let unreachable: Mutex<Option<StoreError>> = Mutex::new(None);
    let file = |path: &Path| {
        store.history_file(path).map_err(|source| {
            let kind = source.kind();
            gone.fetch_or(store.is_remote() && kind == io::ErrorKind::NotFound, Ordering::Relaxed);
            let error = StoreError::Io { path: path.to_owned(), source };
            match error {
                StoreError::Io { source, .. } if !error.is_of_place() => source,
                error => {
                    *unreachable.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    kind.into()
                }
            }
        })
    };
    let found = read(Source { read: &file, at_once: store.at_once() });
    match unreachable.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error.into()),
        None => Ok((found?, gone.into_inner())),
    }
}
