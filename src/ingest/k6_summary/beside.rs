//! A summary beside the points of the same run.

use crate::model::run::Run;

/// Adds what only a summary of the same run holds: thresholds, and checks where the points have none.
pub(in crate::ingest) fn add_summary(run: &mut Run, summary: Run) {
    run.thresholds = summary.thresholds;
    if run.checks.is_empty() {
        run.checks = summary.checks;
    }
    for (mine, its) in [
        (&mut run.meta.tool_version, summary.meta.tool_version),
        (&mut run.meta.script_hash, summary.meta.script_hash),
    ] {
        if mine.is_err() {
            *mine = its;
        }
    }
    if let Ok(version) = &run.meta.tool_version {
        run.meta.tool = format!("k6 {version}");
    }
    run.meta.sources.extend(summary.meta.sources);
}
