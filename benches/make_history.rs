//! Makes a store with a generated history, for `benches/history.sh` and `benches/engines.sh`: `make_history FOLDER RUNS ENDPOINTS`.
//!
//! One run an hour up to 2026-11-22. All figures wander by a few per cent from run to run; in the middle one endpoint
//! becomes slower and another begins to fail.

#![expect(clippy::print_stderr, reason = "a program of its own")]

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use perfreport::internals::store::Store;
use perfreport::internals::tables;
use perfreport::model::history::{HistoryFigure, HistoryMeasure, HistoryRun, HistorySlo, HistoryTraffic};
use perfreport::model::judgement::Verdict;
use perfreport::model::outcome::Outcome;
use perfreport::model::subject::Subject;

/// Requests of an endpoint in a run.
const REQUESTS: u64 = 2_000;

/// Numbers that look random and are the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal, with standard deviation 1: the sum of twelve.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

fn traffic(dice: &mut Dice, endpoint: Option<usize>, run: usize, runs: usize, shared: f64) -> HistoryTraffic {
    let later = run >= runs / 2;
    let slower = if later && endpoint == Some(3) { 1.2 } else { 1.0 };
    let errors = if later && endpoint == Some(5) { 0.01 } else { 0.001 };
    let p50 = (10.0 + endpoint.unwrap_or(8) as f64) * slower * (shared + 0.02 * dice.normal()).exp();
    let requests = if endpoint.is_some() { REQUESTS } else { REQUESTS * 20 };
    let bad = (requests as f64 * errors * (1.0 + 0.3 * dice.normal())).max(0.0).round();
    let values = [
        (HistoryMeasure::Requests, requests as f64),
        (HistoryMeasure::Rate, requests as f64 / 60.0 * (0.005 * dice.normal()).exp()),
        (HistoryMeasure::ErrorShare, bad / requests as f64),
        (HistoryMeasure::Undeclared4xxShare, 0.0),
        (HistoryMeasure::P50, p50),
        (HistoryMeasure::P90, p50 * 2.0),
        (HistoryMeasure::P95, p50 * 2.7 * (0.01 * dice.normal()).exp()),
        (HistoryMeasure::P99, p50 * 4.1 * (0.03 * dice.normal()).exp()),
        (HistoryMeasure::Max, p50 * 20.0),
    ];
    let objective = |measure| (measure == HistoryMeasure::P95).then_some(100.0);
    let figure = |(measure, value)| {
        let (base, change) = (Some(value / shared.exp()), Some(shared.exp_m1()));
        (measure, HistoryFigure { value, objective: objective(measure), base, change })
    };
    let outcomes = [requests - bad as u64, 0, 0, bad as u64, 0, 0];
    let slo = HistorySlo {
        text: "99.9 % without unintended errors".into(),
        objective: 0.999,
        good_share: 1.0 - bad / requests as f64,
        requests,
    };
    HistoryTraffic {
        subject: endpoint
            .map_or(Subject::Whole, |number| Subject::endpoint(&format!("GET /api/things/{number:02}"))),
        requests: Some(requests),
        errors: Some(bad as u64),
        outcomes: Outcome::ALL.into_iter().zip(outcomes).collect(),
        figures: values.map(figure).into_iter().collect(),
        slos: vec![slo],
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [folder, runs, endpoints] = arguments.as_slice() else {
        return;
    };
    let number = |text: &String| text.parse::<usize>().unwrap_or_default();
    let (runs, endpoints) = (number(runs), number(endpoints));
    let end: DateTime<Utc> = DateTime::from_timestamp(1_795_305_600, 0).unwrap_or_default();
    let store = Store::at(Path::new(folder));
    let mut dice = Dice(1);
    let written = (0..runs).try_for_each(|run| -> Result<(), Box<dyn std::error::Error>> {
        let shared = 0.03 * dice.normal();
        let subjects = std::iter::once(None).chain((0..endpoints).map(Some));
        let traffic = subjects.map(|endpoint| traffic(&mut dice, endpoint, run, runs, shared)).collect();
        let verdict = match run % 40 {
            7 => Verdict::Inconclusive,
            19 => Verdict::Warn,
            23 => Verdict::Fail,
            _ => Verdict::Pass,
        };
        let entry = HistoryRun {
            id: format!("{run:020x}"),
            name: format!("nightly-{run}"),
            at: end - TimeDelta::hours(i64::try_from(runs - run)?),
            dated: true,
            test: "shop".to_owned(),
            verdict,
            reason: (verdict > Verdict::Pass).then(|| "GET /api/things/03 is slower".to_owned()),
            base: Some("@main".to_owned()),
            tags: [("commit", format!("{:07x}", run * 7919)), ("branch", "main".to_owned())]
                .map(|(key, value)| (key.to_owned(), value))
                .into(),
            report: Some(format!("https://ci.example/runs/{run}")),
            duration: Some(60.0),
            traffic,
        };
        let bytes = tables::encode(std::slice::from_ref(&entry))?;
        store.keep_history(&store.lock()?, &entry.id, entry.at, &bytes)?;
        Ok(())
    });
    if let Err(error) = written {
        eprintln!("{error}");
        std::process::exit(2);
    }
}
