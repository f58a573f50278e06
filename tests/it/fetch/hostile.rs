//! Servers that mean harm: `fetch` ends soon, with little memory, and sends its credentials to nobody else.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const SECRET: &str = "geheim-token";
/// The memory that the process may ask for, in kB: that of the program itself, and some times `--max-size`.
const MEMORY: &str = "1500000";
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
const SERIES: &str =
    r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":["#;

/// A server that reads what is asked and does with the connection what it is told; returns its address and what was asked.
fn server(answer: impl Fn(TcpStream) + Send + Sync + 'static) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
            std::thread::spawn(move || {
                let mut request = [0; 4096];
                let length = stream.read(&mut request).unwrap_or(0);
                log.lock().unwrap().push(String::from_utf8_lossy(&request[..length]).into_owned());
                answer(stream);
            });
        }
    });
    (address, asked)
}

/// What is done with a connection.
type Answer = Box<dyn Fn(TcpStream) + Send + Sync>;

/// Sends a beginning, and then a text until the client has gone.
#[expect(clippy::needless_pass_by_value, reason = "the cases are made where they are named")]
fn endless(head: String, text: Vec<u8>) -> impl Fn(TcpStream) + Send + Sync {
    let text = text.repeat(65_536_usize.div_ceil(text.len()));
    move |mut stream| {
        let _ = stream.write_all(head.as_bytes());
        while stream.write_all(&text).is_ok() {}
    }
}

