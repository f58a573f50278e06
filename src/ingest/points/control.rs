//! How far the reading is, and whether it should end.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What another thread may see and say while points are read.
#[derive(Debug, Default)]
pub struct Control {
    bytes: AtomicU64,
    stop: AtomicBool,
}

impl Control {
    /// Bytes that were read so far, after inflating.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Ends the reading as if the input ended here.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub(in crate::ingest) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(in crate::ingest) fn add(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}
