//! What `compare` and `check` print on standard output.

mod metrics;
#[cfg(test)]
mod tests;
mod wrap;

use std::collections::BTreeSet;
use std::io;

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, Table, presets};

use self::wrap::{length, visible, wrap, wrap_at_most};
use super::text::shorten;
use super::view::Page;
use super::view::changes::Changes;
use super::view::finding::{FindingGroup, FindingLine};
use super::view::text::{ChangeMark, VerdictMark};
use crate::model::judgement::Assessment;
use crate::words::say;

/// How the output is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Columns that may be filled.
    pub width: usize,
    /// Whether colours are written.
    pub color: bool,
    /// Whether only the verdict's line is written.
    pub quiet: bool,
}

/// Narrower terminals wrap by themselves.
const LEAST_WIDTH: usize = 40;
/// What is under a verdict's word is indented to the column after it.
const INDENT: usize = 7;
/// Improvements on the screen; the rest is counted.
const MOST_IMPROVEMENTS: usize = 10;
/// What to look at first is short here; the reports say the rest.
const MOST_LINES_FIRST: usize = 4;
/// Rows of the table of endpoints, the worst first, with all requests together above them.
const MOST_ENDPOINTS: usize = 12;
/// Footnotes below it.
const MOST_FOOTNOTES: usize = 8;
/// Lines of notes; the reports have all of them.
const MOST_LINES_OF_NOTES: usize = 3;
/// Reasons for what was not tested; the rest is counted.
const MOST_NOT_TESTED: usize = 5;

/// Writes the verdict, its reasons and what bears on them.
///
/// # Errors
/// Fails where `out` does.
pub fn write(assessment: &Assessment, options: &TerminalOptions, out: &mut dyn io::Write) -> io::Result<()> {
    let page = Page::of(assessment);
    let mut printer = Printer { width: options.width.max(LEAST_WIDTH), color: options.color, out };
    if options.quiet {
        return printer.verdict_line(&page);
    }
    printer.headline(&page)?;
    printer.look_first(&page)?;
    printer.findings(&page)?;
    if !page.changes.compared && page.head.has_requests {
        printer.table(&page.changes)?;
    }
    // Beside requests what moved is among the findings.
    if !page.changes.compared || !page.head.has_requests {
        printer.metrics(&page)?;
    }
    printer.rest(&page)
}

/// What was judged, when, and against what.
fn who(page: &Page) -> String {
    let head = &page.head;
    let mut who = head.run.clone();
    if !head.started.is_empty() {
        who.push_str(&format!(" · {}", head.started));
    }
    if head.base.is_empty() {
        say!("terminal-no-base", run = who)
    } else {
        say!("terminal-against", run = who, base = &head.base)
    }
}

/// Writes lines that keep within the width.
struct Printer<'a> {
    width: usize,
    color: bool,
    out: &'a mut dyn io::Write,
}

