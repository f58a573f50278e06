//! Reads the samples of a JMeter result as XML.

use std::io::{BufReader, Read};
use std::sync::atomic::Ordering;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::sample::{Sample, Samples};
use crate::ingest::error::Problem;
use crate::ingest::open::Opened;
use crate::ingest::points::chunks::Reading;
use crate::ingest::points::collected::Unreadable;
use crate::ingest::points::control::Control;
use crate::ingest::points::number::whole;
use crate::ingest::request_log::asked::{Asked, Taken};

/// Bytes of one read.
const BUFFER: usize = 64 << 10;
/// Samples inside each other that are looked at; JMeter writes three at most.
const MAX_DEPTH: usize = 64;

/// Tells whether a text begins as a result of JMeter.
pub(in crate::ingest::request_log) fn is_xml(text: &str) -> bool {
    text.starts_with('<') && text.contains("<testResults")
}

/// Reads a stream.
pub(in crate::ingest::request_log) fn read(opened: Opened, asked: &Asked<'_>) -> Taken {
    let size = opened.size();
    let (source, taken) = opened.stream();
    let samples = Samples::new(asked.labeller, asked.settings);
    let mut reading =
        ElementReader { samples, open: Vec::new(), skipped: 0, lines: 0, unreadable: Unreadable::default() };
    let ended = reading.all(source, asked.control);
    match ended {
        Ok(()) => {}
        // A test that was killed leaves its last element open.
        Err(Stop::Cut) => reading.unreadable.cut += 1,
        Err(Stop::Io { .. }) if asked.settings.reading.allow_truncated => reading.unreadable.cut += 1,
        Err(Stop::Io { bytes, reason }) => return Err(Problem::CutPoints { bytes, reason }),
    }
    let ElementReader { samples, lines, unreadable, .. } = reading;
    let collected = samples.finish(unreadable);
    let reading = Reading { collected, lines, needs_order: false };
    Ok((reading, size.unwrap_or_else(|| taken.load(Ordering::Relaxed))))
}

/// Why the reading ended before the end of the document.
enum Stop {
    Cut,
    Io { bytes: u64, reason: String },
}

/// A sample whose end was not read yet.
#[derive(Debug, Default)]
struct Element {
    fields: [Vec<u8>; 10],
    url: Vec<u8>,
}

/// The attributes of a sample, in the order of [`Element::fields`].
const ATTRIBUTES: [&[u8]; 10] = [b"ts", b"t", b"lb", b"rc", b"s", b"rm", b"tn", b"by", b"sby", b"na"];

impl Element {
    fn of(tag: &BytesStart<'_>) -> Self {
        let mut element = Self::default();
        for attribute in tag.attributes().with_checks(false).flatten() {
            if let Some(place) = ATTRIBUTES.iter().position(|name| *name == attribute.key.as_ref()) {
                let text = String::from_utf8_lossy(&attribute.value);
                element.fields[place] = unescape(&text).unwrap_or_default().as_bytes().to_vec();
            }
        }
        element
    }
}

impl Sample for Element {
    fn start(&self) -> &[u8] {
        &self.fields[0]
    }
    fn elapsed(&self) -> Option<u64> {
        whole(&self.fields[1])
    }
    fn label(&self) -> &[u8] {
        &self.fields[2]
    }
    fn code(&self) -> &[u8] {
        &self.fields[3]
    }
    fn success(&self) -> &[u8] {
        &self.fields[4]
    }
    fn message(&self) -> &[u8] {
        &self.fields[5]
    }
    fn thread(&self) -> &[u8] {
        &self.fields[6]
    }
    fn url(&self) -> &[u8] {
        self.url.trim_ascii()
    }
    fn received(&self) -> Option<u64> {
        whole(&self.fields[7])
    }
    fn sent(&self) -> Option<u64> {
        whole(&self.fields[8])
    }
    fn users(&self) -> Option<u64> {
        whole(&self.fields[9])
    }
}

/// Reads elements one after the other.
struct ElementReader<'l> {
    samples: Samples<'l>,
    /// Samples that are open, the outermost first.
    open: Vec<Element>,
    /// Samples that are open beyond [`MAX_DEPTH`].
    skipped: usize,
    /// Samples that were read.
    lines: u64,
    unreadable: Unreadable,
}

impl ElementReader<'_> {
    fn all(&mut self, source: impl Read, control: &Control) -> Result<(), Stop> {
        let mut reader = Reader::from_reader(BufReader::with_capacity(BUFFER, source));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let (mut buffer, mut in_url, mut depth, mut bytes) = (Vec::new(), false, 0_usize, 0);
        while !control.is_stopped() {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(|error| match error {
                Error::Io(error) => Stop::Io { bytes, reason: error.to_string() },
                _ => Stop::Cut,
            })?;
            match event {
                Event::Start(tag) => {
                    depth += 1;
                    in_url = tag.name().as_ref() == b"java.net.URL";
                    if is_sample(tag.name().as_ref()) {
                        self.begin(&tag);
                    }
                }
                Event::End(tag) => {
                    depth = depth.saturating_sub(1);
                    in_url = false;
                    if is_sample(tag.name().as_ref()) {
                        self.end(bytes);
                    }
                }
                Event::Text(text) if in_url => self.url(&text),
                Event::GeneralRef(name) if in_url => {
                    let name = String::from_utf8_lossy(&name);
                    self.url(resolve_predefined_entity(&name).unwrap_or_default().as_bytes());
                }
                Event::Eof if depth > 0 => return Err(Stop::Cut),
                Event::Eof => break,
                _ => {}
            }
            control.add(reader.buffer_position() - bytes);
            bytes = reader.buffer_position();
        }
        Ok(())
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(Element::of(tag));
        } else {
            self.skipped += 1;
        }
    }

    fn url(&mut self, text: &[u8]) {
        if let Some(element) = self.open.last_mut().filter(|_| self.skipped == 0) {
            element.url.extend_from_slice(text);
        }
    }

    fn end(&mut self, offset: u64) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(element) = self.open.pop() else { return };
        self.lines += 1;
        // What is inside a request is a part of it, a redirect or an image; what is inside a transaction is a request.
        let is_part = self.open.iter().any(|outer| !outer.is_transaction());
        if !is_part && !self.samples.count(&element) {
            self.unreadable.lines += 1;
            self.unreadable.first.get_or_insert(offset);
        }
    }
}

fn is_sample(name: &[u8]) -> bool {
    matches!(name, b"httpSample" | b"sample")
}
