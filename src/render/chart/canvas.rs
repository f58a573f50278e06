//! A plain SVG writer: shapes in pixels, in inks that a style sheet gives their colours.

use super::theme::{Ink, Look, Target};
use crate::render::text::{escape, shorten};

/// The height of a heading line above the drawing, in pixels.
const HEADING_HEIGHT: i32 = 34;

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

/// A point in pixels.
pub(super) type Point = (i32, i32);

/// Where a chart draws.
pub(super) struct Canvas {
    svg: String,
    target: Target,
    /// How far everything is moved down to leave room for the heading.
    top: i32,
}

/// A kind of chart, which knows how large it is and how it is drawn.
pub(super) trait Draw {
    /// Width and height in pixels.
    fn size(&self) -> (u32, u32);

    /// Draws it.
    fn draw(&self, canvas: &mut Canvas);

    /// What the page's script must know of its axis of time, where it has one: the pixels between which it lies, the seconds
    /// between them and, of a calendar, the milliseconds since 1970 at which it begins.
    fn time(&self) -> Option<String> {
        None
    }
}

/// Lines of so many points are written from point to point, which takes half the room.
const DENSE: usize = 200;

impl Canvas {
    /// Begins an empty drawing.
    pub(super) fn new(target: Target) -> Self {
        Self { svg: String::new(), target, top: 0 }
    }

    /// Draws a background and a heading on it; what follows is drawn below. Returns the size of both together.
    pub(super) fn heading(&mut self, text: &str, (width, height): (u32, u32)) -> (u32, u32) {
        let height = height + HEADING_HEIGHT.unsigned_abs();
        self.rectangle(Ink::Paper, (0, 0), (width.cast_signed(), height.cast_signed()));
        // Wide letters are about 0.6 em: what would not fit is shortened, the full text stays in the title.
        let fits = width as usize * 10 / 90;
        self.label(text, fits, (14, 19), Align::Start, Ink::Text, TextSize::Heading);
        self.top = HEADING_HEIGHT;
        (width, height)
    }

    /// Whether what is drawn stands alone, without the words of a page beside it.
    pub(super) fn is_alone(&self) -> bool {
        matches!(self.target, Target::File)
    }

    /// Returns what was drawn: the elements of an SVG.
    pub(super) fn finish(self) -> String {
        self.svg
    }

