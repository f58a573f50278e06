//! Reads the rows of CSV points.

use memchr::{memchr, memchr_iter, memrchr};

use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

use super::csv_row::{CsvHeader, fields, trimmed};
use super::metric::{self, begins_unneeded};
use super::ndjson::is_plain_url;
use super::tags::Tags;
use crate::ingest::points::accumulate::{Accumulator, microseconds};
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::labels::{Cut, PointTable, RequestTable, TagTable};
use crate::ingest::points::lines::LineReader;
use crate::ingest::points::metric::Metric;
use crate::ingest::points::number::plain_decimal;
use crate::ingest::points::registry::{PointLabel, RequestLabel};
use crate::ingest::points::time::TimeParser;

/// The most columns of a row that is looked at on the fast path; k6 has nineteen.
const MAX_COLUMNS: usize = 64;

/// A row with a line break in it that is longer than this is given up: a stray quote must not swallow the file.
const MAX_OPEN: usize = 1 << 16;

/// Reads the rows that one worker is given.
pub(super) struct CsvReader<'l> {
    accumulator: Accumulator<'l>,
    times: TimeParser,
    phases: bool,
    layout: CsvHeader,
    /// Whether the fast path is taken; only tests do without.
    fast: bool,
    requests: RequestTable,
    calls: TagTable<RequestLabel>,
    points: PointTable,
    /// A row whose quotes are open at the end of its line: a field holds a line break.
    open: Vec<u8>,
    /// Whether the file must be read from the beginning by one reader.
    needs_order: bool,
}

/// A row of the usual layout without quotes, its tags not looked at yet.
struct RawRow<'a> {
    metric: Metric<'a>,
    time: i64,
    value: f64,
    /// Columns from the fourth on, without those that tell nothing.
    tags: &'a [u8],
    /// The same without those that tell nothing where a request has a name.
    named: &'a [u8],
}

