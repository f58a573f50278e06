//! Colours by meaning, in light and dark, and the last step from a drawing to SVG.
//!
//! plotters knows fixed colours only. Each [`Ink`] is drawn in a placeholder colour, which becomes
//! a class afterwards; style sheets give the class its colour. A file of its own also carries the
//! light colours as attributes, for viewers that know no style sheets.

use std::fmt::Write as _;

use plotters::style::RGBColor;

use super::canvas::{Drawing, LABEL_MARKS, TextSize};
use super::kind::Chart;
use crate::render::text::escape;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Ink {
    /// What is behind everything.
    Paper,
    /// Words.
    Text,
    /// Ticks and less important words.
    Muted,
    /// Grid lines.
    Grid,
    /// An area of no concern.
    Band,
    /// The baseline's figures.
    Base,
    /// A line of the baseline.
    BaseLine,
    /// The candidate's figures.
    Run,
    /// For the worse.
    Worse,
    /// For the better.
    Better,
    /// Between the two.
    Unsure,
    /// An objective.
    Limit,
    /// The line of an objective.
    LimitLine,
    /// 4xx that are intended.
    Intended4xx,
    /// 4xx that nobody declared.
    Undeclared4xx,
    /// 5xx.
    ServerError,
    /// The client gave up.
    Timeout,
    /// No answer.
    TransportError,
    /// Unintended errors whose class the source does not tell.
    Unclassed,
}

/// How an ink looks.
struct Look {
    ink: Ink,
    name: &'static str,
    light: &'static str,
    dark: &'static str,
    dash: Option<&'static str>,
}

const fn look(ink: Ink, name: &'static str, light: &'static str, dark: &'static str) -> Look {
    Look { ink, name, light, dark, dash: None }
}

const fn dashed(
    ink: Ink,
    name: &'static str,
    light: &'static str,
    dark: &'static str,
    dash: &'static str,
) -> Look {
    Look { ink, name, light, dark, dash: Some(dash) }
}

/// Orange against blue, and never two hues that only differ in red and green: safe for colour-blind eyes.
const LOOKS: [Look; 19] = [
    look(Ink::Paper, "paper", "#ffffff", "#15181c"),
    look(Ink::Text, "text", "#1c2128", "#e6e9ed"),
    look(Ink::Muted, "muted", "#59636e", "#9aa5b1"),
    look(Ink::Grid, "grid", "#e3e7ec", "#2c333b"),
    look(Ink::Band, "band", "#eff2f5", "#20262d"),
    look(Ink::Base, "base", "#8793a1", "#7d8998"),
    dashed(Ink::BaseLine, "base-line", "#8793a1", "#7d8998", "5 4"),
    look(Ink::Run, "run", "#1c2128", "#e6e9ed"),
    look(Ink::Worse, "worse", "#c2480c", "#f28a4b"),
    look(Ink::Better, "better", "#1663b8", "#6cb0f5"),
    look(Ink::Unsure, "unsure", "#9a6a00", "#e0b040"),
    look(Ink::Limit, "limit", "#8a3ea8", "#c792e0"),
    dashed(Ink::LimitLine, "limit-line", "#8a3ea8", "#c792e0", "2 3"),
    look(Ink::Intended4xx, "intended-4xx", "#9cc3e6", "#4d7ba6"),
    look(Ink::Undeclared4xx, "undeclared-4xx", "#e0a400", "#d9ab2b"),
    look(Ink::ServerError, "server-error", "#c2480c", "#f28a4b"),
    look(Ink::Timeout, "timeout", "#8a3ea8", "#c792e0"),
    look(Ink::TransportError, "transport-error", "#3f4852", "#c3cad2"),
    look(Ink::Unclassed, "unclassed", "#a3492f", "#db8467"),
];

impl Ink {
    /// The colour it is drawn in until [`finish`].
    pub(super) fn placeholder(self) -> RGBColor {
        RGBColor(1, 2, self as u8)
    }
}

/// Where a chart will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) enum Target {
    /// Inside a page that has [`style`].
    Inline,
    /// By itself.
    File,
}

