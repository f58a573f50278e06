//! What stands between a command and the server: it cuts connections, and does something else before a request goes on.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::Place;

/// After how many bytes a connection is cut: of what is sent, and of what is answered. Nothing: never.
#[derive(Clone, Copy, Default)]
pub(super) struct Cut {
    pub(super) sent: Option<usize>,
    pub(super) answered: Option<usize>,
}

/// Stands before the server: passes bytes on, and cuts so many connections, the first ones. Returns its port, and how many were cut.
pub(super) fn cutting(server: u16, cut: Cut, first: usize) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let cuts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&cuts);
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (Ok(client), Ok(server)) = (client, TcpStream::connect(("127.0.0.1", server))) else {
                return;
            };
            let cut = if counted.load(Ordering::SeqCst) < first { cut } else { Cut::default() };
            for (from, to, most) in [
                (client.try_clone().unwrap(), server.try_clone().unwrap(), cut.sent),
                (server, client, cut.answered),
            ] {
                let counted = Arc::clone(&counted);
                std::thread::spawn(move || pass(from, to, most, &counted));
            }
        }
    });
    (port, cuts)
}

fn pass(mut from: TcpStream, mut to: TcpStream, most: Option<usize>, cuts: &AtomicUsize) {
    let mut left = most.unwrap_or(usize::MAX);
    let mut buffer = [0; 4096];
    loop {
        let read = from.read(&mut buffer).unwrap_or(0);
        if read == 0 {
            let _ = to.shutdown(Shutdown::Write);
            return;
        }
        let passed = read.min(left);
        let _ = to.write_all(&buffer[..passed]);
        left -= passed;
        if passed < read {
            cuts.fetch_add(1, Ordering::SeqCst);
            // Both ways.
            let _ = to.shutdown(Shutdown::Both);
            let _ = from.shutdown(Shutdown::Both);
            return;
        }
    }
}

/// A request that waits to go on, by its first line.
struct Waiting {
    line: String,
    /// Whether its answer is lost on the way.
    go: Sender<bool>,
}

/// Runs a command whose first request of this kind waits until `between` is done; its answer is lost where that says so.
pub(super) fn interrupted(
    place: &Place<'_>,
    args: &[&str],
    wanted: (&str, &str),
    between: impl FnOnce() -> bool,
) -> Output {
    interrupted_at(place, args, (wanted.0, wanted.1, 0), between)
}

/// Does the same with the `nth` request of this kind, from 0.
pub(super) fn interrupted_at(
    place: &Place<'_>,
    args: &[&str],
    (method, name, nth): (&str, &str, usize),
    between: impl FnOnce() -> bool,
) -> Output {
    let mut seen = 0;
    let (port, requests) = watching(place.port);
    let mut command = Place { port, ..*place }.command(args);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut between = Some(between);
    while child.try_wait().unwrap().is_none() {
        let Ok(Waiting { line, go }) = requests.recv_timeout(Duration::from_millis(20)) else { continue };
        let is_one = line.starts_with(method) && line.contains(name);
        let lost = is_one && seen == nth && between.take().is_some_and(|between| between());
        seen += usize::from(is_one);
        go.send(lost).unwrap();
    }
    assert!(between.is_none(), "{args:?} asks for no {method} {name}");
    child.wait_with_output().unwrap()
}

fn watching(server: u16) -> (u16, Receiver<Waiting>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (requests, received) = channel();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (Ok(client), Ok(server)) = (client, TcpStream::connect(("127.0.0.1", server))) else {
                return;
            };
            let lost = Arc::new(AtomicBool::new(false));
            let (to_server, from_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            let (requests, is_lost) = (requests.clone(), Arc::clone(&lost));
            std::thread::spawn(move || watch(from_client, to_server, &requests, &is_lost));
            std::thread::spawn(move || answer(server, client, &lost));
        }
    });
    (port, received)
}

fn watch(mut client: TcpStream, mut server: TcpStream, requests: &Sender<Waiting>, lost: &AtomicBool) {
    let mut buffer = [0; 65_536];
    while let Ok(read @ 1..) = client.read(&mut buffer) {
        let text = String::from_utf8_lossy(&buffer[..read.min(1_000)]).into_owned();
        let line = text.lines().next().unwrap_or_default();
        if line.ends_with(" HTTP/1.1") {
            let (go, gone) = channel();
            let _ = requests.send(Waiting { line: line.to_owned(), go });
            lost.store(gone.recv().unwrap_or(false), Ordering::SeqCst);
        }
        if server.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = server.shutdown(Shutdown::Write);
}

fn answer(mut server: TcpStream, mut client: TcpStream, lost: &AtomicBool) {
    let mut buffer = [0; 65_536];
    while let Ok(read @ 1..) = server.read(&mut buffer) {
        if lost.load(Ordering::SeqCst) || client.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
}
