//! A summary beside the points of the same run.

use crate::model::metric::base_name;
use crate::model::run::Run;

/// Adds what only a summary of the same run holds: thresholds, checks where the points have none, what metrics are where
/// the points do not say it, and submetrics.
pub(in crate::ingest) fn add_summary(run: &mut Run, summary: Run) {
    run.thresholds = summary.thresholds;
    if run.checks.is_empty() {
        run.checks = summary.checks;
    }
    for (name, its) in summary.metrics {
        match run.metrics.get_mut(&name) {
            Some(mine) if mine.of.kind.is_none() => mine.of = its.of,
            Some(_) => {}
            None if base_name(&name) != name => {
                run.metrics.insert(name, its);
            }
            None => {}
        }
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
