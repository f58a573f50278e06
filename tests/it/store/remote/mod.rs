//! A store in a bucket, on an S3 server of this machine: what a folder holds after the same commands, and what holds when many
//! write at once or the connection breaks.

mod between;
mod broken;
mod proxy;
mod same;
mod together;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use super::{command, text};
use crate::support::{python, repository};

/// What no output may repeat.
const SECRET: &str = "a-secret-of-the-team";

/// The bucket that the server begins with.
const BUCKET: &str = "shop";

/// An S3 server, until the tests end.
struct Server {
    port: u16,
    /// It ends with its input.
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// The server that all tests share; nothing where it is not installed and the test is skipped.
fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| start(&[])).as_ref()
}

fn start(environment: &[(&str, &str)]) -> Option<Server> {
    let mut python = python("moto.server")?;
    let mut child = python
        .arg(repository().join("tests/it/store/remote/server.py"))
        .envs(environment.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim().parse();
    Some(Server { port: port.unwrap(), child })
}

/// A store in the bucket, by the way that leads to it.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Where commands run.
    folder: &'a Path,
    /// The prefix in the bucket.
    prefix: &'a str,
    /// Where the server, or what stands before it, listens.
    port: u16,
}

impl Place<'_> {
    fn address(&self) -> String {
        format!("s3://{BUCKET}/{}", self.prefix)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = command(self.folder, args);
        command
            .env("PERFREPORT_STORE", self.address())
            .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port))
            .env("AWS_ACCESS_KEY_ID", "ada")
            .env("AWS_SECRET_ACCESS_KEY", SECRET)
            .env("AWS_REGION", "us-east-1")
            .env_remove("HTTP_PROXY")
            .env_remove("http_proxy");
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        let output = self.command(args).output().unwrap();
        assert!(!text(&output).contains(SECRET), "{args:?}: {}", text(&output));
        output
    }

    fn succeeds(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output));
        text(&output)
    }

    /// Every object below the prefix, by its name from there, and what is in it.
    fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        let prefix = format!("{}/", self.prefix);
        let listed = get(self.port, &format!("/{BUCKET}?list-type=2&prefix={prefix}"));
        let listed = String::from_utf8(listed).unwrap();
        assert!(listed.contains("<IsTruncated>false"), "{listed}");
        let keys = listed.split("<Key>").skip(1).map(|rest| rest.split_once("</Key>").unwrap().0);
        keys.map(|key| {
            let name = key.strip_prefix(&prefix).unwrap().to_owned();
            (name, get(self.port, &format!("/{BUCKET}/{}", key.replace('%', "%25"))))
        })
        .collect()
    }

    fn names(&self) -> Vec<String> {
        self.objects().into_keys().collect()
    }
}

/// What the server answers, without any of our code.
fn get(port: u16, path: &str) -> Vec<u8> {
    ask(port, "GET", path, b"")
}

/// Writes an object, without any of our code.
fn put(port: u16, key: &str, bytes: &[u8]) {
    ask(port, "PUT", &format!("/{BUCKET}/{key}"), bytes);
}

fn ask(port: u16, method: &str, path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    // The server does not look at the signature, only whether there is one.
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: AWS4-HMAC-SHA256 Credential=eve/20260101/us-east-1/s3/aws4_request\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        bytes.len()
    );
    stream.write_all(&[head.as_bytes(), bytes].concat()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}: {}", String::from_utf8_lossy(&answer));
    let end = memchr::memmem::find(&answer, b"\r\n\r\n").unwrap();
    answer.split_off(end + 4)
}
