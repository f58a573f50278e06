//! Well-known histograms of request latency: one name, from which traffic and latency are told by its ending.

use super::meaning::Meaning;
use crate::model::series::instrumentation::INSTRUMENTATIONS;
use crate::model::series::role::Role;
use crate::model::series::unit::{SampleKind, SeriesUnit};

/// Tells what a metric of a family means.
pub(super) fn meaning(metric: &str) -> Option<Meaning> {
    INSTRUMENTATIONS.iter().find_map(|family| {
        let ending = metric.strip_prefix(family.metric)?;
        let counted =
            |role, unit, kind| Some(Meaning { role, unit, kind, vantage: family.vantage, worse: None });
        match ending {
            "_count" => counted(Role::Traffic, Some(SeriesUnit::Count), Some(SampleKind::Counter)),
            "_sum" => counted(Role::Latency, Some(family.unit), Some(SampleKind::Counter)),
            // Buckets count requests, but what they tell is in the unit of their bounds.
            "_bucket" => counted(Role::Latency, Some(family.unit), Some(SampleKind::Counter)),
            "_max" => counted(Role::Latency, Some(family.unit), Some(SampleKind::Gauge)),
            // A native histogram counts, the quantiles of a summary do not: the samples tell.
            "" => counted(Role::Latency, Some(family.unit), None),
            _ => None,
        }
    })
}
