//! Files that are known and are not k6 summaries: each is named for what it is.

use std::fmt;

/// A file of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Foreign {
    /// What k6 prints.
    K6Console,
    /// Points of k6 that a formatter took apart, or put into an array.
    K6PointsReformatted,
    /// A recording of k6's web dashboard.
    K6Dashboard,
    /// The log of k6.
    K6Log,
    /// Gatling's log since 3.12.
    GatlingBinary,
    /// The script behind Gatling's report.
    GatlingScript,
    /// What Locust writes beside its statistics: their history, failures, exceptions.
    LocustBeside,
    /// What the listener of locust-plugins writes as JMeter does.
    LocustPlugins,
    /// Recorded browser traffic.
    Har,
    /// An answer of Prometheus.
    Prometheus,
    /// What perfreport itself wrote.
    Own,
    /// A web page.
    Html,
    /// An archive, or a file that something other than gzip and zstd compressed: what it is.
    Packed(&'static str),
}

/// How archives and compressed files begin, the place, and what they are.
const PACKED: [(usize, &[u8], &str); 7] = [
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"BZh", "compressed with bzip2"),
    (0, b"\xFD7zXZ\0", "compressed with xz"),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (257, b"ustar", "a tar archive"),
    // What was unpacked already is packed still.
    (0, b"\x1F\x8B\x08", "compressed twice"),
    (0, b"\x28\xB5\x2F\xFD", "compressed twice"),
];

impl Foreign {
    /// Tells what a text begins like.
    pub(super) fn sniff(head: &str) -> Option<Self> {
        let text = head.trim_start();
        let first = text.lines().next().unwrap_or_default();
        let lower: String = first.chars().take(200).collect::<String>().to_ascii_lowercase();
        if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
            Some(Self::Html)
        } else if lower.starts_with("var stats = {") {
            Some(Self::GatlingScript)
        } else if lower.starts_with("time=\"") && lower.contains(" level=") {
            Some(Self::K6Log)
        } else if LOCUST_BESIDE.iter().any(|header| first.starts_with(header)) {
            Some(Self::LocustBeside)
        } else if is_of_locust_plugins(text) {
            Some(Self::LocustPlugins)
        } else if text.starts_with(['{', '[']) {
            Self::sniff_json(text)
        } else {
            is_console(text).then_some(Self::K6Console)
        }
    }

    fn sniff_json(text: &str) -> Option<Self> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).take(160).collect();
        if is_reformatted_points(&compact) {
            Some(Self::K6PointsReformatted)
        } else if compact.starts_with("{\"event\":\"") && compact.contains("\"data\":") {
            Some(Self::K6Dashboard)
        } else if is_log(text.lines().next().unwrap_or_default()) {
            Some(Self::K6Log)
        } else if compact.starts_with("{\"log\":{") {
            Some(Self::Har)
        } else if compact.starts_with("{\"status\":\"success\",\"data\":") {
            Some(Self::Prometheus)
        } else if compact.starts_with("{\"format\":\"perfreport/") {
            Some(Self::Own)
        } else {
            None
        }
    }

    /// Tells what is packed, and Gatling's binary log, which begins with a zero and the version.
    pub(super) fn sniff_binary(bytes: &[u8]) -> Option<Self> {
        let begins_so = |(at, sign, _): &&(usize, &[u8], &str)| {
            bytes.get(*at..).is_some_and(|bytes| bytes.starts_with(sign))
        };
        if let Some((_, _, what)) = PACKED.iter().find(begins_so) {
            return Some(Self::Packed(what));
        }
        let is_version = |part: &[u8]| part[0] == b'3' && part[1] == b'.' && part[2].is_ascii_digit();
        let begins = &bytes[..bytes.len().min(16)];
        (begins.first() == Some(&0) && begins.windows(3).any(is_version)).then_some(Self::GatlingBinary)
    }

    /// Returns what to do instead, a fragment.
    pub fn hint(self) -> &'static str {
        match self {
            Self::K6Console => {
                "the text that k6 prints is no data; run with `--summary-export=summary.json` and pass that file"
            }
            Self::K6PointsReformatted => {
                "write one point per line again: `jq -c . points.json`, or `jq -c '.[]'` of an array"
            }
            Self::K6Dashboard => {
                "record points beside it: `k6 run --out web-dashboard --out json=points.json.gz script.js`, and pass those"
            }
            Self::K6Log => {
                "a log holds no figures; run with `--out json=points.json.gz` or `--summary-export=summary.json` and pass that file"
            }
            Self::GatlingBinary => {
                "it cannot be read; pass `js/stats.json` of the report that Gatling makes of it (`gatling.sh -ro FOLDER`)"
            }
            Self::GatlingScript => "pass `stats.json`, which is beside it",
            Self::LocustBeside => {
                "pass `…_stats.csv`, which is beside it, or log every request with `locust.contrib.csv_request_logger`"
            }
            Self::LocustPlugins => {
                "it holds no status of a failed request, and quotes no field; log requests with Locust's own `locust.contrib.csv_request_logger`"
            }
            Self::Har => "pass the summary of a k6 run",
            Self::Prometheus => "a load test is needed; pass k6's end-of-test summary",
            Self::Own => "pass a snapshot of `perfreport record`, or the k6 files that it was made from",
            Self::Html => "pass the JSON that k6 wrote, not a page made from it",
            Self::Packed(_) => "unpack it, and pass what is in it",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Packed(what) => return write!(f, "this is {what}"),
            Self::K6Console => "this is the console output of k6, not its summary file",
            Self::K6PointsReformatted => "these are points of k6, but not one on each line",
            Self::K6Dashboard => "this is a recording of k6's web dashboard, not of the test's figures",
            Self::K6Log => "this is the log of k6, not its results",
            Self::GatlingBinary => "this is a binary simulation.log of Gatling 3.12 or later",
            Self::GatlingScript => "this is the script behind Gatling's report",
            Self::LocustBeside => {
                "this is the history, the failures or the exceptions of a Locust test, not its statistics"
            }
            Self::LocustPlugins => "this was written by the JmeterListener of locust-plugins, not by JMeter",
            Self::Har => "this is a HAR file: recorded traffic, not a load test",
            Self::Prometheus => "this is an answer of Prometheus, not a load test",
            Self::Own => "this was written by perfreport itself",
            Self::Html => "this is an HTML page",
        })
    }
}

