//! A small load generator: users that ask one page over and over, written down as k6 writes its points.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat};

/// Users, each of whom waits for the response.
const USERS: usize = 16;
/// How long a user thinks between two requests.
const THINKS: Duration = Duration::from_millis(40);
/// However fast the service is, no more requests are sent.
const MOST: usize = 20_000;

/// One response: when it came, in microseconds since 1970, how many milliseconds it took, and its status.
struct Response {
    at: i64,
    milliseconds: f64,
    status: u16,
}

/// Asks for a time and returns nothing: what a service does at first is no part of a test.
pub(super) fn warm_up(port: u16) {
    responses(port, Duration::from_secs(2));
}

/// Asks for so long, and writes the points of k6.
pub(super) fn load(port: u16, length: Duration, file: &Path) {
    let mut responses = responses(port, length);
    responses.sort_by_key(|response| response.at);
    assert!(responses.len() > 100, "{} responses", responses.len());
    let mut lines = String::new();
    for (metric, kind, contains) in [
        ("http_reqs", "counter", "default"),
        ("http_req_duration", "trend", "time"),
        ("http_req_failed", "rate", "default"),
        ("vus", "gauge", "default"),
    ] {
        let data = format!(
            r#"{{"name":"{metric}","type":"{kind}","contains":"{contains}","thresholds":[],"submetrics":null}}"#
        );
        writeln!(lines, r#"{{"type":"Metric","data":{data},"metric":"{metric}"}}"#).unwrap();
    }
    let mut second = 0;
    for Response { at, milliseconds, status } in responses {
        let time = DateTime::from_timestamp_micros(at).unwrap().to_rfc3339_opts(SecondsFormat::Micros, true);
        let is_good = status < 400;
        let tags = format!(
            r#"{{"expected_response":"{is_good}","method":"GET","name":"http://shop/orders","proto":"HTTP/1.1","scenario":"default","status":"{status}","url":"http://shop/orders"}}"#
        );
        let figures = [
            ("http_reqs", 1.0),
            ("http_req_duration", milliseconds),
            ("http_req_failed", f64::from(!is_good)),
        ];
        for (metric, value) in figures {
            let data = format!(r#"{{"time":"{time}","value":{value},"tags":{tags}}}"#);
            writeln!(lines, r#"{{"metric":"{metric}","type":"Point","data":{data}}}"#).unwrap();
        }
        if at / 1_000_000 != second {
            second = at / 1_000_000;
            let data = format!(r#"{{"time":"{time}","value":{USERS},"tags":{{}}}}"#);
            writeln!(lines, r#"{{"metric":"vus","type":"Point","data":{data}}}"#).unwrap();
        }
    }
    std::fs::write(file, lines).unwrap();
}

fn responses(port: u16, length: Duration) -> Vec<Response> {
    let (until, sent) = (Instant::now() + length, AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let users: Vec<_> = (0..USERS).map(|_| scope.spawn(|| user(port, until, &sent))).collect();
        users.into_iter().flat_map(|user| user.join().unwrap()).collect()
    })
}

fn user(port: u16, until: Instant, sent: &AtomicUsize) -> Vec<Response> {
    let mut connection = BufReader::new(TcpStream::connect(("127.0.0.1", port)).unwrap());
    connection.get_ref().set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut seen = Vec::new();
    while Instant::now() < until && sent.fetch_add(1, Ordering::Relaxed) < MOST {
        let began = Instant::now();
        connection.get_mut().write_all(b"GET /orders HTTP/1.1\r\nHost: shop\r\n\r\n").unwrap();
        let status = read(&mut connection);
        let at = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros()).unwrap();
        seen.push(Response { at, milliseconds: began.elapsed().as_secs_f64() * 1e3, status });
        std::thread::sleep(THINKS);
    }
    seen
}

/// Reads a response to its end; returns its status.
fn read(connection: &mut BufReader<TcpStream>) -> u16 {
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).unwrap();
        let line = line.trim_end();
        if let Some(head) = line.strip_prefix("HTTP/1.1 ") {
            status = head[..3].parse().unwrap();
        } else if let Some(told) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = told.parse().unwrap();
        } else if line.is_empty() {
            break;
        }
    }
    connection.read_exact(&mut vec![0; length]).unwrap();
    status
}
