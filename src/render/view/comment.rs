//! The comment on a pull request: the report in sixty lines, without pictures.

use std::collections::BTreeMap;

use serde::Serialize;

use super::changes::ChangeRow;
use super::finding::FindingGroup;
use super::head::{Certainty, Head};
use super::metrics::MetricRow;
use super::page::Page;
use super::subject::{self, Facts};
use super::text::VerdictMark;
use crate::model::comparison::{Change, Interval, LatencyCell, Measure};
use crate::model::judgement::Assessment;
use crate::model::quantity::RelativeChange;
use crate::render::text::address;
use crate::words::say;

/// How much a comment shows. What is least important is given up first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    findings: usize,
    /// Rows of endpoints with a finding, and of those without one.
    rows: usize,
    folded: usize,
    metrics: usize,
    certainty: bool,
}

impl Room {
    /// From the most to the least that is shown.
    pub(crate) const STEPS: [Self; 5] = [
        Self { findings: 6, rows: 12, folded: 10, metrics: 4, certainty: true },
        Self { findings: 6, rows: 12, folded: 5, metrics: 4, certainty: true },
        Self { findings: 6, rows: 10, folded: 0, metrics: 3, certainty: true },
        Self { findings: 4, rows: 8, folded: 0, metrics: 2, certainty: false },
        Self { findings: 3, rows: 3, folded: 0, metrics: 2, certainty: false },
    ];
}

/// A name or a sentence longer than this is cut in the middle.
const LONGEST_NAME: usize = 80;
const LONGEST_TEXT: usize = 400;
/// Notes that have room.
const NOTES: usize = 3;

/// What a comment says.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Comment {
    head: Head,
    /// Where the full report is, an address that cannot leave its place; empty where it is not known.
    url: String,
    findings: Vec<CommentFinding>,
    /// Findings that have no room.
    more: usize,
    nothing_found: String,
    /// What to look at first; empty where it is the worst finding, which stands first.
    look_first: String,
    /// The measures of the table.
    labels: Vec<String>,
    /// What the last column shows; empty without a base.
    axis: String,
    /// All requests, and endpoints with a finding.
    rows: Vec<CommentRow>,
    /// Endpoints without one.
    folded: Vec<CommentRow>,
    folded_title: String,
    /// Says how many endpoints have no room.
    left_out: String,
    /// Whether there is a base.
    compared: bool,
    /// The script's own metrics that are a finding or changed, those of the worst findings first.
    metrics: Vec<CommentMetric>,
    /// Says how many of them have no room.
    more_metrics: String,
    certainty: Vec<Certainty>,
    /// What a reader should know: a baseline that is not there, runs that were left out.
    notes: Vec<String>,
    generator: String,
}

/// One finding in a line.
#[derive(Debug, Clone, Serialize)]
struct CommentFinding {
    sign: &'static str,
    word: String,
    title: String,
    detail: String,
}

/// One endpoint in a line.
#[derive(Debug, Clone, Serialize)]
struct CommentRow {
    name: String,
    verdict: Option<VerdictMark>,
    requests: String,
    cells: Vec<CommentCell>,
    /// The interval of the change, drawn with characters; empty where nothing was tested.
    interval: String,
}

#[derive(Debug, Clone, Serialize)]
struct CommentCell {
    figures: String,
    /// `+34 %`, empty where it was not tested.
    change: String,
    /// Empty where the change is no finding.
    sign: &'static str,
}

/// One of the script's own metrics in a line.
#[derive(Debug, Clone, Serialize)]
struct CommentMetric {
    name: String,
    base: String,
    run: String,
    sign: &'static str,
    change: String,
    verdict: String,
}

