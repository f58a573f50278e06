//! Whether the runs are fit to be compared.

use serde::{Deserialize, Serialize};

use super::names::{ValidityEffect, ValidityKind, Workload};
use crate::model::comparison;
use crate::model::missing::Known;
use crate::wire::missing::Reasons;

/// A way in which the runs do not fit, and what it does to the verdict.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Validity {
    /// What was seen.
    kind: ValidityKind,
    /// What it does to the verdict.
    effect: ValidityEffect,
    /// What was seen, in a sentence with its numbers.
    text: String,
}

impl From<comparison::ValidityFinding> for Validity {
    fn from(finding: comparison::ValidityFinding) -> Self {
        let comparison::ValidityFinding { kind, effect, text } = finding;
        Self { kind: kind.into(), effect: effect.into(), text }
    }
}

impl From<Validity> for comparison::ValidityFinding {
    fn from(validity: Validity) -> Self {
        Self { kind: validity.kind.into(), effect: validity.effect.into(), text: validity.text }
    }
}

/// A check of whether the runs fit, and how it came out.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ValidityCheck {
    /// What was checked.
    check: String,
    /// What was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    /// Why there is no `result`.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl From<(String, Known<String>)> for ValidityCheck {
    fn from((check, result): (String, Known<String>)) -> Self {
        let mut missing = Reasons::default();
        Self { check, result: missing.split("result", result), missing }
    }
}

impl From<ValidityCheck> for (String, Known<String>) {
    fn from(validity: ValidityCheck) -> Self {
        let ValidityCheck { check, result, mut missing } = validity;
        (check, missing.join("result", result))
    }
}

/// Load models of both sides.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct LoadPair {
    /// The base runs'.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Workload>,
    /// The candidate's.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Workload>,
    /// Why one is absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl From<comparison::LoadPair> for LoadPair {
    fn from(pair: comparison::LoadPair) -> Self {
        let comparison::LoadPair { base, run } = pair;
        let mut missing = Reasons::default();
        Self { base: missing.split("base", base), run: missing.split("run", run), missing }
    }
}

impl From<LoadPair> for comparison::LoadPair {
    fn from(pair: LoadPair) -> Self {
        let LoadPair { base, run, mut missing } = pair;
        Self { base: missing.join("base", base), run: missing.join("run", run) }
    }
}
