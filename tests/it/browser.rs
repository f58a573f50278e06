//! Opens pages in Chromium.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{repository, skip};

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
    String::from_utf8_lossy(&run(chromium, profile, page, width).stdout).into_owned()
}

/// Opens a page and returns what it left on the console.
pub(crate) fn messages(chromium: &str, profile: &Path, page: &Path) -> String {
    let log = String::from_utf8_lossy(&run(chromium, profile, page, 1280).stderr).into_owned();
    log.lines().filter(|line| line.contains("CONSOLE")).collect()
}

fn run(chromium: &str, profile: &Path, page: &Path, width: u32) -> Output {
    Command::new(chromium)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            "--enable-logging=stderr",
            BUDGET,
        ])
        .arg(format!("--window-size={width},900"))
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap()
}

/// The sample pages.
pub(crate) fn samples() -> Vec<PathBuf> {
    let pages = glob::glob(repository().join("reports/examples/*/*.html").to_str().unwrap()).unwrap();
    let pages: Vec<PathBuf> = pages.map(Result::unwrap).collect();
    assert!(pages.len() > 4, "{pages:?}");
    pages
}

/// A page with a script of ours at its end; its policy, which would forbid that, is left out.
pub(crate) fn with_script(page: &Path, script: &str) -> String {
    let text = fs::read_to_string(page).unwrap();
    let (before, policy) = text.split_once("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let (_, after) = policy.split_once('>').unwrap();
    format!("{before}{after}<script>{script}</script>")
}

/// What a script left behind in an element that is called `told`.
pub(crate) fn told(seen: &str) -> Option<&str> {
    let (_, told) = seen.split_once("<pre id=\"told\">")?;
    Some(told.split_once('<')?.0)
}

/// The page as who prefers dark pages sees it.
pub(crate) fn in_dark(page: &str) -> String {
    let queries = ["screen and (prefers-color-scheme: dark)", "screen and (prefers-color-scheme:dark)"];
    queries.into_iter().fold(page.to_owned(), |page, query| {
        assert!(page.contains(query), "the page says nothing of `{query}`");
        page.replace(query, "screen")
    })
}
