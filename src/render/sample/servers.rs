//! What the servers would say of the comparison over time: a pool that is full while the incident lasts.

use super::over_time::{Grain, INCIDENT, SECONDS, WARM_UP, noise};
use super::runs::HOSTILE;
use crate::model::diagnosis::{
    ClockOffset, Conclusion, ConclusionKind, Course, Diagnosis, EndpointRed, Followed, Follows, Fullness,
    Level, Movement, RedCourse, ResourceUse, SaturationSignal,
};
use crate::model::endpoint::EndpointId;
use crate::model::missing::{Known, Missing};
use crate::model::series::role::{Part, Resource};
use crate::model::series::unit::SeriesUnit;
use crate::model::server_red::{ServerLatency, ServerRed};
use crate::model::subject::Subject;
use crate::words::Text;

/// A pool that was full, a collector that rose, CPU and heap that stayed level, an executor that is seldom used; RED of
/// three endpoints, with a latency above the histogram's bound, one that is missing, and one that no client knows.
pub(super) fn diagnosis(grain: Grain) -> Diagnosis {
    Diagnosis {
        base: Ok("base-1".to_owned()),
        window_seconds: 65.0,
        endpoints: endpoints(grain),
        resources: vec![pool(grain), collector(grain), cpu(grain), heap(grain), executor(grain)],
        conclusions: vec![
            Conclusion {
                kind: ConclusionKind::OutsideServers,
                text: "POST /api/payments waited 90 ms longer at its p95 than its server saw.".into(),
            },
            Conclusion {
                kind: ConclusionKind::RoseTogether,
                text: "HikariCP pool HikariPool-1 was full for 20 s of 65 s (base: 0 s) and rose together with the \
                       p95 of POST /api/orders."
                    .into(),
            },
        ],
        clock: ClockOffset { applied: 0.0, proposed: Some(2.0) },
    }
}

/// A course: `figure` of the second of the test (0..75), of whether the incident is on, and of noise.
fn course(grain: Grain, side: usize, seed: u64, figure: impl Fn(bool, f64) -> f64) -> Course {
    let at = |index: i64| index * SECONDS / (grain.slices - 1);
    let judged = (0..grain.slices).find(|index| at(*index) >= WARM_UP).unwrap_or(0);
    let point = |index: i64| {
        let incident = side == 1 && INCIDENT.contains(&at(index));
        let random = noise(seed << 32 | (side as u64) << 24 | index as u64);
        ((index - judged) * grain.width, figure(incident, random))
    };
    Course { width: grain.width, points: (0..grain.slices).map(point).collect() }
}

fn level(course: &Course) -> Level {
    let mut values: Vec<f64> =
        course.points.iter().filter(|point| point.0 >= 0).map(|point| point.1).collect();
    values.sort_by(f64::total_cmp);
    let at = |q: f64| values[((values.len() - 1) as f64 * q) as usize];
    Level { median: at(0.5), p90: at(0.9), highest: at(1.0) }
}

/// One part of a resource, with its unit.
struct Measured {
    name: &'static str,
    part: Part,
    unit: Known<SeriesUnit>,
    per_second: bool,
    moved: f64,
    follows: Vec<Follows>,
}

impl Measured {
    fn signal(self, grain: Grain, figure: impl Fn(bool, f64) -> f64) -> SaturationSignal {
        let seed = self.name.len() as u64;
        let [base, run] = [0, 1].map(|side| course(grain, side, seed, &figure));
        SaturationSignal {
            name: self.name.to_owned(),
            part: self.part,
            unit: self.unit,
            per_second: self.per_second,
            run: level(&run),
            base: Ok(level(&base)),
            moved: Ok(self.moved),
            follows: self.follows,
            course: run,
            base_course: Some(base),
        }
    }
}

fn follows(what: Followed, correlation: f64, lag_seconds: i64) -> Follows {
    Follows { what, correlation, on_differences: Some(correlation * 0.54), lag_seconds, slices: 65 }
}

fn resource(
    (title, resource): (&str, Resource),
    movement: Movement,
    text: &str,
    signals: Vec<SaturationSignal>,
) -> ResourceUse {
    ResourceUse {
        title: title.to_owned(),
        resource,
        signals,
        fullness: Err(Missing::because("nothing tells its limit")),
        movement,
        text: Text::written(text.to_owned()),
    }
}

fn pool(grain: Grain) -> ResourceUse {
    let orders = || Followed::EndpointP95("POST /api/orders".to_owned());
    let measured = |name, part, moved, follows| Measured {
        name,
        part,
        unit: Ok(SeriesUnit::Count),
        per_second: false,
        moved,
        follows,
    };
    let active = measured(
        "hikaricp_connections_active",
        Part::Used,
        6.2,
        vec![follows(orders(), 0.81, 2), follows(Followed::P95, 0.78, 0)],
    );
    let pending =
        measured("hikaricp_connections_pending", Part::Pending, 41.0, vec![follows(orders(), 0.77, -1)]);
    let limit = measured("hikaricp_connections_max", Part::Limit, 0.0, Vec::new());
    let signals = vec![
        active.signal(grain, |full, noise| if full { 10.0 } else { (3.0 + 3.0 * noise).round() }),
        pending.signal(grain, |full, noise| if full { (6.0 + 6.0 * noise).round() } else { 0.0 }),
        limit.signal(grain, |_, _| 10.0),
    ];
    let seconds = grain.width * (grain.slices - 1);
    let at = |second: i64| (second - WARM_UP) * seconds / SECONDS;
    ResourceUse {
        fullness: Ok(Fullness {
            limit: 10.0,
            seconds: 20.0,
            spans: vec![(at(INCIDENT.start), at(INCIDENT.end))],
            base_seconds: Ok(0.0),
        }),
        ..resource(
            ("HikariCP pool HikariPool-1", Resource::ConnectionPool),
            Movement::RoseTogether,
            "All 10 connections were in use for 20 s, and up to 12 requests waited for one.",
            signals,
        )
    }
}

