//! The layout of a CSV file of points, and its rows as RFC 4180 has them.

use std::borrow::Cow;

use super::tags::Tags;

/// Columns that a header must have, as k6 names them.
const NEEDED: [&str; 3] = ["metric_name", "timestamp", "metric_value"];

/// Which column holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CsvHeader {
    /// The header, to recognise it where it is repeated.
    pub line: Vec<u8>,
    columns: Vec<String>,
    /// Where metric, time and value are.
    needed: [usize; 3],
    /// Where the tags are that come as `key=value&key=value`.
    extra_tags: Option<usize>,
    /// Whether metric, time and value are the first three: the usual layout.
    pub usual: bool,
    /// Columns at the end that tell nothing about a request: `metadata`.
    pub idle: usize,
    /// The same with `extra_tags`, which tell nothing where a request has a name and nobody chose one of them: k6 writes them
    /// in random order.
    pub idle_if_named: usize,
    /// The tags that the settings ask for.
    pub asked: Vec<String>,
    /// Where `name` and `url` are, counted from the fourth column.
    pub name: Option<usize>,
    pub url: Option<usize>,
}

impl CsvHeader {
    /// Reads a header.
    ///
    /// # Errors
    /// Names the first column that is missing.
    pub(super) fn read(line: &[u8], asked: &[String]) -> Result<Self, &'static str> {
        let line = trimmed(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line));
        let text = std::str::from_utf8(line).map_err(|_| NEEDED[0])?;
        let columns: Vec<String> =
            fields(text).into_iter().flatten().map(|column| column.trim().to_owned()).collect();
        let place = |name: &str| columns.iter().position(|column| column == name);
        let mut needed = [0; 3];
        for (place_of, name) in needed.iter_mut().zip(NEEDED) {
            *place_of = place(name).ok_or(name)?;
        }
        let extra_tags = place("extra_tags");
        let needs_extra = asked.iter().any(|tag| place(tag).is_none());
        let last = |are: &dyn Fn(&str) -> bool| columns.iter().rev().take_while(|column| are(column)).count();
        let is_idle = |column: &str| column == "metadata";
        let idle = last(&is_idle);
        let idle_if_named = last(&|column| is_idle(column) || (column == "extra_tags" && !needs_extra));
        let after_needed = |name: &str| place(name).and_then(|place| place.checked_sub(NEEDED.len()));
        Ok(Self {
            usual: needed == [0, 1, 2],
            needed,
            extra_tags,
            idle,
            idle_if_named,
            asked: asked.to_vec(),
            name: after_needed("name"),
            url: after_needed("url"),
            line: line.to_vec(),
            columns,
        })
    }

    /// How many columns a row must have.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Metric, time and value of a row.
    pub(super) fn needed<'a, 'f>(&self, row: &'f [Cow<'a, str>]) -> Option<[&'f Cow<'a, str>; 3]> {
        let [metric, time, value] = self.needed;
        Some([row.get(metric)?, row.get(time)?, row.get(value)?])
    }

    /// The tags of a row, whose fields come with the number of their column.
    pub(super) fn tags<'a>(&'a self, row: impl Iterator<Item = (usize, Cow<'a, str>)>) -> Tags<'a> {
        let mut tags = Tags::default();
        for (place, field) in row {
            if self.extra_tags == Some(place) {
                for (tag, value) in field.split('&').filter_map(|pair| pair.split_once('=')) {
                    tags.put(Cow::Owned(tag.to_owned()), Cow::Owned(value.to_owned()));
                }
            } else if let Some(column) = self.columns.get(place).filter(|_| !field.is_empty()) {
                tags.put(Cow::Borrowed(column), field);
            }
        }
        tags
    }
}

/// Cuts the carriage return off that a Windows shell may have left.
pub(super) fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Splits a row into its fields; absent where its quotes do not match.
pub(super) fn fields(row: &str) -> Option<Vec<Cow<'_, str>>> {
    let mut out = Vec::new();
    let mut rest = row;
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_field(quoted)?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                (Cow::Borrowed(&rest[..end]), &rest[end..])
            }
        };
        out.push(field);
        match after.strip_prefix(',') {
            Some(after) => rest = after,
            None => return after.is_empty().then_some(out),
        }
    }
}

/// Takes a field off the front whose opening quote is gone already: the field, and what follows the closing quote.
fn quoted_field(quoted: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut doubled = false;
    let mut from = 0;
    loop {
        let quote = from + quoted[from..].find('"')?;
        let after = &quoted[quote + 1..];
        if after.starts_with('"') {
            doubled = true;
            from = quote + 2;
            continue;
        }
        let field = &quoted[..quote];
        let field = if doubled { Cow::Owned(field.replace("\"\"", "\"")) } else { Cow::Borrowed(field) };
        return Some((field, after));
    }
}

#[cfg(test)]
mod tests {
    use super::{CsvHeader, fields};
    use crate::ingest::points::tagged::Tagged;

    #[test]
    fn quotes_are_taken_off() {
        let row = r#"checks,1,"fast | ""quoted"" <b>",,"a,b","#;
        assert_eq!(fields(row).unwrap(), ["checks", "1", "fast | \"quoted\" <b>", "", "a,b", ""]);
        assert_eq!(fields("").unwrap(), [""]);
        assert_eq!(fields("a,\"b"), None);
        assert_eq!(fields("a,\"b\"c"), None);
    }

    #[test]
    fn columns_are_found_by_the_header() {
        let header = b"metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\r";
        let layout = CsvHeader::read(header, &[]).unwrap();
        assert_eq!((layout.width(), layout.usual, layout.idle, layout.idle_if_named), (19, true, 1, 2));
        assert_eq!((layout.name, layout.url), (Some(6), Some(13)));
        assert_eq!(CsvHeader::read(header, &["team".to_owned()]).unwrap().idle_if_named, 1);
        assert_eq!(CsvHeader::read(header, &["group".to_owned()]).unwrap().idle_if_named, 2);
        let short = CsvHeader::read(b"timestamp,metric_name,metric_value,name,extra_tags", &[]).unwrap();
        assert_eq!((short.usual, short.idle, short.idle_if_named), (false, 0, 1));
        assert_eq!(CsvHeader::read(b"metric_name,value", &[]), Err("timestamp"));
        assert_eq!(CsvHeader::read(b"", &[]), Err("metric_name"));
    }

    #[test]
    fn extra_tags_are_tags_as_well() {
        let layout = CsvHeader::read(b"metric_name,timestamp,metric_value,name,extra_tags", &[]).unwrap();
        let row = fields("http_reqs,1,1,n,a=b&team=blue").unwrap();
        let tags = layout.tags(row.into_iter().enumerate());
        assert_eq!((&*tags.name, tags.naming(&"team".into()).text()), ("n", "blue"));
    }
}
