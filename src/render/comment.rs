//! The comment on a pull request, in the Markdown of GitHub and GitLab: at most sixty lines, and no files beside it.

use super::RenderError;
use super::markdown;
use super::template::Template;
use super::view::figure::Charts;
use super::view::{Comment, Page, Room};
use crate::model::judgement::Assessment;

/// Begins every comment, so that the next run can find it and write it again: the template's first line.
#[cfg(test)]
const MARKER: &str = "<!-- perfreport -->";

/// More lines are no comment.
const MOST_LINES: usize = 60;
/// GitHub takes no more characters.
const MOST_CHARACTERS: usize = 65_536;

const TEMPLATES: [Template; 1] = [("comment.md", include_str!("../../templates/comment.md"))];

/// Writes the comment, with as much as there is room for.
///
/// # Errors
/// Fails where the template does, a fault of the program.
pub fn render(assessment: &Assessment) -> Result<String, RenderError> {
    let page = Page::of(assessment);
    let mut text = String::new();
    for room in Room::STEPS {
        let comment = Comment::of(assessment, page.clone(), room);
        text = markdown::fill(&TEMPLATES, &comment, &Charts::default())?.text;
        if text.lines().count() <= MOST_LINES && text.chars().count() < MOST_CHARACTERS {
            break;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{MARKER, MOST_CHARACTERS, MOST_LINES, render};
    use crate::model::judged::Judged;
    use crate::model::subject::Subject;
    use crate::render::sample;

    #[test]
    fn a_comparison_reads_like_this() {
        insta::assert_snapshot!(render(&sample::compared()).unwrap());
    }

    #[test]
    fn every_comment_is_short_and_can_be_found_again() {
        for sample in [sample::compared(), sample::checked(), sample::timed()] {
            let text = render(&sample).unwrap();
            assert!(text.starts_with(MARKER));
            assert!(text.lines().count() <= MOST_LINES, "{text}");
            assert!(text.chars().count() < MOST_CHARACTERS);
            assert!(!text.contains("!["), "no picture: {text}");
        }
    }

    #[test]
    fn metrics_that_are_a_finding_have_a_few_rows() {
        let mut sample = sample::compared();
        assert!(!render(&sample).unwrap().contains("| Metric |"), "nothing is new");
        let (first, metric) = (sample.findings[0].clone(), sample.run.metrics[0].clone());
        sample.run.metrics.clear();
        for at in 0..9 {
            let name = format!("cart_{at}");
            let judged = Judged::of(&Subject::Metric(name.as_str().into()), first.judged.indicator.clone());
            sample.findings.insert(0, crate::model::judgement::Finding { judged, ..first.clone() });
            sample.run.metrics.push(crate::model::metric_figures::MetricFigures { name, ..metric.clone() });
        }
        let text = render(&sample).unwrap();
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| cart_")).collect();
        assert_eq!(rows.len(), 4, "{text}");
        assert!(rows[0].contains("cart_8") && rows[0].ends_with("| FAIL |"), "the worst first: {rows:?}");
        assert!(text.contains("and 5 more metrics in the report"), "{text}");
        assert!(text.lines().count() <= MOST_LINES, "{text}");
    }

    #[test]
    fn two_hundred_endpoints_with_long_names_have_room() {
        let mut sample = sample::compared();
        let long = |at: usize| Subject::endpoint(&format!("GET /{}/{at}", "very-long-name|".repeat(60)));
        let first = sample.run.endpoints[0].clone();
        let finding = sample.findings[0].clone();
        for at in 0..200 {
            sample
                .run
                .endpoints
                .push(crate::model::figures::TrafficFigures { subject: long(at), ..first.clone() });
            let judged = Judged::of(&long(at), finding.judged.indicator.clone());
            let title = format!("{} is slower", long(at)).into();
            sample.findings.push(crate::model::judgement::Finding { judged, title, ..finding.clone() });
        }
        let text = render(&sample).unwrap();
        assert!(text.lines().count() <= MOST_LINES, "{} lines", text.lines().count());
        assert!(text.chars().count() < 20_000, "{} characters", text.chars().count());
        assert!(text.contains("more endpoints."), "{text}");
    }
}
