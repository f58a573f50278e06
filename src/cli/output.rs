//! The verdict on standard output, the reports on disk.

use std::borrow::Cow;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::judge::ReportHead;
use crate::model::judgement::Assessment;
use crate::pipeline;
use crate::render::ReportFormat;
use crate::render::terminal::{self, TerminalOptions};
use crate::render::text::plain;
use crate::store::file::{self, Durability};

use super::args::{ReportArgs, unless_empty};
use super::exit::Code;
use super::when;

/// Output that goes to a file or a pipe is this wide.
const DEFAULT_WIDTH: usize = 100;

/// What the report says about itself.
pub(super) fn frame(report: &ReportArgs) -> ReportHead {
    ReportHead {
        title: unless_empty(report.title.as_ref()),
        report_url: unless_empty(report.report_url.as_ref()),
        today: Some(when::now().date_naive()),
        command: command_line(),
        generator: generator(),
        ..ReportHead::default()
    }
}

/// The program and its version.
pub(super) fn generator() -> String {
    concat!("perfreport ", env!("CARGO_PKG_VERSION")).to_owned()
}

/// Writes the reports that were asked for and returns their main files.
pub(super) fn write_reports(assessment: &Assessment, report: &ReportArgs) -> anyhow::Result<Vec<PathBuf>> {
    if report.no_report {
        return Ok(Vec::new());
    }
    let dir = report_folder(assessment, report);
    let formats = once(report.format.iter().map(|format| ReportFormat::from(*format)));
    Ok(pipeline::write_reports(assessment, &formats, report.junit_warn.into(), &dir)?)
}

/// The folder that the reports are written to.
pub(super) fn report_folder(assessment: &Assessment, report: &ReportArgs) -> PathBuf {
    let default = || Path::new("reports").join(folder_name(&assessment.run.meta.name));
    report.out.clone().unwrap_or_else(default)
}

/// Takes each thing that was asked for once, in the order in which it was first asked for.
pub(super) fn once<T: PartialEq>(asked: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for item in asked {
        if !once.contains(&item) {
            once.push(item);
        }
    }
    once
}

/// Prints the verdict, and the reports that were written.
pub(super) fn print(assessment: &Assessment, written: &[PathBuf], quiet: bool) {
    printed(|out| {
        // anstream takes the colour away where it is not wanted.
        terminal::write(assessment, &TerminalOptions { width: width(), color: true, quiet }, out)?;
        if !quiet && !written.is_empty() {
            writeln!(out)?;
            writeln!(out, "{}", where_reports_are(written))?;
        }
        Ok(())
    });
}

/// Says in a line where the reports are: `reports  out/report.html, out/verdict.json`, a folder's name once.
fn where_reports_are(written: &[PathBuf]) -> String {
    let mut folder = None;
    let names = written.iter().map(|path| {
        let same = folder.replace(path.parent()) == Some(path.parent());
        path.file_name()
            .filter(|_| same)
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
    });
    let noun = if written.len() == 1 { "report" } else { "reports" };
    format!("{noun}  {}", names.collect::<Vec<_>>().join(", "))
}

/// Writes a file, whole or not at all.
pub(super) fn file(path: &Path, contents: &[u8]) -> anyhow::Result<()> {
    file::write_output(path, contents, Durability::Cached)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a file that people go on with: one that exists stays, unless it is forced. Tells whether it was written.
pub(super) fn file_to_keep(path: &Path, contents: &[u8], force: bool) -> anyhow::Result<bool> {
    if force {
        return file(path, contents).map(|()| true);
    }
    match file::write_new(path, contents) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && path.symlink_metadata().is_ok() => {
            Ok(false)
        }
        written => written.map(|()| true).with_context(|| format!("cannot write {}", path.display())),
    }
}

/// Prints lines of result.
pub(super) fn line(text: &str) {
    printed(|out| writeln!(out, "{}", harmless(text)));
}

/// Prints a workflow command, which GitHub carries out.
pub(super) fn command(text: &str) {
    let printed = writeln!(anstream::stdout(), "{}", plain(text));
    told(printed);
}

/// Prints what is no document by itself. The exit code says the same whether anybody reads it or not, so that a reader
/// that went away, as `head` does, or a full disk changes nothing.
fn printed(text: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) {
    let mut document = Vec::new();
    let mut out = anstream::stdout().lock();
    told(text(&mut document).and_then(|()| {
        out.write_all(no_command(&String::from_utf8_lossy(&document)).as_bytes())?;
        out.flush()
    }));
}

fn told(printed: std::io::Result<()>) {
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("could not write to standard output: {error}"));
        }
        _ => {}
    }
}

/// Says something that is no result.
pub(super) fn remark(text: &str) {
    // Nothing is left to tell if standard error is closed.
    let _ = writeln!(anstream::stderr(), "note: {}", harmless(text));
}

/// Says an error with its causes, each once: some errors name their cause themselves.
pub(super) fn failed(error: &anyhow::Error) {
    let said = error
        .chain()
        .map(ToString::to_string)
        .reduce(|said, cause| if said.contains(&cause) { said } else { format!("{said}: {cause}") });
    complain(&said.unwrap_or_default());
}