/// Sends a beginning, and then a byte now and then.
fn slow(head: &'static str) -> impl Fn(TcpStream) + Send + Sync {
    move |mut stream| {
        let _ = stream.write_all(head.as_bytes());
        while stream.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn once(text: &'static [u8]) -> impl Fn(TcpStream) + Send + Sync {
    move |mut stream| drop(stream.write_all(text))
}

/// Fetches with a token and little memory; returns the exit code and what was said.
fn fetch(url: &str, timeout: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let limited = format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &limited, env!("CARGO_BIN_EXE_perfreport"), "fetch", "--url", url, "--retries", "0"]);
    command.args([
        "--query",
        "a=up",
        "--start",
        "1970-01-01T00:16:40Z",
        "--end",
        "1970-01-01T00:17:40Z",
        "--step",
        "10s",
    ]);
    command.args(["--timeout", timeout, "--max-size", "8MB"]).current_dir(folder.path());
    command.env("PERFREPORT_PROMETHEUS_TOKEN", SECRET).env("NO_PROXY", "*").env("no_proxy", "*");
    let began = Instant::now();
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(began.elapsed() < Duration::from_secs(70), "{:?}: {said}", began.elapsed());
    assert!(!folder.path().join("prom.json").exists(), "{said}");
    (output.status.code(), said)
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn whatever_a_server_sends_the_end_comes_soon() {
    let json = |begin: &str| format!("{HEAD}{begin}");
    let gzip = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    let cases: Vec<(&str, Answer, &str)> = vec![
        ("endless values", Box::new(endless(json(SERIES), br#"[1000,"1"],"#.to_vec())), "larger than 8"),
        ("endless blanks", Box::new(endless(json(""), b" \n".to_vec())), "larger than 8"),
        ("an endless text", Box::new(endless(json(r#"{"status":""#), b"a".to_vec())), "larger than 8"),
        ("an endless number", Box::new(endless(json(&format!("{SERIES}[1")), b"0".to_vec())), ""),
        (
            "endless labels",
            Box::new(endless(
                json(r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"#),
                br#""a":"b","#.to_vec(),
            )),
            "larger than 8",
        ),
        (
            "endless series",
            Box::new(endless(
                json(r#"{"status":"success","data":{"resultType":"matrix","result":["#),
                br#"{"metric":{},"values":[]},"#.to_vec(),
            )),
            "larger than 8",
        ),
        ("endless nesting", Box::new(endless(json(SERIES), b"[".to_vec())), ""),
        (
            "endless warnings",
            Box::new(endless(json(r#"{"status":"success","warnings":["#), br#""w","#.to_vec())),
            "larger than 8",
        ),
        ("a bomb", Box::new(endless(gzip.to_owned(), packed(&[b' '; 1 << 20]))), "larger than 8"),
        ("a slow body", Box::new(slow(HEAD)), "no answer within 2 s"),
        ("a slow head", Box::new(slow("HTTP/1.1 200 OK\r\nX: ")), "no answer within 2 s"),
        (
            "an endless header",
            Box::new(endless("HTTP/1.1 200 OK\r\nX: ".to_owned(), b"a".to_vec())),
            "header",
        ),
        (
            "endless headers",
            Box::new(endless("HTTP/1.1 200 OK\r\n".to_owned(), b"X: a\r\n".to_vec())),
            "header",
        ),
        ("endless promises", Box::new(endless(String::new(), b"HTTP/1.1 100 Continue\r\n\r\n".to_vec())), ""),
        (
            "an endless error",
            Box::new(endless("HTTP/1.1 500 No\r\nConnection: close\r\n\r\n".to_owned(), b"oops ".to_vec())),
            "HTTP 500",
        ),
        (
            "an endless redirect",
            Box::new(endless(
                "HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:1/\r\n\r\n".to_owned(),
                b"x".to_vec(),
            )),
            "sends elsewhere",
        ),
        ("nothing", Box::new(once(b"")), ""),
        ("no HTTP", Box::new(once(b"SSH-2.0-OpenSSH_9.9\r\n")), ""),
        ("no status", Box::new(once(b"HTTP/1.1 abc OK\r\n\r\n")), ""),
        ("a version of the future", Box::new(once(b"HTTP/9.9 200 OK\r\n\r\n{}")), ""),
        ("a negative length", Box::new(once(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}")), ""),
        (
            "a length that never comes",
            Box::new(once(b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n{")),
            "",
        ),
        (
            "two lengths",
            Box::new(once(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}")),
            "",
        ),
        (
            "a chunk of all memory",
            Box::new(once(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{")),
            "",
        ),
        (
            "a chunk without a size",
            Box::new(once(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}")),
            "",
        ),
        (
            "half a bomb",
            Box::new(once(
                b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n\x1f\x8b\x08\0\0\0",
            )),
            "",
        ),
        (
            "no text",
            Box::new(once(
                b"HTTP/1.1 500 \xff\xfe\r\nX: \xff\r\nConnection: close\r\n\r\n\xff\x1b[2J\0::error::x",
            )),
            "HTTP 500",
        ),
    ];
    for (name, answer, expected) in cases {
        let (address, asked) = server(answer);
        let timeout = if name.starts_with("a slow") || expected.is_empty() { "2s" } else { "60s" };
        let (code, said) = fetch(&format!("http://{address}"), timeout);
        assert_eq!(code, Some(2), "{name}: {said}");
        assert!(said.starts_with("error: query `a` at http://127.0.0.1:"), "{name}: {said}");
        assert!(said.contains(expected), "{name}: {said}");
        assert!(!said.contains(SECRET) && !said.contains("panicked"), "{name}: {said}");
        assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{name}: {said:?}");
        assert!(asked.lock().unwrap().len() <= 2, "{name} was asked again and again");
    }
}

#[test]
fn a_token_goes_to_the_host_that_it_was_given_for() {
    for status in ["301 Moved", "302 Found", "303 Other", "307 Temporary", "308 Permanent"] {
        let (elsewhere, asked_there) = server(once(b"HTTP/1.1 200 OK\r\n\r\n{}"));
        let to = format!(
            "HTTP/1.1 {status}\r\nLocation: http://user:planted@{elsewhere}/in?state=planted#planted\r\nContent-Length: 0\r\n\r\n"
        );
        let (address, asked) = server(move |mut stream| drop(stream.write_all(to.as_bytes())));
        let (code, said) = fetch(&format!("http://{address}"), "10s");
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("sends elsewhere") && !said.contains("planted"), "{said}");
        assert!(asked.lock().unwrap()[0].to_ascii_lowercase().contains(&format!("bearer {SECRET}")));
        assert_eq!(*asked_there.lock().unwrap(), Vec::<String>::new(), "{status}");
    }
}

#[test]
fn who_does_not_speak_tls_learns_nothing() {
    let alert: &[u8] = &[0x15, 3, 3, 0, 2, 2, 40];
    // The head of a record that is longer than any, of a handshake that never ends, and of none.
    let garbage: [&'static [u8]; 4] =
        [b"HTTP/1.1 400 no TLS here\r\n\r\n", alert, &[0x16, 3, 3, 0xff, 0xff], b""];
    for bytes in garbage {
        let (address, asked) = server(once(bytes));
        let (code, said) = fetch(&format!("https://{address}"), "3s");
        assert_eq!(code, Some(2), "{said}");
        assert!(!said.contains(SECRET) && !said.contains("panicked"), "{said}");
        let asked = asked.lock().unwrap();
        assert!(asked.iter().all(|text| !text.contains(SECRET) && !text.contains("Bearer")), "{asked:?}");
    }
    let (address, asked) = server(endless(String::new(), vec![0x16, 3, 3, 0, 1, 0]));
    let (code, said) = fetch(&format!("https://{address}"), "3s");
    assert_eq!(code, Some(2), "{said}");
    assert!(asked.lock().unwrap().iter().all(|text| !text.contains(SECRET)));
}
