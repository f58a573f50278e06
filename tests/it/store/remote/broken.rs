//! Connections that break, servers that refuse: what can be tried again is, and else it is said what to do.

use std::sync::atomic::Ordering;

use super::super::text;
use super::proxy::{Cut, cutting};
use super::{Place, SECRET, get, server, start};
use crate::support::{free_port, snapshot};

#[test]
fn a_connection_that_breaks_is_opened_again() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = snapshot("shop/base-1");
    let run = run.to_str().unwrap();
    // In a request's head, in the middle of what is written, before an answer that is then lost, and in the middle of one.
    for (n, cut) in [
        Cut { sent: Some(100), ..Cut::default() },
        Cut { sent: Some(8_000), ..Cut::default() },
        Cut { answered: Some(0), ..Cut::default() },
        Cut { answered: Some(900), ..Cut::default() },
        Cut { answered: Some(8_000), ..Cut::default() },
    ]
    .into_iter()
    .enumerate()
    {
        let prefix = format!("broken-{n}");
        let place = Place { folder: folder.path(), prefix: &prefix, port: server.port };
        let commands: [&[&str]; 4] = [
            &["baseline", "add", "main", run],
            &["compare", "@main", run, "--save", "--no-report", "--inconclusive-ok"],
            &["history", "--format", "csv"],
            &["store", "verify"],
        ];
        let mut all = 0;
        let mut said = Vec::new();
        for args in commands {
            let (port, cuts) = cutting(server.port, cut, 3);
            said.push(Place { port, ..place }.succeeds(args));
            all += cuts.load(Ordering::SeqCst);
        }
        assert!(all >= 3, "connections were cut {all} times");
        assert_eq!(said[2], place.succeeds(commands[2]));
        assert!(said[3].contains("1 baseline, 1 run, 1 run in the history, 0 problems"), "{}", said[3]);
    }
}

#[test]
fn a_connection_that_always_breaks_tears_nothing() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let [run, other] = ["base-1", "base-2"].map(|run| snapshot(&format!("shop/{run}")));
    let [run, other] = [&run, &other].map(|path| path.to_str().unwrap());
    let place = Place { folder: folder.path(), prefix: "always-broken", port: server.port };
    place.succeeds(&["baseline", "add", "main", run]);
    place.succeeds(&["check", run, "--save", "--no-report"]);
    let before = place.objects();
    let commands: [&[&str]; 6] = [
        &["baseline", "add", "main", other, "--force", "--why", "a test"],
        &["compare", "@main", other, "--no-report"],
        &["check", other, "--save", "--no-report"],
        &["history"],
        &["review", "--since", "2026-11-01", "--until", "2026-11-30"],
        &["store", "verify"],
    ];
    for args in commands {
        // In the middle of what is read or written, after a few requests that went well.
        let (port, _) = cutting(server.port, Cut { sent: Some(4_000), answered: Some(500) }, usize::MAX);
        let output = Place { port, ..place }.run(args);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(&format!("the connection to 127.0.0.1:{port} failed")), "{args:?}: {said}");
        assert!(said.contains(&place.address()) && said.contains("try again later"), "{args:?}: {said}");
    }
    let after = place.objects();
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));
    assert!(place.succeeds(&["store", "verify"]).contains(" 0 problems"));
}

#[test]
fn what_is_refused_is_said_with_what_to_do() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = snapshot("shop/base-1");
    let run = run.to_str().unwrap();
    let place = Place { folder: folder.path(), prefix: "refused", port: server.port };
    let commands: [&[&str]; 5] = [
        &["baseline", "add", "main", run],
        &["compare", "@main", run, "--allow-missing-baseline", "--no-report"],
        &["check", run, "--save", "--no-report"],
        &["history"],
        &["store", "compact"],
    ];
    let closed = free_port();
    for args in commands {
        let no_bucket =
            place.command(args).env("PERFREPORT_STORE", "s3://no-such-bucket/a").output().unwrap();
        let nobody = Place { port: closed, ..place }.run(args);
        let refused = format!("the connection to 127.0.0.1:{closed} failed: Connection refused");
        for (output, words) in [
            (no_bucket, "there is no such bucket\nmake it, or correct the address"),
            (nobody, refused.as_str()),
        ] {
            let said = text(&output);
            assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
            assert!(said.contains(words) && said.contains("s3://"), "{args:?}: {said}");
        }
    }
    assert!(place.names().is_empty());
    for (address, words) in [
        ("https://shop.s3.amazonaws.com", "s3://, gs:// or az://"),
        (&format!("s3://ada:{SECRET}@shop/a"), "s3://…@: expected the name of a bucket"),
        ("s3://shop/../a", "expected a prefix"),
    ] {
        let output = place.run(&["history", "--store", address]);
        assert_eq!(output.status.code(), Some(2), "{}", text(&output));
        assert!(text(&output).contains(words), "{}", text(&output));
    }
}

#[test]
fn credentials_that_are_wrong_are_said_and_never_repeated() {
    // A server that looks at credentials, after its bucket was made.
    let Some(server) = start(&[("INITIAL_NO_AUTH_ACTION_COUNT", "1")]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "denied", port: server.port };
    let run = snapshot("shop/base-1");
    let run = run.to_str().unwrap();
    let commands: [&[&str]; 3] =
        [&["baseline", "add", "main", run], &["history"], &["check", run, "--save", "--no-report"]];
    for args in commands {
        let output = place.run(args);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains("access was denied (403 InvalidAccessKeyId)"), "{args:?}: {said}");
        assert!(said.contains("AWS_ACCESS_KEY_ID") && !said.contains(SECRET), "{args:?}: {said}");
    }
    // The server is there, and asks everybody.
    assert!(std::panic::catch_unwind(|| get(server.port, "/shop?list-type=2")).is_err());
}
