use super::{end, hours, of_p95, reviewed, reviewed_with, run, slo, traffic};
use crate::model::baseline::{BaselineAction, BaselineEvent};
use crate::model::history::{HistoryMeasure, HistoryRun};
use crate::model::judgement::Verdict;
use crate::model::review::{Promotion, Review};
use chrono::TimeDelta;

/// Twelve figures about `level`, 2 % apart.
fn about(level: f64) -> Vec<f64> {
    (0..12).map(|index| level * (1.0 + 0.01 * f64::from(index % 3 - 1))).collect()
}

fn judged(hours_before: i64, verdict: Verdict, reason: Option<&str>) -> HistoryRun {
    HistoryRun { verdict, reason: reason.map(str::to_owned), ..run(hours_before, Vec::new()) }
}

fn texts(review: &Review) -> Vec<String> {
    review
        .actions
        .iter()
        .map(|action| {
            format!("{} {} | {}", action.priority.word(), action.text, action.evidence).replace('\u{a0}', " ")
        })
        .collect()
}

#[test]
fn nothing_is_said_of_no_runs_and_little_of_one() {
    let none = reviewed(Vec::new(), hours(24));
    assert_eq!((none.runs.len(), none.first, none.actions.len(), none.notes.len()), (0, 0, 0, 0));
    assert_eq!(none.movers_base, "nothing: there are too few runs");
    let one = reviewed(of_p95(&[80.0]), hours(24));
    assert_eq!(one.trends[0].series[0].values, [(0, 80.0)]);
    assert_eq!(one.trends[0].series[0].levels.len(), 1);
    assert_eq!(one.trends[0].series[0].noise, None);
    assert_eq!(one.notes[0].text, "The longest series has 1 of the 8 runs that a change of level takes.");
}

#[test]
fn runs_outside_both_periods_are_left_out() {
    let review = reviewed(of_p95(&[900.0, 80.0, 81.0, 82.0, 83.0]), hours(2));
    assert_eq!((review.runs.len(), review.first), (4, 2));
    assert_eq!(review.reviewed()[0].name, "run-2");
    let late = run(0, Vec::new());
    assert!(reviewed(vec![late], hours(2)).runs.is_empty());
}

#[test]
fn a_step_before_the_period_is_a_level_and_no_change_point() {
    let values = [about(80.0), about(120.0)].concat();
    let review = reviewed(of_p95(&values), hours(12));
    assert_eq!(review.change_points[0].run, 12);
    assert_eq!(review.change_points[0].before, 80.0);
    let earlier = reviewed(of_p95(&[values, about(120.0)].concat()), hours(18));
    assert!(earlier.change_points.is_empty() && earlier.actions.is_empty());
    let levels: Vec<_> =
        earlier.trends[0].series[0].levels.iter().map(|level| (level.from, level.to)).collect();
    assert_eq!(levels, [(0, 11), (12, 35)]);
}

#[test]
fn what_is_back_needs_no_action_and_neither_does_an_improvement() {
    for (levels, changes) in [([80.0, 120.0, 80.0], 2), ([120.0, 120.0, 80.0], 1)] {
        let review = reviewed(of_p95(&levels.map(about).concat()), hours(36));
        assert_eq!(review.change_points.len(), changes, "{levels:?}");
        assert!(review.actions.is_empty(), "{:?}", review.actions);
    }
}

#[test]
fn an_action_says_where_to_look_and_why() {
    let review = reviewed(of_p95(&[about(80.0), about(120.0)].concat()), hours(12));
    assert_eq!(
        texts(&review),
        ["P1 Find out what changed with run run-12 (commit c12) | p95 of GET /a: 80.0 ms → 120 ms, +50 %"]
    );
}

#[test]
fn runs_of_different_tests_are_never_mixed() {
    let mut runs = of_p95(&[about(80.0), about(120.0)].concat());
    for run in &mut runs[..12] {
        run.test = "smoke".to_owned();
    }
    let review = reviewed(runs, hours(12));
    assert!(review.change_points.is_empty() && review.movers.is_empty());
    let tests: Vec<&str> = review.trends.iter().map(|trend| &*trend.subject.test).collect();
    assert_eq!(tests, ["shop", "smoke"]);
    assert_eq!(review.runs[0].test, "smoke");
    assert_eq!(&*reviewed(of_p95(&[80.0]), hours(12)).trends[0].subject.test, "");

    // What all tests have in common tells nothing.
    let mut runs = of_p95(&[80.0, 81.0]);
    "shop · measure".clone_into(&mut runs[0].test);
    "shop · measure · open model".clone_into(&mut runs[1].test);
    let tests: Vec<String> = reviewed(runs, hours(12)).runs.into_iter().map(|run| run.test).collect();
    assert_eq!(tests, ["", "open model"]);
}

#[test]
fn movers_are_medians_beyond_noise() {
    for (values, hour, base, expected) in [
        ([about(80.0), about(100.0)].concat(), 12, "the 12 h 0 min before", Some((80.0, 100.0))),
        ([about(80.0), about(82.0)].concat(), 12, "the 12 h 0 min before", None),
        ([about(80.0), about(100.0)].concat(), 24, "the first half of the period", Some((80.0, 100.0))),
        (vec![80.0, 90.0, 80.0, 95.0], 24, "the first half of the period", None),
        (vec![80.0, 90.0, 95.0], 24, "nothing: there are too few runs", None),
    ] {
        let review = reviewed(of_p95(&values), hours(hour));
        assert_eq!(review.movers_base.english().replace('\u{a0}', " "), base);
        let found = review.movers.first().map(|mover| (mover.before.round(), mover.after.round()));
        assert_eq!(found, expected, "{values:?}");
    }
}

