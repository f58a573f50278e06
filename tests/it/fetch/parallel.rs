//! Several queries at a time: no more than are allowed, and the same file whatever their number.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::server::{Asked, Reply, read, write};
use super::{Ran, ask};

/// Answers each connection by itself; tells how many were answered at the same time at most, and what was asked.
struct Busy {
    url: String,
    most: Arc<AtomicUsize>,
    asked: Arc<Mutex<Vec<String>>>,
}

fn busy(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Busy {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (now, most, asked) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Arc::default());
    let busy = Busy { url, most: Arc::clone(&most), asked: Arc::clone(&asked) };
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (now, most, asked) = (Arc::clone(&now), Arc::clone(&most), Arc::clone(&asked));
            let answer = Arc::clone(&answer);
            std::thread::spawn(move || {
                let Some(request) = read(&stream) else { return };
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                asked.lock().unwrap().push(request.query().to_owned());
                let reply = answer(&request);
                now.fetch_sub(1, Ordering::SeqCst);
                write(stream, &reply);
            });
        }
    });
    busy
}

/// Asks for ten queries, `q0` to `q9`.
fn ten(server: &Busy, parallel: &str) -> Ran {
    let queries: Vec<String> = (0..10).map(|i| format!("q{i}=m{i}")).collect();
    let mut args = vec!["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:40Z"];
    args.extend(["--parallel", parallel]);
    args.extend(queries.iter().flat_map(|query| ["--query", query]));
    ask(&server.url, &args, &[])
}

#[test]
fn the_file_is_the_same_whatever_the_number() {
    // The later a query comes, the sooner it is answered.
    let answer = |asked: &Asked| {
        let index: u64 = asked.query()[1..].parse().unwrap();
        std::thread::sleep(Duration::from_millis(20 * (10 - index)));
        Reply::series(&format!(r#"{{"metric":{{"i":"{index}"}},"values":[[1000,"{index}"]]}}"#))
    };
    let (one, four) = (busy(answer), busy(answer));
    let (alone, together) = (ten(&one, "1"), ten(&four, "4"));
    assert_eq!((alone.code, together.code), (Some(0), Some(0)), "{}{}", alone.err, together.err);
    assert_eq!(alone.bundle, together.bundle);
    let names: Vec<String> = together.bundle.unwrap()["signals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["name"].to_string())
        .collect();
    assert_eq!(names, (0..10).map(|i| format!("\"q{i}\"")).collect::<Vec<_>>());
    let most = |server: &Busy| server.most.load(Ordering::SeqCst);
    assert_eq!(most(&one), 1);
    assert!((2..=4).contains(&most(&four)), "{}", most(&four));
}

#[test]
fn the_first_refusal_is_told_and_ends_it() {
    let server = busy(|asked| match asked.query() {
        // The third is refused later than the fourth.
        "m2" => {
            std::thread::sleep(Duration::from_millis(200));
            Reply::new(403, "no third")
        }
        "m3" => Reply::new(403, "no fourth"),
        _ => {
            std::thread::sleep(Duration::from_millis(20));
            Reply::values(r#"[1000,"1"]"#)
        }
    });
    let ran = ten(&server, "4");
    assert_eq!((ran.code, ran.bundle), (Some(2), None));
    assert!(ran.err.contains("query `q2`") && ran.err.contains("no third"), "{}", ran.err);
    let asked = server.asked.lock().unwrap();
    assert!(!asked.iter().any(|query| query == "m9"), "{asked:?}");
}

#[test]
fn the_number_is_checked() {
    for wrong in ["0", "65", "many"] {
        let ran = ask("http://127.0.0.1:1", &["--start", "1d", "--parallel", wrong], &[]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.err.contains("--parallel"), "{}", ran.err);
    }
}
