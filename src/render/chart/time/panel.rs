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

/// The line above a plot: title and legend.
const HEAD: i32 = 22;
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

impl TimeChart {
    fn names(&self) -> i32 {
        if self.frame.shaded.is_empty() && self.frame.marks.is_empty() { 0 } else { NAMES }
    }
}

impl Draw for TimeChart {
    fn size(&self) -> (u32, u32) {
        let panels: i32 = self.panels.iter().map(|panel| HEAD + panel.height + GAP).sum();
        (self.width.pixels(), (self.names() + panels - GAP + FOOT).unsigned_abs())
    }

    fn draw(&self, canvas: &mut Canvas) {
        let axis = TimeAxis { frame: &self.frame, width: self.width };
        let mut y = 0;
        for (index, panel) in self.panels.iter().enumerate() {
            canvas.begin_panel(&panel.title);
            panel.head(canvas, axis.width, y + 10);
            y += HEAD;
            if index == 0 && self.names() > 0 {
                axis.names(canvas, y + NAMES / 2 - 2);
                y += NAMES;
            }
            panel.plot(canvas, Plot { axis, top: y, bottom: y + panel.height });
            canvas.end_panel();
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
        // Beside something else a chart is too small to point at, and there are many.
        matches!(self.width, Width::Full).then(|| format!("{left} {right} {}{origin}", self.frame.end))
    }
}

impl Panel {
    /// Title on the left, legend behind it.
    fn head(&self, canvas: &mut Canvas, width: Width, y: i32) {
        let (left, _) = width.span();
        let start = left - 46;
        let fits = match width {
            Width::Full => TITLE_FITS,
            Width::Half => TITLE_FITS / 2,
        };
        canvas.label(&self.title, fits, (start, y), Align::Start, Ink::Muted, TextSize::Small);
        let mut x = start + room(&self.title, fits) + 24;
        for (ink, text) in &self.legend {
            canvas.rectangle(*ink, (x, y - 5), (x + 10, y + 5));
            canvas.label(text, LEGEND_FITS, (x + 15, y), Align::Start, Ink::Muted, TextSize::Small);
            x += 15 + room(text, LEGEND_FITS) + 16;
        }
    }

    fn plot(&self, canvas: &mut Canvas, plot: Plot<'_>) {
        let (left, right) = plot.axis.width.span();
        plot.behind(canvas);
        let scale = match &self.content {
            Content::Lines(lines) => &lines.scale,
            Content::Columns(columns) => &columns.scale,
            Content::Heat(heat) => &heat.scale,
        };
        for tick in scale.ticks() {
            let y = scale.tick_y(tick, plot.bottom, plot.top);
            canvas.line(Ink::Grid, 1, &[(left, y), (right, y)]);
            canvas.text(&tick.text, (left - 7, y), Align::End, Ink::Muted, TextSize::Small);
        }
        match &self.content {
            Content::Lines(lines) => lines.draw(canvas, plot),
            Content::Columns(columns) => columns.draw(canvas, plot),
            Content::Heat(heat) => heat.draw(canvas, plot),
        }
        plot.edges(canvas);
    }
}
