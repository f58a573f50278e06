//! The `<svg>` element around a drawing.

use super::theme::{LOOKS, Look, Target, style_of};
use crate::render::text::escape;

/// What a chart says about itself.
pub(super) struct Described<'a> {
    /// The stem of element ids.
    pub name: &'a str,
    /// The question it answers.
    pub title: &'a str,
    /// What it shows, for those who cannot see it.
    pub description: &'a str,
    /// What a page's script must know of the axis of time.
    pub time: Option<String>,
}

/// Puts title and description before a drawing; a file of its own gets its size and a style sheet as well.
pub(super) fn document(
    drawn: &str,
    (width, height): (u32, u32),
    chart: &Described<'_>,
    target: Target,
) -> String {
    let Described { name: id, title, description, time } = chart;
    let (title, described, description) = match (escape(title), escape(description)) {
        (title, none) if none.is_empty() => (title, String::new(), none),
        (title, text) => (title, format!(" {id}-d"), format!("<desc id=\"{id}-d\">{text}</desc>")),
    };
    let (size, style) = match target {
        Target::Inline => {
            (time.as_ref().map(|time| format!("data-time=\"{time}\" ")).unwrap_or_default(), String::new())
        }
        Target::File => {
            let used = |look: &&Look| drawn.contains(&format!("-{}\"", look.name));
            let style = style_of(&LOOKS.iter().filter(used).collect::<Vec<_>>());
            (format!("width=\"{width}\" height=\"{height}\" "), format!("<style>{style}</style>"))
        }
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" {size}role=\"img\" \
         aria-labelledby=\"{id}-t{described}\" font-family=\"system-ui,-apple-system,'Segoe UI',sans-serif\">\
         <title id=\"{id}-t\">{title}</title>{description}{style}\n{drawn}</svg>\n"
    )
}