impl Comment {
    /// Builds the comment on an assessment, with as much as there is room for.
    pub(crate) fn of(assessment: &Assessment, page: Page, room: Room) -> Self {
        let intervals = Intervals::of(assessment);
        let mut groups: Vec<FindingGroup> = page.worst;
        let more = (groups.len() + page.all_more).saturating_sub(room.findings);
        groups.extend(page.more);
        let improvements = page.improvements.iter().map(CommentFinding::better);
        let findings = groups.iter().map(CommentFinding::of).take(room.findings);
        let findings: Vec<_> = findings.chain(improvements.take(1)).collect();
        let (found, quiet): (Vec<ChangeRow>, Vec<ChangeRow>) =
            page.changes.rows.into_iter().partition(|row| row.whole || row.is_news());
        let labels = found.first().map(|row| row.cells.iter().map(|cell| cell.label.clone()).collect());
        let of = |row: ChangeRow| CommentRow::of(row, &intervals);
        let (all_found, all_quiet) = (found.len(), quiet.len());
        let rows: Vec<CommentRow> = found.into_iter().take(room.rows).map(of).collect();
        let folded: Vec<CommentRow> = quiet.into_iter().take(room.folded).map(of).collect();
        let left_out = all_found - rows.len() + if folded.is_empty() { all_quiet } else { 0 };
        let mut news: Vec<MetricRow> =
            page.metrics.rows.into_iter().filter(|row| row.news.is_some()).collect();
        news.sort_by_key(|row| row.news);
        let more_metrics = news.len().saturating_sub(room.metrics);
        Self {
            compared: page.changes.compared,
            metrics: news.into_iter().take(room.metrics).map(CommentMetric::of).collect(),
            more_metrics: match more_metrics {
                0 => String::new(),
                more => say!("terminal-more-metrics", count = more),
            },
            url: assessment.report_url.as_deref().and_then(address).unwrap_or_default(),
            findings,
            more,
            nothing_found: page.nothing_found,
            look_first: page
                .look_first
                .filter(|look| !look.repeats)
                .map_or_else(String::new, |look| shortened(&look.text, LONGEST_TEXT)),
            labels: labels.unwrap_or_default(),
            axis: intervals.title(),
            folded_title: match folded.len() {
                shown if shown < all_quiet => {
                    say!("comment-no-finding-first", endpoints = all_quiet, shown = shown)
                }
                _ => say!("comment-no-finding", endpoints = all_quiet),
            },
            left_out: match left_out {
                0 => String::new(),
                _ => say!("comment-left-out", endpoints = left_out),
            },
            rows,
            folded,
            certainty: if room.certainty { page.head.certainty.clone() } else { Vec::new() },
            notes: page
                .method
                .notes
                .iter()
                .take(NOTES)
                .map(|note| shortened(&note.text, LONGEST_TEXT))
                .collect(),
            generator: page.method.generator,
            head: Head { summary: shortened(&page.head.summary, LONGEST_TEXT), ..page.head },
        }
    }
}

impl CommentFinding {
    fn of(group: &FindingGroup) -> Self {
        Self { sign: group.verdict.sign, word: group.verdict.word.to_owned(), ..Self::better(group) }
    }

    /// An improvement is named by its direction.
    fn better(group: &FindingGroup) -> Self {
        let figures = group.lines.iter().map(|line| {
            let parts = [&line.measure, &line.figures, &line.size, &line.interval];
            parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        });
        let figures: Vec<String> = figures.collect();
        let detail = if figures.is_empty() { group.texts.join(" ") } else { figures.join(" · ") };
        Self {
            sign: group.mark.sign,
            word: group.mark.word.clone(),
            title: shortened(&group.title, LONGEST_TEXT),
            detail: shortened(&detail, LONGEST_TEXT),
        }
    }
}

impl CommentMetric {
    fn of(row: MetricRow) -> Self {
        Self {
            name: shortened(&row.name, LONGEST_NAME),
            base: row.base,
            run: row.run,
            sign: row.change.mark.sign,
            change: row.change.size,
            verdict: row.verdict,
        }
    }
}

impl CommentRow {
    fn of(row: ChangeRow, intervals: &Intervals) -> Self {
        let cells = row.cells.into_iter().map(|cell| CommentCell {
            figures: cell.figures.text,
            sign: cell.change.as_ref().map_or("", |change| change.mark.sign),
            change: cell.change.map_or_else(String::new, |change| change.size),
        });
        Self {
            interval: intervals.drawn(&row.name),
            name: shortened(&row.name, LONGEST_NAME),
            verdict: row.verdict,
            requests: if row.about.is_empty() { row.requests.text } else { row.about },
            cells: cells.collect(),
        }
    }
}

