//! All sections together.

use serde::Serialize;

use crate::model::judgement::{Assessment, Verdict};
use crate::words::say;

use super::capacity::{self, CapacitySection};
use super::changes::{self, Changes};
use super::endpoints::{self, EndpointSection};
use super::figure::Charts;
use super::finding::{self, FindingGroup};
use super::head::{self, Head};
use super::k6::{self, K6Section};
use super::look_first::{self, LookFirst};
use super::method::{self, Method};
use super::metrics::{self, MetricSection};
use super::outcomes::{self, OutcomeSection};
use super::over_time::clock::Clock;
use super::over_time::{OverTime, over_time};
use super::servers::red::{self, ServerSection};
use super::servers::saturation::{Saturation, saturation};
use super::slos::{self, SloSection};
use super::subject::{self, Facts};
use super::tail::{self, Tail};

/// Everything that a document for people may say.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Page {
    pub(crate) head: Head,
    /// What to look at first; absent where nothing is to be looked at.
    pub(crate) look_first: Option<LookFirst>,
    /// The worst findings, which stand on the first screen.
    pub(crate) worst: Vec<FindingGroup>,
    /// What is said where there is no finding.
    pub(crate) nothing_found: String,
    /// The other findings.
    pub(crate) more: Vec<FindingGroup>,
    /// How many other findings there are; not all of them may be listed.
    pub(crate) all_more: usize,
    /// Says how many findings are not listed; empty where all are.
    pub(crate) rest: String,
    pub(crate) improvements: Vec<FindingGroup>,
    /// What did not change for the worse.
    pub(crate) passes: Vec<String>,
    /// `1 slower · 1 faster · 6 with no finding`.
    pub(crate) tally: String,
    pub(crate) changes: Changes,
    pub(crate) outcomes: OutcomeSection,
    pub(crate) slos: SloSection,
    pub(crate) tail: Tail,
    /// What load a ramp bore; absent where the load did not grow.
    pub(crate) capacity: Option<CapacitySection>,
    pub(crate) time: OverTime,
    pub(crate) saturation: Saturation,
    pub(crate) servers: ServerSection,
    pub(crate) endpoints: EndpointSection,
    pub(crate) k6: K6Section,
    pub(crate) metrics: MetricSection,
    pub(crate) method: Method,
    #[serde(skip)]
    pub(crate) charts: Charts,
}

/// Findings on the first screen: more than three are not reasons but a list.
const WORST: usize = 3;

/// Longer lists are not read: `verdict.json` holds them all.
const MOST_LISTED: usize = 200;

fn not_listed(findings: usize, improvements: usize) -> String {
    match (findings, improvements) {
        (0, 0) => String::new(),
        (findings, 0) => say!("head-unlisted-findings", findings = findings),
        (0, improvements) => say!("head-unlisted-improvements", improvements = improvements),
        _ => say!("head-unlisted", findings = findings, improvements = improvements),
    }
}

impl Page {
    /// Builds the view of an assessment.
    pub(crate) fn of(assessment: &Assessment) -> Self {
        let subjects = subject::subjects(assessment);
        let whole = Facts::whole(assessment);
        let clock = Clock::of(assessment);
        let mut charts = Charts::default();
        let mut worst = finding::groups(&assessment.findings, "finding", &subjects);
        let mut more = worst.split_off(worst.len().min(WORST));
        let all_more = more.len();
        more.truncate(MOST_LISTED);
        let mut improvements = finding::groups(&assessment.improvements, "improvement", &subjects);
        let better = improvements.len();
        improvements.truncate(MOST_LISTED);
        Self {
            head: head::head(assessment, &whole, subjects.len() - 1),
            look_first: look_first::look_first(assessment, &worst),
            worst,
            nothing_found: match assessment.verdict {
                Verdict::None => say!("head-nothing-judged"),
                _ => say!("head-nothing-found"),
            },
            rest: not_listed(all_more - more.len(), better - improvements.len()),
            more,
            all_more,
            improvements,
            passes: head::passes(assessment, &whole),
            tally: subject::tally(&subjects),
            changes: changes::changes(assessment, &subjects, clock.as_ref(), &mut charts),
            outcomes: outcomes::outcomes(&subjects, &mut charts),
            slos: slos::slos(assessment, &mut charts),
            tail: tail::tail(assessment, &subjects, &mut charts),
            capacity: capacity::capacity(assessment, &mut charts),
            time: over_time(assessment, &whole, clock.as_ref(), &mut charts),
            saturation: saturation(assessment, &whole, clock.as_ref(), &mut charts),
            servers: red::section(assessment, &subjects, clock.as_ref(), &mut charts),
            endpoints: endpoints::endpoints(assessment, &subjects, clock.as_ref(), &mut charts),
            k6: k6::k6(assessment),
            metrics: metrics::metrics(assessment),
            method: method::method(assessment),
            charts,
        }
    }
}