    /// Draws a line through points.
    pub(super) fn line(&mut self, ink: Ink, width: u32, points: &[Point]) {
        let (first, rest) = match points {
            [first, rest @ ..] if rest.len() >= DENSE => (first, rest),
            _ => return self.polyline(ink, width, points, ""),
        };
        let stroke = self.paint("stroke", ink);
        let mut path = format!("m{} {}", first.0, first.1 + self.top);
        for ((x, y), (to_x, to_y)) in points.iter().zip(rest) {
            let blank = if to_y < y { "" } else { " " };
            path += &format!(" {}{blank}{}", to_x - x, to_y - y);
        }
        self.add(&format!(r#"<path fill="none" {stroke} stroke-width="{width}" d="{path}"/>"#));
    }

    /// The same, with the values that a page's script tells at the points.
    pub(super) fn readable_line(
        &mut self,
        ink: Ink,
        width: u32,
        points: &[Point],
        name: &str,
        values: impl Iterator<Item = f64>,
    ) {
        let told = match self.target {
            Target::File => String::new(),
            Target::Inline => {
                let values: Vec<String> = values.map(reading).collect();
                format!(r#" data-name="{}" data-values="{}""#, escape(name), values.join(" "))
            }
        };
        self.polyline(ink, width, points, &told);
    }

    /// `attributes` begin with a blank, if there are any.
    fn polyline(&mut self, ink: Ink, width: u32, points: &[Point], attributes: &str) {
        let (stroke, points) = (self.paint("stroke", ink), self.points(points));
        self.add(&format!(
            r#"<polyline fill="none" {stroke} stroke-width="{width}" points="{points}"{attributes}/>"#
        ));
    }

    /// Begins a group for a page's script: `data-` and a name, and a value.
    pub(super) fn begin_group(&mut self, name: &str, value: &str) {
        if matches!(self.target, Target::Inline) {
            self.add(&format!(r#"<g data-{name}="{}">"#, escape(value)));
        }
    }

    /// Ends what [`Self::begin_group`] began.
    pub(super) fn end_group(&mut self) {
        if matches!(self.target, Target::Inline) {
            self.add("</g>");
        }
    }

    /// Fills a rectangle between two corners.
    pub(super) fn rectangle(&mut self, ink: Ink, from: Point, to: Point) {
        let (x, y) = (from.0.min(to.0), from.1.min(to.1) + self.top);
        let (width, height) = (from.0.abs_diff(to.0), from.1.abs_diff(to.1));
        let fill = self.paint("fill", ink);
        self.add(&format!(r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" {fill}/>"#));
    }

    /// Fills a polygon.
    pub(super) fn polygon(&mut self, ink: Ink, points: &[Point]) {
        let (fill, points) = (self.paint("fill", ink), self.points(points));
        self.add(&format!(r#"<polygon {fill} points="{points}"/>"#));
    }

    /// Fills a circle.
    pub(super) fn dot(&mut self, ink: Ink, (x, y): Point, radius: i32) {
        let (fill, y) = (self.paint("fill", ink), y + self.top);
        self.add(&format!(r#"<circle cx="{x}" cy="{y}" r="{radius}" {fill} stroke-width="1"/>"#));
    }

    /// Draws a circle with a hole in the colour of the paper.
    pub(super) fn ring(&mut self, ink: Ink, centre: Point, radius: i32) {
        self.dot(ink, centre, radius);
        self.dot(Ink::Paper, centre, radius - 1);
    }

    /// Writes a short text of the program's own.
    pub(super) fn text(&mut self, text: &str, at: Point, align: Align, ink: Ink, size: TextSize) {
        self.label(text, usize::MAX, at, align, ink, size);
    }

    /// Writes a label that may hold anything, shortened to about `fits` characters; the full text is its title.
    pub(super) fn label(
        &mut self,
        text: &str,
        fits: usize,
        at: Point,
        align: Align,
        ink: Ink,
        size: TextSize,
    ) {
        self.write((text, fits), (at, 0), align, ink, size);
    }

    /// The same, small, so many pixels beside what it names.
    pub(super) fn label_beside(
        &mut self,
        text: &str,
        fits: usize,
        (at, distance): (Point, i32),
        align: Align,
        ink: Ink,
    ) {
        self.write((text, fits), (at, distance), align, ink, TextSize::Small);
    }

    fn write(
        &mut self,
        (text, fits): (&str, usize),
        ((x, y), distance): (Point, i32),
        align: Align,
        ink: Ink,
        size: TextSize,
    ) {
        let shown = shorten(text, fits);
        let title = if shown == text { String::new() } else { format!("<title>{}</title>", escape(text)) };
        let anchor = match align {
            Align::Start => "start",
            Align::Middle => "middle",
            Align::End => "end",
        };
        let (size, weight) = match size {
            TextSize::Small => ("10.5", ""),
            TextSize::Normal => ("11.3", ""),
            TextSize::Heading => ("13.7", r#" font-weight="bold""#),
        };
        let (fill, y, shown) = (self.paint("fill", ink.label()), y + self.top, escape(&shown));
        let distance = if distance == 0 { String::new() } else { format!(" dx=\"{distance}\"") };
        self.add(&format!(
            "<text x=\"{x}\" y=\"{y}\"{distance} dy=\"0.5ex\" text-anchor=\"{anchor}\" font-size=\"{size}\" {fill}{weight}>\n\
             {title}{shown}\n</text>"
        ));
    }

    fn add(&mut self, element: &str) {
        self.svg.push_str(element);
        self.svg.push('\n');
    }

    fn points(&self, points: &[Point]) -> String {
        points.iter().map(|(x, y)| format!("{x},{}", y + self.top)).collect::<Vec<_>>().join(" ")
    }

    /// The attributes that paint an element: a class, and in a file the light colour as well, for viewers that know no
    /// style sheets.
    fn paint(&self, attribute: &str, ink: Ink) -> String {
        let Look { name, light, dash, .. } = ink.look();
        let colour = match self.target {
            Target::Inline => String::new(),
            Target::File => format!(r#" {attribute}="{light}""#),
        };
        let dash =
            dash.filter(|_| attribute == "stroke").map(|dash| format!(r#" stroke-dasharray="{dash}""#));
        format!(r#"class="{}-{name}"{colour}{}"#, &attribute[..1], dash.unwrap_or_default())
    }
}

/// Room for a small text of at most so many letters, in pixels; on paper and on narrow screens texts are a fifth larger.
pub(super) fn room(text: &str, most: usize) -> i32 {
    // A syllable of Hangul is as wide as it is high.
    text.chars().take(most).map(|letter| if matches!(letter, '가'..='힣') { 12 } else { 7 }).sum()
}

/// A value with three significant digits.
fn reading(value: f64) -> String {
    let decimals = if value == 0.0 { 0.0 } else { (2.0 - value.abs().log10().floor()).clamp(0.0, 6.0) };
    let text = format!("{value:.*}", decimals as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_become_classes_and_in_a_file_colours_as_well() {
        let drawn = |target| {
            let mut canvas = Canvas::new(target);
            canvas.line(Ink::BaseLine, 2, &[(0, 1), (2, 3)]);
            canvas.rectangle(Ink::Paper, (5, 6), (1, 2));
            canvas.finish()
        };
        assert_eq!(
            drawn(Target::Inline),
            "<polyline fill=\"none\" class=\"s-base-line\" stroke-dasharray=\"5 4\" stroke-width=\"2\" points=\"0,1 2,3\"/>\n\
             <rect x=\"1\" y=\"2\" width=\"4\" height=\"4\" class=\"f-paper\"/>\n"
        );
        assert!(drawn(Target::File).ends_with("class=\"f-paper\" fill=\"#ffffff\"/>\n"));
    }

    #[test]
    fn values_for_the_script_have_three_digits_and_stand_in_no_file() {
        let drawn = |target| {
            let mut canvas = Canvas::new(target);
            let values = [0.0, 0.012_34, 1.5, 95.94, 1234.5];
            canvas.readable_line(Ink::Base, 1, &[(0, 0); 5], "p95", values.into_iter());
            canvas.finish()
        };
        let told = "data-name=\"p95\" data-values=\"0 0.0123 1.5 95.9 1234\"";
        assert!(drawn(Target::Inline).contains(told), "{}", drawn(Target::Inline));
        assert!(!drawn(Target::File).contains("data-"));
    }

    #[test]
    fn a_dense_line_is_written_from_point_to_point() {
        let drawn = |count: i32| {
            let mut canvas = Canvas::new(Target::Inline);
            canvas.top = 5;
            let points: Vec<Point> = (0..count).map(|n| (10 + n, 20 - 3 * (n % 2))).collect();
            canvas.line(Ink::Base, 1, &points);
            canvas.finish()
        };
        assert!(drawn(200).contains(r#"points="10,25 11,22 12,25 "#), "{}", drawn(200));
        assert!(drawn(201).contains(r#"d="m10 25 1-3 1 3 1-3 "#), "{}", drawn(201));
    }

    #[test]
    fn labels_are_escaped_and_say_in_full_what_was_cut() {
        let mut canvas = Canvas::new(Target::Inline);
        canvas.label("<b> and more", 5, (0, 0), Align::Start, Ink::Text, TextSize::Small);
        let svg = canvas.finish();
        assert!(svg.contains(">\n<title>&lt;b&gt; and more</title>&lt;b…re\n</text>"), "{svg}");
    }
}
