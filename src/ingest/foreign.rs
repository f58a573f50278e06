//! Files that are known and are not k6 summaries: each is named for what it is.

use std::fmt;

/// A file of another kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Foreign {
    /// What k6 prints.
    K6Console,
    /// JMeter's result as XML.
    JmeterXml,
    /// JMeter's result as CSV.
    JmeterCsv,
    /// Gatling's log.
    Gatling,
    /// Recorded browser traffic.
    Har,
    /// An answer of Prometheus.
    Prometheus,
    /// What perfreport itself wrote.
    Own,
    /// A web page.
    Html,
}

impl Foreign {
    /// Tells what a text begins like.
    pub(super) fn sniff(head: &str) -> Option<Self> {
        let text = head.trim_start();
        let first = text.lines().next().unwrap_or_default();
        let lower: String = first.chars().take(200).collect::<String>().to_ascii_lowercase();
        if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
            Some(Self::Html)
        } else if text.starts_with('<') && text.contains("<testResults") {
            Some(Self::JmeterXml)
        } else if lower.contains("timestamp") && first.contains("elapsed") && first.contains("label") {
            Some(Self::JmeterCsv)
        } else if first.split('\t').take(3).any(|word| word == "RUN") || first.starts_with("ASSERTION\t") {
            Some(Self::Gatling)
        } else if text.starts_with('{') {
            Self::sniff_json(text)
        } else {
            is_console(text).then_some(Self::K6Console)
        }
    }

    fn sniff_json(text: &str) -> Option<Self> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).take(64).collect();
        if compact.starts_with("{\"log\":{") {
            Some(Self::Har)
        } else if compact.starts_with("{\"status\":\"success\",\"data\":") {
            Some(Self::Prometheus)
        } else if compact.starts_with("{\"format\":\"perfreport/") {
            Some(Self::Own)
        } else {
            None
        }
    }

    /// Returns what to do instead, a fragment.
    pub fn hint(self) -> &'static str {
        match self {
            Self::K6Console => {
                "the text that k6 prints is no data; run with `--summary-export=summary.json` and pass that file"
            }
            Self::JmeterXml | Self::JmeterCsv | Self::Gatling => "only results of k6 can be read",
            Self::Har => "pass the summary of a k6 run",
            Self::Prometheus => "a load test is needed; pass k6's end-of-test summary",
            Self::Own => "pass a snapshot of `perfreport record`, or the k6 files that it was made from",
            Self::Html => "pass the JSON that k6 wrote, not a page made from it",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::K6Console => "this is the console output of k6, not its summary file",
            Self::JmeterXml => "this is a JMeter result file (JTL, XML)",
            Self::JmeterCsv => "this is a JMeter result file (JTL, CSV)",
            Self::Gatling => "this is a Gatling simulation.log",
            Self::Har => "this is a HAR file: recorded traffic, not a load test",
            Self::Prometheus => "this is an answer of Prometheus, not a load test",
            Self::Own => "this was written by perfreport itself",
            Self::Html => "this is an HTML page",
        })
    }
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
            ("timeStamp,elapsed,label,responseCode\n", Foreign::JmeterCsv),
            ("<?xml version=\"1.0\"?>\n<testResults version=\"1.2\">", Foreign::JmeterXml),
            ("RUN\tshop.Simulation\tbasic\t1700000000000\t \t3.9.5\n", Foreign::Gatling),
            ("{ \"log\" : {\n \"version\": \"1.2\"", Foreign::Har),
            ("\n     execution: local\n        script: test.js\n", Foreign::K6Console),
            ("     http_req_duration..............: avg=12ms\n", Foreign::K6Console),
            ("{\"status\":\"success\",\"data\":{}}", Foreign::Prometheus),
            ("{\"format\":\"perfreport/verdict@1\"}", Foreign::Own),
            ("<!DOCTYPE html>", Foreign::Html),
        ];
        for (text, expected) in cases {
            assert_eq!(Foreign::sniff(text), Some(expected), "{text:?}");
        }
        assert_eq!(Foreign::sniff("{\"metrics\":{\"http_reqs\":{}}}"), None);
        assert_eq!(Foreign::sniff(""), None);
    }
}
