//! The last step from a drawing to SVG: placeholder colours become classes, numbers become labels.
//!
//! A file of its own also carries the light colours as attributes, for viewers that know no style sheets.

use std::fmt::Write as _;

use super::canvas::{Drawing, LABEL_MARKS, TextSize};
use super::theme::{LOOKS, Look, Target, style_of};
use crate::render::text::escape;

/// How a placeholder begins where it is written; the ink's number and a quote follow.
const PLACEHOLDER: &str = "=\"#0102";

/// What a chart says about itself.
pub(super) struct Described<'a> {
    /// The stem of element ids.
    pub name: &'a str,
    /// The question it answers.
    pub title: &'a str,
    /// What it shows, for those who cannot see it.
    pub description: &'a str,
}

/// Puts colours, labels, title and description into a drawing.
pub(super) fn finish(drawing: &Drawing, chart: &Described<'_>, target: Target) -> String {
    let (width, height) = drawing.size;
    let (id, title, description) = (chart.name, escape(chart.title), escape(chart.description));
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
