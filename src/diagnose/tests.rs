//! Generated servers, where the truth is known: signals that only make noise, and one that fills up.

use std::collections::BTreeMap;

use super::axis::Axis;
use super::client::Symptom;
use super::red::Side;
use super::saturation::{Against, ranked};
use super::worse::Worse;
use crate::model::diagnosis::{Course, Followed, Movement, ResourceUse};
use crate::model::sample;
use crate::model::series::role::{Part, Resource, Role, Vantage, WorseWhen};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{Remarks, Sample, Series, ServerMetrics, Signal};
use crate::model::settings::{PrometheusSettings, SignalRule};
use crate::stats::random::Random;

/// A test of two minutes, sampled every 2 s.
const SAMPLES: i64 = 60;

fn signal(index: usize, resource: Resource, unit: SeriesUnit, values: Vec<f64>) -> Signal {
    let at = |index: usize| (1_000 + 2 * index as i64) * 1_000_000;
    let samples = values.into_iter().enumerate().map(|(i, value)| Sample { at: at(i), value }).collect();
    Signal {
        name: format!("signal-{index}"),
        metric: None,
        query: None,
        role: Role::Saturation { resource, part: Part::Used },
        vantage: Vantage::Server,
        worse: WorseWhen::Higher,
        unit: Ok(unit),
        kind: SampleKind::Gauge,
        quantile: None,
        series: vec![Series { labels: BTreeMap::new(), samples, histograms: Vec::new() }],
        remarks: Remarks::default(),
        source: String::new(),
    }
}

/// Connections as Poisson counts, CPU that wanders, a heap that is swept, pauses with a long tail, a queue that is empty;
/// `factor` on what is in use of one pool.
fn servers(random: &mut Random, factor: f64) -> ServerMetrics {
    let mut signals = Vec::new();
    for pool in 0..4 {
        let mean = if pool == 0 { 4.0 * factor } else { 4.0 };
        let counts = (0..SAMPLES).map(|_| random.count(mean)).collect();
        signals.push(signal(pool, Resource::ConnectionPool, SeriesUnit::Count, counts));
    }
    let mut level = 0.0;
    let cpu = (0..SAMPLES).map(|_| {
        level = 0.8 * level + 0.6 * random.normal();
        0.3 + 0.05 * level
    });
    signals.push(signal(10, Resource::Cpu, SeriesUnit::Ratio, cpu.collect()));
    let phase = random.unit() * 20.0;
    let heap = (0..SAMPLES).map(|i| 5e7 + 5e6 * ((i as f64 + phase) % 20.0));
    signals.push(signal(11, Resource::Memory, SeriesUnit::Bytes, heap.collect()));
    let pauses = (0..SAMPLES).map(|_| 0.02 * (0.8 * random.normal()).exp());
    signals.push(signal(12, Resource::GarbageCollection, SeriesUnit::Seconds, pauses.collect()));
    signals.push(signal(13, Resource::Queue, SeriesUnit::Count, vec![0.0; SAMPLES as usize]));
    ServerMetrics { signals, notes: Vec::new() }
}

fn axis(metrics: &ServerMetrics) -> Axis {
    let mut run = sample::run("run");
    run.judged_span = Ok((1_000_000_000, 1_120_000_000));
    Axis::of(&run, metrics).unwrap()
}

/// A p95 that wanders, as that of a run does.
fn symptom(random: &mut Random) -> Symptom {
    let mut level = 0.0;
    let points = (0..SAMPLES).map(|i| {
        level = 0.8 * level + 0.6 * random.normal();
        (2 * i, 100.0 * f64::exp(0.1 * level))
    });
    Symptom { what: Followed::P95, course: Course { width: 2, points: points.collect() } }
}

fn looked(
    base: &ServerMetrics,
    run: &ServerMetrics,
    symptoms: &[Symptom],
    worse: &Worse,
) -> Vec<ResourceUse> {
    let side = |metrics| Side { metrics, axis: axis(metrics) };
    ranked(side(run), &Against { base: Ok(side(base)), symptoms, worse })
}

