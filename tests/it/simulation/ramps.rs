//! Ramps of a simulated service of four servers, whose capacity is known: 200 requests per second.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use perfreport::internals::judge::{ReportHead, assess};
use perfreport::model::capacity::{Capacity, LoadUnit};
use perfreport::model::comparison::Change;
use perfreport::model::endpoint::{Endpoint, EndpointId};
use perfreport::model::indicator::Indicator;
use perfreport::model::judgement::{Assessment, Verdict};
use perfreport::model::missing::Missing;
use perfreport::model::outcome::Outcome;
use perfreport::model::responses::ByOutcome;
use perfreport::model::run::Run;
use perfreport::model::settings::Settings;
use perfreport::model::slices::Slots;
use perfreport::model::users::Users;

use super::generator::{Random, Recorder, run, traffic};

const SERVERS: usize = 4;
/// Mean service time, in seconds.
const SERVICE: f64 = 0.02;
const SECONDS: f64 = 300.0;
/// The mean of what a user waits between requests, in seconds.
const THINK: f64 = 0.3;
const BEGAN: i64 = 1_795_000_000;

/// Times are compared in whole microseconds.
fn micros(seconds: f64) -> u64 {
    (seconds * 1e6) as u64
}

/// The servers' queue, first come, first served.
struct Queue {
    free: BinaryHeap<Reverse<u64>>,
    random: Random,
    slower: f64,
}

impl Queue {
    fn new(seed: u64, slower: f64) -> Self {
        Self { free: (0..SERVERS).map(|_| Reverse(0)).collect(), random: Random::new(seed, 0), slower }
    }

    /// Serves a request that arrives, and returns when it ended.
    fn serve(&mut self, arrived: u64) -> u64 {
        let Reverse(free) = self.free.pop().unwrap();
        // A fifth is always needed.
        let took = SERVICE * self.slower * (0.2 - 0.8 * self.random.unit().ln());
        let ended = free.max(arrived) + micros(took);
        self.free.push(Reverse(ended));
        ended
    }
}

fn recorded(seed: u64, requests: &[(u64, u64)], users: Option<fn(f64) -> f64>) -> Run {
    let mut recorder = Recorder::default();
    for (arrived, ended) in requests {
        recorder.record(BEGAN + (ended / 1_000_000) as i64, ended - arrived);
    }
    let responses = ByOutcome::from([(Outcome::Ok, recorder.responses())]);
    let endpoint =
        Endpoint { id: EndpointId::named("GET /".to_owned()), host: None, traffic: traffic(responses) };
    let mut run = run(seed, vec![endpoint]);
    if let Some(users) = users {
        let mut slots = Slots::with_width(0);
        for second in 0..SECONDS as i64 {
            slots.absorb_at(BEGAN + second, &Users::one(BEGAN + second, users(second as f64) as u64));
        }
        let most = users(SECONDS);
        (run.users, run.load.peak_vus, run.load.max_vus) = (Ok(slots), Ok(most), Ok(most));
    } else {
        run.load.dropped_iterations = Ok(0);
    }
    run
}

/// Arrivals that grow from 20 to `most` per second.
fn open(seed: u64, slower: f64, most: f64) -> Run {
    let mut queue = Queue::new(seed, slower);
    let (mut at, mut requests) = (0.0, Vec::new());
    while at < SECONDS {
        at += 1.0 / (20.0 + (most - 20.0) * at / SECONDS);
        let arrived = micros(at);
        requests.push((arrived, queue.serve(arrived)));
    }
    recorded(seed, &requests, None)
}

