//! The report as one self-contained page: no script, no request leaves it.

use minijinja::AutoEscape;
use minijinja::value::{Serde, Value};

use super::RenderError;
use super::chart::theme::{self, Target};
use super::template;
use super::text::escape;
use super::view::Page;
use crate::model::judgement::Assessment;

/// Name and text of the page's template and its parts.
const TEMPLATES: [(&str, &str); 7] = [
    ("report.html", include_str!("../../templates/report.html")),
    ("macros.html", include_str!("../../templates/macros.html")),
    ("head.html", include_str!("../../templates/head.html")),
    ("findings.html", include_str!("../../templates/findings.html")),
    ("changes.html", include_str!("../../templates/changes.html")),
    ("sections.html", include_str!("../../templates/sections.html")),
    ("method.html", include_str!("../../templates/method.html")),
];

const CSS: &str = include_str!("../../templates/report.css");

/// Writes the report as HTML.
///
/// # Errors
/// Fails where a template or a chart does; both are faults of the program.
pub fn render(assessment: &Assessment) -> Result<String, RenderError> {
    let page = Page::of(assessment);
    let mut environment = template::environment(&page, Target::Inline, |_, svg| svg.to_owned())?;
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_global("css", Value::from_safe_string(format!("{}{CSS}", theme::style())));
    environment.add_filter("breakable", |text: &str| Value::from_safe_string(breakable(text)));
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    Ok(environment.get_template("report.html")?.render(Value::from(Serde(&page)))?)
}

/// Escapes a name and lets its line break after a slash, which is where a route may be cut.
fn breakable(text: &str) -> String {
    escape(text).replace('/', "/<wbr>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn look() {
        let folder = std::path::PathBuf::from(std::env::var("PERFREPORT_SAMPLE_DIR").unwrap());
        std::fs::write(folder.join("compare.html"), render(&sample::compared()).unwrap()).unwrap();
        std::fs::write(folder.join("check.html"), render(&sample::checked()).unwrap()).unwrap();
    }
}
