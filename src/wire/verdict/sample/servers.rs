//! What the servers' metrics say, with everything in it.

use super::{NASTY, missing};
use crate::model::diagnosis::{
    ClockOffset, Conclusion, ConclusionKind, Course, Diagnosis, EndpointRed, Followed, Follows, Fullness,
    Level, Movement, RedCourse, ResourceUse, SaturationSignal,
};
use crate::model::endpoint::EndpointId;
use crate::model::series::role::{Part, Resource};
use crate::model::series::unit::SeriesUnit;
use crate::model::server_red::{ServerLatency, ServerRed};
use crate::model::subject::Subject;

/// Resources that did each thing there is to do, endpoints with and without a base, every figure known and missing.
pub(super) fn diagnosis() -> Diagnosis {
    let kinds = [
        ConclusionKind::RoseTogether,
        ConclusionKind::NothingMoved,
        ConclusionKind::OutsideServers,
        ConclusionKind::NothingToExplain,
    ];
    Diagnosis {
        base: Ok("main.json".to_owned()),
        window_seconds: 65.0,
        endpoints: vec![endpoint(), EndpointRed { client: None, base: None, base_course: None, ..bare() }],
        resources: vec![
            pool(),
            unlimited(Movement::Rose),
            unlimited(Movement::Level),
            unlimited(Movement::Fell),
        ],
        conclusions: kinds.map(|kind| Conclusion { kind, text: NASTY.into() }).to_vec(),
        clock: ClockOffset { applied: -0.5, proposed: Some(2.0) },
    }
}

fn course(points: &[(i64, f64)]) -> Course {
    Course { width: 2, points: points.to_vec() }
}

fn pool() -> ResourceUse {
    ResourceUse {
        title: "HikariCP pool HikariPool-1".to_owned(),
        resource: Resource::ConnectionPool,
        signals: vec![signal(), SaturationSignal { part: Part::Pending, ..unknown() }],
        fullness: Ok(Fullness {
            limit: 10.0,
            seconds: 41.0,
            spans: vec![(12, 40), (50, 63)],
            base_seconds: Ok(0.0),
        }),
        movement: Movement::RoseTogether,
        text: "The pool was full for 41 s of 65 s.".into(),
    }
}

fn unlimited(movement: Movement) -> ResourceUse {
    ResourceUse {
        title: NASTY.to_owned(),
        resource: Resource::GarbageCollection,
        signals: vec![SaturationSignal { part: Part::Time, per_second: true, ..unknown() }],
        fullness: missing("nothing tells its limit"),
        movement,
        text: NASTY.into(),
    }
}

fn signal() -> SaturationSignal {
    let follows = |what, on_differences| Follows {
        what,
        correlation: 0.81,
        on_differences,
        lag_seconds: -2,
        slices: 32,
    };
    SaturationSignal {
        name: "hikaricp_connections_active".to_owned(),
        part: Part::Used,
        unit: Ok(SeriesUnit::Count),
        per_second: false,
        run: Level { median: 9.5, p90: 10.0, highest: 10.0 },
        base: Ok(Level { median: 3.0, p90: 4.25, highest: 6.0 }),
        moved: Ok(6.2),
        follows: vec![
            follows(Followed::EndpointP95("POST /api/orders".to_owned()), Some(0.44)),
            follows(Followed::P95, None),
            follows(Followed::Errors, Some(-0.1)),
        ],
        course: course(&[(-10, 1.0), (0, 9.5), (4, 10.0)]),
        base_course: Some(course(&[(0, 3.0), (2, 3.25)])),
    }
}

fn unknown() -> SaturationSignal {
    SaturationSignal {
        name: NASTY.to_owned(),
        unit: missing("nothing tells its unit"),
        base: missing("the base has no such signal"),
        moved: missing("the base has no such signal"),
        follows: Vec::new(),
        course: course(&[]),
        base_course: None,
        ..signal()
    }
}

fn endpoint() -> EndpointRed {
    let red_course =
        RedCourse { rate: course(&[(0, 22.5)]), errors: course(&[(0, 0.01)]), p95: course(&[(0, 96.1)]) };
    let run = ServerRed {
        endpoint: EndpointId { method: Some("POST".to_owned()), name: "/api/orders".to_owned() },
        rate: Ok(22.5),
        error_share: Ok(0.01),
        client_error_share: Ok(0.02),
        p95: Ok(ServerLatency::At(96.1)),
        p99: Ok(ServerLatency::AboveBound(1000.0)),
        latency_source: Some("http_server_requests_seconds_bucket".to_owned()),
    };
    EndpointRed {
        base: Some(ServerRed { rate: Ok(23.0), p99: missing("too few requests"), ..run.clone() }),
        client: Some(Subject::endpoint("POST /api/orders")),
        base_course: Some(red_course.clone()),
        course: red_course,
        run,
    }
}

fn bare() -> EndpointRed {
    EndpointRed {
        run: ServerRed {
            endpoint: EndpointId::named(NASTY),
            rate: missing("no counter"),
            error_share: missing("no label tells the status"),
            client_error_share: missing("no label tells the status"),
            p95: missing("no histogram"),
            p99: missing("no histogram"),
            latency_source: None,
        },
        base: None,
        client: None,
        course: RedCourse::default(),
        base_course: None,
    }
}