impl Printer<'_> {
    /// Verdict and summary on the left, who was compared with whom on the right where both fit.
    /// The verdict on one line, whatever the width: for logs and for scripts.
    fn verdict_line(&mut self, page: &Page) -> io::Result<()> {
        let word = self.verdict(page.head.verdict);
        let line = format!("{word}{}  {}", self.bold(&page.head.summary), self.dim(&who(page)));
        writeln!(self.out, "{line}")
    }

    fn headline(&mut self, page: &Page) -> io::Result<()> {
        let head = &page.head;
        let who = who(page);
        let word = self.verdict(head.verdict);
        let left = length(head.verdict.word).max(INDENT - 1) + 1 + length(&head.summary);
        let gap = self.width.saturating_sub(left + length(&who));
        if gap >= 3 {
            let line = format!("{word}{}{}{}", self.bold(&head.summary), " ".repeat(gap), self.dim(&who));
            writeln!(self.out, "{line}")
        } else {
            self.paragraph(&word, &head.summary, Style::new().bold())?;
            self.paragraph("", &who, dimmed())
        }
    }

    fn findings(&mut self, page: &Page) -> io::Result<()> {
        // One finding that the headline already names is not named twice.
        let named = matches!(page.worst.as_slice(), [one] if same(&one.title, &page.head.summary));
        for group in &page.worst {
            if !named {
                writeln!(self.out)?;
                let word = self.verdict(group.verdict);
                self.paragraph(&word, &group.title, Style::new().bold())?;
            }
            self.evidence(group)?;
        }
        if !page.more.is_empty() {
            writeln!(self.out)?;
            self.paragraph("", &say!("terminal-more-findings", count = page.all_more), dimmed())?;
        }
        for group in page.improvements.iter().take(MOST_IMPROVEMENTS) {
            writeln!(self.out)?;
            let word = self.word(&group.mark.word.to_uppercase(), direction(&group.mark));
            self.paragraph(&word, &group.title, Style::new().bold())?;
            self.evidence(group)?;
        }
        let left = page.improvements.len().saturating_sub(MOST_IMPROVEMENTS);
        if left > 0 {
            writeln!(self.out)?;
            self.paragraph("", &say!("terminal-more-improvements", count = left), dimmed())?;
        }
        Ok(())
    }

    /// What to look at first, unless that is the worst finding, which follows.
    fn look_first(&mut self, page: &Page) -> io::Result<()> {
        let Some(look) = page.look_first.as_ref().filter(|look| !look.repeats) else { return Ok(()) };
        writeln!(self.out)?;
        let text = say!("terminal-look-first", text = &look.text);
        for line in wrap_at_most(MOST_LINES_FIRST, &text, self.width.saturating_sub(INDENT)) {
            self.paragraph("", &line, Style::new())?;
        }
        Ok(())
    }

    /// Figures in columns, then sentences.
    fn evidence(&mut self, group: &FindingGroup) -> io::Result<()> {
        /// The column that tells how far something moved.
        const SIZE: usize = 2;
        let columns: [fn(&FindingLine) -> &str; 5] = [
            |line| &line.measure,
            |line| &line.figures,
            |line| &line.size,
            |line| &line.interval,
            |line| &line.chance,
        ];
        let widths =
            columns.map(|column| group.lines.iter().map(|line| length(column(line))).max().unwrap_or(0));
        for line in &group.lines {
            let mut cells = Vec::new();
            for (index, (column, width)) in columns.iter().zip(widths).enumerate() {
                if width > 0 {
                    let text = column(line);
                    let style = if index == SIZE { direction(&group.mark) } else { Style::new() };
                    let padding = " ".repeat(width - length(text));
                    cells.push(format!("{}{padding}", self.painted(text, style)));
                }
            }
            let row = cells.join("  ").trim_end().to_owned();
            if INDENT + visible(&row) <= self.width {
                writeln!(self.out, "{}{row}", " ".repeat(INDENT))?;
            } else {
                // Too wide for columns: the parts flow.
                let parts: Vec<&str> =
                    columns.iter().map(|column| column(line)).filter(|part| !part.is_empty()).collect();
                self.paragraph("", &parts.join("  "), Style::new())?;
            }
        }
        for text in &group.texts {
            self.paragraph("", text, Style::new())?;
        }
        for text in &group.advice {
            self.paragraph("", text, dimmed())?;
        }
        Ok(())
    }

    /// The figures of one run by endpoint.
    fn table(&mut self, changes: &Changes) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let mut header = vec![say!("terminal-endpoint"), say!("column-requests")];
        let first = changes.rows.first();
        header.extend(first.into_iter().flat_map(|row| &row.cells).map(|cell| cell.label.clone()));
        table.set_header(&header);
        let spare = self.width.saturating_sub(12 * (header.len() - 1)).max(16);
        let mut named = BTreeSet::new();
        for row in changes.rows.iter().take(MOST_ENDPOINTS + 1) {
            let mut cells = vec![shorten(&row.name, spare), row.requests.text.clone()];
            cells.extend(row.cells.iter().map(|cell| {
                let note = cell.figures.note.or(cell.note);
                named.extend(note);
                note.map_or_else(
                    || cell.figures.text.clone(),
                    |note| format!("{} [{note}]", cell.figures.text),
                )
            }));
            table.add_row(cells);
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(self.out)?;
        for line in table.lines() {
            writeln!(self.out, "{}", line.trim_end())?;
        }
        let more = changes.rows.len().saturating_sub(MOST_ENDPOINTS + 1);
        if more > 0 {
            self.paragraph("", &say!("terminal-more-endpoints", count = more), dimmed())?;
        }
        for (number, note) in (1..).zip(changes.notes.texts()).filter(|(number, _)| named.contains(number)) {
            if number > MOST_FOOTNOTES {
                return self.paragraph("", &say!("terminal-more-footnotes"), dimmed());
            }
            self.paragraph(&format!("{:<INDENT$}", format!(" [{number}]")), note, dimmed())?;
        }
        Ok(())
    }

    /// What passed, what was not tested, what could have been seen, notes.
    fn rest(&mut self, page: &Page) -> io::Result<()> {
        writeln!(self.out)?;
        if !page.passes.is_empty() {
            let figures = page.passes.join("  ·  ");
            let text = if page.changes.compared {
                say!("terminal-also-measured", figures = figures)
            } else {
                figures
            };
            self.paragraph("", &text, Style::new())?;
        }
        if !page.time.spark.is_empty() {
            self.paragraph("", &page.time.spark, Style::new())?;
        }
        if let Some(capacity) = &page.capacity {
            self.paragraph("", &capacity.run, Style::new())?;
        }
        if !page.slos.rows.is_empty() || !page.slos.on_servers.is_empty() {
            self.paragraph(&self.word("SLO", Style::new()), &page.slos.tally, Style::new())?;
        }
        for line in page.method.not_tested.iter().take(MOST_NOT_TESTED) {
            let text = say!("terminal-not-tested", what = &line.what, reason = &line.reason);
            self.paragraph("", &text, dimmed())?;
        }
        let more = page.method.not_tested.len().saturating_sub(MOST_NOT_TESTED);
        if more > 0 {
            self.paragraph("", &say!("terminal-more-not-tested", count = more), dimmed())?;
        }
        // What a finding above has said, or a line on certainty, is not said again.
        let mut said: Vec<&str> =
            page.worst.iter().flat_map(|group| &group.texts).map(String::as_str).collect();
        for line in &page.head.certainty {
            if !said.contains(&line.text.as_str()) {
                self.paragraph("", &line.short, dimmed())?;
                said.push(&line.text);
            }
        }
        let notes = page.method.notes.iter().filter(|note| !said.contains(&note.text.as_str()));
        let notes = notes.map(|note| say!("terminal-note", text = format!("{} {}", note.text, note.hint)));
        self.notes(&notes.collect::<Vec<_>>())
    }

    /// As many notes as there is room for, and how many more there are.
    fn notes(&mut self, notes: &[String]) -> io::Result<()> {
        let width = self.width.saturating_sub(INDENT);
        let (mut room, mut shown) = (MOST_LINES_OF_NOTES, 0);
        for note in notes {
            let lines = wrap(note.trim_end(), width);
            // The first note is cut where it is too long.
            if shown > 0 && lines.len() > room {
                break;
            }
            for line in wrap_at_most(room, note.trim_end(), width) {
                self.paragraph("", &line, dimmed())?;
            }
            room = room.saturating_sub(lines.len());
            shown += 1;
        }
        match notes.len() - shown {
            0 => Ok(()),
            more => self.paragraph("", &say!("terminal-more-notes", count = more), dimmed()),
        }
    }

    /// Writes a verdict's word, padded to the indent.
    fn verdict(&self, mark: VerdictMark) -> String {
        let color = match mark.class {
            "fail" => AnsiColor::Red,
            "warn" => AnsiColor::Magenta,
            "inconclusive" => AnsiColor::Cyan,
            "pass" => AnsiColor::Green,
            _ => return self.word(mark.word, Style::new()),
        };
        self.word(mark.word, colored(color))
    }

    fn word(&self, word: &str, style: Style) -> String {
        let padding = " ".repeat(INDENT.saturating_sub(length(word)).max(1));
        format!("{}{padding}", self.painted(word, style.bold()))
    }

    fn bold(&self, text: &str) -> String {
        self.painted(text, Style::new().bold())
    }

    fn dim(&self, text: &str) -> String {
        self.painted(text, dimmed())
    }

    fn painted(&self, text: &str, style: Style) -> String {
        if self.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// Writes text behind `first`, wrapped, each line indented. `first` stands in the indent, already padded.
    fn paragraph(&mut self, first: &str, text: &str, style: Style) -> io::Result<()> {
        let lead = if first.is_empty() { INDENT } else { visible(first).max(INDENT) };
        let mut lines = wrap(text, self.width.saturating_sub(lead)).into_iter();
        let head = if first.is_empty() { " ".repeat(INDENT) } else { first.to_owned() };
        let line = lines.next().unwrap_or_default();
        let line = self.painted(&line, style);
        writeln!(self.out, "{head}{line}")?;
        for line in lines {
            let line = self.painted(&line, style);
            writeln!(self.out, "{}{line}", " ".repeat(lead))?;
        }
        Ok(())
    }
}

/// Colours that read on dark and on light backgrounds: yellow, white and the bright ones do not.
fn colored(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(color.into()))
}

/// The colour of a change for the worse or for the better.
fn direction(mark: &ChangeMark) -> Style {
    match mark.class {
        "worse" => colored(AnsiColor::Red),
        "better" => colored(AnsiColor::Green),
        _ => Style::new(),
    }
}

fn dimmed() -> Style {
    Style::new().dimmed()
}

/// Tells whether two sentences say the same, but for the final stop.
fn same(a: &str, b: &str) -> bool {
    a.trim_end_matches('.') == b.trim_end_matches('.')
}
