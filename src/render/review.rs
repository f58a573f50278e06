//! A review of many runs as documents: one self-contained page, or Markdown with charts beside it.

use super::files::ReportFile;
use super::markdown::{self, RenderedMarkdown};
use super::template::Template;
use super::view::ReviewPage;
use super::{DocumentFormat, RenderError, html};
use crate::model::review::Review;

/// The page's template and its parts.
const HTML: [Template; 6] = [
    ("review.html", include_str!("../../templates/review.html")),
    ("review-sections.html", include_str!("../../templates/review-sections.html")),
    ("review-trends.html", include_str!("../../templates/review-trends.html")),
    ("review.css", include_str!("../../templates/review.css")),
    html::LAYOUT,
    html::MACROS,
];

/// The Markdown template and its parts.
const MARKDOWN: [Template; 2] = [("review.md", include_str!("../../templates/review.md")), markdown::MACROS];

/// Writes the review as HTML.
///
/// # Errors
/// Fails where a template or a chart does; both are faults of the program.
pub fn html(review: &Review) -> Result<String, RenderError> {
    let page = ReviewPage::of(review);
    html::fill(&HTML, &page, &page.charts)
}

/// Writes the review as Markdown.
///
/// # Errors
/// Fails where the template or a chart does; both are faults of the program.
pub fn markdown(review: &Review) -> Result<RenderedMarkdown, RenderError> {
    let page = ReviewPage::of(review);
    markdown::fill(&MARKDOWN, &page, &page.charts)
}

/// Makes every file of a format, the main one first.
///
/// # Errors
/// Fails where a template or a chart does; both are faults of the program.
pub fn files(review: &Review, format: DocumentFormat) -> Result<Vec<ReportFile>, RenderError> {
    let name = format.file_name("review");
    match format {
        DocumentFormat::Html => Ok(vec![ReportFile::new(name, html(review)?)]),
        DocumentFormat::Markdown => Ok(ReportFile::with_charts(&name, markdown(review)?)),
    }
}

#[cfg(test)]
mod tests;