impl<'l> CsvReader<'l> {
    pub(super) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings, layout: CsvHeader) -> Self {
        Self {
            accumulator: Accumulator::new(labeller, settings),
            times: TimeParser::default(),
            phases: settings.reading.phases,
            layout,
            fast: true,
            requests: RequestTable::default(),
            calls: TagTable::default(),
            points: PointTable::default(),
            open: Vec::new(),
            needs_order: false,
        }
    }

    /// Reads every row field by field: the reference that the fast path is tested against.
    #[cfg(test)]
    pub(super) fn without_fast_path(mut self) -> Self {
        self.fast = false;
        self
    }

    fn is_unneeded(&self, line: &[u8]) -> bool {
        self.layout.usual && begins_unneeded!(line, self.phases, ",")
    }

    /// Looks at a row; absent where it is not of the usual form.
    #[inline]
    fn usual<'a>(&mut self, line: &'a [u8]) -> Option<RawRow<'a>> {
        if !self.layout.usual {
            return None;
        }
        let (name, rest) = line.split_at(comma(line)?);
        let metric = metric::named(name, self.phases)?;
        if matches!(metric, Metric::Other(name) if name.contains(&b'"')) {
            return None;
        }
        let rest = rest.strip_prefix(b",")?;
        let (time, rest) = rest.split_at(comma(rest)?);
        let time = self.times.read_any(time)?;
        let rest = rest.strip_prefix(b",")?;
        let (value, length) = plain_decimal(rest)?;
        let rest = rest[length..].strip_prefix(b",")?;
        let mut ends = [rest.len(); 2];
        let [end, named_end] = &mut ends;
        for _ in 0..self.layout.idle {
            *end = memrchr(b',', &rest[..*end])?;
        }
        *named_end = *end;
        for _ in self.layout.idle..self.layout.idle_if_named {
            *named_end = memrchr(b',', &rest[..*named_end])?;
        }
        let [tags, named] = ends.map(|end| &rest[..end]);
        // Quotes before the idle columns are seen when the tags are looked at for the first time.
        memchr(b'"', &rest[named.len()..]).is_none().then_some(RawRow { metric, time, value, tags, named })
    }

    /// Counts a row; absent where its columns are not what they seemed.
    #[inline]
    fn count(&mut self, row: &RawRow<'_>) -> Option<bool> {
        Some(if row.metric == Metric::Call {
            let label = match self.calls.get(row.named) {
                Some(label) => label,
                None if microseconds(row.value).is_none() => return None,
                None => self.learn_call(row)?,
            };
            self.accumulator.request(row.time, row.value, label)
        } else if row.metric == Metric::Duration {
            let label = match self.requests.get(row.named) {
                Some(label) => label,
                None if microseconds(row.value).is_none() => return None,
                None => self.learn_request(row)?,
            };
            self.accumulator.request(row.time, row.value, label)
        } else {
            let label = match self.points.get(row.named) {
                Some(label) => label,
                None => self.learn_point(row)?,
            };
            self.accumulator.point(row.metric, row.time, row.value, label)
        })
    }

    fn learn_request(&mut self, row: &RawRow<'_>) -> Option<RequestLabel> {
        let registry = &mut self.accumulator.registry;
        // Where it has no name, the extra tags may hold one.
        let (bytes, without) = if registry.may_rename() {
            (row.tags, self.layout.idle)
        } else {
            (row.named, self.layout.idle_if_named)
        };
        let columns = TagColumns::of(bytes, without, &self.layout)?;
        let parse = || Some((columns.tags(&self.layout), true));
        if let Some(cut) = columns.cut(&self.layout) {
            return self.requests.by_parts(registry, cut, parse);
        }
        let tags = columns.tags(&self.layout);
        let key = if tags.name.is_empty() { bytes } else { row.named };
        if let Some(label) = self.requests.get(key) {
            return Some(label);
        }
        let label = registry.request(&tags);
        self.requests.learn(key, label);
        Some(label)
    }

    fn learn_call(&mut self, row: &RawRow<'_>) -> Option<RequestLabel> {
        let columns = TagColumns::of(row.named, self.layout.idle_if_named, &self.layout)?;
        let label = self.accumulator.registry.call(&columns.tags(&self.layout));
        self.calls.learn(row.named, label);
        Some(label)
    }

    fn learn_point(&mut self, row: &RawRow<'_>) -> Option<PointLabel> {
        let registry = &mut self.accumulator.registry;
        let columns = TagColumns::of(row.named, self.layout.idle_if_named, &self.layout)?;
        let label = registry.point(&columns.tags(&self.layout));
        self.points.learn(row.named, label);
        Some(label)
    }

    /// Reads a row field by field. Returns whether it is something that k6 writes.
    fn general(&mut self, line: &[u8]) -> bool {
        let text = String::from_utf8_lossy(line);
        let Some(row) = fields(&text).filter(|row| row.len() == self.layout.width()) else { return false };
        let Some([metric, time, value]) = self.layout.needed(&row) else { return false };
        let Some(metric) = metric::named(metric.as_bytes(), self.phases) else { return true };
        let Some(time) = self.times.read_any(time.as_bytes()) else { return false };
        let Ok(value) = value.parse::<f64>() else { return false };
        let tags = self.layout.tags(row.iter().cloned().enumerate());
        self.accumulator.tagged(metric, time, value, &tags)
    }

    /// Reads a line that is not of the usual form.
    fn unusual(&mut self, line: &[u8]) -> bool {
        if line.trim_ascii().is_empty() || line == self.layout.line {
            return true;
        }
        if line.starts_with(b"metric_name,") {
            // Files were put one after the other, and this one has other columns.
            self.needs_order = true;
            return CsvHeader::read(line, &self.layout.asked).is_ok_and(|layout| {
                self.layout = layout;
                self.requests = RequestTable::default();
                self.calls = TagTable::default();
                self.points = PointTable::default();
                true
            });
        }
        if has_open_quote(line) {
            self.needs_order = true;
            if line.len() > MAX_OPEN {
                return false;
            }
            self.open = line.to_vec();
            return true;
        }
        self.general(line)
    }
}