/// Half the width of a drawn interval in characters.
const HALF: i32 = 8;
/// The axis ends no nearer than at these log changes, and no farther.
const AXIS: (f64, f64) = (0.0953, 1.386);

/// The intervals of all endpoints, on one axis.
struct Intervals {
    /// By the name that is shown: change and interval, in natural logs.
    of: BTreeMap<String, (f64, Interval)>,
    reach: f64,
}

impl Intervals {
    fn of(assessment: &Assessment) -> Self {
        let subjects = subject::subjects(assessment);
        let of: BTreeMap<String, (f64, Interval)> = subjects
            .iter()
            .filter_map(|subject| {
                let cell = telling(subject)?;
                Some((subject.name.clone(), (cell.log_change, cell.interval)))
            })
            .collect();
        let farthest = of.values().map(|(_, interval)| interval.low.abs().max(interval.high.abs()));
        let reach = farthest.fold(0.0, f64::max).clamp(AXIS.0, AXIS.1);
        Self { of, reach }
    }

    /// Names the ends of the axis.
    fn title(&self) -> String {
        if self.of.is_empty() {
            return String::new();
        }
        let end = RelativeChange::from_log;
        say!("comment-axis", low = end(-self.reach), high = end(self.reach))
    }

    /// Draws the interval of an endpoint: `····│──●──···`.
    fn drawn(&self, name: &str) -> String {
        let Some((change, interval)) = self.of.get(name) else { return String::new() };
        let at = |log: f64| ((log / self.reach * f64::from(HALF)).round() as i32).clamp(-HALF, HALF);
        let (low, high, change) = (at(interval.low), at(interval.high), at(*change));
        let mark = |at: i32| match at {
            at if at == change => '●',
            0 => '│',
            at if (low..=high).contains(&at) => '─',
            _ => '·',
        };
        (-HALF..=HALF).map(mark).collect()
    }
}

/// The cell that says most of an endpoint: the surest change, else p95, else whatever was tested.
fn telling<'a>(subject: &Facts<'a>) -> Option<&'a LatencyCell> {
    let changed = subject.cells.iter().filter(|cell| cell.change != Change::Unchanged);
    let surest = changed.min_by(|a, b| a.q.min(a.q_faster).total_cmp(&b.q.min(b.q_faster)));
    let usual = || subject.cells.iter().find(|cell| cell.measure == Measure::P95);
    surest.or_else(usual).or(subject.cells.first()).copied()
}

/// Cuts the middle out of a long text.
fn shortened(text: &str, longest: usize) -> String {
    let count = text.chars().count();
    if count <= longest {
        return text.to_owned();
    }
    let half = longest / 2;
    let end: String = text.chars().skip(count - half).collect();
    format!("{}…{end}", text.chars().take(half).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_drawn_on_the_axis_of_all() {
        let intervals = Intervals {
            of: BTreeMap::from([
                ("a".to_owned(), (0.4, Interval { low: 0.2, high: 0.8 })),
                ("b".to_owned(), (-9.0, Interval { low: -9.5, high: 0.04 })),
            ]),
            reach: 0.8,
        };
        assert_eq!(intervals.drawn("a"), "········│·──●────");
        assert_eq!(intervals.drawn("b"), "●───────│········");
        assert_eq!(intervals.drawn("c"), "");
    }

    #[test]
    fn only_an_address_becomes_a_link() {
        assert_eq!(address("https://ci.example/run/1?a=b"), Some("https://ci.example/run/1?a=b".to_owned()));
        for bad in ["javascript:alert(1)", "https://a b", "https://a>)[x](y", "/report.html", ""] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }

    #[test]
    fn long_texts_lose_their_middle() {
        assert_eq!(shortened("abcdefgh", 4), "ab…gh");
        assert_eq!(shortened("abcd", 4), "abcd");
    }
}
