//! The keys of roles and kinds.

use serde::{Deserialize, Serialize};

use crate::model::series::role;
use crate::model::series::unit::SampleKind;

/// A golden signal.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RoleKey {
    Traffic,
    Errors,
    Latency,
    Saturation,
    Other,
}

/// How the numbers follow each other.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindKey {
    Gauge,
    Counter,
    Rate,
    Increase,
}

/// A role in its parts: a resource only where something may be full.
pub(super) fn role_keys(role: role::Role) -> (RoleKey, Option<role::Resource>, Option<role::Part>) {
    match role {
        role::Role::Traffic => (RoleKey::Traffic, None, None),
        role::Role::Errors => (RoleKey::Errors, None, None),
        role::Role::Latency => (RoleKey::Latency, None, None),
        role::Role::Saturation { resource, part } => (RoleKey::Saturation, Some(resource), Some(part)),
        role::Role::Other => (RoleKey::Other, None, None),
    }
}

/// Puts a role together. A bundle made by hand need not say what may be full.
pub(super) fn role(key: RoleKey, resource: Option<role::Resource>, part: Option<role::Part>) -> role::Role {
    match key {
        RoleKey::Traffic => role::Role::Traffic,
        RoleKey::Errors => role::Role::Errors,
        RoleKey::Latency => role::Role::Latency,
        RoleKey::Saturation => role::Role::Saturation {
            resource: resource.unwrap_or(role::Resource::Other),
            part: part.unwrap_or(role::Part::Used),
        },
        RoleKey::Other => role::Role::Other,
    }
}

/// A kind in its parts: the seconds that an increase is over.
pub(super) fn kind_keys(kind: SampleKind) -> (KindKey, Option<f64>) {
    match kind {
        SampleKind::Gauge => (KindKey::Gauge, None),
        SampleKind::Counter => (KindKey::Counter, None),
        SampleKind::Rate => (KindKey::Rate, None),
        SampleKind::Increase { over } => (KindKey::Increase, Some(over as f64 / 1e6)),
    }
}

/// Puts a kind together; nothing where an increase does not say over how long.
pub(super) fn kind(key: KindKey, over_seconds: Option<f64>) -> Option<SampleKind> {
    match key {
        KindKey::Gauge => Some(SampleKind::Gauge),
        KindKey::Counter => Some(SampleKind::Counter),
        KindKey::Rate => Some(SampleKind::Rate),
        KindKey::Increase => {
            let over = over_seconds.map(|seconds| (seconds * 1e6).round() as i64)?;
            (over > 0).then_some(SampleKind::Increase { over })
        }
    }
}
