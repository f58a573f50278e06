//! Objectives met, missed, unsure and not measurable.

use super::{NASTY, between, missing};
use crate::model::judgement::{ErrorBudget, SloMeasurement, SloResult};
use crate::model::metric_objective::{MetricMeasurement, MetricObjectiveResult};
use crate::model::series::unit::SeriesUnit;
use crate::model::slo::{Objective, Slo, SloScope, SloStatus};
use crate::model::subject::Subject;

pub(super) fn results() -> Vec<SloResult> {
    let success = Objective::Success { share: 0.999 };
    let latency = Objective::Latency { within: 500.0, share: 0.99 };
    vec![
        result(SloScope::Whole, success, None, Ok(measured(SloStatus::Met, 2.0, None, Some(0.9999)))),
        result(
            SloScope::Endpoints("POST *".to_owned()),
            latency.clone(),
            Some("POST /api/orders"),
            Ok(measured(SloStatus::MissedUnsure, 20.5, Some(12_000), None)),
        ),
        result(
            SloScope::Endpoints("*".to_owned()),
            latency.clone(),
            Some(NASTY),
            Ok(measured(SloStatus::Missed, 400.0, None, Some(0.97))),
        ),
        result(
            SloScope::Endpoints("*".to_owned()),
            latency,
            Some("GET /health"),
            missing("the summary states too few percentiles"),
        ),
    ]
}

fn result(
    scope: SloScope,
    objective: Objective,
    endpoint: Option<&str>,
    measured: crate::model::missing::Known<SloMeasurement>,
) -> SloResult {
    SloResult {
        text: match objective {
            Objective::Success { .. } => "99.9 % without an unintended error".to_owned(),
            Objective::Latency { .. } => "99 % within 500 ms".to_owned(),
        },
        slo: Slo { scope, objective, window_days: 30.0, runbook: None },
        subject: Subject::of_key(endpoint),
        measured,
    }
}

fn measured(
    status: SloStatus,
    bad: f64,
    requests_to_settle: Option<u64>,
    base_good_share: Option<f64>,
) -> SloMeasurement {
    let good_share = 1.0 - bad / 19_001.0;
    SloMeasurement {
        bad,
        total: 19_001,
        estimated: bad.fract() > 0.0,
        good_share,
        interval: between(good_share - 0.001, good_share + 0.000_01),
        p: 0.03,
        status,
        requests_to_settle,
        base_good_share,
        budget: ErrorBudget {
            burn_rate: bad / 19.001,
            lasts_days: (status != SloStatus::Met).then_some(9.1),
            window_days: 30.0,
        },
    }
}

pub(super) fn on_servers() -> Vec<MetricObjectiveResult> {
    let measured = MetricMeasurement {
        value: 9.0,
        limit: 2.0,
        unit: Some(SeriesUnit::Count),
        per_second: false,
        series: "pool=\"main\"".to_owned(),
        series_count: 3,
        series_missed: 2,
        seconds_missed: 30.0,
        seconds_measured: 64.0,
        window_seconds: 65.0,
        status: SloStatus::Missed,
        base: Some(0.0),
    };
    let result = |text: &str, measured| MetricObjectiveResult { text: text.to_owned(), measured };
    vec![
        result("p95 of hikaricp_connections_pending at most 2", Ok(measured)),
        result("max of go_goroutines at most 500", missing("the metrics of the servers hold no sample")),
    ]
}
