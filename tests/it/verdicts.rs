//! Verdicts of recorded runs, whose truth is known: `fixtures/README.md` says what was changed in each.

use std::path::Path;
use std::sync::Arc;

use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::model::comparison::Measure;
use perfreport::model::indicator::Indicator;
use perfreport::model::judgement::{Assessment, Rule, Verdict};
use perfreport::model::settings::Settings;
use perfreport::words::Text;

use crate::support::{fixture, snapshot};

fn shop(run: &str) -> Input {
    let folder = fixture("shop").join(run);
    let named = folder.join("handle-summary.json");
    Input::Path(if named.exists() { named } else { folder.join("summary-export.json") })
}

fn compare(base: &[&str], run: &str) -> Assessment {
    let request = Request::new(base.iter().map(|b| shop(b)).collect(), shop(run));
    pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap()
}

const BASES: [&str; 4] = ["base-1", "base-2", "base-3", "base-4"];

/// Endpoints that a rule names in findings of at least this verdict.
fn named(assessment: &Assessment, rule: Rule, at_least: Verdict) -> Vec<&str> {
    let mut names: Vec<&str> = assessment
        .findings
        .iter()
        .filter(|f| f.rule == rule && f.verdict >= at_least)
        .filter_map(|f| f.judged.subject.key())
        .collect();
    names.dedup();
    names
}

#[test]
fn identical_runs_never_fail() {
    for base in BASES {
        for run in BASES {
            if base != run {
                let assessment = compare(&[base], run);
                assert!(assessment.verdict < Verdict::Fail, "{run} against {base}: {}", assessment.summary);
            }
        }
    }
    for (left_out, run) in BASES.iter().enumerate() {
        let base: Vec<&str> =
            BASES.iter().enumerate().filter(|(i, _)| *i != left_out).map(|(_, b)| *b).collect();
        let assessment = compare(&base, run);
        assert_eq!(
            assessment.verdict,
            Verdict::Pass,
            "{run} against the other three: {}",
            assessment.summary
        );
    }
}

#[test]
fn a_slower_endpoint_fails_alone() {
    for base in [&BASES[..1], &BASES[..]] {
        let assessment = compare(base, "orders-slower-30");
        assert_eq!(assessment.verdict, Verdict::Fail);
        assert_eq!(named(&assessment, Rule::Latency, Verdict::Warn), ["POST /api/orders"]);
        assert!(assessment.findings.iter().all(|f| f.rule == Rule::Latency), "nothing else is found");
    }
}

#[test]
fn timeouts_fail_on_their_endpoint() {
    let assessment = compare(&["base-1"], "payments-timeout");
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert_eq!(named(&assessment, Rule::Errors, Verdict::Fail), ["POST /api/payments"]);
    let more = compare(&BASES, "payments-timeout");
    assert_eq!(named(&more, Rule::Latency, Verdict::Fail), ["POST /api/payments"], "its p99 as well");
}

#[test]
fn server_errors_are_found_on_their_endpoint() {
    let assessment = compare(&["base-1"], "cart-500");
    assert!(assessment.verdict >= Verdict::Warn);
    assert_eq!(named(&assessment, Rule::Errors, Verdict::Warn), ["POST /api/cart/items"]);
    assert_eq!(compare(&BASES, "cart-500").verdict, Verdict::Fail);
}

#[test]
fn a_shift_of_everything_is_shared() {
    let exhausted = compare(&["base-1"], "pool-exhausted");
    assert_eq!(exhausted.verdict, Verdict::Fail);
    assert_eq!(exhausted.findings[0].rule, Rule::SharedShift);
    assert!(
        exhausted
            .findings
            .iter()
            .all(|f| !(f.judged.subject.key().is_some() && f.title.english().ends_with("is slower")))
    );
    for base in [&BASES[..1], &BASES[..]] {
        let all = compare(base, "all-slower-10");
        assert!(all.verdict >= Verdict::Warn, "{}", all.summary);
        assert!(all.findings.iter().all(|f| f.judged.subject.is_whole()), "no endpoint is named");
    }
}

