//! Verdicts of runs made by hand. The comparison is computed elsewhere, so these build it by hand as well.

use super::ReportHead;
use crate::model::comparison::{
    Change, Comparison, Counts, ErrorCell, Evidence, Interval, LatencyCell, LoadPair, Measure, SharedShift,
    ThroughputCell, ValidityEffect, ValidityFinding, ValidityKind,
};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, Rule, Verdict};
use crate::model::load::Workload;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::sample::{run, shape, shop};
use crate::model::settings::Settings;
use crate::model::slo::{Objective, Slo, SloScope, SloStatus};
use crate::model::subject::Subject;

mod shared_shift;
mod told_once;
mod whole;

const AROUND: Interval = Interval { low: -0.05, high: 0.4 };

/// A latency cell at p95 of an endpoint that went from 100 ms to 100·e^d ms.
fn cell(endpoint: &str, d: f64, others: f64, q: f64) -> LatencyCell {
    LatencyCell {
        subject: endpoint.to_owned().into(),
        measure: Measure::P95,
        base: 100.0,
        run: 100.0 * d.exp(),
        log_change: d,
        interval: AROUND,
        others,
        excess: d - others.max(0.0),
        sd: 0.05,
        counts: None,
        p: q / 10.0,
        q,
        q_faster: 1.0,
        detectable: 0.12,
        resolution: 0.0,
        alone: false,
        buckets: None,
        change: if d > 0.0 { Change::Regression } else { Change::Improvement },
    }
}

fn shift(log_change: f64, p: f64, upper: f64, change: Change) -> SharedShift {
    SharedShift {
        measure: Measure::P95,
        endpoints: 6,
        log_change,
        interval: AROUND,
        upper,
        sd: 0.04,
        p,
        p_faster: 1.0 - p,
        detectable: 0.15,
        remedy: None,
        undecided: false,
        noise: None,
        change,
    }
}

fn errors(bad: u64, expected: f64, q: f64) -> ErrorCell {
    ErrorCell {
        judged: Judged::of(&Subject::endpoint("POST /d"), Indicator::ErrorShare),
        base: Counts { bad: 0, total: 1500 },
        run: Counts { bad, total: 1500 },
        trimmed: None,
        expected,
        sd: 2.0,
        phi: 1.5,
        interval: Interval { low: 0.0, high: 0.02 },
        p: q / 6.0,
        q,
        q_better: 1.0,
        detectable: 0.02,
        noise: 0.16,
        threshold: None,
        change: Change::Regression,
    }
}

/// A cell that says nothing.
fn quiet(endpoint: &str) -> LatencyCell {
    LatencyCell { change: Change::Unchanged, ..cell(endpoint, 0.01, 0.0, 1.0) }
}

fn comparison() -> Comparison {
    Comparison {
        base_runs: 1,
        candidate_runs: 1,
        paired: false,
        evidence: Evidence::Percentiles,
        // 7,000 of 12,300 requests: most of them.
        latency: vec![quiet("GET /a"), quiet("GET /b")],
        shared: vec![shift(0.0, 0.5, 0.08, Change::Unchanged)],
        errors: vec![ErrorCell {
            judged: Indicator::ErrorShare.into(),
            change: Change::Unchanged,
            ..errors(0, 0.5, 1.0)
        }],
        throughput: Err(Missing::because("the rate is not known")),
        metrics: Vec::new(),
        not_tested: Vec::new(),
        validity: Vec::new(),
        validity_checks: Vec::new(),
        load: LoadPair { base: Ok(Workload::Closed), run: Ok(Workload::Closed) },
        notes: Vec::new(),
    }
}

/// Judges one run.
fn assess(
    base: &[Run],
    run: &Run,
    comparison: Known<Comparison>,
    settings: &Settings,
    frame: ReportHead,
) -> Assessment {
    super::assess(base, std::slice::from_ref(run), comparison, settings, frame)
}

fn judged(comparison: Comparison) -> Assessment {
    assess(
        &[shop("base", 1.0)],
        &shop("run", 1.0),
        Ok(comparison),
        &Settings::default(),
        ReportHead::default(),
    )
}

fn check(run: &Run) -> Assessment {
    assess(&[], run, Err(Missing::because("no base")), &Settings::default(), ReportHead::default())
}

fn validity(kind: ValidityKind, effect: ValidityEffect) -> Vec<ValidityFinding> {
    vec![ValidityFinding { kind, effect, text: "seen".into() }]
}

