//! Hand-made reviews: a week of a small shop, and years of a large one.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::baseline::{BaselineAction, BaselineEvent};
use crate::model::history::HistoryMeasure;
use crate::model::judgement::Verdict;
use crate::model::note::Note;
use crate::model::review::{
    Action, BudgetUse, ChangePoint, InconclusiveReason, Level, Mover, Noisy, Period, Priority, Promotion,
    Review, ReviewedRun, Tracked, Trend, TrendSeries,
};
use crate::model::subject::Subject;

/// The name of an endpoint that wants to be more than text.
const HOSTILE: &str = "GET /<script>alert(1)</script>|{{ 7*7 }}";
/// When the small sample's first run began.
const BEGAN: &str = "2026-11-03T09:00:00Z";
/// The run with which its orders became slower.
const STEP: usize = 7;
/// The first run of its period.
const FIRST: usize = 4;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn subject(endpoint: Option<&str>) -> Tracked {
    Tracked { test: Arc::from(""), subject: Subject::of_key(endpoint) }
}

/// A number between -1 and 1 that looks like chance and is always the same.
fn chance(seed: usize) -> f64 {
    let mixed =
        (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (mixed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

fn run(number: usize, at: DateTime<Utc>, verdict: Verdict, reason: Option<&str>) -> ReviewedRun {
    ReviewedRun {
        id: format!("run-{number:04}"),
        name: format!("orders-{number}"),
        at,
        dated: number % 5 != 4,
        test: String::new(),
        verdict,
        reason: reason.map(str::to_owned),
        base: Some("@main".to_owned()),
        commit: Some(format!(
            "{:016x}{number:024x}",
            (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        )),
        requests: Some(14_950 + number as u64),
        p95: Some(71.6 + chance(number)),
        p99: (number != 5).then(|| 118.2 + 3.0 * chance(number)),
        error_share: Some(0.0004),
        rate: Some(248.0 + chance(number)),
    }
}

fn series(
    measure: HistoryMeasure,
    values: &[f64],
    step: Option<usize>,
    objective: Option<f64>,
) -> TrendSeries {
    let last = values.len() - 1;
    let median = |from: usize, to: usize| {
        let mut level = values[from..=to].to_vec();
        level.sort_by(f64::total_cmp);
        Level { from, to, value: level[level.len() / 2] }
    };
    TrendSeries {
        measure,
        values: values.iter().copied().enumerate().collect(),
        objective: objective
            .map_or_else(Vec::new, |allowed| vec![(0, Some(allowed * 1.25)), (last / 2, Some(allowed))]),
        levels: match step {
            Some(step) => vec![median(0, step - 1), median(step, last)],
            None => vec![median(0, last)],
        },
        noise: Some(0.04),
    }
}

/// How an endpoint went: `p95` milliseconds, half as much again from `step` on, with that much noise.
fn trend(endpoint: Option<&str>, runs: usize, p95: f64, step: Option<usize>, noise: f64) -> Trend {
    let seed = endpoint.map_or(0, str::len) * 1_000;
    let level = |run: usize| if step.is_some_and(|step| run >= step) { 1.34 } else { 1.0 };
    let values = |of: &dyn Fn(usize, f64) -> f64| -> Vec<f64> {
        (0..runs).map(|run| of(run, chance(seed + run))).collect()
    };
    let latency = values(&|run, chance| p95 * level(run) * (1.0 + noise * chance));
    let tail = values(&|run, chance| p95 * 1.6 * level(run) * (1.0 - noise * chance));
    let errors = values(&|run, chance| if run % 3 == 0 { 0.0 } else { 0.0006 + 0.0004 * chance });
    let rate = values(&|_, chance| 120.0 + 2.0 * chance);
    Trend {
        subject: subject(endpoint),
        series: vec![
            series(HistoryMeasure::P95, &latency, step, Some((p95 * 1.5).round())),
            series(HistoryMeasure::P99, &tail, step, None),
            series(HistoryMeasure::ErrorShare, &errors, None, Some(0.01)),
            series(HistoryMeasure::Rate, &rate, None, None),
        ],
    }
}

fn change_point(endpoint: &str, measure: HistoryMeasure, before: f64, after: f64, run: usize) -> ChangePoint {
    let change = after / before - 1.0;
    ChangePoint {
        subject: subject(Some(endpoint)),
        measure,
        run,
        before,
        after,
        change,
        worse: (change > 0.0) == (measure != HistoryMeasure::Rate),
        q: 0.0007,
    }
}

fn promotion(run: &str, at: DateTime<Utc>, why: Option<&str>, objections: &[&str]) -> Promotion {
    Promotion {
        baseline: "main".to_owned(),
        event: BaselineEvent {
            at,
            by: "Ada <ada@example.org>".to_owned(),
            action: BaselineAction::Added,
            run: run.to_owned(),
            from: None,
            why: why.map(str::to_owned),
            objections: objections.iter().map(|text| (*text).to_owned()).collect(),
        },
    }
}

/// A week with twelve runs, eight of them in the period, in which one endpoint became slower.
pub(in crate::render) fn reviewed() -> Review {
    let slower = "POST /api/orders is slower: p95 83.1 → 111 ms";
    let too_few = "the base has 12 requests of POST /api/payments; 100 would do";
    let verdicts = [
        (Verdict::Pass, None),
        (Verdict::Pass, None),
        (Verdict::Warn, Some("GET /api/cart is slower: p99 +9 %")),
        (Verdict::Pass, None),
        (Verdict::Pass, None),
        (Verdict::Inconclusive, Some(too_few)),
        (Verdict::Pass, None),
        (Verdict::Fail, Some(slower)),
        (Verdict::Fail, Some(slower)),
        (Verdict::None, None),
        (Verdict::Warn, Some("<img src=x onerror=alert(1)> | `code` [link](javascript:alert(1))")),
        (Verdict::Pass, None),
    ];
    let hours = [0, 25, 49, 74, 145, 170, 192, 216, 240, 246, 264, 290];
    let mut runs: Vec<ReviewedRun> = verdicts
        .into_iter()
        .zip(hours)
        .enumerate()
        .map(|(number, ((verdict, reason), hour))| {
            run(number, at(BEGAN) + TimeDelta::hours(hour), verdict, reason)
        })
        .collect();
    runs[10].name = "<b>nightly</b> | *x*".to_owned();
    runs[10].commit = Some("`rm`|<i>".to_owned());
    runs[9].base = None;
    let promoted = |number: usize| runs[number].at + TimeDelta::hours(1);
    let promotions = vec![
        promotion("run-0003", promoted(3), None, &[]),
        promotion(
            "run-0008",
            promoted(8),
            Some("the new check is wanted | <u>agreed</u>"),
            &["the run's verdict is FAIL", "it differs from the baseline: p95 +34 %"],
        ),
    ];
    let count = runs.len();
    let orders = "POST /api/orders";
    Review {
        title: "Weekly review of the shop".to_owned(),
        period: Period { since: at("2026-11-09T00:00:00Z"), until: at("2026-11-16T00:00:00Z") },
        runs,
        first: FIRST,
        promotions,
        trends: vec![
            trend(None, count, 71.6, None, 0.03),
            trend(Some(HOSTILE), count, 18.0, None, 0.02),
            trend(Some("GET /api/cart"), count, 43.0, None, 0.2),
            trend(Some(orders), count, 83.0, Some(STEP), 0.03),
        ],
        change_points: vec![
            change_point(orders, HistoryMeasure::P95, 83.1, 111.4, STEP),
            change_point(orders, HistoryMeasure::P99, 132.0, 177.0, STEP),
        ],
        movers: vec![
            Mover {
                subject: subject(Some(orders)),
                measure: HistoryMeasure::P95,
                before: 83.1,
                after: 111.4,
                change: 0.34,
                worse: true,
                noise: Some(0.03),
            },
            Mover {
                subject: subject(Some("GET /api/cart")),
                measure: HistoryMeasure::Rate,
                before: 121.0,
                after: 102.0,
                change: -0.157,
                worse: true,
                noise: Some(0.02),
            },
            Mover {
                subject: subject(Some(HOSTILE)),
                measure: HistoryMeasure::P99,
                before: 29.0,
                after: 27.6,
                change: -0.048,
                worse: false,
                noise: None,
            },
        ],
        movers_base: "the 7 days before".into(),
        budgets: vec![
            BudgetUse {
                subject: subject(Some(orders)),
                text: Arc::from("95 % within 100 ms"),
                objective: 0.95,
                bad: 5_382.0,
                requests: 59_800,
                used: 1.8,
                runs: 8,
                missed: 4,
            },
            BudgetUse {
                subject: subject(None),
                text: Arc::from("99 % without error"),
                objective: 0.99,
                bad: 48.0,
                requests: 119_600,
                used: 0.04,
                runs: 8,
                missed: 0,
            },
        ],
        noisy: vec![Noisy {
            subject: subject(Some("GET /api/cart")),
            measure: HistoryMeasure::P95,
            noise: 0.18,
            runs: count,
        }],
        inconclusive: vec![InconclusiveReason { reason: too_few.into(), runs: vec![5] }],
        actions: vec![
            Action {
                priority: Priority::P0,
                text: "Find out what commit 6a09e667f3 did to POST /api/orders".into(),
                evidence: "p95 +34 % since orders-7; the error budget is used 1.8 times".into(),
            },
            Action {
                priority: Priority::P1,
                text: "Lower the noise of GET /api/cart".into(),
                evidence: "±18 % from run to run | <b>bold</b>".into(),
            },
        ],
        notes: vec![
            Note::new("One file of the history could not be read: `a|b`.").with_hint("Remove it."),
            Note::new("3 runs do not tell when their test began."),
        ],
        command: "perfreport review --since 2026-11-09 --until 2026-11-16".to_owned(),
        generator: "perfreport 0.1.0".to_owned(),
    }
}

/// So many runs of a shop with so many endpoints, one after the other; every fourth endpoint changed.
pub(in crate::render) fn years(runs: usize, endpoints: usize) -> Review {
    let began = at("2025-01-01T00:00:00Z");
    let step = runs * 3 / 4;
    let names: Vec<String> = (0..endpoints).map(|number| format!("GET /api/v1/things/{number:02}")).collect();
    let changed = |number: usize| (number % 4 == 1).then_some(step);
    let mut trends = vec![trend(None, runs, 71.6, None, 0.03)];
    trends.extend(
        names.iter().enumerate().map(|(number, name)| {
            trend(Some(name), runs, 20.0 + 10.0 * number as f64, changed(number), 0.05)
        }),
    );
    let verdicts = [Verdict::Pass, Verdict::Pass, Verdict::Pass, Verdict::Warn, Verdict::Fail];
    Review {
        period: Period { since: began, until: began + TimeDelta::hours(2 * runs as i64) },
        first: 0,
        runs: (0..runs)
            .map(|number| {
                run(number, began + TimeDelta::hours(2 * number as i64), verdicts[number % 5], None)
            })
            .collect(),
        promotions: (0..runs / 50)
            .map(|number| {
                promotion(
                    &format!("run-{:04}", number * 50),
                    began + TimeDelta::hours(100 * number as i64),
                    None,
                    &[],
                )
            })
            .collect(),
        change_points: (0..endpoints)
            .filter_map(|number| {
                let before = 20.0 + 10.0 * number as f64;
                Some(change_point(
                    &names[number],
                    HistoryMeasure::P95,
                    before,
                    before * 1.34,
                    changed(number)?,
                ))
            })
            .collect(),
        trends,
        ..reviewed()
    }
}
