use super::{note, server_red};
use crate::model::missing::Missing;
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{Remarks, Sample, Series, ServerMetrics, Signal};
use crate::model::server_red::{ServerLatency, ServerRed};

const SECOND: i64 = 1_000_000;

/// Labels, and values ten seconds apart.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a [f64]);

fn signal(name: &str, role: Role, kind: SampleKind, rows: &[Row]) -> Signal {
    let series = |(labels, values): &Row| Series {
        labels: labels.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect(),
        samples: (0..).zip(*values).map(|(at, &value)| Sample { at: at * 10 * SECOND, value }).collect(),
        histograms: Vec::new(),
    };
    Signal {
        name: name.to_owned(),
        metric: None,
        query: None,
        role,
        vantage: Vantage::Server,
        worse: role.worse(),
        unit: Ok(SeriesUnit::Seconds),
        kind,
        quantile: None,
        series: rows.iter().map(series).collect(),
        remarks: Remarks::default(),
        source: String::new(),
    }
}

fn red(signals: Vec<Signal>) -> Vec<ServerRed> {
    server_red(&ServerMetrics { signals, notes: Vec::new() }, (0, 10 * SECOND))
}

const A: (&str, &str) = ("uri", "/a");
const GET: (&str, &str) = ("method", "GET");

fn buckets() -> Signal {
    // 90 of 100 within 0.1 s, 98 within 0.5 s, two more above all bounds; 10 of them answered with 500.
    signal(
        "buckets",
        Role::Latency,
        SampleKind::Counter,
        &[
            (&[A, GET, ("status", "200"), ("le", "0.1")], &[0.0, 80.0]),
            (&[A, GET, ("status", "200"), ("le", "0.5")], &[0.0, 88.0]),
            (&[A, GET, ("status", "200"), ("le", "+Inf")], &[0.0, 90.0]),
            (&[A, GET, ("status", "500"), ("le", "0.1")], &[0.0, 10.0]),
            (&[A, GET, ("status", "500"), ("le", "0.5")], &[0.0, 10.0]),
            (&[A, GET, ("status", "500"), ("le", "+Inf")], &[0.0, 10.0]),
        ],
    )
}

#[test]
fn buckets_alone_tell_rate_errors_and_latency() {
    let found = red(vec![buckets()]);
    let [red] = &found[..] else { panic!("{found:?}") };
    assert_eq!(red.endpoint.to_string(), "GET /a");
    assert_eq!(red.rate, Ok(10.0));
    assert_eq!(red.error_share, Ok(0.1));
    assert_eq!(red.client_error_share, Ok(0.0));
    // Rank 95 is 5 of the 8 between 0.1 and 0.5 s.
    let Ok(ServerLatency::At(p95)) = red.p95 else { panic!("{red:?}") };
    assert!((p95 - 350.0).abs() < 1e-9, "{p95}");
    assert_eq!(red.p99, Ok(ServerLatency::AboveBound(500.0)));
    assert_eq!(red.latency_source.as_deref(), Some("buckets"));
}

#[test]
fn a_counter_is_preferred_and_nothing_is_counted_twice() {
    let rates = signal("rps", Role::Traffic, SampleKind::Rate, &[(&[A, GET], &[7.0, 7.0])]);
    let client = Signal { vantage: Vantage::LoadGenerator, ..buckets() };
    assert_eq!(red(vec![rates.clone(), client.clone()])[0].rate, Ok(7.0));
    assert_eq!(red(vec![client]), []);
    let counts = signal("counts", Role::Traffic, SampleKind::Counter, &[(&[A, GET], &[1.0, 51.0])]);
    let found = red(vec![rates, counts, buckets()]);
    assert_eq!((found.len(), &found[0].rate, &found[0].error_share), (1, &Ok(5.0), &Ok(0.1)));
}

#[test]
fn errors_may_be_a_signal_of_their_own() {
    let b: (&str, &str) = ("uri", "/b");
    let rates = signal("rps", Role::Traffic, SampleKind::Rate, &[(&[A], &[8.0, 8.0]), (&[b], &[8.0, 8.0])]);
    let errors = |rows: &[Row]| signal("errors", Role::Errors, SampleKind::Rate, rows);
    let by_status = errors(&[(&[A, ("status", "503")], &[1.0, 3.0]), (&[A, ("status", "409")], &[1.0, 1.0])]);
    let found = red(vec![rates.clone(), by_status]);
    assert_eq!((&found[0].error_share, &found[0].client_error_share), (&Ok(0.25), &Ok(0.125)));
    assert_eq!((&found[1].error_share, &found[1].client_error_share), (&Ok(0.0), &Ok(0.0)));
    let unsplit = red(vec![rates.clone(), errors(&[(&[A], &[2.0, 2.0])])]);
    assert_eq!(unsplit[0].error_share, Ok(0.25));
    assert_eq!(
        unsplit[0].client_error_share.as_ref().map_err(ToString::to_string),
        Err("no signal tells the status of its responses".to_owned())
    );
    assert!(red(vec![rates])[0].error_share.is_err());
}

#[test]
fn what_is_not_known_says_why() {
    let p99 = signal("p99", Role::Latency, SampleKind::Gauge, &[(&[A], &[0.1, 0.2])]);
    let rates = signal("rps", Role::Traffic, SampleKind::Rate, &[(&[A], &[8.0, 8.0])]);
    let found = red(vec![p99, rates]);
    assert_eq!(
        found[0].p99.as_ref().map_err(ToString::to_string),
        Err("no signal has its histogram; percentiles over time do not add up to one of the whole span"
            .to_owned())
    );
    let unit = Signal { unit: Err(Missing::because("unknown")), ..buckets() };
    assert_eq!(
        red(vec![unit])[0].p95.as_ref().map_err(ToString::to_string),
        Err("the unit of its latency is not known".to_owned())
    );
}

#[test]
fn requests_that_no_endpoint_has_are_named() {
    let traffic = |name: &str, labels| signal(name, Role::Traffic, SampleKind::Rate, &[(labels, &[8.0])]);
    let outgoing = Signal { vantage: Vantage::Outgoing, ..traffic("calls", &[A]) };
    let signals = vec![traffic("rps", &[A]), traffic("proxy", &[("service", "shop")]), outgoing];
    assert_eq!(
        note(&ServerMetrics { signals, notes: Vec::new() }).unwrap().text,
        "Not shown by endpoint, since they have no route or are of calls to others: `proxy`, `calls`."
    );
    assert_eq!(note(&ServerMetrics { signals: vec![traffic("rps", &[A])], notes: Vec::new() }), None);
}
