//! Load tests of a service that does not exist: 300 requests per second for 300 s over 8 endpoints.
//!
//! Requests of a run share what they share in real ones: a level that wanders from second to second, a
//! drift, stalls of the whole process, and a host that is a little faster or slower than the last.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use perfreport::model::distribution::Distribution;
use perfreport::model::endpoint::{Endpoint, EndpointId, Span, Traffic};
use perfreport::model::latency::Latency;
use perfreport::model::load::Load;
use perfreport::model::missing::{Known, Missing};
use perfreport::model::origin::Origin;
use perfreport::model::outcome::{Outcome, Outcomes};
use perfreport::model::responses::{ByOutcome, Responses, population};
use perfreport::model::run::{Meta, Run, Window};
use perfreport::model::slices::{Absorb, Sketch, Slices};

const SECONDS: usize = 300;
const RATE: f64 = 300.0;
/// Slices of 4 s; the verdict looks at 8 s of a run of this length.
const SLICE_LOG2: u32 = 2;

/// Share of the traffic, median in milliseconds, sigma of the log-normal body.
pub(super) const ENDPOINTS: [(f64, f64, f64); 8] = [
    (0.30, 20.0, 0.35),
    (0.20, 35.0, 0.40),
    (0.15, 50.0, 0.45),
    (0.12, 80.0, 0.40),
    (0.08, 30.0, 0.50),
    (0.07, 120.0, 0.35),
    (0.05, 60.0, 0.45),
    (0.03, 200.0, 0.50),
];

/// The endpoint with 12 % of the traffic.
pub(super) const CHANGED: usize = 3;

const TAIL_SHARE: f64 = 0.02;
const TAIL_START: f64 = 3.0;
const TAIL_INDEX: f64 = 2.5;
/// How many times as long a request takes that begins in a stall.
const STALLED: f64 = 4.0;
const ERROR_SHARE: f64 = 0.0005;

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): enough for a simulation, the same everywhere.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (stream << 48));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Above 0, below 1.
    pub(super) fn unit(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(super) fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// A Poisson count with a mean of nine or more, rounded from a normal one.
    pub(super) fn count(&mut self, mean: f64) -> usize {
        (mean + mean.sqrt() * self.normal()).round().max(0.0) as usize
    }

    /// A level that wanders: AR(1) with φ = 0.9 and this standard deviation.
    fn wander(&mut self, sd: f64) -> Vec<f64> {
        let mut level = sd * self.normal();
        (0..SECONDS)
            .map(|_| {
                level = 0.9 * level + (1.0_f64 - 0.81).sqrt() * sd * self.normal();
                level
            })
            .collect()
    }
}

/// Latencies as shares of the median, drawn by index: a logarithm for each of 50 million requests takes its time.
struct Shape {
    body: Vec<f64>,
    tail: Vec<f64>,
}

static SHAPES: LazyLock<Vec<Shape>> =
    LazyLock::new(|| ENDPOINTS.iter().map(|(_, _, sigma)| Shape::new(*sigma)).collect());

impl Shape {
    const DRAWS: usize = 1 << 14;

    fn new(sigma: f64) -> Self {
        let mut random = Random::new(0, 99);
        Self {
            body: (0..Self::DRAWS).map(|_| (sigma * random.normal()).exp()).collect(),
            tail: (0..Self::DRAWS).map(|_| TAIL_START * random.unit().powf(-1.0 / TAIL_INDEX)).collect(),
        }
    }

    fn draw(table: &[f64], random: &mut Random) -> f64 {
        table[(random.next() >> 50) as usize]
    }
}

/// What all endpoints of a run share.
struct Shared {
    start: i64,
    /// Log level of each second.
    level: Vec<f64>,
    /// Beginning and end in seconds.
    stalls: Vec<(f64, f64)>,
}

impl Shared {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, 100);
        let of_run = 0.03 * random.normal() + 0.01 * random.normal();
        let drift = 0.02 * random.normal();
        let level = random
            .wander(0.05)
            .into_iter()
            .enumerate()
            .map(|(second, level)| of_run + level + drift * (second as f64 / SECONDS as f64 - 0.5))
            .collect();
        let mut stalls = Vec::new();
        let mut at = -150.0 * random.unit().ln();
        while at < SECONDS as f64 {
            stalls.push((at, at + 1.0 + random.unit()));
            at += -150.0 * random.unit().ln();
        }
        Self { start: 1_795_000_000 + seed as i64 * 1000, level, stalls }
    }
}

/// Simulates a run; `slower` tells by what factor an endpoint's service time is multiplied.
pub(super) fn simulate(seed: u64, slower: impl Fn(usize) -> f64) -> Run {
    let shared = Shared::new(seed);
    let endpoints = (0..ENDPOINTS.len()).map(|e| endpoint(seed, e, slower(e), &shared)).collect();
    run(seed, endpoints)
}

