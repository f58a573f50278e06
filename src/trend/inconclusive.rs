//! Why runs could not be judged.

use std::collections::BTreeMap;

use crate::model::judgement::Verdict;
use crate::model::review::{InconclusiveReason, ReviewedRun};
use crate::words::Text;

use super::words;

/// Groups the INCONCLUSIVE runs from `first` on by their reason, the most frequent first.
pub(super) fn group(runs: &[ReviewedRun], first: usize) -> Vec<InconclusiveReason> {
    let mut reasons: BTreeMap<Text, Vec<usize>> = BTreeMap::new();
    for (index, run) in runs.iter().enumerate().skip(first) {
        if run.verdict == Verdict::Inconclusive {
            reasons.entry(words::reason(run.reason.as_ref())).or_default().push(index);
        }
    }
    let mut groups: Vec<InconclusiveReason> =
        reasons.into_iter().map(|(reason, runs)| InconclusiveReason { reason, runs }).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.runs.len()));
    groups
}
