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
    /// The candidate's median, beside its other percentiles.
    Median,
    /// The candidate's p99, beside its other percentiles.
    Extreme,
    /// The fewest requests in a cell of a heat map.
    Heat1,
    /// More.
    Heat2,
    /// More.
    Heat3,
    /// More.
    Heat4,
    /// More.
    Heat5,
    /// The most requests in a cell.
    Heat6,
    /// The time of an incident.
    Incident,
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
const LOOKS: [Look; 28] = [
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
    look(Ink::Median, "median", "#5c99d3", "#4d80b3"),
    look(Ink::Extreme, "extreme", "#1663b8", "#6cb0f5"),
    look(Ink::Heat1, "heat-1", "#d9e8f6", "#1d3044"),
    look(Ink::Heat2, "heat-2", "#b3d0ec", "#22466a"),
    look(Ink::Heat3, "heat-3", "#85b4df", "#2c6297"),
    look(Ink::Heat4, "heat-4", "#5290cc", "#3f83c4"),
    look(Ink::Heat5, "heat-5", "#2568a9", "#6fabe3"),
    look(Ink::Heat6, "heat-6", "#0b3d73", "#bcdcf9"),
    look(Ink::Incident, "incident", "#fde8db", "#3d261a"),
];

impl Ink {
    /// The colour it is drawn in until [`finish`].
    pub(super) fn placeholder(self) -> RGBColor {
        RGBColor(1, 2, self as u8)
    }
}

/// How a placeholder begins where it is written; the ink's number and a quote follow.
const PLACEHOLDER: &str = "=\"#0102";

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
    style_of(&LOOKS.iter().collect::<Vec<_>>())
}

/// Returns the style sheet for some of the inks.
fn style_of(looks: &[&Look]) -> String {
    let variables = |dark: bool| {
        looks.iter().fold(String::new(), |mut out, look| {
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
    for look in looks {
        let name = look.name;
        // Cells touch: smoothed edges would let the paper shine through.
        let crisp = if name.starts_with("heat") { ";shape-rendering:crispEdges" } else { "" };
        let _ = write!(out, ".f-{name}{{fill:var(--{name}){crisp}}}.s-{name}{{stroke:var(--{name})}}");
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
    let drawn = with_colours(body(&drawing.raw), target);
    if target == Target::File {
        let used = |look: &&Look| drawn.contains(&format!("-{}\"", look.name));
        let _ = write!(out, "<style>{}</style>", style_of(&LOOKS.iter().filter(used).collect::<Vec<_>>()));
    }
    out.push('\n');
    out.push_str(&with_labels(&drawn, &drawing.labels));
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
    let mut written = String::with_capacity(out.len());
    let mut rest = out.as_str();
    // One pass, however many colours there are.
    while let Some(at) = rest.find(PLACEHOLDER) {
        let (before, found) = rest.split_at(at);
        let after = found.get(PLACEHOLDER.len()..).unwrap_or_default();
        let look = after.get(..2).and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let attribute = ["fill", "stroke"].into_iter().find(|name| before.ends_with(name));
        let (Some(look), Some(attribute)) =
            (look.and_then(|ink| LOOKS.iter().find(|look| look.ink as usize == ink)), attribute)
        else {
            written.push_str(before);
            written.push_str(PLACEHOLDER);
            rest = after;
            continue;
        };
        written.push_str(before.strip_suffix(attribute).unwrap_or(before));
        let letter = if attribute == "fill" { 'f' } else { 's' };
        let _ = write!(written, "class=\"{letter}-{}\"", look.name);
        if target == Target::File {
            let _ = write!(written, " {attribute}=\"{}\"", look.light);
        }
        if let (Some(dash), 's') = (look.dash, letter) {
            let _ = write!(written, " stroke-dasharray=\"{dash}\"");
        }
        rest = after.get(3..).unwrap_or_default();
    }
    written.push_str(rest);
    written
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
    fn placeholders_become_classes_and_other_colours_stay() {
        let drawn = "<a fill=\"#010200\"/><b stroke=\"#010206\"/><c fill=\"#0102FF\"/><d fill=\"#123456\"/>";
        assert_eq!(
            with_colours(drawn, Target::Inline),
            "<a class=\"f-paper\"/><b class=\"s-base-line\" stroke-dasharray=\"5 4\"/><c fill=\"#0102FF\"/>\
             <d fill=\"#123456\"/>"
        );
        assert!(with_colours(drawn, Target::File).starts_with("<a class=\"f-paper\" fill=\"#ffffff\"/>"));
    }

    #[test]
    fn labels_are_put_in_once_and_escaped() {
        let (open, close) = LABEL_MARKS;
        let labels = vec![(format!("{open}1{close}"), "x".to_owned()), ("<b>".to_owned(), "<b>".to_owned())];
        let text = with_labels(&format!("a{open}0{close}b{open}1{close}c{open}9{close}"), &labels);
        assert_eq!(text, format!("a<title>x</title>{open}1{close}b&lt;b&gt;c"));
    }
}
