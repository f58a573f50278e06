//! Panels under each other, on one axis of time.

use super::columns::Columns;
use super::frame::{Dial, Plot, TimeAxis, TimeFrame, Width};
use super::heat::Heat;
use super::lines::Lines;
use crate::render::chart::canvas::{Align, Canvas, Draw, TextSize, room};
use crate::render::chart::theme::Ink;

/// Panels that share the axis of time.
#[derive(Debug, Clone)]
pub(in crate::render) struct TimeChart {
    /// The axis of time, and what is shaded.
    pub frame: TimeFrame,
    /// How wide it is.
    pub width: Width,
    /// The panels from above.
    pub panels: Vec<Panel>,
}

/// One panel.
#[derive(Debug, Clone)]
pub(in crate::render) struct Panel {
    /// What the vertical axis measures, with the unit.
    pub title: String,
    /// The height of the plot in pixels.
    pub height: i32,
    /// Colours and what they mean.
    pub legend: Vec<(Ink, String)>,
    /// What is drawn.
    pub content: Content,
}

/// What is drawn in a panel.
#[derive(Debug, Clone)]
pub(in crate::render) enum Content {
    /// Lines.
    Lines(Lines),
    /// Stacked columns.
    Columns(Columns),
    /// A heat map.
    Heat(Heat),
}

/// The line above a plot: title and legend; and each further line of a legend that does not fit into it.
const HEAD: i32 = 24;
const LINE: i32 = 14;
/// The line that names what is shaded or marked.
const NAMES: i32 = 14;
/// Between two panels.
const GAP: i32 = 10;
/// Ticks and title of the axis of time.
const FOOT: i32 = 38;
/// Longer texts of a legend are shortened.
const LEGEND_FITS: usize = 60;
/// Longer titles are shortened; half as long beside something else.
const TITLE_FITS: usize = 84;
/// Where titles begin.
const START: i32 = 6;

fn title_fits(width: Width) -> usize {
    match width {
        Width::Full => TITLE_FITS,
        Width::Half => TITLE_FITS / 2,
    }
}

impl TimeChart {
    fn names(&self) -> i32 {
        if self.frame.shaded.is_empty() && self.frame.marks.is_empty() { 0 } else { NAMES }
    }
}

impl Draw for TimeChart {
    fn size(&self) -> (u32, u32) {
        let panels: i32 =
            self.panels.iter().map(|panel| panel.head_height(self.width) + panel.height + GAP).sum();
        (self.width.pixels(), (self.names() + panels - GAP + FOOT).unsigned_abs())
    }

    fn draw(&self, canvas: &mut Canvas) {
        let axis = TimeAxis { frame: &self.frame, width: self.width };
        let mut y = 0;
        for (index, panel) in self.panels.iter().enumerate() {
            canvas.begin_group("panel", &panel.title);
            panel.head(canvas, axis.width, y + 10);
            y += panel.head_height(self.width);
            if index == 0 && self.names() > 0 {
                axis.names(canvas, y + NAMES / 2 - 2);
                y += NAMES;
            }
            panel.plot(canvas, Plot { axis, top: y, bottom: y + panel.height });
            canvas.end_group();
            y += panel.height + GAP;
        }
        axis.draw(canvas, y - GAP);
    }

    fn time(&self) -> Option<String> {
        let (left, right) = self.width.span();
        let origin = match self.frame.dial {
            Dial::Elapsed => String::new(),
            Dial::Calendar(origin) => format!(" {}", origin.timestamp_millis()),
        };
        Some(format!("{left} {right} {}{origin}", self.frame.end))
    }
}

impl Panel {
    /// Title on the left, legend behind it.
    fn head(&self, canvas: &mut Canvas, width: Width, y: i32) {
        canvas.label(&self.title, title_fits(width), (START, y), Align::Start, Ink::Muted, TextSize::Small);
        for ((x, line), (ink, text)) in self.legend_places(width).into_iter().zip(&self.legend) {
            let y = y + line * LINE;
            canvas.rectangle(*ink, (x, y - 5), (x + 10, y + 5));
            canvas.label(text, LEGEND_FITS, (x + 15, y), Align::Start, Ink::Muted, TextSize::Small);
        }
    }

    /// How high title and legend are.
    fn head_height(&self, width: Width) -> i32 {
        HEAD + self.legend_places(width).last().map_or(0, |place| place.1 * LINE)
    }

    /// Where each part of the legend begins, and in which line: what would end beyond the chart begins a new one.
    fn legend_places(&self, width: Width) -> Vec<(i32, i32)> {
        let (mut x, mut line) = (START + room(&self.title, title_fits(width)) + 24, 0);
        let place = |(_, text): &(Ink, String)| {
            let length = 15 + room(text, LEGEND_FITS);
            if x + length > width.pixels().cast_signed() {
                (x, line) = (START, line + 1);
            }
            let at = (x, line);
            x += length + 16;
            at
        };
        self.legend.iter().map(place).collect()
    }

    fn plot(&self, canvas: &mut Canvas, plot: Plot<'_>) {
        let (left, right) = plot.axis.width.span();
        let scale = match &self.content {
            Content::Lines(lines) => &lines.scale,
            Content::Columns(columns) => &columns.scale,
            Content::Heat(heat) => &heat.scale,
        };
        let ticks = || scale.ticks().iter().map(|tick| (tick, scale.tick_y(tick, plot.bottom, plot.top)));
        for (tick, y) in ticks() {
            canvas.text(&tick.text, (left - 7, y), Align::End, Ink::Muted, TextSize::Small);
        }
        // What a page's script may stretch.
        canvas.begin_group("plot", "");
        plot.behind(canvas);
        for (_, y) in ticks() {
            canvas.line(Ink::Grid, 1, &[(left, y), (right, y)]);
        }
        match &self.content {
            Content::Lines(lines) => lines.draw(canvas, plot),
            Content::Columns(columns) => columns.draw(canvas, plot),
            Content::Heat(heat) => heat.draw(canvas, plot),
        }
        plot.edges(canvas);
        canvas.end_group();
        if let Content::Lines(lines) = &self.content {
            lines.name(canvas, plot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::time::scale::Scale;

    #[test]
    fn a_legend_that_does_not_fit_begins_a_new_line() {
        let panel = |texts: &[&str]| Panel {
            title: "latency, ms".to_owned(),
            height: 50,
            legend: texts.iter().map(|text| (Ink::Limit, (*text).to_owned())).collect(),
            content: Content::Columns(Columns { scale: Scale::counts(1, 1), columns: Vec::new() }),
        };
        let text = "objective: 99.9 % within 500 ms";
        // A title of 11 letters, 7 px each, and an entry of 31.
        assert_eq!(panel(&[text]).legend_places(Width::Half), [(107, 0)]);
        assert_eq!(panel(&[text; 3]).legend_places(Width::Half), [(107, 0), (6, 1), (254, 1)]);
        assert_eq!(panel(&[text; 3]).head_height(Width::Half), HEAD + LINE);
        assert_eq!(panel(&[]).head_height(Width::Half), HEAD);
    }
}
