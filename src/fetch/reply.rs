//! What came back: an answer, or what it is instead.

use std::cell::Cell;
use std::io::{self, Read};
use std::time::Duration;

use flate2::read::MultiGzDecoder;

use super::client::HttpResponse;
use super::error::Failure;
use crate::wire::prometheus::{self, Answer, Contents, Refusal};

/// The most that is read of the text of an error.
const ERROR_TEXT: u64 = 64 * 1024;
/// The most characters of it that are shown.
const SHOWN: usize = 300;

/// Reads the body as the answer to a range query, of at most `max_size` bytes unpacked.
pub(super) fn read(response: HttpResponse, max_size: u64, timeout: Duration) -> Result<Answer, Failure> {
    let HttpResponse { status, retry_after, location, encoding, body } = response;
    let body = unpacked(body, encoding.as_deref());
    match status {
        200..300 => answer(body, max_size, timeout),
        300..400 => Err(Failure::Redirect { status, to: location.as_deref().map(without_secrets) }),
        _ => Err(Failure::Status {
            status,
            said: said(body),
            wait: retry_after.and_then(|text| text.trim().parse().ok()).map(Duration::from_secs),
        }),
    }
}

/// Inflates a body that is sent so.
pub(super) fn unpacked(body: Box<dyn Read>, encoding: Option<&str>) -> Box<dyn Read> {
    let is_gzip = encoding.is_some_and(|name| {
        let name = name.trim();
        name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip")
    });
    if is_gzip { Box::new(MultiGzDecoder::new(body)) } else { body }
}

/// What an address carries before `@` and behind `?` may be secret, such as the state of a login.
fn without_secrets(location: &str) -> String {
    let address = location.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = address.split_once("//").map_or(("", address), |(scheme, rest)| (scheme, rest));
    let (authority, path) = rest.split_at(rest.find(['/', '\\']).unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let slashes = if address.contains("//") { "//" } else { "" };
    format!("{scheme}{slashes}{host}{path}").chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}

fn answer(body: Box<dyn Read>, max_size: u64, timeout: Duration) -> Result<Answer, Failure> {
    let is_over = Cell::new(false);
    let capped = Capped { inner: body, left: max_size, is_over: &is_over };
    let refused = |refusal: Refusal| match refusal {
        _ if is_over.get() => Failure::TooLarge(max_size),
        Refusal::Io(error) if error.kind() == io::ErrorKind::TimedOut => Failure::TimedOut(timeout),
        Refusal::Io(error) => Failure::Connection(error.to_string()),
        refusal => Failure::Refused(refusal),
    };
    match prometheus::read(capped).map_err(refused)? {
        Contents::Answer(answer) => Ok(answer),
        Contents::Bundle(_) => {
            Err(Failure::Refused(Refusal::OtherJson { found: vec!["signals".to_owned()] }))
        }
    }
}

/// Takes what a server says of an error: `errorType: error` of its JSON, else its text.
fn said(body: Box<dyn Read>) -> Option<String> {
    let mut bytes = Vec::new();
    // What could be read of it is still worth telling.
    let _ = body.take(ERROR_TEXT).read_to_end(&mut bytes);
    let text = match prometheus::read(bytes.as_slice()) {
        Err(Refusal::Server { kind, text }) => format!("{kind}: {text}"),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.starts_with('<') {
        return None;
    }
    let mut shown: String = text.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    Some(shown)
}

/// A reader that ends with an error where there is more than was allowed.
struct Capped<'a> {
    inner: Box<dyn Read>,
    left: u64,
    is_over: &'a Cell<bool>,
}

impl Read for Capped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => {
                self.is_over.set(true);
                return Err(io::ErrorKind::FileTooLarge.into());
            }
        }
        Ok(read)
    }
}
