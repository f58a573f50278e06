//! Chromium opens the reports with scripts on: none of the payloads runs, and nothing is fetched.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::commands;
use super::corpus::PAYLOADS;
use crate::browser::{chromium, opened};

#[test]
#[cfg(feature = "history")]
fn nothing_runs_and_nothing_is_fetched() {
    let Some(chromium) = chromium() else { return };
    // Nobody asks it for anything but this test, which tries whether it would be noticed.
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port().to_string();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    std::thread::spawn(move || {
        server.incoming().for_each(|_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
    });

    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    let trial = folder.path().join("trial.html");
    let (_, script) = PAYLOADS[0];
    std::fs::write(&trial, format!("<title>x</title>{}", script.replace("PORT", &port))).unwrap();
    let page = opened(chromium, &profile, &trial, 1280);
    assert!(page.contains("<title>owned</title>"), "the payload would not have been noticed: {page}");
    assert!(asked.swap(0, Ordering::SeqCst) > 0, "what is fetched would not have been noticed");

    for (number, some) in PAYLOADS[..8].chunks(2).enumerate() {
        let payloads: Vec<&str> = some.iter().map(|(_, payload)| *payload).collect();
        let below = folder.path().join(number.to_string());
        commands::run(&below, &payloads.join(" ").replace("PORT", &port), false);
        let pages =
            ["check/report.html", "compare/report.html", "review/review.html", "postmortem/postmortem.html"];
        let mut pages: Vec<PathBuf> = pages.iter().map(|page| below.join(page)).collect();
        pages.extend(
            std::fs::read_dir(below.join("check/charts")).unwrap().map(|entry| entry.unwrap().path()).take(2),
        );
        for page in pages {
            let seen = opened(chromium, &profile, &page, 1280);
            assert!(seen.contains("<title"), "{}: {seen}", page.display());
            assert!(!seen.contains("<title>owned</title>"), "{} was changed by a payload", page.display());
            assert_eq!(asked.load(Ordering::SeqCst), 0, "{} fetched something", page.display());
        }
    }
}