#[test]
fn a_faster_run_passes_and_says_so() {
    let assessment = compare(&["base-1"], "faster-20");
    assert_eq!(assessment.verdict, Verdict::Pass);
    assert!(assessment.improvements.iter().any(|f| f.rule == Rule::SharedShift));
    assert!(assessment.summary.contains("faster"));
}

#[test]
fn what_is_no_regression_does_not_fail() {
    for run in ["sold-out-409", "double-load", "open-model"] {
        for base in [&BASES[..1], &BASES[..]] {
            let assessment = compare(base, run);
            assert!(assessment.verdict < Verdict::Warn, "{run}: {}", assessment.summary);
        }
    }
    let open = compare(&["base-1"], "open-model");
    assert_eq!(open.verdict, Verdict::Inconclusive);
    assert!(open.findings.iter().any(|f| f.rule == Rule::Validity));
}

#[test]
fn a_sold_out_product_is_seen_as_intended_4xx() {
    use perfreport::model::outcome::Outcome;
    let assessment = compare(&["base-1"], "sold-out-409");
    let intended = |figures: &perfreport::model::figures::RunFigures| {
        figures.whole.outcomes.as_ref().unwrap().classes[&Outcome::Intended4xx]
    };
    assert_eq!(intended(&assessment.base[0]), 57);
    assert_eq!(intended(&assessment.run), 1554);
    assert!(assessment.notes.iter().chain(&assessment.run.notes).count() > 0);
}

#[test]
fn a_saturated_generator_is_said_and_the_fail_stands() {
    let assessment = compare(&["open-model"], "dropped-iterations");
    assert_eq!(assessment.verdict, Verdict::Fail);
    assert!(assessment.findings.iter().any(|f| f.rule == Rule::Validity && f.text.contains("582")));
    assert!(named(&assessment, Rule::Latency, Verdict::Fail).contains(&"POST /api/orders"));
}

#[test]
fn a_plain_script_gives_a_useful_report() {
    let assessment = compare(&["naive-base"], "naive-slower");
    assert!(assessment.verdict >= Verdict::Warn, "{}", assessment.summary);
    assert!(assessment.not_tested.iter().any(|n| n.judged.indicator == Indicator::Latency(Measure::P99)));
    let hints: Vec<String> =
        assessment.notes.iter().filter_map(|note| note.hint.as_ref().map(Text::english)).collect();
    assert!(hints.iter().any(|hint| hint.contains("--out json")), "{hints:?}");
}

/// The same cells, computed by another program: log changes and one-sided probabilities of the pair
/// base-1 and orders-slower-30, from scipy's normal distribution and a second implementation of the page.
#[test]
fn cells_agree_with_another_implementation() {
    let assessment = compare(&["base-1"], "orders-slower-30");
    let comparison = assessment.comparison.as_ref().unwrap();
    for (endpoint, measure, d, others, p) in ORACLE {
        let cell = comparison
            .latency
            .iter()
            .find(|c| c.subject.key() == Some(*endpoint) && c.measure.key() == *measure)
            .unwrap();
        assert!((cell.log_change - d).abs() < 1e-9, "{endpoint} {measure}: d {}", cell.log_change);
        assert!((cell.others - others).abs() < 1e-9, "{endpoint} {measure}: g {}", cell.others);
        assert!((cell.p - p).abs() < 1e-6 * p.max(1e-3), "{endpoint} {measure}: p {}", cell.p);
    }
    assert_eq!(comparison.latency.len(), ORACLE.len());
}

