//! Chromium opens the reports with scripts on: none of the payloads runs, and nothing is fetched.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::commands;
use super::corpus::PAYLOADS;
use crate::support::skip;

/// How long a page may do things before it is looked at, in milliseconds of its own clock.
const BUDGET: &str = "--virtual-time-budget=3000";

/// Chromium by one of its names, or nothing where it is not installed and the test is skipped.
fn chromium() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let there = |name: &&str| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let found = names.into_iter().find(there);
    if found.is_none() {
        skip("chromium is not installed");
    }
    found
}

/// Opens a page and returns what became of it.
fn opened(chromium: &str, profile: &Path, page: &Path) -> String {
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            BUDGET,
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

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
    let page = opened(chromium, &profile, &trial);
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
            let seen = opened(chromium, &profile, &page);
            assert!(seen.contains("<title"), "{}: {seen}", page.display());
            assert!(!seen.contains("<title>owned</title>"), "{} was changed by a payload", page.display());
            assert_eq!(asked.load(Ordering::SeqCst), 0, "{} fetched something", page.display());
        }
    }
}
