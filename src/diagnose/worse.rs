//! What became worse in a run, by what was found: the thing to explain.

use crate::model::comparison::Change;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::subject::Subject;

/// What became worse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Worse {
    /// All endpoints together.
    pub(super) shared: bool,
    /// Endpoints that became slower or failed more, the worst first.
    pub(super) endpoints: Vec<Subject>,
    /// Anything at all.
    pub(super) any: bool,
}

impl Worse {
    /// Collects it from the findings that warn or fail.
    pub(super) fn of(findings: &[Finding]) -> Self {
        let mut worse = Self::default();
        let counts = |finding: &&Finding| {
            finding.verdict >= Verdict::Warn
                && finding.change == Change::Regression
                && finding.rule != Rule::Validity
                // What servers measure does not explain itself.
                && !finding.judged.indicator.is_of_servers()
        };
        for finding in findings.iter().filter(counts) {
            worse.any = true;
            worse.shared |= finding.rule == Rule::SharedShift;
            let subject = &finding.judged.subject;
            if subject.key().is_some() && !worse.endpoints.contains(subject) {
                worse.endpoints.push(subject.clone());
            }
        }
        worse
    }
}