/// Returns the style sheet that gives the inks their colours.
pub(in crate::render) fn style() -> String {
    let variables = |dark: bool| {
        LOOKS.iter().fold(String::new(), |mut out, look| {
            let colour = if dark { look.dark } else { look.light };
            let _ = write!(out, "--{}:{colour};", look.name);
            out
        })
    };
    let mut out = format!(
        ":root{{{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}",
        variables(false),
        variables(true)
    );
    for look in &LOOKS {
        let name = look.name;
        let _ = write!(out, ".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}");
    }
    out
}

/// Puts colours, labels, title and description into a drawing.
pub(super) fn finish(drawing: &Drawing, chart: &Chart, target: Target) -> String {
    let (width, height) = drawing.size;
    let (id, title, description) = (&chart.name, escape(&chart.title), escape(&chart.description));
    let mut out = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ");
    if target == Target::File {
        let _ = write!(out, "width=\"{width}\" height=\"{height}\" ");
    }
    let described = if description.is_empty() { String::new() } else { format!(" {id}-d") };
    let _ = write!(
        out,
        "role=\"img\" aria-labelledby=\"{id}-t{described}\" font-family=\"system-ui,-apple-system,'Segoe UI',sans-serif\">\
         <title id=\"{id}-t\">{title}</title>"
    );
    if !description.is_empty() {
        let _ = write!(out, "<desc id=\"{id}-d\">{description}</desc>");
    }
    if target == Target::File {
        let _ = write!(out, "<style>{}</style>", style());
    }
    out.push('\n');
    out.push_str(&with_labels(&with_colours(body(&drawing.raw), target), &drawing.labels));
    out.push_str("</svg>\n");
    out
}

/// The drawing without its outermost element.
fn body(raw: &str) -> &str {
    let start = raw.find('\n').map_or(0, |end| end + 1);
    let end = raw.rfind("</svg>").unwrap_or(raw.len());
    raw.get(start..end).unwrap_or_default()
}

/// Turns placeholder colours into classes, and leaves out what says nothing.
fn with_colours(body: &str, target: Target) -> String {
    let mut out = body
        .replace(" opacity=\"1\"", "")
        .replace(" font-family=\"sans-serif\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" \"/>", "\"/>");
    for size in TextSize::ALL {
        let written = format!("font-size=\"{}\"", size.written());
        out = out.replace(&written, &format!("font-size=\"{}\"", size.pixels()));
    }
    for look in &LOOKS {
        let RGBColor(red, green, blue) = look.ink.placeholder();
        for (attribute, letter) in [("fill", 'f'), ("stroke", 's')] {
            let drawn = format!("{attribute}=\"#{red:02X}{green:02X}{blue:02X}\"");
            let mut written = format!("class=\"{letter}-{}\"", look.name);
            if target == Target::File {
                let _ = write!(written, " {attribute}=\"{}\"", look.light);
            }
            if let (Some(dash), 's') = (look.dash, letter) {
                let _ = write!(written, " stroke-dasharray=\"{dash}\"");
            }
            out = out.replace(&drawn, &written);
        }
    }
    out
}

/// Puts the labels in for their numbers, in one pass, so that no label is read as another's number.
fn with_labels(drawn: &str, labels: &[(String, String)]) -> String {
    let mut out = String::with_capacity(drawn.len());
    let mut pieces = drawn.split(LABEL_MARKS.0);
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (number, rest) = piece.split_once(LABEL_MARKS.1).unwrap_or(("", piece));
        if let Some((shown, full)) = number.parse().ok().and_then(|index: usize| labels.get(index)) {
            if shown != full {
                let _ = write!(out, "<title>{}</title>", escape(full));
            }
            out.push_str(&escape(shown));
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_has_its_own_look_and_placeholder() {
        for (index, look) in LOOKS.iter().enumerate() {
            assert_eq!(look.ink as usize, index, "{} is out of order", look.name);
        }
    }

    #[test]
    fn labels_are_put_in_once_and_escaped() {
        let (open, close) = LABEL_MARKS;
        let labels = vec![(format!("{open}1{close}"), "x".to_owned()), ("<b>".to_owned(), "<b>".to_owned())];
        let text = with_labels(&format!("a{open}0{close}b{open}1{close}c{open}9{close}"), &labels);
        assert_eq!(text, format!("a<title>x</title>{open}1{close}b&lt;b&gt;c"));
    }
}