#[test]
fn latency_rule() {
    // d, others, q → verdict
    let table = [
        (1.34_f64.ln(), 0.0, 0.029, Verdict::Fail),
        (1.34_f64.ln(), 0.0, 0.03, Verdict::Warn),
        (1.09_f64.ln(), 0.0, 0.001, Verdict::Warn),
        (1.10_f64.ln() + 1e-9, 0.0, 0.001, Verdict::Fail),
        // Less than half of the smallest size is its own: the rest moved as well.
        (1.34_f64.ln(), 1.30_f64.ln(), 0.001, Verdict::Warn),
    ];
    for (d, others, q, expected) in table {
        let quiet = LatencyCell { change: Change::Unchanged, ..cell("GET /quiet", 0.0, 0.0, 1.0) };
        let latency = vec![cell("POST /d", d, others, q), quiet];
        let verdict = judged(Comparison { latency, ..comparison() }).verdict;
        assert_eq!(verdict, expected, "d = {d}, others = {others}, q = {q}");
    }
    // With one run a side, and no other endpoint, it may be the host.
    for (d, expected) in [(1.49_f64.ln(), Verdict::Warn), (1.51_f64.ln(), Verdict::Fail)] {
        let alone = LatencyCell { alone: true, ..cell("POST /d", d, 0.0, 0.001) };
        assert_eq!(judged(Comparison { latency: vec![alone], ..comparison() }).verdict, expected, "{d}");
    }
    // A mean is weak evidence.
    let mean = LatencyCell { measure: Measure::Mean, ..cell("POST /d", 1.34_f64.ln(), 0.0, 0.001) };
    assert_eq!(judged(Comparison { latency: vec![mean], ..comparison() }).verdict, Verdict::Warn);
}

#[test]
fn error_rule() {
    let table = [
        (30, 0.5, 0.009, Verdict::Fail),
        (30, 0.5, 0.01, Verdict::Warn),
        // Four in excess are an anecdote.
        (4, 0.5, 0.001, Verdict::Warn),
    ];
    for (bad, expected, q, verdict) in table {
        let assessment = judged(Comparison { errors: vec![errors(bad, expected, q)], ..comparison() });
        assert_eq!(assessment.verdict, verdict, "{bad} bad, q = {q}");
    }
}

#[test]
fn throughput_warns_at_most() {
    let drop = ThroughputCell {
        base: 100.0,
        run: 50.0,
        log_change: -0.69,
        interval: AROUND,
        p: 1e-9,
        change: Change::Regression,
    };
    assert_eq!(judged(Comparison { throughput: Ok(drop), ..comparison() }).verdict, Verdict::Warn);
}

#[test]
fn more_load_excuses_slowness_and_not_errors() {
    let more = validity(ValidityKind::MoreLoad, ValidityEffect::LatencyFailIsInconclusive);
    let slower = Comparison {
        validity: more.clone(),
        latency: vec![cell("POST /d", 0.3, 0.0, 0.001)],
        ..comparison()
    };
    assert_eq!(judged(slower).verdict, Verdict::Inconclusive);
    assert_eq!(judged(Comparison { validity: more.clone(), ..comparison() }).verdict, Verdict::Pass);
    let failing = Comparison { validity: more, errors: vec![errors(30, 0.5, 0.001)], ..comparison() };
    assert_eq!(judged(failing).verdict, Verdict::Fail);
}

#[test]
fn less_load_makes_a_pass_hollow_and_leaves_a_fail() {
    for (kind, effect) in [
        (ValidityKind::LessLoad, ValidityEffect::PassIsInconclusive),
        (ValidityKind::DroppedIterations, ValidityEffect::PassIsInconclusive),
    ] {
        let pass = Comparison { validity: validity(kind, effect), ..comparison() };
        assert_eq!(judged(pass).verdict, Verdict::Inconclusive);
        let slower = Comparison {
            validity: validity(kind, effect),
            latency: vec![cell("POST /d", 0.3, 0.0, 0.001)],
            ..comparison()
        };
        let assessment = judged(slower);
        assert_eq!(assessment.verdict, Verdict::Fail);
        assert!(assessment.findings.iter().any(|f| f.rule == Rule::Validity), "the reason is still said");
    }
}

#[test]
fn different_load_models_withhold_latency_alone() {
    let slower = Comparison {
        validity: validity(ValidityKind::LoadModel, ValidityEffect::WithholdLatency),
        latency: vec![cell("POST /d", 0.3, 0.0, 0.001)],
        errors: vec![errors(30, 0.5, 0.01)],
        ..comparison()
    };
    let assessment = judged(slower);
    assert_eq!(assessment.verdict, Verdict::Warn, "errors are judged");
    assert!(assessment.findings.iter().all(|f| f.rule != Rule::Latency));
}

#[test]
fn nothing_tested_is_inconclusive() {
    let empty = Comparison { latency: Vec::new(), shared: Vec::new(), errors: Vec::new(), ..comparison() };
    assert_eq!(judged(empty).verdict, Verdict::Inconclusive);
}

