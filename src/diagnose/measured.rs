//! What was measured of a resource.

use std::collections::BTreeMap;

use crate::model::series::role::{Part, Resource, WorseWhen};
use crate::model::series::unit::SampleKind;
use crate::model::series::workload::workload;
use crate::model::series::{Sample, Signal};

/// The labels of a resource.
pub(super) type Labels = BTreeMap<String, String>;

/// A series that tells how full something is.
#[derive(Debug, Clone)]
pub(super) struct Measurement<'a> {
    pub(super) signal: &'a Signal,
    pub(super) part: Part,
    /// Whether more or less of it is the worse.
    pub(super) worse: WorseWhen,
    /// Levels as they are, counters per second.
    pub(super) samples: Vec<Sample>,
}

impl Measurement<'_> {
    /// The metric, or what the signal is called.
    pub(super) fn name(&self) -> &str {
        self.signal.metric.as_deref().unwrap_or(&self.signal.name)
    }

    /// Whether its figures are per second.
    pub(super) fn per_second(&self) -> bool {
        self.signal.kind != SampleKind::Gauge
    }
}

/// Everything that was measured of one resource.
#[derive(Debug, Clone)]
pub(super) struct Measured<'a> {
    pub(super) resource: Resource,
    /// Who publishes it; empty where nobody is known.
    pub(super) product: &'static str,
    /// What it is called by.
    pub(super) labels: Labels,
    pub(super) measurements: Vec<Measurement<'a>>,
    /// What was put together, where it is more than one.
    pub(super) replicas: Vec<Measured<'a>>,
}

impl Measured<'_> {
    /// The same resource without what was measured, by the name of its workload.
    pub(super) fn of_workload<'a>(&self) -> Measured<'a> {
        Measured {
            resource: self.resource,
            product: self.product,
            labels: workload(&self.labels),
            measurements: Vec::new(),
            replicas: Vec::new(),
        }
    }
}
