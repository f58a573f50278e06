//! Drawing in pixels: a thin layer over plotters that knows inks, not colours.

use std::io;

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, DrawingAreaErrorKind, IntoDrawingArea, IntoTextStyle, PathElement, Polygon,
    Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, TextStyle};

use super::theme::Ink;
use crate::render::text::shorten;

/// What plotters may say.
pub(super) type DrawError = DrawingAreaErrorKind<io::Error>;

/// The height of a heading line above the drawing, in pixels.
const HEADING_HEIGHT: i32 = 34;
/// plotters divides a font's size by this before it writes it.
const PLOTTERS_FONT_SCALE: f64 = 1.24;
/// Brackets a label's number in the drawing until its text is put in: neither is a character of any script.
pub(super) const LABEL_MARKS: (char, char) = ('\u{f0000}', '\u{f0001}');

/// On which side of a point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// The text starts at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// How large a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextSize {
    /// Ticks and legends.
    Small,
    /// Labels.
    Normal,
    /// The heading of a file.
    Heading,
}

impl TextSize {
    /// Every size.
    pub(super) const ALL: [Self; 3] = [Self::Small, Self::Normal, Self::Heading];

    /// The size in pixels.
    pub(super) fn pixels(self) -> u32 {
        match self {
            Self::Small => 11,
            Self::Normal => 12,
            Self::Heading => 14,
        }
    }

    /// What plotters must be told so that it writes [`Self::pixels`].
    fn plotters(self) -> f64 {
        f64::from(self.pixels()) * PLOTTERS_FONT_SCALE
    }

    /// How plotters writes the size: rounding may leave a tail of digits.
    pub(super) fn written(self) -> String {
        format!("{}", self.plotters() / PLOTTERS_FONT_SCALE)
    }
}

/// What was drawn, before its colours.
pub(super) struct Drawing {
    /// The SVG as plotters wrote it.
    pub raw: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// Labels by number: as shown, and in full.
    pub labels: Vec<(String, String)>,
}

/// Where a chart draws.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    top: i32,
    labels: Vec<(String, String)>,
}

/// A point in pixels.
pub(super) type Point = (i32, i32);

impl Canvas<'_> {
    /// Draws with `draw` on a canvas of `size`; a heading adds a line on top.
    pub(super) fn paint(
        size: (u32, u32),
        heading: Option<&str>,
        draw: impl FnOnce(&mut Canvas<'_>) -> Result<(), DrawError>,
    ) -> Result<Drawing, DrawError> {
        let top = if heading.is_some() { HEADING_HEIGHT } else { 0 };
        let size = (size.0, size.1 + top.unsigned_abs());
        let mut raw = String::new();
        let mut canvas = Canvas {
            area: SVGBackend::with_string(&mut raw, size).into_drawing_area(),
            top: 0,
            labels: Vec::new(),
        };
        if let Some(heading) = heading {
            canvas.rectangle(
                Ink::Paper,
                (0, 0),
                (i32::try_from(size.0).unwrap_or(i32::MAX), i32::try_from(size.1).unwrap_or(i32::MAX)),
            )?;
            // Wide letters are about 0.6 em: what would not fit is shortened, the full text stays in the title.
            let fits = size.0 as usize * 10 / 90;
            canvas.label(heading, fits, (14, 19), Align::Start, Ink::Text, TextSize::Heading)?;
        }
        canvas.top = top;
        draw(&mut canvas)?;
        canvas.area.present()?;
        let labels = std::mem::take(&mut canvas.labels);
        drop(canvas);
        Ok(Drawing { raw, size, labels })
    }

    fn shift(&self, point: Point) -> Point {
        (point.0, point.1 + self.top)
    }

    /// Draws a line through points.
    pub(super) fn line(&self, ink: Ink, width: u32, points: &[Point]) -> Result<(), DrawError> {
        let points: Vec<Point> = points.iter().map(|&point| self.shift(point)).collect();
        self.area.draw(&PathElement::new(points, ink.placeholder().stroke_width(width)))
    }

    /// Fills a rectangle between two corners.
    pub(super) fn rectangle(&self, ink: Ink, from: Point, to: Point) -> Result<(), DrawError> {
        self.area.draw(&Rectangle::new([self.shift(from), self.shift(to)], ink.placeholder().filled()))
    }

    /// Fills a polygon.
    pub(super) fn polygon(&self, ink: Ink, points: &[Point]) -> Result<(), DrawError> {
        let points: Vec<Point> = points.iter().map(|&point| self.shift(point)).collect();
        self.area.draw(&Polygon::new(points, ink.placeholder().filled()))
    }

    /// Fills a circle.
    pub(super) fn dot(&self, ink: Ink, centre: Point, radius: i32) -> Result<(), DrawError> {
        self.area.draw(&Circle::new(self.shift(centre), radius, ink.placeholder().filled()))
    }

    /// Draws a circle with a hole in the colour of the paper.
    pub(super) fn ring(&self, ink: Ink, centre: Point, radius: i32) -> Result<(), DrawError> {
        self.dot(ink, centre, radius)?;
        self.dot(Ink::Paper, centre, radius - 1)
    }

    /// Writes a short text of the program's own.
    pub(super) fn text(
        &self,
        text: &str,
        at: Point,
        align: Align,
        ink: Ink,
        size: TextSize,
    ) -> Result<(), DrawError> {
        let horizontal = match align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let weight = if size == TextSize::Heading { FontStyle::Bold } else { FontStyle::Normal };
        let style: TextStyle<'_> = (FontFamily::SansSerif, size.plotters(), weight)
            .into_text_style(&self.area)
            .with_color(ink.placeholder())
            .with_anchor::<plotters::style::RGBAColor>(Pos::new(horizontal, VPos::Center))
            .into_text_style(&self.area);
        self.area.draw(&Text::new(text.to_owned(), self.shift(at), style))
    }

    /// Writes a label that may hold anything, shortened to about `fits` characters.
    pub(super) fn label(
        &mut self,
        text: &str,
        fits: usize,
        at: Point,
        align: Align,
        ink: Ink,
        size: TextSize,
    ) -> Result<(), DrawError> {
        let token = format!("{}{}{}", LABEL_MARKS.0, self.labels.len(), LABEL_MARKS.1);
        self.labels.push((shorten(text, fits), text.to_owned()));
        self.text(&token, at, align, ink, size)
    }
}