#[test]
fn both_shapes_of_one_run_give_the_same_comparison() {
    for run in ["base-1", "orders-slower-30"] {
        assert!(Path::new(&fixture("shop")).join(run).join("summary-export.json").exists());
    }
    let export = |run: &str| Input::Path(fixture("shop").join(run).join("summary-export.json"));
    let request = Request::new(vec![export("base-1")], export("orders-slower-30"));
    let from_export = pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap();
    let from_handle = compare(&["base-1"], "orders-slower-30");
    assert_eq!(from_export.comparison, from_handle.comparison);
    assert_eq!(from_export.findings, from_handle.findings);
}
#[rustfmt::skip]
const ORACLE: &[(&str, &str, f64, f64, f64)] = &[
    ("GET /api/orders", "p50", 0.003939362921142243, 0.012733519675849276, 0.5795199702525669),
    ("GET /api/products", "p50", 0.012167073022051184, 0.01079252063918493, 0.4867124771263747),
    ("GET /api/products/popular", "p50", -0.015243218572742911, 0.012616888469876814, 0.694564435956813),
    ("GET /api/products/{id}", "p50", 0.012950661967609476, 0.010154010821246779, 0.4723640199941427),
    ("POST /api/cart/items", "p50", 0.03521892066634938, 0.01211284897132493, 0.33717590936659836),
    ("POST /api/coupons/{id}/issue", "p50", 0.02641010984700616, 0.012177856334846401, 0.401352579843404),
    ("POST /api/orders", "p50", 0.2635354962920453, 0.012136011431745843, 0.0005142973594367793),
    ("POST /api/payments", "p50", -0.007944547470547772, 0.012653716385134928, 0.6580463970801746),
    ("GET /api/orders", "p90", 0.010484695101973295, 0.046830526190149116, 0.6941224910673125),
    ("GET /api/products", "p90", 0.01911940770143804, 0.04829248223358385, 0.6696228424311768),
    ("GET /api/products/popular", "p90", -0.002861129949989203, 0.044163105314551365, 0.730149020229822),
    ("GET /api/products/{id}", "p90", 0.041377325795095496, 0.03702526459197959, 0.47289712005406237),
    ("POST /api/cart/items", "p90", 0.07444062352976213, 0.039816890553376644, 0.3317619123151051),
    ("POST /api/coupons/{id}/issue", "p90", 0.04313296934653017, 0.040185741015948295, 0.4870873979662933),
    ("POST /api/orders", "p90", 0.28265625264859484, 0.03988912377128627, 0.00740551683268116),
    ("POST /api/payments", "p90", -0.004150950307020673, 0.0439083249632671, 0.7336787239508475),
    ("GET /api/orders", "p95", 0.029912320322100214, 0.046830526190149116, 0.5766232649656569),
    ("GET /api/products", "p95", 0.039721559679391276, 0.04829248223358385, 0.5422052530929218),
    ("GET /api/products/popular", "p95", 0.013216476213497868, 0.044163105314551365, 0.6002115883056375),
    ("GET /api/products/{id}", "p95", 0.06364450354941117, 0.03702526459197959, 0.377833612269699),
    ("POST /api/cart/items", "p95", 0.07056088455942451, 0.039816890553376644, 0.4032229459448322),
    ("POST /api/coupons/{id}/issue", "p95", 0.04780910928912018, 0.040185741015948295, 0.4764361619148358),
    ("POST /api/orders", "p95", 0.29213338907034603, 0.03988912377128627, 0.025297227053542627),
    ("POST /api/payments", "p95", -0.018005560770510447, 0.0439083249632671, 0.6846627944224236),
    ("GET /api/orders", "p99", 0.06877219827132951, 0.046830526190149116, 0.4454103261597652),
    ("GET /api/products", "p99", 0.030730952544340648, 0.04829248223358385, 0.5461324619217041),
    ("GET /api/products/popular", "p99", -0.04896655488320112, 0.044163105314551365, 0.596479783814875),
    ("GET /api/products/{id}", "p99", 0.1258619812343302, 0.03702526459197959, 0.24106324850056673),
    ("POST /api/cart/items", "p99", 0.24877927018348278, 0.039816890553376644, 0.21617879710781163),
    ("POST /api/coupons/{id}/issue", "p99", 0.08789790044417328, 0.040185741015948295, 0.47464052681828434),
    ("POST /api/orders", "p99", 0.34111061905939905, 0.03988912377128627, 0.08510976215205687),
    ("POST /api/payments", "p99", 0.06805782676075604, 0.0439083249632671, 0.46349941053949917),
    ("GET /api/orders", "p99.9", -0.31330157504997247, 0.046830526190149116, 0.7827909977242706),
    ("GET /api/products", "p99.9", 0.24097593425010716, 0.04829248223358385, 0.32721751391180165),
    ("GET /api/products/{id}", "p99.9", 0.09794115734268007, 0.03702526459197959, 0.42910417554246416),
];

