//! The usual NDJSON line, recognised by its bytes.
//!
//! k6 writes points in one of two key orders: since 0.34 or so `{"metric":…,"type":"Point","data":{"time":…,
//! "value":…,"tags":{…}}}`, with `"metadata":{…}` after the tags where there is some; before, `{"type":"Point","data":{…},
//! "metric":…}`. Whatever does not fit to the byte is left to `general`.

use memchr::{memchr, memrchr};

use super::metric::{self, begins_unneeded, is_unneeded_http};
use crate::ingest::points::metric::Metric;
use crate::ingest::points::number::plain_decimal;
use crate::ingest::points::time::TimeParser;

/// A point, its tags not looked at yet.
#[derive(Debug, PartialEq)]
pub(super) struct RawPoint<'a> {
    /// What is measured. The name of a metric that is none of k6's may hold escapes, and then means something else.
    pub metric: Metric<'a>,
    /// When, in microseconds since 1970.
    pub time: i64,
    /// The value in the metric's own unit.
    pub value: f64,
    /// The tags, probably: a JSON object, or `null`, and perhaps metadata behind. The line is sound exactly if they are.
    pub tags: &'a [u8],
}

/// What the bytes of a line tell.
#[derive(Debug, PartialEq)]
pub(super) enum UsualLine<'a> {
    /// A point of a metric that is not needed.
    Unneeded,
    /// A point.
    Point(RawPoint<'a>),
    /// Anything else: ask the general parser.
    Unusual,
}

const METRIC_FIRST: &[u8] = br#"{"metric":""#;
const POINT_AFTER_METRIC: &[u8] = br#"","type":"Point","data":{"time":""#;
const POINT_FIRST: &[u8] = br#"{"type":"Point","data":{"time":""#;
const METRIC_LAST: &[u8] = br#"},"metric":""#;
const VALUE: &[u8] = br#"","value":"#;
const TAGS: &[u8] = br#","tags":"#;
const METADATA: &[u8] = br#","metadata":"#;

/// Tells whether a line is a point of a metric that is not needed, by its first bytes or its last. Such a line is never
/// looked at any further, by no parser.
#[inline]
pub(super) fn is_unneeded(line: &[u8], phases: bool) -> bool {
    if let Some(rest) = line.strip_prefix(METRIC_FIRST) {
        begins_unneeded!(rest, phases, r#"","type":"Point","data":{"time":""#)
    } else {
        line.starts_with(POINT_FIRST)
            && trailing_metric(line).is_some_and(|(_, name)| is_unneeded_http(name, phases))
    }
}

/// Splits `…},"metric":"NAME"}` off the end of a line: what stands before the first brace, and the name.
#[inline]
fn trailing_metric(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = line.strip_suffix(b"\"}")?;
    let (rest, name) = line.split_at(memrchr(b'"', line)? + 1);
    Some((rest.strip_suffix(METRIC_LAST)?, name))
}

/// Looks at a line.
#[inline]
pub(super) fn parse<'a>(line: &'a [u8], phases: bool, times: &mut TimeParser) -> UsualLine<'a> {
    if is_unneeded(line, phases) {
        return UsualLine::Unneeded;
    }
    point(line, phases, times).map_or(UsualLine::Unusual, UsualLine::Point)
}

#[inline]
fn point<'a>(line: &'a [u8], phases: bool, times: &mut TimeParser) -> Option<RawPoint<'a>> {
    let (name, data) = if let Some(rest) = line.strip_prefix(METRIC_FIRST) {
        let (name, rest) = rest.split_at(memchr(b'"', rest)?);
        (name, rest.strip_prefix(POINT_AFTER_METRIC)?.strip_suffix(b"}}")?)
    } else {
        let (rest, name) = trailing_metric(line)?;
        (name, rest.strip_prefix(POINT_FIRST)?)
    };
    let metric = metric::named(name, phases)?;
    let (time, rest) = data.split_at(memchr(b'"', data)?);
    let time = times.read(time)?;
    let rest = rest.strip_prefix(VALUE)?;
    let (value, length) = plain_decimal(rest)?;
    let tags = rest[length..].strip_prefix(TAGS)?;
    Some(RawPoint { metric, time, value, tags })
}

/// Cuts `,"metadata":{"iter":"3","vu":"1"}` off the end of the tags; absent where there is none that is as plain as that.
pub(super) fn without_metadata(tags: &[u8]) -> Option<&[u8]> {
    // Where there is metadata, its brace is the last one to open.
    let brace = memrchr(b'{', tags)?;
    let before = tags[..brace].strip_suffix(METADATA)?;
    let mut rest = tags[brace + 1..].strip_suffix(b"}")?;
    while !rest.is_empty() {
        rest = plain_string(rest)?.strip_prefix(b":")?;
        rest = plain_string(rest)?;
        if !rest.is_empty() {
            rest = rest.strip_prefix(b",").filter(|rest| !rest.is_empty())?;
        }
    }
    Some(before)
}

