//! What the statistics might have found: made up to fit the runs.

use super::runs::{HOSTILE, LONG, ROWS, row_quantiles};
use crate::model::comparison::{
    Change, Comparison, Counts, ErrorCell, Evidence, Interval, LatencyCell, LoadPair, Measure, NotTested,
    SharedShift, ThroughputCell, ValidityCheck, ValidityEffect, ValidityFinding, ValidityKind,
};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{ErrorBudget, SloMeasurement, SloResult};
use crate::model::load::Workload;
use crate::model::missing::{Known, Missing};
use crate::model::slo::{Objective, Slo, SloScope, SloStatus};
use crate::model::subject::Subject;
use crate::words::Text;

pub(super) fn not_tested() -> Vec<NotTested> {
    let entry = |endpoint: Option<&str>, measure: &str, reason: &'static str| {
        NotTested::new(Judged::of(&Subject::of_key(endpoint), Indicator::of_name(measure)), reason)
    };
    vec![
        entry(Some(LONG), "p99", "318 requests, 500 needed; a run 1.6 × as long would do"),
        entry(Some(HOSTILE), "p99", "305 requests, 500 needed; a run 1.7 × as long would do"),
        entry(Some("GET /api/orders"), "p99", "the base states no p(99)"),
        entry(Some("GET /api/products"), "p99", "the base states no p(99)"),
        entry(None, "incidents", "a summary has no time line"),
    ]
}

pub(super) fn slos() -> Vec<SloResult> {
    let slo = |endpoint: Option<&str>, text: &str, objective: Objective| SloResult {
        slo: Slo {
            scope: endpoint.map_or(SloScope::Whole, |name| SloScope::Endpoints(name.to_owned())),
            objective,
            window_days: 30.0,
            runbook: None,
        },
        text: text.to_owned(),
        subject: Subject::of_key(endpoint),
        measured: Err(Missing::because("the summary states no percentile at or above 99 %")),
    };
    let measured = |bad: f64, total: u64, status, share: f64, settle, base| {
        let good_share = 1.0 - bad / total as f64;
        let half = 2.0 * bad.max(1.0).sqrt() / total as f64;
        let burn_rate = (1.0 - good_share) / (1.0 - share);
        Ok(SloMeasurement {
            bad,
            total,
            estimated: bad.fract() != 0.0,
            good_share,
            interval: Interval { low: good_share - half, high: (good_share + half).min(1.0) },
            p: if status == SloStatus::Missed { 0.004 } else { 0.19 },
            status,
            requests_to_settle: settle,
            base_good_share: base,
            budget: ErrorBudget {
                burn_rate,
                lasts_days: (burn_rate > 0.0).then(|| 30.0 / burn_rate),
                window_days: 30.0,
            },
        })
    };
    let within = |within: f64, share: f64| Objective::Latency { within, share };
    vec![
        SloResult {
            measured: measured(24.2, 1490, SloStatus::Missed, 0.99, None, Some(0.9925)),
            ..slo(Some("POST /api/orders"), "99 % within 150 ms", within(150.0, 0.99))
        },
        SloResult {
            measured: measured(17.6, 1490, SloStatus::MissedUnsure, 0.99, Some(5200), Some(0.9901)),
            ..slo(Some("POST /api/payments"), "99 % within 135 ms", within(135.0, 0.99))
        },
        SloResult {
            measured: measured(16.0, 19117, SloStatus::Met, 0.999, None, Some(0.99995)),
            ..slo(None, "99.9 % without unintended error", Objective::Success { share: 0.999 })
        },
        slo(Some("GET /api/products"), "99.5 % within 80 ms", within(80.0, 0.995)),
    ]
}

