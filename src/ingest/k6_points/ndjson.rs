//! Reads NDJSON lines: the fast path where it fits, the reference where it does not.

use memchr::memchr2;
use memchr::memmem::Finder;

use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

use super::general::{self, Entry};
use super::line::{self, RawPoint, UsualLine};
use super::metric;
use super::tags::Tags;
use crate::ingest::points::accumulate::{Accumulator, microseconds};
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::labels::{Cut, PointTable, RequestTable, TagTable};
use crate::ingest::points::lines::LineReader;
use crate::ingest::points::metric::Metric;
use crate::ingest::points::registry::{PointLabel, RequestLabel};
use crate::ingest::points::time::TimeParser;

/// Reads the lines that one worker is given.
pub(super) struct NdjsonReader<'l> {
    accumulator: Accumulator<'l>,
    times: TimeParser,
    phases: bool,
    /// Whether the fast path is taken; only tests do without.
    fast: bool,
    requests: RequestTable,
    calls: TagTable<RequestLabel>,
    points: PointTable,
    urls: UrlFinder,
}

impl<'l> NdjsonReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        Self {
            accumulator: Accumulator::new(labeller, settings),
            times: TimeParser::default(),
            phases: settings.reading.phases,
            fast: true,
            requests: RequestTable::default(),
            calls: TagTable::default(),
            points: PointTable::default(),
            urls: UrlFinder::default(),
        }
    }

    /// Reads every line by the general parser: the reference that the fast path is tested against.
    #[cfg(test)]
    pub(super) fn without_fast_path(mut self) -> Self {
        self.fast = false;
        self
    }

    /// Reads a line by the general parser. Returns whether it is something that k6 writes.
    fn general(&mut self, line: &[u8]) -> bool {
        match general::parse(line, &mut self.times) {
            Some(Entry::Announced(metric, of)) => {
                if let Some(Metric::Other(name)) = metric::named(metric.as_bytes(), false) {
                    self.accumulator.announce(name, of);
                }
                true
            }
            Some(Entry::Point(metric, time, value, tags)) => {
                let Some(metric) = metric::named(metric.as_bytes(), self.phases) else { return true };
                Tags::from_json(tags).is_some_and(|tags| self.accumulator.tagged(metric, time, value, &tags))
            }
            None => false,
        }
    }

    /// Counts a point; absent where its tags are not what they seemed.
    #[inline]
    fn count(&mut self, point: &RawPoint<'_>) -> Option<bool> {
        let RawPoint { metric, time, value, tags } = *point;
        if metric == Metric::Duration {
            let label = match self.requests.get(tags) {
                Some(label) => label,
                None if microseconds(value).is_none() => return None,
                None => self.request_label(tags)?,
            };
            return Some(self.accumulator.request(time, value, label));
        }
        if metric == Metric::Call {
            let label = match self.calls.get(tags) {
                Some(label) => label,
                None if microseconds(value).is_none() => return None,
                None => self.call_label(tags)?,
            };
            return Some(self.accumulator.request(time, value, label));
        }
        if let Metric::Other(name) = metric
            && !self.accumulator.registry.knows_metric(name)
            && !name.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return None;
        }
        let label = match self.points.get(tags) {
            Some(label) => label,
            None => self.point_label(tags)?,
        };
        Some(self.accumulator.point(metric, time, value, label))
    }

    /// Finds out what the tags of a request come to that are not known as they stand.
    fn request_label(&mut self, tags: &[u8]) -> Option<RequestLabel> {
        let tags = line::without_metadata(tags).unwrap_or(tags);
        if let Some(label) = self.requests.get(tags) {
            return Some(label);
        }
        let registry = &mut self.accumulator.registry;
        if let Some(cut) = self.urls.cut(tags) {
            return self.requests.by_parts(registry, cut, || {
                let without_urls = cut.pieces.concat();
                let rest = Tags::from_json(&without_urls)?;
                let counts = |cut: Option<&str>, left: &str| cut.is_none() || left.is_empty();
                let is_cut_what_counts = counts(cut.name, &rest.name) && counts(cut.url, &rest.url);
                Some((Tags::from_json(tags)?, is_cut_what_counts))
            });
        }
        let label = registry.request(&Tags::from_json(tags)?);
        self.requests.learn(tags, label);
        Some(label)
    }

    /// The same of a gRPC call, whose URL tells no more than its method.
    fn call_label(&mut self, tags: &[u8]) -> Option<RequestLabel> {
        let tags = line::without_metadata(tags).unwrap_or(tags);
        if let Some(label) = self.calls.get(tags) {
            return Some(label);
        }
        let label = self.accumulator.registry.call(&Tags::from_json(tags)?);
        self.calls.learn(tags, label);
        Some(label)
    }

    /// The same for any other point.
    fn point_label(&mut self, tags: &[u8]) -> Option<PointLabel> {
        let tags = line::without_metadata(tags).unwrap_or(tags);
        if let Some(label) = self.points.get(tags) {
            return Some(label);
        }
        let registry = &mut self.accumulator.registry;
        let label = registry.point(&Tags::from_json(tags)?);
        self.points.learn(tags, label);
        Some(label)
    }
}

