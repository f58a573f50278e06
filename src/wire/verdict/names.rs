//! The keys that the file uses for the model's enums.

use serde::{Deserialize, Serialize};

use crate::model::comparison as statistics;
use crate::model::diagnosis;
use crate::model::endpoint;
use crate::model::incident;
use crate::model::judgement;
use crate::model::latency;
use crate::model::load;
use crate::model::source;
use crate::wire::mirror::mirror;

mirror! {
    /// The decision. `NONE`: nothing was judged.
    Verdict of judgement::Verdict {
        None = "NONE",
        Pass = "PASS",
        Inconclusive = "INCONCLUSIVE",
        Warn = "WARN",
        Fail = "FAIL",
    }
}

mirror! {
    /// The rule behind a finding.
    Rule of judgement::Rule {
        Latency = "latency",
        SharedShift = "shared_shift",
        Errors = "errors",
        Undeclared4xx = "undeclared_4xx",
        Throughput = "throughput",
        Slo = "slo",
        Incident = "incident",
        Validity = "validity",
    }
}

mirror! {
    /// The unit of two figures.
    Unit of judgement::Unit {
        Milliseconds = "milliseconds",
        Share = "share",
        PerSecond = "per_second",
    }
}

mirror! {
    /// How an objective came out; `missed_unsure` could be chance.
    SloStatus of judgement::SloStatus {
        Met = "met",
        Missed = "missed",
        MissedUnsure = "missed_unsure",
    }
}

mirror! {
    /// Whether a figure moved for the worse or for the better, beyond noise and enough to care.
    Direction of statistics::Change {
        Regression = "regression",
        Improvement = "improvement",
        Unchanged = "unchanged",
    }
}

/// A latency figure that is compared: `p50`, `p95`, `p99.9`, `avg`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(test, schemars(extend("pattern" = "^(p[0-9]+([.][0-9]+)?|avg)$")))]
pub(in crate::wire) struct Measure(#[cfg_attr(test, schemars(with = "String"))] statistics::Measure);

impl TryFrom<String> for Measure {
    type Error = String;

    fn try_from(key: String) -> Result<Self, String> {
        statistics::Measure::of_key(&key)
            .map(Self)
            .ok_or_else(|| format!("expected a measure such as `p95` or `avg`, not `{key}`"))
    }
}

impl From<Measure> for String {
    fn from(measure: Measure) -> Self {
        measure.0.key()
    }
}

impl From<statistics::Measure> for Measure {
    fn from(measure: statistics::Measure) -> Self {
        Self(measure)
    }
}

impl From<Measure> for statistics::Measure {
    fn from(measure: Measure) -> Self {
        measure.0
    }
}

mirror! {
    /// From what kind of data latency was compared. `percentiles`: those that summaries state; `distributions`:
    /// every request, from raw points.
    Evidence of statistics::Evidence {
        Percentiles = "percentiles",
        Distributions = "distributions",
    }
}

mirror! {
    /// What stood out in an incident: errors (and slow requests, where there were some), or slow requests alone.
    IncidentKind of incident::IncidentKind {
        Errors = "errors",
        TailLatency = "tail_latency",
    }
}

mirror! {
    /// Of what kind a conclusion on the servers is. `rose_together`: something was full, or rose, while the run became
    /// worse; `nothing_moved`: nothing that may be full did; `outside_servers`: the client waited where the servers did
    /// not see it; `nothing_to_explain`: the run did not become worse.
    ConclusionKind of diagnosis::ConclusionKind {
        RoseTogether = "rose_together",
        NothingMoved = "nothing_moved",
        OutsideServers = "outside_servers",
        NothingToExplain = "nothing_to_explain",
    }
}

mirror! {
    /// What a resource did; `rose_together`: with latency or errors. `unknown`: there is no base.
    Movement of diagnosis::Movement {
        RoseTogether = "rose_together",
        Rose = "rose",
        Level = "level",
        Fell = "fell",
        Unknown = "unknown",
    }
}

mirror! {
    /// Which errors are counted: unintended ones of an endpoint or of the whole run, undeclared 4xx, failed checks.
    ErrorFamily of statistics::ErrorFamily {
        Endpoint = "endpoint",
        Whole = "whole",
        Undeclared4xx = "undeclared_4xx",
        Checks = "checks",
        VerySlow = "very_slow",
    }
}

mirror! {
    /// What was seen that bears on whether the runs can be compared.
    ValidityKind of statistics::ValidityKind {
        DroppedIterations = "dropped_iterations",
        CutShort = "cut_short",
        MoreLoad = "more_load",
        LessLoad = "less_load",
        LoadModel = "load_model",
        FewMatched = "few_matched",
        TrafficMix = "traffic_mix",
        Vanished = "vanished",
        FarSmaller = "far_smaller",
    }
}

mirror! {
    /// What that does to the verdict.
    ValidityEffect of statistics::ValidityEffect {
        PassIsInconclusive = "pass_is_inconclusive",
        LatencyFailIsInconclusive = "latency_fail_is_inconclusive",
        WithholdLatency = "withhold_latency",
        WithholdPooled = "withhold_pooled",
    }
}

mirror! {
    /// What part of a test a figure speaks of.
    Span of endpoint::Span {
        Window = "window",
        WholeTest = "whole_test",
    }
}

mirror! {
    /// Which responses a latency speaks of.
    Population of latency::Population {
        Expected = "expected",
        ExpectedAndTimeouts = "expected_and_timeouts",
        AllResponses = "all_responses",
    }
}

mirror! {
    /// How requests were started: by a schedule (open) or by users who wait for each response (closed).
    Workload of load::Workload {
        Open = "open",
        Closed = "closed",
    }
}

mirror! {
    /// What kind of file a source is.
    SourceFormat of source::Format {
        Snapshot = "perfreport_snapshot",
        K6Ndjson = "k6_ndjson",
        K6Csv = "k6_csv",
        K6SummaryExport = "k6_summary_export",
        K6HandleSummary = "k6_handle_summary",
        K6MachineReadable = "k6_machine_readable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(name: impl Serialize) -> String {
        serde_json::to_value(name).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn keys_are_the_ones_of_the_model() {
        for verdict in [
            judgement::Verdict::None,
            judgement::Verdict::Pass,
            judgement::Verdict::Inconclusive,
            judgement::Verdict::Warn,
            judgement::Verdict::Fail,
        ] {
            assert_eq!(key_of(Verdict::from(verdict)), verdict.word());
        }
        for rule in [
            judgement::Rule::Latency,
            judgement::Rule::SharedShift,
            judgement::Rule::Errors,
            judgement::Rule::Undeclared4xx,
            judgement::Rule::Throughput,
            judgement::Rule::Slo,
            judgement::Rule::Incident,
            judgement::Rule::Validity,
        ] {
            assert_eq!(key_of(Rule::from(rule)), rule.key());
        }
        for measure in statistics::Measure::ALL {
            assert_eq!(key_of(Measure::from(measure)), measure.key());
        }
    }
}
