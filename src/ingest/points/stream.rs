//! A stream: one thread brings the bytes (and inflates them), another understands them.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::chunks::{Reading, read_some};
use super::control::Control;
use super::lines::{LineReader, Splitter};
use crate::ingest::error::Problem;
use crate::model::settings::Settings;

/// Bytes of one piece.
const PIECE: usize = 256 << 10;
/// Pieces on their way at a time: memory is bounded, and neither side waits for the other's every piece.
const PIECES: usize = 4;
/// How often a blocked reader looks whether it should stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// How a stream ended.
pub(in crate::ingest) struct Ended {
    /// Bytes that were read.
    pub bytes: u64,
    /// Why it ended before its end, if it did.
    pub error: Option<io::Error>,
}

/// Hands the bytes of `source` to `take`, piece by piece, until it ends, fails, or is stopped. A thread that blocks in
/// `source` at that time is left behind, so that a live pipe never holds up the end.
pub(in crate::ingest) fn read(
    source: Box<dyn Read + Send>,
    control: &Arc<Control>,
    mut take: impl FnMut(&[u8]),
) -> Ended {
    let (full, pieces) = sync_channel(PIECES);
    let (empty, returned) = sync_channel(PIECES);
    let stop = Arc::clone(control);
    std::thread::spawn(move || produce(source, &stop, &full, &returned));
    let mut ended = Ended { bytes: 0, error: None };
    while !control.is_stopped() {
        match pieces.recv_timeout(PATIENCE) {
            Ok(Ok((piece, length))) => {
                let bytes: &[u8] = &piece;
                take(&bytes[..length]);
                ended.bytes += length as u64;
                control.add(length as u64);
                // The other side may be gone already.
                let _ = empty.try_send(piece);
            }
            Ok(Err(error)) => {
                ended.error = Some(error);
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    ended
}

type Piece = io::Result<(Vec<u8>, usize)>;

fn produce(
    mut source: Box<dyn Read + Send>,
    control: &Control,
    full: &SyncSender<Piece>,
    returned: &Receiver<Vec<u8>>,
) {
    while !control.is_stopped() {
        let mut piece = returned.try_recv().unwrap_or_else(|_| vec![0; PIECE]);
        let read = read_some(&mut source, &mut piece);
        let over = !matches!(read, Ok(1..));
        let sent = match read {
            Ok(0) => return,
            Ok(length) => full.send(Ok((piece, length))),
            Err(error) => full.send(Err(error)),
        };
        if over || sent.is_err() {
            return;
        }
    }
}

/// Closes what was read of a stream. A stream that failed is refused, unless the settings allow it to be truncated.
pub(in crate::ingest) fn finished<R: LineReader>(
    mut splitter: Splitter<R>,
    ended: Ended,
    settings: &Settings,
) -> Result<Reading, Problem> {
    match ended.error {
        Some(error) if !settings.reading.allow_truncated => {
            return Err(Problem::CutPoints { bytes: ended.bytes, reason: error.to_string() });
        }
        Some(_) => splitter.cut(),
        None => splitter.end(),
    }
    let lines = splitter.lines();
    Ok(Reading { collected: splitter.finish(), lines, needs_order: false })
}
