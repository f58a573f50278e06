//! What to look at first: the best that is known, in one or two sentences, for the first screen.

use serde::Serialize;

use crate::model::diagnosis::{ConclusionKind, Diagnosis, Movement};
use crate::model::incident::Incident;
use crate::model::judgement::{Assessment, Rule, Verdict};
use crate::render::text::plain;

use super::finding::FindingGroup;
use crate::words::Text;

/// What to look at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LookFirst {
    pub(crate) text: String,
    /// The id of the place where the evidence stands.
    pub(crate) target: String,
    /// Whether it repeats the worst finding, for what shows that right below.
    pub(crate) repeats: bool,
}

/// Chooses what to look at first: an incident and what rose with it, then what else the servers say, then the worst finding.
pub(crate) fn look_first(assessment: &Assessment, worst: &[FindingGroup]) -> Option<LookFirst> {
    let servers = assessment.servers.as_ref().ok();
    let incident = incident(assessment).map(|incident| plain(&incident.text));
    let rose = servers.and_then(rose).map(plain);
    let target = if rose.is_some() { "saturation" } else { "time" };
    let told: Vec<String> = incident.into_iter().chain(rose).collect();
    if !told.is_empty() {
        return Some(LookFirst { text: told.join(" "), target: target.to_owned(), repeats: false });
    }
    // Resources that rose are told above; `conclusions` holds them as instructions.
    let said = servers.and_then(|servers| servers.conclusions.iter().min_by_key(|said| said.kind));
    if let Some(said) = said {
        let text = plain(&said.text);
        return Some(LookFirst { text, target: "saturation".to_owned(), repeats: false });
    }
    let judged = assessment.verdict > Verdict::Pass;
    worst.first().filter(|_| judged).map(|group| LookFirst {
        text: group.sentence(),
        target: group.id.clone(),
        repeats: true,
    })
}

/// The incident that cost the most requests, where a rule speaks of incidents.
fn incident(assessment: &Assessment) -> Option<&Incident> {
    let is_found = assessment.findings.iter().any(|finding| finding.rule == Rule::Incident);
    assessment.incidents.iter().filter(|_| is_found).max_by_key(|incident| (incident.bad, incident.slow))
}

/// What the first resource did that rose together with what became worse.
fn rose(servers: &Diagnosis) -> Option<&Text> {
    let is_told = servers.conclusions.iter().any(|said| said.kind == ConclusionKind::RoseTogether);
    let mut rose = servers.resources.iter().filter(|resource| resource.movement == Movement::RoseTogether);
    rose.next().filter(|_| is_told).map(|resource| &resource.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::render::view::Page;

    #[test]
    fn the_servers_come_before_the_worst_finding() {
        let mut timed = sample::timed();
        let look = Page::of(&timed).look_first.unwrap();
        assert_eq!(look.target, "saturation");
        assert!(look.text.starts_with("All 10 connections were in use"), "{}", look.text);

        timed.servers = Err(crate::model::missing::Missing::because("none were given"));
        timed.incidents.clear();
        let page = Page::of(&timed);
        let look = page.look_first.unwrap();
        assert_eq!((look.target.as_str(), look.repeats), ("finding-1", true));
        assert!(look.text.starts_with(&page.worst[0].title), "{}", look.text);
    }

    #[test]
    fn an_incident_is_told_with_its_length_and_shares() {
        let mut timed = sample::timed();
        timed.servers = Err(crate::model::missing::Missing::because("none were given"));
        let mut burst = timed.findings[0].clone();
        burst.rule = Rule::Incident;
        timed.findings.push(burst);
        let look = Page::of(&timed).look_first.unwrap();
        assert_eq!(
            (look.text.as_str(), look.target.as_str()),
            (timed.incidents[0].text.to_string().as_str(), "time")
        );
    }

    #[test]
    fn a_pass_points_at_nothing() {
        let mut passed = sample::compared();
        passed.verdict = Verdict::Pass;
        passed.findings.clear();
        assert_eq!(Page::of(&passed).look_first, None);
    }
}