#[test]
fn noise_is_hardly_ever_named_and_a_filling_pool_always() {
    let mut random = Random::new(7);
    let worse = Worse { shared: true, endpoints: Vec::new(), any: true };
    let (mut named, mut missed) = (0, 0);
    for _ in 0..200 {
        let base = servers(&mut random, 1.0);
        let symptoms = [symptom(&mut random)];
        let same = looked(&base, &servers(&mut random, 1.0), &symptoms, &worse);
        named += usize::from(same.iter().any(|resource| resource.movement == Movement::RoseTogether));
        let full = looked(&base, &servers(&mut random, 3.5), &symptoms, &worse);
        let first = full.first().unwrap();
        let is_named = first.movement == Movement::RoseTogether && first.signals[0].name == "signal-0";
        missed += usize::from(!is_named);
    }
    assert!(named <= 2, "{named} of 200 pairs of identical servers name a resource");
    assert_eq!(missed, 0, "of 200 pools with 3.5 times the connections in use");
}

#[test]
fn what_rose_without_a_symptom_is_not_said_to_have_risen_together() {
    let mut random = Random::new(11);
    let (base, run) = (servers(&mut random, 1.0), servers(&mut random, 3.5));
    let found = looked(&base, &run, &[], &Worse::default());
    assert_eq!(found[0].movement, Movement::Rose);
    assert!(found.iter().all(|resource| resource.movement != Movement::RoseTogether));
}

/// A pool of its own name.
fn pool(index: usize, values: Vec<f64>) -> Signal {
    let mut signal = signal(index, Resource::ConnectionPool, SeriesUnit::Count, values);
    signal.series[0].labels.insert("pool".to_owned(), index.to_string());
    signal
}

/// Two hundred pools whose connections walk at random, in a base and in a run: each begins where it began in the base.
fn walks(random: &mut Random, begin: f64, step: f64, grows: bool) -> ServerMetrics {
    let walk = |random: &mut Random| {
        let mut at = 0.0;
        let values = (0..SAMPLES).map(|_| {
            at += step * random.normal();
            if grows { begin * f64::exp(at / begin) } else { (begin + at).abs() }
        });
        values.collect::<Vec<f64>>()
    };
    let signals = (0..200).map(|index| pool(index, walk(random)));
    ServerMetrics { signals: signals.collect(), notes: Vec::new() }
}

#[test]
fn of_two_hundred_random_walks_nothing_is_named_in_nineteen_runs_of_twenty() {
    let mut random = Random::new(23);
    let shared = Worse { shared: true, endpoints: Vec::new(), any: true };
    let one = Worse { shared: false, endpoints: Vec::new(), any: true };
    let mut named = Vec::new();
    for round in 0..20 {
        // Near 0, far from it with large steps, and by shares.
        let (begin, step, grows) = [(5.0, 1.0, false), (100.0, 10.0, false), (100.0, 10.0, true)][round % 3];
        let base = walks(&mut random, begin, step, grows);
        let run = walks(&mut random, begin, step, grows);
        let symptoms = [symptom(&mut random)];
        for worse in [&shared, &one] {
            let found = looked(&base, &run, &symptoms, worse);
            named.extend(found.iter().filter(|one| one.movement == Movement::RoseTogether).map(|_| round));
        }
    }
    named.dedup();
    assert!(named.len() <= 1, "named in the rounds {named:?} of 20");
}

/// The same walks, of metrics that nobody knows.
fn unknown(mut metrics: ServerMetrics) -> ServerMetrics {
    for (index, signal) in metrics.signals.iter_mut().enumerate() {
        signal.metric = Some(format!("shop_number_{index}"));
        (signal.role, signal.worse) = (Role::Other, WorseWhen::Neither);
        signal.unit = Err(crate::model::missing::Missing::because("no unit"));
    }
    metrics
}

fn strange(
    base: &ServerMetrics,
    run: &ServerMetrics,
    symptoms: &[Symptom],
    worse: &Worse,
) -> Vec<ResourceUse> {
    let side = |metrics| Side { metrics, axis: axis(metrics) };
    let against = Against { base: Ok(side(base)), symptoms, worse };
    super::strangers::moved_with(side(run), &against, &PrometheusSettings::default())
}