/// Users that grow from 5 to 125: the capacity suffices for 200 · (0.3 + 0.02) = 64.
fn closed(seed: u64, slower: f64) -> Run {
    let users = |at: f64| 5.0 + 120.0 * at / SECONDS;
    let mut queue = Queue::new(seed, slower);
    let mut waiting: BinaryHeap<Reverse<u64>> =
        (0..125).map(|user| Reverse(micros((f64::from(user) - 5.0).max(0.0) / 120.0 * SECONDS))).collect();
    let mut requests = Vec::new();
    while let Some(Reverse(arrived)) = waiting.pop().filter(|at| at.0 < micros(SECONDS)) {
        let ended = queue.serve(arrived);
        requests.push((arrived, ended));
        let think = -THINK * queue.random.unit().ln();
        waiting.push(Reverse(ended + micros(think)));
    }
    recorded(seed, &requests, Some(users))
}

fn judged(base: &[Run], run: &Run) -> Assessment {
    let comparison = Err(Missing::because("only the capacity is asked for"));
    assess(base, std::slice::from_ref(run), comparison, &Settings::default(), ReportHead::default())
}

fn capacity(base: &[Run], run: &Run) -> Capacity {
    judged(base, run).capacity.unwrap()
}

fn knee(run: &Run) -> f64 {
    capacity(&[], run).run.knee.unwrap().load
}

#[test]
fn an_open_ramp_finds_the_capacity() {
    for seed in 0..6 {
        let run = open(seed, 1.0, 300.0);
        let capacity = capacity(&[], &run);
        assert_eq!(capacity.unit, LoadUnit::RequestsPerSecond);
        assert!((175.0..=208.0).contains(&knee(&run)), "{:?}", capacity.run.knee);
    }
}

#[test]
fn a_closed_ramp_finds_the_users_that_the_capacity_suffices_for() {
    for seed in 0..6 {
        let capacity = capacity(&[], &closed(seed, 1.0));
        let knee = capacity.run.knee.unwrap();
        assert_eq!(capacity.unit, LoadUnit::Users);
        assert!((40.0..=66.0).contains(&knee.load), "{knee:?}");
        // What that many users ask for while nobody waits.
        let asked = knee.load / (THINK + SERVICE);
        assert!((knee.requests_per_second / asked - 1.0).abs() < 0.1, "{knee:?}, {asked}");
    }
}

#[test]
fn a_ramp_that_stays_below_the_capacity_says_so() {
    for seed in 0..6 {
        let ramp = capacity(&[], &open(seed, 1.0, 120.0)).run;
        assert!(ramp.is_level(), "{:?}", ramp.knee);
        assert!((110.0..=125.0).contains(&ramp.highest()), "{}", ramp.highest());
    }
}

#[test]
fn a_steady_load_is_no_ramp() {
    let steady = open(1, 1.0, 22.0);
    assert_eq!(judged(std::slice::from_ref(&steady), &steady).capacity, None);
}

#[test]
fn less_capacity_is_a_warning_and_the_same_is_none() {
    for make in [|seed, slower| open(seed, slower, 300.0), closed] {
        let base: Vec<Run> = (10..13).map(|seed| make(seed, 1.0)).collect();
        let said = |run: &Run| {
            let assessment = judged(&base, run);
            let finding =
                assessment.findings.iter().find(|finding| finding.judged.indicator == Indicator::Capacity);
            finding.map(|finding| finding.verdict)
        };
        let warned = (20..30).filter(|seed| said(&make(*seed, 1.0)).is_some()).count();
        assert!(warned <= 1, "{warned} of ten runs of the same service");
        let missed = (30..36).filter(|seed| said(&make(*seed, 1.35)) != Some(Verdict::Warn)).count();
        assert_eq!(missed, 0, "of six of one with 26 % less");
    }
}

#[test]
fn a_base_that_bore_more_than_where_the_run_bends_is_a_bound() {
    let base: Vec<Run> = (40..42).map(|seed| open(seed, 0.5, 300.0)).collect();
    let change = capacity(&base, &open(43, 1.0, 300.0)).change.unwrap();
    assert_eq!(change.change, Change::Regression);
    assert!(change.bound.is_some() && change.base > 280.0, "{change:?}");
}