impl LineReader for NdjsonReader<'_> {
    #[inline]
    fn line(&mut self, line: &[u8]) -> bool {
        if !self.fast {
            return line::is_unneeded(line, self.phases) || is_blank(line) || self.general(line);
        }
        match line::parse(line, self.phases, &mut self.times) {
            UsualLine::Unneeded => true,
            UsualLine::Point(point) => match self.count(&point) {
                Some(counted) => counted,
                None => self.general(line),
            },
            UsualLine::Unusual => is_blank(line) || self.general(line),
        }
    }

    fn last_line(&mut self, line: &[u8]) -> bool {
        // Even a line that is not needed tells, by its end, whether the file was cut.
        is_blank(line) || (serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok() && self.line(line))
    }

    fn finish(self, unreadable: Unreadable) -> Collected {
        self.accumulator.finish(unreadable)
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// Finds URLs in tag objects.
#[derive(Debug)]
struct UrlFinder {
    name: Finder<'static>,
    url: Finder<'static>,
}

impl Default for UrlFinder {
    fn default() -> Self {
        Self { name: Finder::new(br#","name":""#), url: Finder::new(br#","url":""#) }
    }
}

impl UrlFinder {
    /// Cuts the values of `name` and `url` out of a tag object, where they are plain URLs and in this order; absent where
    /// neither is.
    ///
    /// In a JSON text the bytes `,"name":"` begin a member: inside a string the quotes would be escaped, and a string
    /// that ended there could not be followed by a bare word.
    fn cut<'a>(&self, tags: &'a [u8]) -> Option<Cut<'a>> {
        let name = self.name.find(tags).and_then(|at| value_at(tags, at + self.name.needle().len()));
        let from = name.map_or(0, |(_, end)| end);
        let url =
            self.url.find(&tags[from..]).and_then(|at| value_at(tags, from + at + self.url.needle().len()));
        let (name_at, name_end) = name.unwrap_or((0, 0));
        let (url_at, url_end) = match url {
            Some(url) => url,
            None => (name?.1, name_end),
        };
        let text = |(at, end): (usize, usize)| std::str::from_utf8(&tags[at..end]).ok();
        Some(Cut {
            pieces: [&tags[..name_at], &tags[name_end..url_at], &tags[url_end..]],
            name: name.and_then(text),
            url: url.and_then(text),
        })
    }
}

/// Where a string value that begins at `at` ends, if it is a plain URL.
fn value_at(tags: &[u8], at: usize) -> Option<(usize, usize)> {
    let value = &tags[at..];
    let end = memchr2(b'"', b'\\', value).filter(|&end| value[end] == b'"')?;
    is_plain_url(&value[..end]).then_some((at, at + end))
}

/// Tells a URL of printable ASCII.
pub(super) fn is_plain_url(value: &[u8]) -> bool {
    (value.starts_with(b"http://") || value.starts_with(b"https://"))
        && value.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::UrlFinder;
    use crate::ingest::k6_points::tests::{ndjson, ndjson_reference, settings};

    fn cut(tags: &str) -> Option<(Vec<String>, Option<String>, Option<String>)> {
        let finder = UrlFinder::default();
        let cut = finder.cut(tags.as_bytes())?;
        let pieces = cut.pieces.iter().map(|piece| String::from_utf8_lossy(piece).into_owned()).collect();
        Some((pieces, cut.name.map(str::to_owned), cut.url.map(str::to_owned)))
    }

    #[test]
    fn urls_are_cut_out_where_they_are_plain() {
        let both = r#"{"method":"GET","name":"http://h/1","proto":"HTTP/1.1","url":"http://h/1?a=b"}"#;
        let (pieces, name, url) = cut(both).unwrap();
        assert_eq!(pieces, [r#"{"method":"GET","name":""#, r#"","proto":"HTTP/1.1","url":""#, r#""}"#]);
        assert_eq!((name.as_deref(), url.as_deref()), (Some("http://h/1"), Some("http://h/1?a=b")));

        let url_alone = r#"{"method":"GET","name":"GET /x","url":"https://h/1"}"#;
        let (pieces, name, url) = cut(url_alone).unwrap();
        assert_eq!(pieces.concat(), url_alone.replace("https://h/1", ""));
        assert_eq!((name, url.as_deref()), (None, Some("https://h/1")));

        let name_alone = r#"{"method":"GET","name":"http://h/1","x":"y"}"#;
        let (pieces, name, url) = cut(name_alone).unwrap();
        assert_eq!(pieces.concat(), name_alone.replace("http://h/1", ""));
        assert_eq!((name.as_deref(), url), (Some("http://h/1"), None));
    }

    #[test]
    fn a_member_that_is_named_twice_counts_the_last_time() {
        let line = |first: &str, last: &str| {
            format!(
                "{{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{{\"time\":\"2026-11-22T14:11:47Z\",\"value\":5,\"tags\":{{\"method\":\"GET\",\"name\":\"{first}\",\"name\":\"{last}\"}}}}}}\n"
            )
        };
        let text = format!("{}{}", line("http://h/x", "http://h/x"), line("http://h/y", "http://h/x"));
        let read = ndjson(text.as_bytes(), &settings(0));
        assert_eq!(read, ndjson_reference(text.as_bytes(), &settings(0)));
        assert_eq!(read.body.cells.values().sum::<u64>(), 2);
        assert_eq!(read.body.cells.len(), 1);
    }

    #[test]
    fn everything_else_stays_whole() {
        for tags in [
            r#"{"method":"GET","name":"GET /x","url":"GET /x"}"#,
            r#"{"method":"GET","name":"http:\/\/h"}"#,
            r#"{"method":"GET","name":"http://h/ä"}"#,
            r#"{"check":"has \",\"name\":\"http://h\""}"#,
            "null",
            "",
        ] {
            assert_eq!(cut(tags), None, "{tags}");
        }
    }
}
