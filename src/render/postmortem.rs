//! A postmortem as documents: one self-contained page, or Markdown with charts beside it, to be filled in.

use super::files::ReportFile;
use super::markdown::{self, RenderedMarkdown};
use super::template::Template;
use super::view::PostmortemPage;
use super::{DocumentFormat, RenderError, html};
use crate::model::postmortem::Postmortem;

/// The page's template and its parts. It looks like the review, which people fill in as well.
const HTML: [Template; 4] = [
    ("postmortem.html", include_str!("../../templates/postmortem.html")),
    ("review.css", include_str!("../../templates/review.css")),
    html::LAYOUT,
    html::MACROS,
];

/// The Markdown template and its parts.
const MARKDOWN: [Template; 2] =
    [("postmortem.md", include_str!("../../templates/postmortem.md")), markdown::MACROS];

/// Writes the postmortem as HTML.
///
/// # Errors
/// Fails where a template or a chart does; both are faults of the program.
pub fn html(postmortem: &Postmortem) -> Result<String, RenderError> {
    let page = PostmortemPage::of(postmortem);
    html::fill(&HTML, &page, &page.charts)
}

/// Writes the postmortem as Markdown.
///
/// # Errors
/// Fails where the template or a chart does; both are faults of the program.
pub fn markdown(postmortem: &Postmortem) -> Result<RenderedMarkdown, RenderError> {
    let page = PostmortemPage::of(postmortem);
    markdown::fill(&MARKDOWN, &page, &page.charts)
}

/// Makes every file of a format, the main one first.
///
/// # Errors
/// Fails where a template or a chart does; both are faults of the program.
pub fn files(postmortem: &Postmortem, format: DocumentFormat) -> Result<Vec<ReportFile>, RenderError> {
    let name = format.file_name("postmortem");
    match format {
        DocumentFormat::Html => Ok(vec![ReportFile::new(name, html(postmortem)?)]),
        DocumentFormat::Markdown => Ok(ReportFile::with_charts(&name, markdown(postmortem)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::{html, markdown};
    use crate::model::commit::CommitRange;
    use crate::model::missing::Missing;
    use crate::model::postmortem::{
        Action, ActionKind, Event, EventKind, Fact, Postmortem, Remarks, Shown, Topic, Why,
    };
    use crate::model::review::Priority;
    use crate::render::{checks, sample};

    fn postmortem() -> Postmortem {
        let blank = || Missing::because("only people know");
        let event = |at, kind, text: &'static str| Event {
            kind,
            at,
            elapsed: Some(39),
            text: text.into(),
            shown: Some(Shown::Errors),
        };
        let assessment = sample::timed();
        let tagged = |commit: &str| {
            let mut meta = assessment.run.meta.clone();
            meta.tags.insert("commit".to_owned(), commit.to_owned());
            meta
        };
        let commits = CommitRange::between(&tagged("1a2b3c4"), &tagged("5d6e7f8"));
        Postmortem {
            title: "Postmortem: <b>shop</b>".into(),
            status: "in review".into(),
            owner: Ok("team | orders".into()),
            severity: Err(Missing::because("not set: say it in perfreport.toml")),
            commits,
            summary: vec!["FAIL: POST /api/orders is slower.".into()],
            impact: vec![
                Fact { name: "Duration".into(), text: Ok("22 s".into()) },
                Fact { name: "Users and business".into(), text: Err(blank()) },
            ],
            timeline: vec![
                event(Ok(1_795_355_212), EventKind::Deviation, "Errors | left their level."),
                Event {
                    elapsed: None,
                    shown: None,
                    ..event(Err(blank()), EventKind::People, "Somebody noticed.")
                },
            ],
            remarks: vec![
                Remarks { topic: Topic::Trigger, known: Ok(vec!["Tags differ: region eu → us.".into()]) },
                Remarks { topic: Topic::Recurrence, known: Err(blank()) },
            ],
            whys: vec![Why { question: "Why?".into(), hints: vec!["A pool was full.".into()] }],
            actions: vec![Action {
                priority: Priority::P0,
                kind: ActionKind::Prevent,
                text: "Keep it from happening".into(),
                evidence: "10 % failed".into(),
            }],
            checklist: vec!["It ran again.".into()],
            assessment,
        }
    }

    #[test]
    fn documents_are_well_made() {
        let page = html(&postmortem()).unwrap();
        checks::page(&page);
        assert!(!page.contains("<b>shop</b>"));
        checks::markdown(&markdown(&postmortem()).unwrap());
    }

    #[test]
    fn a_summary_leaves_the_evidence_blank() {
        let postmortem = Postmortem { assessment: sample::checked(), ..postmortem() };
        let (page, text) = (html(&postmortem).unwrap(), markdown(&postmortem).unwrap());
        assert!(text.charts.is_empty() && !page.contains("<figure"));
        for document in [page, text.text] {
            assert!(document.contains("Blank. An end-of-test summary has no time line"));
        }
    }

    #[test]
    fn a_postmortem_reads_like_this() {
        insta::assert_snapshot!(markdown(&postmortem()).unwrap().text);
    }
}