fn has_open_quote(line: &[u8]) -> bool {
    memchr_iter(b'"', line).count() % 2 == 1
}

impl LineReader for CsvReader<'_> {
    #[inline]
    fn line(&mut self, line: &[u8]) -> bool {
        if !self.open.is_empty() {
            let mut whole = std::mem::take(&mut self.open);
            whole.push(b'\n');
            whole.extend_from_slice(line);
            return self.unusual(trimmed(&whole));
        }
        if self.is_unneeded(line) {
            return true;
        }
        let line = trimmed(line);
        if self.fast
            && let Some(row) = self.usual(line)
            && let Some(counted) = self.count(&row)
        {
            return counted;
        }
        self.unusual(line)
    }

    fn last_line(&mut self, line: &[u8]) -> bool {
        // A row that is not needed tells by its columns whether the file was cut.
        let columns = memchr_iter(b',', line).count() + 1;
        let whole = columns >= self.layout.width() && (!has_open_quote(line) || !self.open.is_empty());
        whole && self.line(line)
    }

    fn needs_order(&self) -> bool {
        self.needs_order
    }

    fn finish(self, unreadable: Unreadable) -> Collected {
        let cut = u64::from(!self.open.is_empty());
        let mut collected = self.accumulator.finish(unreadable);
        collected.unreadable.cut += cut;
        collected
    }
}

/// Where the first comma is, if it is near: names and times are too short for `memchr` to pay.
#[inline]
fn comma(bytes: &[u8]) -> Option<usize> {
    bytes.iter().take(64).position(|&byte| byte == b',')
}

/// The columns of a row from the fourth on: where each begins and ends.
struct TagColumns<'a> {
    row: &'a [u8],
    ends: [usize; MAX_COLUMNS],
    count: usize,
}

impl<'a> TagColumns<'a> {
    /// Splits a row without its last columns; absent where it has another number of columns than the header, or quotes.
    fn of(row: &'a [u8], without: usize, layout: &CsvHeader) -> Option<Self> {
        if memchr(b'"', row).is_some() {
            return None;
        }
        let mut columns = Self { row, ends: [0; MAX_COLUMNS], count: 0 };
        for end in memchr_iter(b',', row).chain([row.len()]) {
            *columns.ends.get_mut(columns.count)? = end;
            columns.count += 1;
        }
        (columns.count + 3 + without == layout.width()).then_some(columns)
    }

    fn range(&self, column: usize) -> (usize, usize) {
        let begin = column.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        (begin, self.ends[column])
    }

    fn tags<'t>(&self, layout: &'t CsvHeader) -> Tags<'t>
    where
        'a: 't,
    {
        let fields = (0..self.count).map(|column| {
            let (begin, end) = self.range(column);
            (column + 3, String::from_utf8_lossy(&self.row[begin..end]))
        });
        layout.tags(fields)
    }

    /// Cuts the URLs out of `name` and `url`; absent where neither is one.
    fn cut(&self, layout: &CsvHeader) -> Option<Cut<'a>> {
        let (name, url) = (layout.name, layout.url);
        if name.zip(url).is_some_and(|(name, url)| name > url) {
            return None;
        }
        let url_at = |column: Option<usize>| {
            let (begin, end) = self.range(column.filter(|&column| column < self.count)?);
            let value = &self.row[begin..end];
            is_plain_url(value).then(|| std::str::from_utf8(value).ok().map(|text| (begin, end, text)))?
        };
        let (name, url) = (url_at(name), url_at(url));
        let (name_at, name_end) = name.map_or((0, 0), |(begin, end, _)| (begin, end));
        let (url_at, url_end) = match (name, url) {
            (_, Some((begin, end, _))) => (begin, end),
            (Some((_, end, _)), None) => (end, end),
            (None, None) => return None,
        };
        Some(Cut {
            pieces: [&self.row[..name_at], &self.row[name_end..url_at], &self.row[url_end..]],
            name: name.map(|(.., text)| text),
            url: url.map(|(.., text)| text),
        })
    }
}