#[test]
fn budgets_add_up_over_runs() {
    let with = |hours_before, slos| {
        let mut run = run(hours_before, vec![traffic(None, &[])]);
        run.traffic[0].slos = slos;
        run
    };
    let review = reviewed(
        vec![
            with(9, vec![slo("99 %", 0.99, 0.0, 1_000)]),
            with(
                2,
                vec![slo("99 %", 0.99, 0.97, 1_000), slo("all", 1.0, 0.5, 10), slo("99.9 %", 0.999, 1.0, 0)],
            ),
            with(1, vec![slo("99 %", 0.99, 1.0, 1_000), slo("90 %", 0.9, 0.95, 100)]),
        ],
        hours(8),
    );
    let found: Vec<_> = review
        .budgets
        .iter()
        .map(|budget| {
            (&*budget.text, budget.bad.round(), (budget.used * 100.0).round(), budget.runs, budget.missed)
        })
        .collect();
    assert_eq!(found, [("99 %", 30.0, 150.0, 2, 1), ("90 %", 5.0, 50.0, 1, 0)]);
    let notes: Vec<String> = review.notes.iter().map(|note| note.text.english()).collect();
    assert_eq!(
        notes,
        [
            "“99.9 %” of all requests is not summed up: no request was measured against it.",
            "“all” of all requests leaves no error budget to use.",
        ]
    );
    assert_eq!(
        texts(&review),
        [
            "P0 Bring all requests back to “99 %” | 150 % of the error budget used: 30 of 2,000 requests not good; \
             missed by 1 of 2 runs"
        ]
    );
}

#[test]
fn verdicts_call_for_actions() {
    let review = reviewed(
        vec![
            judged(9, Verdict::Inconclusive, Some("before the period")),
            judged(5, Verdict::Fail, Some("settled since")),
            judged(4, Verdict::Inconclusive, Some("too few requests")),
            judged(3, Verdict::Inconclusive, None),
            judged(2, Verdict::Inconclusive, Some("too few requests")),
            judged(1, Verdict::Fail, Some("p95 of GET /a is slower")),
        ],
        hours(8),
    );
    let found: Vec<_> =
        review.inconclusive.iter().map(|group| (group.reason.english(), group.runs.clone())).collect();
    let reasons = ["too few requests", "no reason was recorded"].map(str::to_owned);
    assert_eq!(found, Vec::from_iter(reasons.into_iter().zip([vec![2, 4], vec![3]])));
    assert_eq!(
        texts(&review),
        [
            "P0 Resolve the FAIL of run run-1 (commit c1), the latest run | p95 of GET /a is slower",
            "P1 Fix what kept runs INCONCLUSIVE: too few requests | 2 of 5 runs: run-2; run-4",
            "P1 Fix what kept runs INCONCLUSIVE: no reason was recorded | 1 of 5 runs: run-3",
        ]
    );
}

#[test]
fn noisy_endpoints_are_named() {
    let values: Vec<f64> = (0..12).map(|index| if index % 2 == 0 { 80.0 } else { 120.0 }).collect();
    let review = reviewed(of_p95(&values), hours(12));
    assert_eq!(review.noisy.len(), 1);
    assert!((review.noisy[0].noise - 0.31).abs() < 0.02, "{:?}", review.noisy);
    assert!(texts(&review)[0].starts_with("P1 Make the noisiest figures steadier"));
    assert!(reviewed(of_p95(&about(80.0)), hours(12)).noisy.is_empty());
}

#[test]
fn gaps_and_objectives_keep_their_runs() {
    let mut runs = of_p95(&[80.0, 81.0, 82.0, 83.0]);
    runs[1].traffic.clear();
    for (run, objective) in runs.iter_mut().zip([None, None, Some(500.0), Some(500.0)]) {
        if let Some(figure) = run.traffic.first_mut().and_then(|t| t.figures.get_mut(&HistoryMeasure::P95)) {
            figure.objective = objective;
        }
    }
    let review = reviewed(runs, hours(12));
    let series = &review.trends[0].series[0];
    assert_eq!(series.values, [(0, 80.0), (2, 82.0), (3, 83.0)]);
    assert_eq!(series.objective, [(2, Some(500.0))]);
}

#[test]
fn promotions_are_those_of_both_periods_in_order() {
    let promotion = |hours_before| Promotion {
        baseline: "main".to_owned(),
        event: BaselineEvent {
            at: end() - TimeDelta::hours(hours_before),
            by: "ci".to_owned(),
            action: BaselineAction::Added,
            run: format!("id{hours_before}"),
            from: None,
            why: None,
            objections: Vec::new(),
        },
    };
    let promotions = [3, 99, 15].map(promotion).to_vec();
    let review = reviewed_with(promotions, [], hours(12));
    let found: Vec<&str> = review.promotions.iter().map(|promotion| promotion.event.run.as_str()).collect();
    assert_eq!(found, ["id15", "id3"]);
}