/// Judges snapshots, which hold all that the points of a run say.
fn compare_points(base: &[&str], run: &str) -> Assessment {
    let points = |run: &str| Input::Path(snapshot(&format!("shop/{run}")));
    let request = Request::new(base.iter().map(|b| points(b)).collect(), points(run));
    pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap()
}

#[test]
fn recorded_points_get_the_right_verdict() {
    use Verdict::{Fail, Inconclusive, Pass, Warn};
    // Run, verdict against base-1, verdict against all four, the endpoint that is named. One base run cannot tell a host
    // from code that slows everything down.
    let table = [
        ("orders-tail", Fail, Fail, Some("POST /api/orders")),
        ("orders-slower-30", Fail, Fail, Some("POST /api/orders")),
        ("all-slower-10", Warn, Fail, None),
        ("cart-500", Fail, Fail, Some("POST /api/cart/items")),
        ("payments-timeout", Fail, Fail, Some("POST /api/payments")),
        ("pool-exhausted", Fail, Fail, None),
        ("kafka-incident", Fail, Fail, Some("POST /api/orders")),
        ("sold-out-409", Pass, Pass, None),
        ("faster-20", Pass, Pass, None),
        ("double-load", Pass, Pass, None),
        ("open-model", Inconclusive, Inconclusive, None),
    ];
    let mut wrong: Vec<String> = Vec::new();
    for (run, one, all, endpoint) in table {
        for (base, expected) in [(&BASES[..1], one), (&BASES[..], all)] {
            let assessment = compare_points(base, run);
            let mut tell = |what: String| wrong.push(format!("{run}, {} base runs: {what}", base.len()));
            if assessment.verdict != expected {
                tell(format!("{} instead of {expected}: {}", assessment.verdict, assessment.summary));
            }
            let named = |at_least: Verdict| -> Vec<&str> {
                let moved = assessment.findings.iter().filter(|f| !f.title.contains("more than the rest"));
                moved.filter(|f| f.verdict >= at_least).filter_map(|f| f.judged.subject.key()).collect()
            };
            // A warning may err; a failure may not.
            if !named(Fail).iter().all(|name| Some(*name) == endpoint) {
                tell(format!("{:?} failed", named(Fail)));
            }
            if !endpoint.is_none_or(|endpoint| named(Warn).contains(&endpoint)) {
                tell(format!("{endpoint:?} is not among {:?}", named(Warn)));
            }
        }
    }
    for run in BASES {
        let others: Vec<&str> = BASES.into_iter().filter(|base| *base != run).collect();
        for base in others.iter().map(std::slice::from_ref).chain([&others[..]]) {
            let assessment = compare_points(base, run);
            if assessment.verdict >= Fail {
                wrong.push(format!("{run} against {base:?}: {}", assessment.summary));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let saturated = compare_points(&["open-model"], "dropped-iterations");
    assert_eq!(saturated.verdict, Fail);
    let naive = compare_points(&["naive-base"], "naive-slower");
    assert_eq!(naive.verdict, Fail);
    assert!(naive.run.endpoints.iter().any(|e| e.subject.to_string().ends_with("/api/products/{id}")));
}