#[test]
fn of_two_hundred_unknown_walks_nothing_is_shown_in_nineteen_runs_of_twenty() {
    let mut random = Random::new(31);
    let shared = Worse { shared: true, endpoints: Vec::new(), any: true };
    let one = Worse { shared: false, endpoints: Vec::new(), any: true };
    let mut shown = Vec::new();
    for round in 0..20 {
        let (begin, step, grows) = [(5.0, 1.0, false), (100.0, 10.0, false), (100.0, 10.0, true)][round % 3];
        let base = unknown(walks(&mut random, begin, step, grows));
        let run = unknown(walks(&mut random, begin, step, grows));
        let symptoms = [symptom(&mut random)];
        for worse in [&shared, &one] {
            shown.extend(strange(&base, &run, &symptoms, worse).iter().map(|_| round));
        }
    }
    shown.dedup();
    assert!(shown.len() <= 1, "shown in the rounds {shown:?} of 20");
}

#[test]
fn an_unknown_metric_that_moved_is_shown_as_that_and_never_claimed() {
    let mut random = Random::new(37);
    let worse = Worse { shared: true, endpoints: Vec::new(), any: true };
    let mut both = [(); 2].map(|()| unknown(walks(&mut random, 100.0, 10.0, false)));
    for (metrics, mean) in both.iter_mut().zip([4.0, 40.0]) {
        for (name, counts) in [("shop_slots", true), ("shop_uptime_seconds", false), ("shop_started", false)]
        {
            let values = (0..SAMPLES).map(|i| match name {
                "shop_slots" => random.count(mean),
                // The second process is a day old, and was started another day.
                "shop_uptime_seconds" => mean * 2_160.0 + 2.0 * i as f64,
                _ => 1.7e9 + mean * 86_400.0,
            });
            let mut signal = signal(300, Resource::Other, SeriesUnit::Count, values.collect());
            signal.metric = Some(name.to_owned());
            (signal.role, signal.worse) = (Role::Other, WorseWhen::Neither);
            if !counts {
                signal.unit = Ok(SeriesUnit::Seconds);
            }
            metrics.signals.push(signal);
        }
    }
    let found = strange(&both[0], &both[1], &[], &worse);
    let [first] = &found[..] else { panic!("{found:#?}") };
    assert_eq!((first.title.as_str(), first.movement), ("shop_slots", Movement::MovedUnknown));
    let text = first.text.english();
    assert!(text.starts_with("Unknown, moved with it: shop_slots, 4"), "{text}");
    let known = looked(&both[0], &both[1], &[], &worse);
    assert_eq!(known, [], "what nobody knows is no resource");
    // Where nothing became worse it is nobody's business.
    assert_eq!(strange(&both[0], &both[1], &[], &Worse::default()), []);
    let told = PrometheusSettings {
        signals: vec![SignalRule {
            pattern: "shop_*".to_owned(),
            role: Role::Other,
            unit: None,
            kind: None,
            worse: None,
            labels: BTreeMap::new(),
            share: None,
            vantage: None,
        }],
        ..PrometheusSettings::default()
    };
    let side = |metrics| Side { metrics, axis: axis(metrics) };
    let against = Against { base: Ok(side(&both[0])), symptoms: &[], worse: &worse };
    assert_eq!(super::strangers::moved_with(side(&both[1]), &against, &told), []);
}

#[test]
fn a_pool_that_fills_is_named_among_two_hundred_walks() {
    let mut random = Random::new(29);
    let worse = Worse { shared: true, endpoints: Vec::new(), any: true };
    let mut missed = 0;
    for _ in 0..10 {
        let mut both = [walks(&mut random, 100.0, 10.0, false), walks(&mut random, 100.0, 10.0, false)];
        for (metrics, mean) in both.iter_mut().zip([4.0, 14.0]) {
            let counts = (0..SAMPLES).map(|_| random.count(mean)).collect();
            metrics.signals.push(pool(200, counts));
        }
        let found = looked(&both[0], &both[1], &[], &worse);
        let first = found.first().unwrap();
        missed +=
            i32::from(first.movement != Movement::RoseTogether || first.signals[0].name != "signal-200");
    }
    assert!(missed <= 1, "missed in {missed} of 10");
}