pub(super) fn comparison() -> Comparison {
    let mut latency = Vec::new();
    for (index, row) in ROWS.iter().enumerate() {
        for measure in Measure::ALL {
            if measure == Measure::P99 && matches!(index, 0 | 1 | 8 | 9) {
                continue;
            }
            let (base, run) = row_quantiles(index, measure.quantile().unwrap_or(0.5));
            let log_change = (run / base).ln();
            let half = if measure == Measure::P99 { 0.22 } else { 0.07 };
            let change = match index {
                6 => Change::Regression,
                2 if measure != Measure::P99 => Change::Improvement,
                _ => Change::Unchanged,
            };
            latency.push(LatencyCell {
                subject: Subject::endpoint(row.0),
                measure,
                base,
                run,
                log_change,
                interval: Interval { low: log_change - half, high: log_change + half },
                others: 0.012,
                excess: log_change - 0.012,
                sd: half / 2.0,
                counts: None,
                p: if index == 6 { 0.00008 } else { 0.4 },
                q: if index == 6 { 0.0007 } else { 0.72 },
                q_faster: if index == 2 { 0.003 } else { 0.9 },
                detectable: if index == 4 { 0.16 } else { 0.12 },
                resolution: 0.0,
                alone: false,
                buckets: None,
                change,
            });
        }
    }
    let errors = ROWS
        .iter()
        .map(|row| error_cell(&Subject::endpoint(row.0), row.4, row.1))
        .chain([error_cell(&Subject::Whole, [1, 16], [19176, 19117])])
        .collect();
    let shift = |measure, log_change: f64| SharedShift {
        measure,
        endpoints: 10,
        log_change,
        interval: Interval { low: log_change - 0.06, high: log_change + 0.06 },
        upper: log_change + 0.05,
        sd: 0.03,
        p: 0.35,
        p_faster: 0.65,
        detectable: 0.14,
        remedy: None,
        undecided: false,
        noise: None,
        change: Change::Unchanged,
    };
    Comparison {
        base_runs: 1,
        candidate_runs: 1,
        paired: false,
        evidence: Evidence::Percentiles,
        latency,
        shared: vec![shift(Measure::P50, 0.009), shift(Measure::P95, 0.012)],
        errors,
        throughput: Ok(ThroughputCell {
            base: 295.0,
            run: 294.1,
            log_change: -0.003,
            interval: Interval { low: -0.05, high: 0.045 },
            p: 0.44,
            change: Change::Unchanged,
        }),
        metrics: Vec::new(),
        not_tested: not_tested(),
        validity: vec![ValidityFinding {
            kind: ValidityKind::TrafficMix,
            effect: ValidityEffect::WithholdPooled,
            text: "The traffic mix moved by 7.1 %: figures of all requests together are not judged.".into(),
        }],
        validity_checks: [
            ("offered load", Ok("12 users on both sides".to_owned())),
            ("dropped iterations", Ok("none".to_owned())),
            ("traffic mix", Ok("moved by 7.1 %".to_owned())),
            ("script", Err(Missing::because("this kind of summary does not hold the script"))),
            ("k6 version", Err(Missing::because("this kind of summary does not hold the version"))),
        ]
        .map(|(check, result): (&str, Known<String>)| ValidityCheck {
            check: check.to_owned().into(),
            result: result.map(Text::from),
        })
        .into(),
        load: LoadPair { base: Ok(Workload::Closed), run: Ok(Workload::Closed) },
        notes: Vec::new(),
    }
}

fn error_cell(subject: &Subject, bad: [u64; 2], total: [u64; 2]) -> ErrorCell {
    let counts = |side: usize| Counts { bad: bad[side], total: total[side] };
    let difference = counts(1).share() - counts(0).share();
    let worse = bad[1] > 10;
    ErrorCell {
        judged: Judged::of(subject, Indicator::ErrorShare),
        base: counts(0),
        run: counts(1),
        trimmed: None,
        expected: 1.34,
        sd: 2.0,
        phi: 1.5,
        interval: Interval { low: difference - 0.012, high: difference + 0.012 },
        p: if worse { 0.003 } else { 0.5 },
        q: if worse { 0.024 } else { 0.8 },
        q_better: 0.9,
        detectable: 0.02,
        noise: 0.16,
        threshold: None,
        change: if worse { Change::Regression } else { Change::Unchanged },
    }
}
