//! Opens pages in Chromium.

use std::path::Path;
use std::process::Command;

use crate::support::skip;

/// How long a page may do things before it is looked at, in milliseconds of its own clock.
const BUDGET: &str = "--virtual-time-budget=20000";

/// Chromium by one of its names, or nothing where it is not installed and the test is skipped.
pub(crate) fn chromium() -> Option<&'static str> {
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

/// Opens a page in a window of some width and returns what became of it.
pub(crate) fn opened(chromium: &str, profile: &Path, page: &Path, width: u32) -> String {
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            BUDGET,
        ])
        .arg(format!("--window-size={width},900"))
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}