/// How the files begin that `locust --csv` writes beside its statistics.
const LOCUST_BESIDE: [&str; 3] =
    ["Timestamp,User Count,Type,Name,", "Method,Name,Error,Occurrences", "Count,Message,Traceback,Nodes"];

/// Tells what locust-plugins' listener writes: JMeter's columns without `URL`, and in the first row as the failure's message
/// Python's word for none, or as the response's message what JMeter never says.
pub(super) fn is_of_locust_plugins(text: &str) -> bool {
    const HEADER: &str = "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,Latency,IdleTime,Connect";
    let mut lines = text.lines();
    if lines.next().is_none_or(|header| header.trim_end() != HEADER) {
        return false;
    }
    let row: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    row.contains(&"None") || row.contains(&"KO")
}

/// Tells points of k6 that do not stand one on each line, from a beginning without spaces.
fn is_reformatted_points(compact: &str) -> bool {
    let first = compact.strip_prefix('[').unwrap_or(compact);
    let is_point = |kind: &str| first.contains(&format!("\"type\":\"{kind}\""));
    (first.starts_with("{\"metric\":\"") || first.starts_with("{\"type\":\""))
        && (is_point("Point") || is_point("Metric"))
}

/// Tells a line of k6's log, `--log-format json`: keys are sorted, `msg` and `time` are always there.
fn is_log(line: &str) -> bool {
    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "only their presence counts")]
    struct Line<'a> {
        #[serde(borrow)]
        level: std::borrow::Cow<'a, str>,
        #[serde(borrow)]
        msg: std::borrow::Cow<'a, str>,
    }
    serde_json::from_str::<Line<'_>>(line).is_ok()
}

/// Lines that only k6's terminal output has.
fn is_console(text: &str) -> bool {
    const SIGNS: [&str; 6] =
        ["|‾‾|", "execution: local", "http_req_duration..", "http_reqs..", "scenarios: (100", "running (0"];
    SIGNS.iter().any(|sign| text.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_files_are_named() {
        let cases = [
            ("var stats = {\n    type: \"GROUP\",\n", Foreign::GatlingScript),
            ("{ \"log\" : {\n \"version\": \"1.2\"", Foreign::Har),
            ("\n     execution: local\n        script: test.js\n", Foreign::K6Console),
            ("     http_req_duration..............: avg=12ms\n", Foreign::K6Console),
            ("{\n  \"metric\": \"vus\",\n  \"type\": \"Point\",\n", Foreign::K6PointsReformatted),
            ("{\n \"type\":\"Metric\",\n", Foreign::K6PointsReformatted),
            ("[{\"metric\":\"vus\",\"type\":\"Point\",\"data\":{}}", Foreign::K6PointsReformatted),
            ("{\"event\":\"param\",\"data\":{\"period\":2000}}\n", Foreign::K6Dashboard),
            ("{\"level\":\"info\",\"msg\":\"hi\",\"time\":\"x\"}\n", Foreign::K6Log),
            ("time=\"2026-01-01T10:00:00Z\" level=info msg=hi source=console\n", Foreign::K6Log),
            ("{\"error\":\"x\",\"level\":\"warning\",\"msg\":\"Request Failed\"}\n", Foreign::K6Log),
            ("{\"status\":\"success\",\"data\":{}}", Foreign::Prometheus),
            ("{\"format\":\"perfreport/verdict@1\"}", Foreign::Own),
            ("<!DOCTYPE html>", Foreign::Html),
            ("Timestamp,User Count,Type,Name,Requests/s", Foreign::LocustBeside),
        ];
        for (text, expected) in cases {
            assert_eq!(Foreign::sniff(text), Some(expected), "{text:?}");
        }
        assert_eq!(Foreign::sniff("{\"metrics\":{\"http_reqs\":{}}}"), None);
        assert_eq!(Foreign::sniff(""), None);
        let log = b"\0\0\0\0\x063.12.0\0\0\0\0\x05";
        assert_eq!(Foreign::sniff_binary(log), Some(Foreign::GatlingBinary));
        assert_eq!(Foreign::sniff_binary(b"\0\0\0\0\x063.x"), None);
    }
}
