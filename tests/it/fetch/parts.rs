//! Long windows, and servers that want less at once.

use super::server::{Asked, Reply, Server};
use super::{Ran, ask, fetch};

/// A series with a point at every time that was asked for.
fn all(asked: &Asked) -> Reply {
    let (start, end, step) = (asked.time("start"), asked.time("end"), asked.time("step"));
    let values: Vec<String> =
        (start..=end).step_by(step as usize).map(|at| format!(r#"[{at},"{at}"]"#)).collect();
    Reply::values(&values.join(","))
}

fn points(asked: &Asked) -> i64 {
    (asked.time("end") - asked.time("start")) / asked.time("step") + 1
}

fn times(ran: &Ran) -> Vec<i64> {
    let bundle = ran.bundle.as_ref().unwrap_or_else(|| panic!("{}", ran.err));
    let values = bundle["signals"][0]["response"]["data"]["result"][0]["values"].as_array().unwrap();
    values.iter().map(|value| value[0].as_i64().unwrap()).collect()
}

#[test]
fn a_long_window_is_asked_in_parts_and_joined() {
    let server = Server::start(|asked, _| all(asked));
    let args = [
        "--start",
        "1970-01-01T00:00:00Z",
        "--end",
        "1970-01-01T06:56:40Z",
        "--step",
        "1s",
        "--query",
        "a=a",
    ];
    let ran = ask(&server.url, &args, &[]);
    assert_eq!(times(&ran), (0..=25_000).collect::<Vec<_>>());
    let parts: Vec<_> = server.asked().iter().map(points).collect();
    assert_eq!(parts, [10_000, 10_000, 5_001]);
    assert!(ran.out.contains("25,001 samples") && ran.out.contains("every 1 s"), "{}", ran.out);
}

#[test]
fn a_window_has_at_most_500_steps() {
    let server = Server::start(|asked, _| all(asked));
    ask(
        &server.url,
        &["--start", "1970-01-01T00:00:00Z", "--end", "1970-01-01T01:00:00Z", "--query", "a=a"],
        &[],
    );
    let asked = &server.asked()[0];
    assert_eq!((asked.time("step"), points(asked)), (8, 451));
}

#[test]
fn what_is_too_much_is_halved() {
    for (status, text) in [
        (
            400,
            "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution",
        ),
        (422, "query processing would load too many samples into memory in query execution"),
        (422, "too many points for the given step=10000, start=0 and end=1: 7; cannot exceed 3"),
    ] {
        let server = Server::start(move |asked, _| {
            if points(asked) > 2 {
                Reply::new(
                    status,
                    format!(r#"{{"status":"error","errorType":"execution","error":"{text}"}}"#),
                )
            } else {
                all(asked)
            }
        });
        let ran = fetch(&server.url, &[], &[]);
        assert_eq!(times(&ran), (1000..=1060).step_by(10).collect::<Vec<_>>(), "{text}");
        // 7 points are too many, and 4; the smaller size is kept.
        let asked: Vec<_> = server.asked().iter().map(points).collect();
        assert_eq!(asked, [7, 4, 2, 2, 2, 1]);
    }
    let server = Server::start(|_, _| Reply::new(422, "too many samples"));
    let ran = fetch(&server.url, &[], &[]);
    assert!(ran.err.contains("HTTP 422") && ran.err.contains("a larger --step"), "{}", ran.err);
    assert!(server.asked().len() < 10);
}

#[test]
fn where_post_is_not_allowed_get_is_sent() {
    let server =
        Server::start(|asked, _| if asked.method == "POST" { Reply::new(405, "") } else { all(asked) });
    let ran = fetch(&server.url, &["--query", "b=b{c=\"ü &\"}", "--parallel", "1"], &[]);
    assert_eq!(times(&ran).len(), 7);
    let asked = server.asked();
    assert_eq!(asked.iter().map(|asked| asked.method.as_str()).collect::<Vec<_>>(), ["POST", "GET", "GET"]);
    assert_eq!(asked[2].form["query"], "b{c=\"ü &\"}");
}
