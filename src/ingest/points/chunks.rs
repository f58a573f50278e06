//! A plain file, cut into chunks at line ends and read by several workers.
//!
//! Not mapped: mapped pages count as memory, and a file that shrinks meanwhile would be a fault.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use memchr::memchr;

use super::collected::Collected;
use super::control::Control;
use super::lines::{LineReader, Splitter};

/// Bytes that a worker takes at a time. Small enough that workers end together, large enough that the seams cost
/// nothing.
pub(in crate::ingest) const CHUNK: u64 = 8 << 20;
/// Bytes of one read: the buffer stays in the cache, so that the system's copy never goes to memory. Measured: 32 to 64 kB are
/// best, from 128 kB on copying takes twice as long.
const BUFFER: usize = 64 << 10;
/// The most workers.
const MAX_WORKERS: usize = 4;

/// What the workers read.
pub(in crate::ingest) struct Reading {
    pub collected: Collected,
    pub lines: u64,
    /// Whether the file must be read again, from its beginning, by one reader.
    pub needs_order: bool,
}

/// Reads a file from the byte `start`, where a line begins, to its end, `chunk` bytes at a time.
///
/// # Errors
/// What the system says.
pub(in crate::ingest) fn read<R: LineReader>(
    path: &Path,
    start: u64,
    chunk: u64,
    control: &Control,
    make: impl Fn() -> R + Sync,
) -> io::Result<Reading> {
    let length = File::open(path)?.metadata()?.len();
    let chunks = length.saturating_sub(start).div_ceil(chunk);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = cores.min(MAX_WORKERS).min(usize::try_from(chunks).unwrap_or(usize::MAX)).max(1);
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let worker = || -> io::Result<Reading> {
        let mut file = File::open(path)?;
        let mut splitter = Splitter::new(make());
        let mut buffer = vec![0; BUFFER];
        while !control.is_stopped() && !failed.load(Ordering::Relaxed) && !splitter.reader.needs_order() {
            let begin = start + next.fetch_add(1, Ordering::Relaxed) * chunk;
            if begin >= length {
                break;
            }
            let span = (start, begin, (begin + chunk).min(length), length);
            let read = read_chunk(&mut file, span, &mut buffer, &mut splitter);
            if read.is_err() {
                failed.store(true, Ordering::Relaxed);
            }
            control.add(read?);
        }
        let (lines, needs_order) = (splitter.lines(), splitter.reader.needs_order());
        Ok(Reading { collected: splitter.finish(), lines, needs_order })
    };
    let results: Vec<io::Result<Reading>> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(worker)).collect();
        let mut results = vec![worker()];
        let gone = |_| Err(io::Error::other("a reader stopped unexpectedly"));
        results.extend(others.into_iter().map(|other| other.join().unwrap_or_else(gone)));
        results
    });
    let mut all: Option<Reading> = None;
    for reading in results {
        let reading = reading?;
        match &mut all {
            None => all = Some(reading),
            Some(all) => {
                all.collected.merge(&reading.collected);
                all.lines += reading.lines;
                all.needs_order |= reading.needs_order;
            }
        }
    }
    Ok(all.unwrap_or_else(|| Reading { collected: Collected::default(), lines: 0, needs_order: false }))
}

/// Reads the lines that begin in `begin..end` of a file whose lines begin at `start`. Returns how many bytes that were.
fn read_chunk<R: LineReader>(
    file: &mut File,
    (start, begin, end, length): (u64, u64, u64, u64),
    buffer: &mut [u8],
    splitter: &mut Splitter<R>,
) -> io::Result<u64> {
    // The byte before tells whether a line begins right here.
    let mut at = if begin > start { begin - 1 } else { begin };
    let mut skipping = begin > start;
    file.seek(SeekFrom::Start(at))?;
    splitter.seek(at);
    loop {
        let inside = at < end;
        if !inside && (skipping || !splitter.is_inside_line()) {
            break;
        }
        // Past the end of the chunk only the rest of its last line is wanted.
        let room =
            if inside { buffer.len().min(usize::try_from(end - at).unwrap_or(usize::MAX)) } else { 4096 };
        let read = read_some(file, &mut buffer[..room])?;
        if read == 0 {
            // The file became shorter meanwhile.
            at = length;
            break;
        }
        let mut bytes = &buffer[..read];
        at += read as u64;
        if skipping {
            match memchr(b'\n', bytes) {
                Some(line_end) => {
                    splitter.seek(at - bytes.len() as u64 + line_end as u64 + 1);
                    bytes = &bytes[line_end + 1..];
                    skipping = false;
                }
                None => {
                    splitter.seek(at);
                    continue;
                }
            }
        }
        if inside {
            splitter.feed(bytes);
        } else if let Some(line_end) = memchr(b'\n', bytes) {
            splitter.feed(&bytes[..=line_end]);
            break;
        } else {
            splitter.feed(bytes);
        }
    }
    if at >= length {
        splitter.end();
    }
    Ok(end - begin)
}

/// Reads what there is, once more where the system was interrupted.
pub(in crate::ingest) fn read_some(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match from.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}