fn collector(grain: Grain) -> ResourceUse {
    let time = Measured {
        name: "jvm_gc_pause_seconds_sum",
        part: Part::Time,
        unit: Ok(SeriesUnit::Seconds),
        per_second: true,
        moved: 2.4,
        follows: vec![follows(Followed::P95, 0.21, 6)],
    };
    let signals = vec![time.signal(grain, |slow, noise| noise * if slow { 0.018 } else { 0.008 })];
    let title = ("G1 Young Generation of <b>shop|1</b>", Resource::GarbageCollection);
    resource(title, Movement::Rose, "It rose, but latency did not rise with it.", signals)
}

fn cpu(grain: Grain) -> ResourceUse {
    let used = Measured {
        name: "process_cpu_usage",
        part: Part::Used,
        unit: Ok(SeriesUnit::Ratio),
        per_second: false,
        moved: -0.3,
        follows: Vec::new(),
    };
    let signals = vec![used.signal(grain, |_, noise| 0.41 + 0.09 * noise)];
    resource(("CPU of the process", Resource::Cpu), Movement::Level, "It kept the base's level.", signals)
}

fn heap(grain: Grain) -> ResourceUse {
    let used = Measured {
        name: "jvm_memory_used_bytes",
        part: Part::Used,
        unit: Ok(SeriesUnit::Bytes),
        per_second: false,
        moved: 0.4,
        follows: Vec::new(),
    };
    let signals = vec![used.signal(grain, |_, noise| 2.1e8 + 1.6e8 * noise)];
    ResourceUse {
        fullness: Ok(Fullness {
            limit: 2_147_483_648.0,
            seconds: 0.0,
            spans: Vec::new(),
            base_seconds: Ok(0.0),
        }),
        ..resource(("JVM heap", Resource::Memory), Movement::Level, "It kept the base's level.", signals)
    }
}

fn executor(grain: Grain) -> ResourceUse {
    let queued = Measured {
        name: "executor_queued_tasks",
        part: Part::Used,
        unit: Err(Missing::because("nothing tells its unit")),
        per_second: false,
        moved: 0.0,
        follows: Vec::new(),
    };
    let mut signal = queued.signal(grain, |_, noise| (noise * 1.2).floor());
    signal.base = Err(Missing::because("the base's metrics do not have it"));
    signal.moved = Err(Missing::because("the base's metrics do not have it"));
    signal.base_course = None;
    let title = ("executor applicationTaskExecutor", Resource::Queue);
    resource(title, Movement::Unknown, "The base's metrics do not have it.", vec![signal])
}

fn endpoints(grain: Grain) -> Vec<EndpointRed> {
    let missing = || Missing::because("no histogram of the servers tells latency");
    let named =
        |method: &str, name: &str| EndpointId { method: Some(method.to_owned()), name: name.to_owned() };
    let red = |endpoint: EndpointId, rate: f64| ServerRed {
        endpoint,
        rate: Ok(rate),
        error_share: Ok(0.0),
        client_error_share: Ok(0.0123),
        p95: Ok(ServerLatency::At(68.2)),
        p99: Ok(ServerLatency::At(124.0)),
        latency_source: Some("http_server_requests_seconds_bucket".to_owned()),
    };
    let courses = |side: usize, seed: u64, rate: f64, p95: f64| RedCourse {
        rate: course(grain, side, seed, |slow, noise| {
            rate * (0.95 + 0.1 * noise) * if slow { 0.8 } else { 1.0 }
        }),
        errors: course(grain, side, seed + 1, |slow, noise| if slow { 0.05 * noise } else { 0.0 }),
        p95: course(grain, side, seed + 2, |slow, noise| {
            p95 * (0.9 + 0.2 * noise) * if slow { 3.6 } else { 1.0 }
        }),
    };
    let products = red(named("GET", "/api/products"), 66.4);
    let orders = red(named("POST", "/api/orders"), 22.9);
    let products_courses = |side| RedCourse {
        p95: Course::default(),
        errors: course(grain, side, 19, |_, _| 0.0),
        ..courses(side, 11, 66.4, 0.0)
    };
    vec![
        EndpointRed {
            base: Some(ServerRed {
                rate: Ok(68.4),
                p95: Err(missing()),
                p99: Err(missing()),
                ..products.clone()
            }),
            run: ServerRed { p95: Err(missing()), p99: Err(missing()), ..products },
            client: Some(Subject::endpoint("GET /api/products")),
            course: products_courses(1),
            base_course: Some(products_courses(0)),
        },
        EndpointRed {
            base: Some(ServerRed { rate: Ok(24.1), ..orders.clone() }),
            run: ServerRed {
                error_share: Ok(0.0131),
                p95: Ok(ServerLatency::At(92.4)),
                p99: Ok(ServerLatency::AboveBound(1000.0)),
                ..orders
            },
            client: Some(Subject::endpoint("POST /api/orders")),
            course: courses(1, 23, 22.9, 66.0),
            base_course: Some(courses(0, 23, 24.1, 66.0)),
        },
        EndpointRed {
            run: ServerRed {
                client_error_share: Err(Missing::because("no label tells the status")),
                ..red(EndpointId::named(HOSTILE), 0.2)
            },
            base: None,
            client: None,
            course: courses(1, 37, 0.2, 4.0),
            base_course: None,
        },
    ]
}