/// Takes a string of plain ASCII without escapes off the front.
fn plain_string(bytes: &[u8]) -> Option<&[u8]> {
    let bytes = bytes.strip_prefix(b"\"")?;
    let end = bytes.iter().position(|byte| !matches!(byte, b' '..=b'!' | b'#'..=b'[' | b']'..=b'~'))?;
    bytes[end..].strip_prefix(b"\"")
}

#[cfg(test)]
mod tests {
    use super::{Metric, RawPoint, UsualLine, parse, without_metadata};
    use crate::ingest::points::time::TimeParser;

    fn look(line: &str) -> UsualLine<'_> {
        parse(line.as_bytes(), false, &mut TimeParser::default())
    }

    fn duration(tags: &str) -> UsualLine<'_> {
        let (time, value) = (1_795_356_707_235_788, 5.003689);
        UsualLine::Point(RawPoint { metric: Metric::Duration, time, value, tags: tags.as_bytes() })
    }

    const TIME: &str = r#""time":"2026-11-22T14:11:47.235788595Z""#;

    #[test]
    fn both_key_orders_are_usual() {
        let old = format!(
            r#"{{"type":"Point","data":{{{TIME},"value":5.003689,"tags":{{"a":"b {{id}}"}}}},"metric":"http_req_duration"}}"#
        );
        assert_eq!(look(&old), duration(r#"{"a":"b {id}"}"#));
        let new = format!(
            r#"{{"metric":"http_req_duration","type":"Point","data":{{{TIME},"value":5.003689,"tags":{{"a":"b {{id}}"}}}}}}"#
        );
        assert_eq!(look(&new), duration(r#"{"a":"b {id}"}"#));
        let null = format!(
            r#"{{"metric":"http_req_duration","type":"Point","data":{{{TIME},"value":5.003689,"tags":null}}}}"#
        );
        assert_eq!(look(&null), duration("null"));
    }

    #[test]
    fn plain_metadata_is_cut_off_and_no_other() {
        let cut = |metadata: &str| {
            let tags = format!(r#"{{"a":"b {{id}}"}},"metadata":{metadata}"#);
            without_metadata(tags.as_bytes()).map(|tags| String::from_utf8_lossy(tags).into_owned())
        };
        assert_eq!(cut(r#"{"iter":"3","vu":"1"}"#).as_deref(), Some(r#"{"a":"b {id}"}"#));
        assert_eq!(cut("{}").as_deref(), Some(r#"{"a":"b {id}"}"#));
        for unusual in [r#"{"iter":3}"#, r#"{"iter":"3",}"#, r#"{"it\"er":"3"}"#, r#"{"iter""3"}"#, "3"] {
            assert_eq!(cut(unusual), None, "{unusual}");
        }
        assert_eq!(without_metadata(br#"{"a":"b {id}"}"#), None);
        assert_eq!(without_metadata(b"null"), None);
    }

    #[test]
    fn unneeded_points_are_told_by_their_name() {
        let new = format!(
            r#"{{"metric":"http_req_waiting","type":"Point","data":{{{TIME},"value":5.003689,"tags":null}}}}"#
        );
        assert_eq!(look(&new), UsualLine::Unneeded);
        let old = format!(
            r#"{{"type":"Point","data":{{{TIME},"value":5.003689,"tags":{{}}}},"metric":"http_req_failed"}}"#
        );
        assert_eq!(look(&old), UsualLine::Unneeded);
        assert_ne!(parse(new.as_bytes(), true, &mut TimeParser::default()), UsualLine::Unneeded);
    }

    #[test]
    fn everything_else_is_unusual() {
        for line in [
            "",
            "{}",
            "garbage",
            r#"{"type":"Metric","data":{"name":"vus","type":"gauge"},"metric":"vus"}"#,
            r#"{"metric":"vus","type":"Point","data":{"time":"2026-11-22T14:11:47Z","value":1e3,"tags":null}}"#,
            r#"{"metric":"vus","type":"Point","data":{"time":"2026-11-22T14:11:47Z","tags":null,"value":1}}"#,
            r#"{"metric":"vus", "type":"Point","data":{"time":"2026-11-22T14:11:47Z","value":1,"tags":null}}"#,
            r#"{"metric":"vus","type":"Point","data":{"time":"yesterday","value":1,"tags":null}}"#,
        ] {
            assert_eq!(look(line), UsualLine::Unusual, "{line}");
        }
    }
}
