//! Bytes of a file or of standard input: decompressed, and never more than needed.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use super::encoding;
use super::error::{IngestError, Problem};
use super::foreign::Foreign;
use super::relined::Relined;

/// How much is looked at before a file is taken for a summary.
const HEAD: usize = 64 * 1024;
/// The most that is read of a summary, decompressed. Real ones have some 15 kB; one with a submetric
/// for each of 10,000 endpoints has 10 MB.
pub(super) const LIMIT: u64 = 64_000_000;

const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];
const GZIP: [u8; 2] = [0x1F, 0x8B];
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// An input whose beginning was read.
pub(super) struct Opened {
    /// As the user named it.
    pub(super) name: String,
    /// The file itself; empty for standard input.
    path: PathBuf,
    /// Size of the file on disk, where it is one.
    size: Option<u64>,
    head: Vec<u8>,
    rest: Box<dyn Read + Send>,
    /// Bytes taken from the file, before decompression.
    taken: Arc<AtomicU64>,
    /// Size of an uncompressed file, where it is one.
    plain_size: Option<u64>,
}

/// Opens a file.
pub(super) fn file(path: &Path) -> Result<Opened, IngestError> {
    let name = path.display().to_string();
    let opened = File::open(path).and_then(|file| {
        let size = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
        peek(name.clone(), file, size).map(|opened| Opened { path: path.to_owned(), ..opened })
    });
    opened.map_err(|error| IngestError::new(name, Problem::Io(error)))
}

/// Opens standard input.
pub(super) fn stdin() -> Result<Opened, IngestError> {
    peek("-".to_owned(), io::stdin(), None).map_err(|error| IngestError::new("-", Problem::Io(error)))
}

fn peek(name: String, reader: impl Read + Send + 'static, size: Option<u64>) -> io::Result<Opened> {
    let taken = Arc::new(AtomicU64::new(0));
    let mut raw = Counting { inner: BufReader::new(reader), taken: Arc::clone(&taken) };
    let mut magic = Vec::new();
    raw.by_ref().take(ZSTD.len() as u64).read_to_end(&mut magic)?;
    let plain = io::Cursor::new(magic.clone()).chain(raw);
    let (mut rest, plain_size): (Box<dyn Read + Send>, _) = if magic.starts_with(&GZIP) {
        (Box::new(MultiGzDecoder::new(plain)), None)
    } else if magic == ZSTD {
        (Box::new(zstd::stream::read::Decoder::new(plain)?), None)
    } else {
        (Box::new(plain), size)
    };
    let mut mark = Vec::new();
    let begun = rest.by_ref().take(2).read_to_end(&mut mark);
    let unit = encoding::utf16(&mark);
    rest = Box::new(io::Cursor::new(mark).chain(rest));
    if let Some(unit) = unit {
        rest = Box::new(encoding::Utf16::new(rest, unit));
    }
    let plain_size = plain_size.filter(|_| unit.is_none());
    let mut head = Vec::new();
    if let Err(error) = begun.and_then(|_| rest.by_ref().take(HEAD as u64).read_to_end(&mut head)) {
        // What comes before a cut is looked at like any beginning; whoever reads on meets the error.
        rest = Box::new(Failing(Some(error)));
    }
    Ok(Opened { name, path: PathBuf::new(), size, head, rest, taken, plain_size })
}

impl Opened {
    /// Returns the beginning as text, and whether it is all there is.
    pub(super) fn head(&self) -> Result<(String, bool), IngestError> {
        let whole = self.head.len() < HEAD;
        if let Some(foreign) = Foreign::sniff_binary(&self.head) {
            return Err(self.error(Problem::Foreign(foreign)));
        }
        encoding::head(&self.head).map(|text| (text, whole)).map_err(|problem| self.error(problem))
    }

    /// Size of the file on disk; absent for a pipe and for standard input.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Returns the path of a plain file that can be read by several workers; absent for what is compressed or a pipe,
    /// and for a file with a byte order mark.
    pub(super) fn plain_file(&self) -> Option<PathBuf> {
        (self.plain_size.is_some() && !self.head.starts_with(&BOM)).then(|| PathBuf::from(&self.path))
    }

