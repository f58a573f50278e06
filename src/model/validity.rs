//! Whether two sides are fit to be compared, as far as that could be checked.

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::load::Workload;
use super::missing::Known;
use crate::words::Text;

/// A way in which two runs do not fit, and what it does to the verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Validity")]
pub struct ValidityFinding {
    /// What was seen.
    pub kind: ValidityKind,
    /// Which verdicts it touches.
    pub effect: ValidityEffect,
    /// What was seen, a sentence with its numbers.
    pub text: Text,
}

/// What was seen that bears on validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ValidityKind {
    /// The candidate dropped iterations.
    DroppedIterations,
    /// The candidate's file ends in the middle of a line.
    CutShort,
    /// Lines of the candidate's file could not be read.
    Unread,
    /// The candidate was offered more load.
    MoreLoad,
    /// The candidate was offered less load.
    LessLoad,
    /// Open against closed.
    LoadModel,
    /// The sides name their endpoints by different tags.
    EndpointTag,
    /// Most requests belong to endpoints that only one side has.
    FewMatched,
    /// The traffic mix moved.
    TrafficMix,
    /// The candidate never called endpoints that the base called.
    Vanished,
    /// The candidate is far shorter than its base, or sent far fewer requests.
    FarSmaller,
}

/// What a validity finding does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ValidityEffect {
    /// FAIL stands, PASS becomes INCONCLUSIVE: latencies are a lower bound.
    PassIsInconclusive,
    /// A FAIL for latency becomes INCONCLUSIVE, PASS stands.
    LatencyFailIsInconclusive,
    /// Latency, shared shift and throughput are withheld and the run is inconclusive; errors and SLOs are judged.
    WithholdLatency,
    /// Pooled figures are not judged; endpoints are.
    WithholdPooled,
}

/// A check of whether the runs fit, and how it came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct ValidityCheck {
    /// What was checked.
    pub check: Text,
    /// What was seen, or why it could not be checked.
    #[serde(with = "Absent::<Text>", skip_serializing_if = "Result::is_err")]
    pub result: Known<Text>,
}

with_reasons!(ValidityCheck { result });

/// Load models of both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
pub struct LoadPair {
    /// The base runs'.
    #[serde(with = "Absent::<Workload>", skip_serializing_if = "Result::is_err")]
    pub base: Known<Workload>,
    /// The candidate's.
    #[serde(with = "Absent::<Workload>", skip_serializing_if = "Result::is_err")]
    pub run: Known<Workload>,
}

with_reasons!(LoadPair { base, run });
