//! Cells of every kind.

use super::{NASTY, between, missing, not_tested};
use crate::model::comparison::{
    Change, Comparison, Counts, ErrorCell, Evidence, LatencyCell, LoadPair, Measure, SharedShift,
    ThroughputCell, ValidityCheck, ValidityEffect, ValidityFinding, ValidityKind,
};
use crate::model::evidence::{ShiftNoise, TailCounts, Trimmed};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::load::Workload;
use crate::model::note::Note;
use crate::model::subject::Subject;

pub(super) fn comparison() -> Comparison {
    let of = |endpoint, indicator| Judged::of(&Subject::endpoint(endpoint), indicator);
    Comparison {
        base_runs: 2,
        candidate_runs: 2,
        paired: true,
        evidence: Evidence::Distributions,
        latency: vec![
            latency("POST /api/orders", Measure::P50, 20.0, 20.2, Change::Unchanged),
            latency("POST /api/orders", Measure::P95, 83.1, 111.2, Change::Regression),
            latency("GET /api/products", Measure::P95, 40.0, 31.6, Change::Improvement),
            latency(NASTY, Measure::P99, 1.0, 1.1, Change::Regression),
        ],
        shared: vec![shared(Measure::P50, 0.004), shared(Measure::P95, 0.011)],
        errors: vec![
            errors(of("POST /api/orders", Indicator::ErrorShare), 2, Change::Unchanged),
            errors(of(NASTY, Indicator::ErrorShare), 18, Change::Regression),
            errors(Indicator::ErrorShare.into(), 20, Change::Unchanged),
            errors(of("POST /api/login", Indicator::UndeclaredShare), 9, Change::Unchanged),
            errors(Judged::check("orders::status is \"201\""), 3, Change::Improvement),
        ],
        throughput: Ok(ThroughputCell {
            base: 301.0,
            run: 288.0,
            log_change: (288.0_f64 / 301.0).ln(),
            interval: between(-0.08, -0.01),
            p: 0.004,
            change: Change::Regression,
        }),
        metrics: Vec::new(),
        not_tested: vec![not_tested(Some("GET /health"), "p95", "n is 30 or less")],
        validity: vec![
            ValidityFinding {
                kind: ValidityKind::MoreLoad,
                effect: ValidityEffect::LatencyFailIsInconclusive,
                text: "The run was offered 8 % more load.".into(),
            },
            ValidityFinding {
                kind: ValidityKind::TrafficMix,
                effect: ValidityEffect::WithholdPooled,
                text: "The mix moved by 6 %.".into(),
            },
        ],
        validity_checks: [
            ("offered load", Ok("+8 %".into())),
            ("dropped iterations", missing("the summary does not count them")),
        ]
        .map(|(check, result)| ValidityCheck { check: check.into(), result })
        .into(),
        load: LoadPair { base: Ok(Workload::Closed), run: missing("vus is not in the summary") },
        notes: vec![Note::new("1 endpoint is only in the base.")],
    }
}

fn latency(endpoint: &str, measure: Measure, base: f64, run: f64, change: Change) -> LatencyCell {
    let log_change = (run / base).ln();
    LatencyCell {
        subject: Subject::endpoint(endpoint),
        measure,
        base,
        run,
        log_change,
        interval: between(log_change - 0.08, log_change + 0.08),
        others: 0.01,
        excess: log_change - 0.01,
        sd: 0.04,
        counts: Some(slow_requests(base)),
        p: 1e-300,
        q: 0.0007,
        q_faster: 1.0,
        detectable: 0.12,
        resolution: 0.0,
        alone: false,
        buckets: None,
        change,
    }
}

fn slow_requests(threshold: f64) -> TailCounts {
    TailCounts {
        threshold,
        observed: 135.0,
        observed_faster: 137.0,
        expected: 74.6,
        sd: 13.2,
        requests: 1_489,
        base_requests: 2_980,
        base_share: 0.0501,
        phi: 1.31,
        noise: 0.015,
        others_sd: 0.012,
        base_error: 0.021,
        run_error: 0.024,
        split: false,
    }
}

fn shared(measure: Measure, log_change: f64) -> SharedShift {
    SharedShift {
        measure,
        endpoints: 8,
        log_change,
        interval: between(log_change - 0.07, log_change + 0.07),
        upper: log_change + 0.06,
        sd: 0.03,
        p: 0.4,
        p_faster: 0.6,
        detectable: 0.14,
        remedy: None,
        undecided: false,
        noise: Some(ShiftNoise {
            base_levels: vec![-0.01, 0.01],
            base_error: 0.004,
            run_error: 0.005,
            host: 0.035,
            wander: Some(0.021),
        }),
        change: Change::Unchanged,
    }
}

fn errors(judged: Judged, bad: u64, change: Change) -> ErrorCell {
    ErrorCell {
        trimmed: (judged.indicator != Indicator::FailedShare).then_some(Trimmed {
            base: Counts { bad: 1, total: 2_800 },
            run: Counts { bad: bad / 2, total: 1_400 },
        }),
        judged,
        base: Counts { bad: 2, total: 3_000 },
        run: Counts { bad, total: 1_489 },
        expected: 1.24,
        sd: 1.8,
        phi: 1.5,
        interval: between(-0.001, 0.012),
        p: 0.0001,
        q: 0.0004,
        q_better: 1.0,
        detectable: 0.02,
        noise: 0.16,
        threshold: None,
        change,
    }
}