    /// Puts JSON values that a formatter took apart, or put into an array, on a line each.
    pub(super) fn relined(self) -> io::Result<Self> {
        let Self { name, path, size, .. } = &self;
        let (name, path, size) = (name.clone(), path.clone(), *size);
        let (stream, taken) = self.stream();
        let mut rest: Box<dyn Read + Send> = Box::new(Relined::new(stream));
        let mut head = Vec::new();
        rest.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Self { name, path, size, head, rest, taken, plain_size: None })
    }

    /// Hands out the whole decompressed stream, and what counts the bytes of the file as it lies there.
    pub(super) fn stream(self) -> (Box<dyn Read + Send>, Arc<AtomicU64>) {
        let head = self.head.strip_prefix(&BOM).map(<[u8]>::to_vec).unwrap_or(self.head);
        (Box::new(io::Cursor::new(head).chain(self.rest)), self.taken)
    }

    /// Reads the whole text, and counts the bytes of the file as it lies there.
    pub(super) fn text(mut self) -> Result<(String, u64), IngestError> {
        let too_large = Problem::TooLarge { limit: LIMIT };
        if self.plain_size.is_some_and(|size| size > LIMIT) {
            return Err(self.error(too_large));
        }
        let mut bytes = std::mem::take(&mut self.head);
        let left = (LIMIT + 1).saturating_sub(bytes.len() as u64);
        if let Err(error) = self.rest.by_ref().take(left).read_to_end(&mut bytes) {
            return Err(self.error(Problem::Io(error)));
        }
        if bytes.len() as u64 > LIMIT {
            return Err(self.error(too_large));
        }
        let size = self.taken.load(Ordering::Relaxed);
        encoding::text(bytes).map(|text| (text, size)).map_err(|problem| self.error(problem))
    }

    pub(super) fn error(&self, problem: Problem) -> IngestError {
        IngestError::new(self.name.clone(), problem)
    }
}

/// Counts what is read through it.
struct Counting<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Fails once, and is then at its end.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn opened(bytes: Vec<u8>) -> Opened {
        peek("test".to_owned(), io::Cursor::new(bytes), None).unwrap()
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn plain_and_compressed_give_the_same_text() {
        let members = [gzip("{\"a\""), gzip(":1}")].concat();
        let zstd = zstd::stream::encode_all("{\"a\":1}".as_bytes(), 1).unwrap();
        for bytes in [b"{\"a\":1}".to_vec(), members, zstd] {
            let size = bytes.len() as u64;
            let opened = opened(bytes);
            assert_eq!(opened.head().unwrap(), ("{\"a\":1}".to_owned(), true));
            assert_eq!(opened.text().unwrap(), ("{\"a\":1}".to_owned(), size));
        }
    }

    /// What a Windows shell writes, compressed or not, is streamed as any text.
    #[test]
    fn utf_16_is_streamed_as_utf_8() {
        let text = "{\"type\":\"Point\",\"metric\":\"é\"}\n".repeat(9_000);
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let packed = zstd::stream::encode_all(wide.as_slice(), 1).unwrap();
        for bytes in [wide, packed] {
            let mut read = String::new();
            opened(bytes).stream().0.read_to_string(&mut read).unwrap();
            assert!(read == text);
        }
    }

    #[test]
    fn what_is_packed_otherwise_is_named() {
        let tar = [&[b'a'; 257], b"ustar\x0000".as_slice()].concat();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&gzip("{}")).unwrap();
        let twice = encoder.finish().unwrap();
        for (bytes, name) in [
            (b"PK\x03\x04rest".to_vec(), "a ZIP archive"),
            (b"BZh91AY".to_vec(), "compressed with bzip2"),
            (tar, "a tar archive"),
            (twice, "compressed twice"),
        ] {
            let error = opened(bytes).head().unwrap_err().to_string();
            assert!(error.contains(&format!("this is {name}")), "{error}");
        }
    }

    #[test]
    fn a_cut_is_met_where_it_is() {
        let mut cut = gzip(&"0123456789".repeat(100));
        cut.truncate(cut.len() - 4);
        let mut text = String::new();
        let error = opened(cut).stream().0.read_to_string(&mut text).unwrap_err();
        assert_eq!((error.kind(), text.len()), (io::ErrorKind::UnexpectedEof, 1000));
    }

    #[test]
    fn a_bomb_is_refused_at_the_limit() {
        let zeros = io::repeat(b' ').take(LIMIT + 10);
        let bomb = zstd::stream::encode_all(zeros, 1).unwrap();
        assert!(bomb.len() < 100_000);
        let error = opened(bomb).text().unwrap_err();
        assert!(matches!(error.problem, Problem::TooLarge { .. }));
    }

    #[test]
    fn a_cut_gzip_says_so() {
        let mut bytes = gzip(&"{\"a\":1}".repeat(20_000));
        bytes.truncate(bytes.len() / 2);
        let result = peek("test".to_owned(), io::Cursor::new(bytes), None);
        let error = match result {
            Ok(opened) => opened.text().unwrap_err(),
            Err(error) => IngestError::new("test", Problem::Io(error)),
        };
        assert!(error.to_string().contains("cut short"), "{error}");
    }
}