/// Simulates the same run once more, with one endpoint slower by a factor.
pub(super) fn with_slower(same: &Run, seed: u64, changed: usize, factor: f64) -> Run {
    let mut endpoints = same.endpoints.clone();
    endpoints[changed] = endpoint(seed, changed, factor, &Shared::new(seed));
    run(seed, endpoints)
}

/// Requests of one outcome, and the slices in which they ended.
#[derive(Default)]
pub(super) struct Recorder {
    distribution: Distribution,
    slices: BTreeMap<i64, Vec<u16>>,
}

impl Recorder {
    pub(super) fn record(&mut self, ended: i64, microseconds: u64) {
        self.distribution.record(microseconds);
        self.slices.entry(ended >> SLICE_LOG2).or_default().push(Sketch::index_of(microseconds));
    }

    pub(super) fn responses(self) -> Responses {
        let mut slices = Slices::with_width(SLICE_LOG2);
        for (index, mut bins) in self.slices {
            slices.absorb_at(index << SLICE_LOG2, &Sketch::from_indices(&mut bins));
        }
        Responses { distribution: self.distribution, slices }
    }
}

fn endpoint(seed: u64, index: usize, slower: f64, shared: &Shared) -> Endpoint {
    let (share, median, _) = ENDPOINTS[index];
    let shape = &SHAPES[index];
    let mut random = Random::new(seed, index as u64);
    let own = 0.012 * random.normal();
    let tail_scale = (0.02 * random.normal()).exp();
    let level = random.wander(0.03);
    let (mut good, mut failed) = (Recorder::default(), Recorder::default());
    for (second, (of_all, of_own)) in shared.level.iter().zip(level).enumerate() {
        let scale = 1000.0 * median * slower * (own + of_all + of_own).exp();
        for _ in 0..random.count(RATE * share) {
            let began = second as f64 + random.unit();
            let is_tail = random.unit() < TAIL_SHARE;
            let own_time = if is_tail {
                tail_scale * Shape::draw(&shape.tail, &mut random)
            } else {
                Shape::draw(&shape.body, &mut random)
            };
            let is_stalled = shared.stalls.iter().any(|(from, to)| (*from..*to).contains(&began));
            let took = scale * own_time * if is_stalled { STALLED } else { 1.0 };
            let recorder = if random.unit() < ERROR_SHARE { &mut failed } else { &mut good };
            recorder.record(shared.start + (began + took / 1e6) as i64, took as u64);
        }
    }
    let responses =
        ByOutcome::from([(Outcome::Ok, good.responses()), (Outcome::ServerError, failed.responses())]);
    Endpoint { id: EndpointId::named(format!("GET /{index}")), host: None, traffic: traffic(responses) }
}

/// Makes a traffic of single responses.
pub(super) fn traffic(responses: ByOutcome) -> Traffic {
    let classes: BTreeMap<Outcome, u64> =
        Outcome::ALL.map(|o| (o, responses.get(&o).map_or(0, |r| r.distribution.count()))).into();
    let all: u64 = classes.values().sum();
    let bad = classes.iter().filter(|(outcome, _)| outcome.is_bad()).map(|(_, count)| count).sum();
    Traffic {
        error_codes: Default::default(),
        left_out: Default::default(),
        requests: Ok(all),
        outcomes: Ok(Outcomes { bad, good: all - bad, classes, ..Outcomes::default() }),
        latency: Ok(Latency::Distribution(population(&responses).distribution)),
        responses: Ok(responses),
        span: Span::Window,
    }
}

/// Makes a run of endpoints; `seed` names it.
pub(super) fn run(seed: u64, endpoints: Vec<Endpoint>) -> Run {
    fn missing<T>() -> Known<T> {
        Err(Missing::because("a simulation does not tell"))
    }
    let mut whole = ByOutcome::new();
    for endpoint in &endpoints {
        for (outcome, responses) in endpoint.traffic.responses.iter().flatten() {
            whole.entry(*outcome).or_default().absorb(responses);
        }
    }
    Run {
        origin: Origin::default(),
        judged_span: Err(Missing::because("simulated")),
        metrics: Default::default(),
        users: Err(Missing::because("simulated")),
        meta: Meta {
            name: format!("simulated-{seed}"),
            started: missing(),
            ended: missing(),
            duration: Ok(SECONDS as f64),
            window_duration: Ok(SECONDS as f64),
            window: Window { scenarios: Vec::new(), text: "the whole test".into(), ..Window::default() },
            tool: "simulation".to_owned(),
            tool_version: missing(),
            script_hash: missing(),
            cut_short: false,
            unread_share: 0.0,
            tags: BTreeMap::new(),
            sources: Vec::new(),
        },
        endpoints,
        whole: traffic(whole),
        load: Load {
            counted_over: Err(Missing::because("simulated")),
            peak_vus: Ok(50.0),
            max_vus: Ok(50.0),
            iterations: missing(),
            dropped_iterations: missing(),
            data_received: missing(),
            data_sent: missing(),
            phases: Vec::new(),
        },
        servers: None,
        checks: Vec::new(),
        thresholds: Vec::new(),
        notes: Vec::new(),
    }
}
