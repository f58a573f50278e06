//! The script's own metrics on a terminal.

use std::io;

use comfy_table::{Table, presets};

use super::{Printer, dimmed};
use crate::render::text::shorten;
use crate::render::view::Page;
use crate::words::say;

/// Rows of the table of metrics.
const MOST_METRICS: usize = 8;

impl Printer<'_> {
    /// The script's own metrics.
    pub(super) fn metrics(&mut self, page: &Page) -> io::Result<()> {
        let rows = &page.metrics.rows;
        if rows.is_empty() {
            return Ok(());
        }
        let compared = page.changes.compared;
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let mut header = vec![say!("terminal-metric")];
        if compared {
            header.extend([say!("side-base"), say!("side-run"), say!("column-change"), String::new()]);
        } else {
            header.push(say!("side-run"));
        }
        table.set_header(header);
        let spare = self.width.saturating_sub(if compared { 60 } else { 36 }).max(16);
        for row in rows.iter().take(MOST_METRICS) {
            let mut cells = vec![shorten(&row.name, spare)];
            if compared {
                let change = format!("{} {}", row.change.size, row.change.mark.word);
                cells.extend([row.base_figure.clone(), row.run_figure.clone(), change, row.verdict.clone()]);
            } else {
                cells.push(row.run.clone());
            }
            table.add_row(cells);
        }
        writeln!(self.out)?;
        for line in table.lines() {
            writeln!(self.out, "{}", line.trim_end())?;
        }
        let more = rows.len().saturating_sub(MOST_METRICS);
        if more > 0 {
            self.paragraph("", &say!("terminal-more-metrics", count = more), dimmed())?;
        }
        Ok(())
    }
}
