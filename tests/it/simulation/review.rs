//! Reviews of simulated histories, where the truth is known: how often a change is named where there is none, and how often
//! a planted one is found at its run.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::{DateTime, TimeDelta};
use perfreport::internals::trend::{self, ReviewHead};
use perfreport::model::history::{HistoryFigure, HistoryMeasure, HistoryRun, HistoryTraffic};
use perfreport::model::judgement::Verdict;
use perfreport::model::review::{Period, Review};
use perfreport::model::settings::CompareSettings;
use perfreport::model::subject::Subject;

use super::generator::Random;
use super::on_two_threads;
use crate::support::in_the_docs;

/// Runs of a history, half of them in the reviewed period.
const RUNS: usize = 60;
const ENDPOINTS: usize = 20;
const REQUESTS: f64 = 5_000.0;
/// Histories of each kind in which nothing changes; half as many have a step.
const HISTORIES: u64 = 200;
/// Where the step is, in which endpoint, and how large.
const STEP: (usize, usize, f64) = (45, 4, 1.2);

/// How figures differ from run to run.
#[derive(Debug, Clone, Copy)]
enum Noise {
    Independent,
    Correlated,
    LongTailed,
}

const KINDS: [(Noise, &str); 3] = [
    (Noise::Independent, "normal, independent"),
    (Noise::Correlated, "what endpoints share hangs together from run to run, φ = 0.3"),
    (Noise::LongTailed, "long tails (Laplace)"),
];

impl Noise {
    /// The next deviation, with standard deviation 1.
    fn next(self, random: &mut Random, before: f64) -> f64 {
        match self {
            Self::Independent => random.normal(),
            Self::Correlated => 0.3 * before + (1.0 - 0.3_f64.powi(2)).sqrt() * random.normal(),
            Self::LongTailed => {
                let u = random.unit() - 0.5;
                -u.signum() * (1.0 - 2.0 * u.abs()).ln() / std::f64::consts::SQRT_2
            }
        }
    }
}

fn traffic(random: &mut Random, noise: Noise, endpoint: usize, shared: f64, step: f64) -> HistoryTraffic {
    let sd = 0.015 + 0.025 * endpoint as f64 / ENDPOINTS as f64;
    // Endpoints by themselves do not hang together: what does is the host.
    let own = if matches!(noise, Noise::LongTailed) { noise.next(random, 0.0) } else { random.normal() };
    let p95 = 40.0 * (endpoint + 1) as f64 * step * (0.03 * shared + sd * own).exp();
    let errors = (random.count(9.0) as f64).min(REQUESTS);
    let figures = [
        (HistoryMeasure::P95, p95),
        (HistoryMeasure::P99, 1.6 * p95 * (0.01 * random.normal()).exp()),
        (HistoryMeasure::ErrorShare, errors / REQUESTS),
        (HistoryMeasure::Rate, 50.0 * (0.015 * shared + 0.01 * random.normal()).exp()),
    ];
    HistoryTraffic {
        subject: Subject::endpoint(&format!("GET /{endpoint:02}")),
        requests: Some(REQUESTS as u64),
        figures: figures
            .map(|(measure, value)| (measure, HistoryFigure { value, ..HistoryFigure::default() }))
            .into(),
        ..HistoryTraffic::default()
    }
}

fn reviewed(seed: u64, noise: Noise, step: Option<(usize, usize, f64)>) -> Review {
    let mut random = Random::new(seed, 7);
    let until = DateTime::from_timestamp(1_795_305_600, 0).unwrap();
    let mut shared = 0.0;
    let runs = (0..RUNS).map(|run| {
        shared = noise.next(&mut random, shared);
        let factor = |endpoint| step.filter(|s| run >= s.0 && s.1 == endpoint).map_or(1.0, |s| s.2);
        let traffic = (0..ENDPOINTS).map(|e| traffic(&mut random, noise, e, shared, factor(e)));
        HistoryRun {
            id: format!("{run:020x}"),
            name: format!("run-{run}"),
            at: until - TimeDelta::hours((RUNS - run) as i64),
            dated: true,
            test: String::new(),
            verdict: Verdict::Pass,
            reason: None,
            base: None,
            tags: BTreeMap::new(),
            report: None,
            duration: Some(60.0),
            traffic: traffic.collect(),
        }
    });
    let period = Period { since: until - TimeDelta::hours(RUNS as i64 / 2), until };
    let frame = ReviewHead { period, title: String::new(), command: String::new(), generator: String::new() };
    let mut gathered = trend::Gathered::new(period);
    runs.for_each(|run| gathered.add(&run));
    trend::review(gathered, Vec::new(), Vec::new(), frame, &CompareSettings::default())
}

/// Of each kind: reviews that name a change though there is none; steps that are found, and found at their run.
fn counts(seeds: Range<u64>) -> [[u32; 3]; KINDS.len()] {
    KINDS.map(|(noise, _)| {
        let mut counts = [0; 3];
        for seed in seeds.clone() {
            counts[0] += u32::from(!reviewed(seed, noise, None).change_points.is_empty());
            if seed % 2 == 0 {
                let stepped = reviewed(seed, noise, Some(STEP));
                let name = format!("GET /{:02}", STEP.1);
                let found = stepped.change_points.iter().find(|change| {
                    change.measure == HistoryMeasure::P95
                        && change.subject.subject.key() == Some(name.as_str())
                });
                counts[1] += u32::from(found.is_some());
                counts[2] += u32::from(found.is_some_and(|change| change.run == STEP.0));
            }
        }
        counts
    })
}

#[test]
fn reviews_name_what_changed_and_little_else() {
    let [one, other] = on_two_threads(1..HISTORIES + 1, counts);
    let mut table = String::from(
        "| noise | a change is named where there is none | +20 % at p95 of one endpoint: found | at its run |\n|---|---|---|---|\n",
    );
    for (kind, (_, name)) in KINDS.iter().enumerate() {
        let [named, found, exact] = [0, 1, 2].map(|count| f64::from(one[kind][count] + other[kind][count]));
        let all = HISTORIES as f64;
        let percent = |part: f64, of: f64| format!("{:.1} %", 100.0 * part / of);
        table += &format!(
            "| {name} | {} | {} | {} |\n",
            percent(named, all),
            percent(found, all / 2.0),
            percent(exact, all / 2.0)
        );
        if kind == 0 {
            // One in a hundred, and three standard errors of 200 trials.
            assert!(named / all <= 0.01 + 3.0 * (0.01 * 0.99 / all).sqrt(), "{named}");
            assert!(exact / (all / 2.0) >= 0.9, "{exact}");
        }
    }
    println!("{table}");
    in_the_docs("docs/methodology.md", "review", &table);
}
