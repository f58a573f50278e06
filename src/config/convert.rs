//! From the mirror of the file to the model.

use crate::model::settings::{
    CompareSettings, EndpointSettings, IncidentSettings, IntendedStatuses, LimitSettings, LoadSettings,
    OutcomeSettings, ReadingSettings, Settings, WindowSettings,
};
use crate::model::tag_filter::TagFilter;

use super::compare_endpoint::{CompareEndpoint, milliseconds};
use super::error::Mistake;
use super::links::links;
use super::metric::Metric;
use super::prometheus::Prometheus;
use super::slo::objectives;
use super::value::{Checked, ValueKind};
use super::wire;

/// Fills in the defaults.
pub(super) fn settings(config: wire::Config) -> Result<Settings, Mistake> {
    let (slos, metric_objectives) = objectives(config.slo)?;
    Ok(Settings {
        window: config.window.map(window).unwrap_or_default(),
        endpoints: config.endpoints.map(endpoints).unwrap_or_default(),
        outcomes: config.outcomes.map(outcomes).unwrap_or_default(),
        compare: config.compare.map(compare).transpose()?.unwrap_or_default(),
        limits: config.limits.map(|limits| self::limits(&limits)).unwrap_or_default(),
        incidents: config.incidents.map(|incidents| self::incidents(&incidents)).unwrap_or_default(),
        load: config.load.map(|load| LoadSettings { model: load.model }).unwrap_or_default(),
        reading: ReadingSettings::default(),
        prometheus: config.prometheus.map(Prometheus::settings).transpose()?.unwrap_or_default(),
        slos,
        metric_objectives,
        severities: config.postmortem.unwrap_or_default().severities()?,
        links: links(config.links)?,
        metrics: config.metric.into_iter().map(Metric::rule).collect::<Result<_, _>>()?,
        accepted: config.accepted.into_iter().map(Into::into).collect(),
    })
}

fn window(window: wire::Window) -> WindowSettings {
    let mut tags = TagFilter::default();
    for (tag, allowed) in window.tags {
        allowed.0.into_iter().for_each(|value| tags.allow(tag.clone(), value));
    }
    let warm_up = window.warm_up.map(|duration| duration.0);
    WindowSettings { scenarios: values(window.scenarios), warm_up, tags }
}

fn endpoints(endpoints: wire::Endpoints) -> EndpointSettings {
    let default = EndpointSettings::default();
    EndpointSettings {
        tag: endpoints.tag.map(|tag| tag.0.into()).or(default.tag),
        routes: values(endpoints.routes),
        max: endpoints.max.map_or(default.max, |max| max.0),
    }
}

fn outcomes(outcomes: wire::Outcomes) -> OutcomeSettings {
    let intended = outcomes
        .intended
        .into_iter()
        .map(|rule| IntendedStatuses { endpoint: rule.endpoint.0, statuses: rule.status.0 })
        .collect();
    OutcomeSettings { intended, undeclared_4xx: outcomes.undeclared_4xx.unwrap_or_default() }
}

fn compare(compare: wire::Compare) -> Result<CompareSettings, Mistake> {
    let default = CompareSettings::default();
    Ok(CompareSettings {
        max_base_runs: or(&compare.max_base_runs, default.max_base_runs),
        min_latency_change: or(&compare.min_latency_change, default.min_latency_change),
        min_latency_difference: compare
            .min_latency_difference
            .as_ref()
            .map_or(default.min_latency_difference, milliseconds),
        min_error_change: or(&compare.min_error_change, default.min_error_change),
        min_throughput_drop: or(&compare.min_throughput_drop, default.min_throughput_drop),
        inconclusive_shift: or(&compare.inconclusive_shift, default.inconclusive_shift),
        host_shift: or(&compare.host_shift, default.host_shift),
        tau_whole: or(&compare.tau_whole, default.tau_whole),
        tau_endpoint: or(&compare.tau_endpoint, default.tau_endpoint),
        tau_endpoint_p99: or(&compare.tau_endpoint_p99, default.tau_endpoint_p99),
        summary_fail_change: or(&compare.summary_fail_change, default.summary_fail_change),
        endpoints: compare.endpoint.into_iter().map(CompareEndpoint::rule).collect::<Result<_, _>>()?,
    })
}

fn limits(limits: &wire::Limits) -> LimitSettings {
    let default = LimitSettings::default();
    LimitSettings {
        max_error_share: or(&limits.max_error_share, default.max_error_share),
        warn_error_share: or(&limits.warn_error_share, default.warn_error_share),
        max_failed_checks: or(&limits.max_failed_checks, default.max_failed_checks),
        implausible_speedup: or(&limits.implausible_speedup, default.implausible_speedup),
    }
}

fn incidents(incidents: &wire::Incidents) -> IncidentSettings {
    let default = IncidentSettings::default();
    IncidentSettings {
        max_failed: or(&incidents.max_failed, default.max_failed),
        max_slow: or(&incidents.max_slow, default.max_slow),
    }
}

fn or<K: ValueKind>(value: &Option<Checked<K>>, default: K::Value) -> K::Value
where
    K::Value: Copy,
{
    value.as_ref().map_or(default, |value| value.0)
}

fn values<K: ValueKind>(list: Vec<Checked<K>>) -> Vec<K::Value> {
    list.into_iter().map(|value| value.0).collect()
}
