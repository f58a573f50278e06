//! A server that answers what a test tells it to, one connection for each request.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What was asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) method: String,
    /// Without what follows `?`.
    pub(super) path: String,
    /// Names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    /// Of the body, or of the address.
    pub(super) form: BTreeMap<String, String>,
}

impl Asked {
    /// The query, empty where something else is asked.
    pub(super) fn query(&self) -> &str {
        self.form.get("query").map_or("", String::as_str)
    }

    /// A time of the form.
    pub(super) fn time(&self, key: &str) -> i64 {
        self.form[key].parse().unwrap()
    }
}

/// What is answered.
pub(super) struct Reply {
    status: u16,
    headers: Vec<String>,
    body: Vec<u8>,
    /// Nothing comes, and the connection stays.
    never: bool,
}

impl Reply {
    /// A status and a text.
    pub(super) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), never: false }
    }

    /// An answer without series.
    pub(super) fn empty() -> Self {
        Self::series("")
    }

    /// One series without labels, with these `[time,"value"]` pairs.
    pub(super) fn values(values: &str) -> Self {
        Self::series(&format!(r#"{{"metric":{{}},"values":[{values}]}}"#))
    }

    /// The series of a matrix.
    pub(super) fn series(series: &str) -> Self {
        Self::new(
            200,
            format!(r#"{{"status":"success","data":{{"resultType":"matrix","result":[{series}]}}}}"#),
        )
    }

    pub(super) fn header(mut self, line: &str) -> Self {
        self.headers.push(line.to_owned());
        self
    }

    pub(super) fn never() -> Self {
        Self { never: true, ..Self::empty() }
    }
}

/// A server on a free port. It ends with the process.
pub(super) struct Server {
    pub(super) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers each request; the number tells how many were before.
    pub(super) fn start(answer: impl Fn(&Asked, usize) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                let Some(request) = read(&stream) else { continue };
                let before = {
                    let mut log = log.lock().unwrap();
                    log.push(request.clone());
                    log.len() - 1
                };
                let reply = answer(&request, before);
                if reply.never {
                    kept.push(stream);
                } else {
                    write(stream, &reply);
                }
            }
        });
        Self { url, asked }
    }

    /// Everything that was asked so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

pub(super) fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let form = if body.is_empty() { query } else { &body };
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    let form = pairs.map(|(key, value)| (key.to_owned(), decoded(value))).collect();
    Some(Asked { method, path: path.to_owned(), headers, form })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// The client may be gone already.
pub(super) fn write(mut stream: TcpStream, reply: &Reply) {
    let mut head = format!(
        "HTTP/1.1 {} Text\r\nConnection: close\r\nContent-Length: {}\r\n",
        reply.status,
        reply.body.len()
    );
    for header in &reply.headers {
        head.push_str(&format!("{header}\r\n"));
    }
    let _ = stream.write_all(format!("{head}\r\n").as_bytes()).and_then(|()| stream.write_all(&reply.body));
}