/// Says what went wrong.
pub(super) fn complain(text: &str) {
    // Nothing is left to tell if standard error is closed.
    let _ = writeln!(anstream::stderr(), "error: {}", harmless(text));
}

/// Says what is wrong with the command line, as clap words it; in colours where it holds nothing but what can be seen.
pub(super) fn usage(error: &clap::Error) -> Code {
    let text = error.render().to_string();
    if !error.use_stderr() || harmless(&text) == text {
        error.exit();
    }
    // Nothing is left to tell if standard error is closed.
    let _ = write!(anstream::stderr(), "{}", harmless(&text));
    Code::CouldNotRun
}

/// Keeps the lines of a text, and makes each of them harmless in a terminal and in the log of a CI system.
fn harmless(text: &str) -> String {
    no_command(&text.split('\n').map(plain).collect::<Vec<_>>().join("\n"))
}

/// Puts a backslash into what a CI system would carry out: names and messages come from anywhere.
fn no_command(text: &str) -> String {
    text.split('\n').map(|line| no_command_inside(&no_command_before(line))).collect::<Vec<_>>().join("\n")
}

/// GitHub carries out `::command` where a line begins with it, spaces before it or not; colours are taken away before.
fn no_command_before(line: &str) -> Cow<'_, str> {
    let seen = anstream::adapter::strip_str(line).to_string();
    match line.find("::").filter(|_| seen.trim_start().starts_with("::")) {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]).into(),
        None => line.into(),
    }
}

/// GitHub carries out `##[command]`, Azure `##vso[command]` and TeamCity `##teamcity[message]`, wherever in a line they stand.
fn no_command_inside(line: &str) -> String {
    let mut pieces = line.split("##");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let word = piece.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '#');
        out.push_str(if word.starts_with('[') { "##\\" } else { "##" });
        out.push_str(piece);
    }
    out
}

/// A window is never wider; a wider one would cost memory and nobody could read it.
const WIDEST: usize = 1_000;

/// The width of the terminal; elsewhere what `COLUMNS` asks for.
fn width() -> usize {
    let asked = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|width| *width > 0);
    terminal_size::terminal_size_of(std::io::stdout())
        .map(|(width, _)| usize::from(width.0))
        .filter(|width| *width > 0)
        .or_else(asked)
        .map_or(DEFAULT_WIDTH, |width| width.min(WIDEST))
}

/// File systems take 255 bytes; nobody reads as many.
const LONGEST_FOLDER_NAME: usize = 120;

/// Cuts a text to `most` bytes at the end of a character.
fn shorten_to_bytes(text: &str, most: usize) -> &str {
    let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= most).last();
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Makes one safe folder name of a run's name.
pub(super) fn folder_name(name: &str) -> String {
    let safe: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    let short = shorten_to_bytes(&safe, LONGEST_FOLDER_NAME);
    let trimmed = short.trim_matches(|c| matches!(c, '.' | '-'));
    if trimmed.is_empty() { "run".to_owned() } else { trimmed.to_owned() }
}

/// Writes the command line as a shell would take it, without what may be secret.
pub(super) fn command_line() -> String {
    let mut words = vec!["perfreport".to_owned()];
    words.extend(std::env::args_os().skip(1).map(|arg| quoted(&shown(&arg.to_string_lossy()))));
    words.join(" ")
}

/// Takes what may be secret out of a word. A `?` that stands in no URL is a pattern of files.
fn shown(word: &str) -> String {
    if word.contains('?') && !word.contains("://") { word.to_owned() } else { pipeline::scrub(word) }
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{folder_name, harmless, no_command, quoted, shown};

    #[test]
    fn the_command_holds_no_secret() {
        assert_eq!(shown("repo=https://user:token@host/a.git"), "repo=https://host/a.git");
        assert_eq!(shown("https://h/x?token=abc"), "https://h/x");
        for word in ["runs/base-?.json", "@main", "main@staging", "commit=1a2b", "--since=7d"] {
            assert_eq!(shown(word), word);
        }
    }

    #[test]
    fn a_run_name_never_leaves_the_reports_folder() {
        assert_eq!(folder_name("../../etc/passwd"), "etc-passwd");
        assert_eq!(folder_name(".."), "run");
        assert_eq!(folder_name("main @ 12:30"), "main---12-30");
        assert_eq!(folder_name(&"é".repeat(1_000)), "é".repeat(60));
    }

    #[test]
    fn no_line_is_a_command_or_moves_the_cursor() {
        assert_eq!(harmless("a::b\n  ::error::x\n##[group]y"), "a::b\n  \\::error::x\n##\\[group]y");
        assert_eq!(harmless("a ##vso[x]b ###[c] # [d] #1"), "a ##\\vso[x]b ##\\#[c] # [d] #1");
        let coloured = "  \u{1b}[1m::error::x\u{1b}[0m";
        assert_eq!(no_command(coloured), "  \u{1b}[1m\\::error::x\u{1b}[0m");
        assert_eq!(harmless("\u{1b}]52;c;x\u{7}\r::a"), "\\u{1b}]52;c;x\\u{7}\\r::a");
    }

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        assert_eq!(quoted("--out=a/b"), "--out=a/b");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
