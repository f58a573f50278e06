//! The same file, however it is stored, gives the same run.

use std::io::Write;
use std::path::Path;

use perfreport::model::run::Run;

use super::read;

const SAMPLE: &str = "fixtures/shop/orders-slower-30/summary-export.json";

fn stored_as(bytes: &[u8]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    // The name says nothing of what is inside, on purpose.
    let path = folder.path().join("anything.txt");
    std::fs::write(&path, bytes).unwrap();
    let mut run = read(&path).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(run.meta.name, "anything.txt");
    assert_eq!(run.meta.sources[0].bytes, bytes.len() as u64);
    run.meta.name.clear();
    run.meta.sources.clear();
    run
}

fn utf16(text: &str, mark: [u8; 2], to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.into_iter().chain(text.encode_utf16().flat_map(to_bytes)).collect()
}

#[test]
fn storage_makes_no_difference() {
    let text = std::fs::read_to_string(Path::new(SAMPLE)).unwrap();
    let plain = stored_as(text.as_bytes());
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let cases = [
        ("BOM", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("CRLF", text.replace('\n', "\r\n").into_bytes()),
        ("UTF-16 LE", utf16(&text, [0xFF, 0xFE], u16::to_le_bytes)),
        ("UTF-16 BE", utf16(&text, [0xFE, 0xFF], u16::to_be_bytes)),
        ("gzip", gzip.finish().unwrap()),
        ("zstd", zstd::stream::encode_all(text.as_bytes(), 3).unwrap()),
    ];
    for (name, bytes) in cases {
        assert_eq!(stored_as(&bytes), plain, "{name}");
    }
}