#[test]
fn improvements_are_named_and_change_nothing() {
    let assessment = judged(Comparison {
        latency: vec![
            quiet("GET /a"),
            quiet("GET /b"),
            LatencyCell { q_faster: 0.01, ..cell("POST /d", -0.3, 0.0, 1.0) },
        ],
        ..comparison()
    });
    assert_eq!(assessment.verdict, Verdict::Pass);
    assert_eq!(assessment.improvements[0].title, "POST /d is faster");
    assert!(assessment.summary.contains("POST /d is faster"));
}

#[test]
fn k6_thresholds() {
    let check = |crossed| {
        let run = shop("run", 1.0).with_threshold("p(95)<500", crossed);
        assess(&[], &run, Err(Missing::because("no base")), &Settings::default(), ReportHead::default())
            .verdict
    };
    assert_eq!(check(true), Verdict::Fail);
    assert_eq!(check(false), Verdict::Pass);
    let against = |before| {
        let base = [shop("base", 1.0).with_threshold("p(95)<500", before)];
        let run = shop("run", 1.0).with_threshold("p(95)<500", true);
        assess(&base, &run, Ok(comparison()), &Settings::default(), ReportHead::default()).verdict
    };
    assert_eq!(against(false), Verdict::Fail, "newly crossed");
    assert_eq!(against(true), Verdict::Warn, "crossed before as well");
}

fn with_slo(objective: Objective) -> Settings {
    Settings {
        slos: vec![Slo { scope: SloScope::Whole, objective, window_days: 30.0, runbook: None }],
        ..Settings::default()
    }
}

fn check_slo(bad: u64, objective: Objective) -> (Verdict, SloStatus, Option<u64>) {
    let run = run("run").with_endpoint("GET /", 10_000, shape(100.0), bad);
    let assessment =
        assess(&[], &run, Err(Missing::because("no base")), &with_slo(objective), ReportHead::default());
    let measured = assessment.slos[0].measured.as_ref().unwrap();
    (assessment.verdict, measured.status, measured.requests_to_settle)
}

#[test]
fn objectives() {
    let three_nines = || Objective::Success { share: 0.999 };
    // Nobody asks about latency: what was met is no PASS.
    assert_eq!(check_slo(10, three_nines()), (Verdict::None, SloStatus::Met, None));
    assert_eq!(check_slo(40, three_nines()), (Verdict::Fail, SloStatus::Missed, None));
    let (verdict, status, settle) = check_slo(12, three_nines());
    assert_eq!((verdict, status), (Verdict::Warn, SloStatus::MissedUnsure));
    // The normal approximation gives b·φ·(1.645/(s − b))² = 0.001·1.5·(1.645/0.0002)² = 101,476.
    // Rounded up to two digits.
    let settle = settle.unwrap();
    assert!((90_000..=120_000).contains(&settle) && settle % 10_000 == 0, "{settle}");
}

#[test]
fn a_latency_objective_is_read_off_the_percentiles() {
    // p95 is 220 ms and p99 400 ms: within 220 ms are 95 %, within 400 ms 99 %.
    assert_eq!(check_slo(0, Objective::Latency { within: 220.5, share: 0.95 }).1, SloStatus::Met);
    assert_eq!(check_slo(0, Objective::Latency { within: 200.0, share: 0.95 }).1, SloStatus::Missed);
    assert_eq!(check_slo(0, Objective::Latency { within: 1200.0, share: 0.999 }).1, SloStatus::Met);
    // Halfway between in log latency is halfway in log share: √(0.05·0.01) = 2.236 %.
    let run = run("run").with_endpoint("GET /", 10_000, shape(100.0), 0);
    let within = (220.0_f64 * 400.0).sqrt();
    let settings = with_slo(Objective::Latency { within, share: 0.95 });
    let assessment = assess(&[], &run, Err(Missing::because("no base")), &settings, ReportHead::default());
    let measured = assessment.slos[0].measured.as_ref().unwrap();
    assert!((measured.bad - 223.607).abs() < 0.01, "{}", measured.bad);
    assert!(measured.estimated);
}

#[test]
fn a_check_without_anything_to_judge_is_none() {
    let assessment = assess(
        &[],
        &shop("run", 1.0),
        Err(Missing::because("no base")),
        &Settings::default(),
        ReportHead::default(),
    );
    assert_eq!(assessment.verdict, Verdict::None);
    assert!(assessment.summary.to_string().starts_with("Nothing was judged"));
}

#[test]
fn findings_come_worst_first() {
    let assessment = judged(Comparison {
        latency: vec![cell("GET /a", 0.06, 0.0, 0.1), cell("POST /d", 0.3, 0.0, 0.001)],
        ..comparison()
    });
    let verdicts: Vec<Verdict> = assessment.findings.iter().map(|f| f.verdict).collect();
    assert_eq!(verdicts, [Verdict::Fail, Verdict::Warn]);
    assert_eq!(assessment.summary, "POST /d is slower, and 1 more finding.");
}
