//! Writes GitLab's code quality report, so that a merge request lists what was found.
//!
//! One entry per finding that fails or warns. GitLab tells new findings from old ones by their fingerprints, so that those
//! speak of what was judged and not of the figures.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::text::plain;
use crate::model::judgement::{Assessment, Finding, Verdict};

/// GitLab wants a file for each finding: the one in which objectives, tolerances and accepted changes are.
const PATH: &str = "perfreport.toml";

/// Bytes of a fingerprint.
const FINGERPRINT: usize = 16;

#[derive(Serialize)]
struct Entry {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: &'static str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// Writes an assessment as GitLab's code quality report: a JSON array, empty where nothing fails or warns.
pub fn render(assessment: &Assessment) -> String {
    let mut seen = BTreeMap::new();
    let found = assessment.findings.iter().filter_map(|finding| {
        let severity = match finding.verdict {
            Verdict::Fail => "critical",
            Verdict::Warn => "minor",
            Verdict::None | Verdict::Pass | Verdict::Inconclusive => return None,
        };
        // Findings about the same thing are told apart by their order.
        let earlier = seen.entry(subject(finding)).or_insert(0);
        *earlier += 1;
        Some(Entry {
            description: plain(format!("{}: {}", finding.title.english(), finding.text.english())),
            check_name: format!("perfreport/{}", finding.rule.key()),
            fingerprint: fingerprint(finding, *earlier),
            severity,
            location: Location { path: PATH, lines: Lines { begin: 1 } },
        })
    });
    let entries = serde_json::json!(found.collect::<Vec<_>>());
    format!("{entries:#}\n")
}

/// What a finding is about, whatever its figures and its verdict.
fn subject(finding: &Finding) -> (&'static str, Option<&str>, String) {
    (finding.rule.key(), finding.judged.subject.key(), finding.judged.measure())
}

fn fingerprint(finding: &Finding, number: u32) -> String {
    let digest = Sha256::digest(serde_json::json!([subject(finding), number]).to_string());
    digest.iter().take(FINGERPRINT).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::render;
    use crate::model::indicator::Indicator;
    use crate::model::judgement::{Assessment, Verdict};
    use crate::wire::verdict::sample;

    fn entries(assessment: &Assessment) -> Vec<Value> {
        serde_json::from_str(&render(assessment)).unwrap()
    }

    fn fingerprints(assessment: &Assessment) -> BTreeSet<String> {
        entries(assessment).iter().map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn what_fails_or_warns_has_an_entry_with_what_gitlab_requires() {
        let assessment = sample::assessment();
        let entries = entries(&assessment);
        let shown = |finding: &&_| matches!(finding, Verdict::Fail | Verdict::Warn);
        let verdicts = assessment.findings.iter().map(|finding| &finding.verdict);
        assert_eq!(entries.len(), verdicts.filter(shown).count());
        assert!(entries.len() < assessment.findings.len(), "one of them could not tell");
        for entry in &entries {
            assert!(entry["description"].is_string() && entry["check_name"].is_string(), "{entry}");
            assert!(["minor", "critical"].contains(&entry["severity"].as_str().unwrap()), "{entry}");
            assert_eq!(entry["location"]["path"], "perfreport.toml");
            assert_eq!(entry["location"]["lines"]["begin"], 1);
            let fingerprint = entry["fingerprint"].as_str().unwrap();
            assert!(fingerprint.len() == 32 && fingerprint.bytes().all(|b| b.is_ascii_hexdigit()));
        }
        let first = &entries[0];
        assert_eq!(first["check_name"], "perfreport/latency");
        assert_eq!(first["severity"], "critical");
        assert_eq!(first["description"], "POST /api/orders is slower: 135 slow requests, 75 ± 13 expected");
    }

    #[test]
    fn a_fingerprint_is_of_what_was_judged_and_not_of_its_figures() {
        let before = sample::assessment();
        let mut after = before.clone();
        for finding in &mut after.findings {
            finding.text = "other figures".into();
            finding.run = Some(1.0);
        }
        after.findings[0].verdict = Verdict::Warn;
        assert_eq!(fingerprints(&before), fingerprints(&after));
        after.findings[0].judged.indicator = Indicator::Throughput;
        assert_ne!(fingerprints(&before), fingerprints(&after));
    }

    #[test]
    fn findings_about_the_same_thing_differ() {
        let mut assessment = sample::assessment();
        let count = entries(&assessment).len();
        assessment.findings.push(assessment.findings[0].clone());
        assert_eq!(fingerprints(&assessment).len(), count + 1);
    }

    #[test]
    fn nothing_found_is_an_empty_list() {
        let mut assessment = sample::assessment();
        assessment.findings.clear();
        assert_eq!(render(&assessment), "[]\n");
    }
}
