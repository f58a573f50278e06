//! Where a run came from.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What kind of file a source was, found by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "SourceFormat", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// A snapshot, `perfreport record`.
    #[serde(rename = "perfreport_snapshot")]
    Snapshot,
    /// Raw points, `k6 run --out json`.
    K6Ndjson,
    /// Raw points, `k6 run --out csv`.
    K6Csv,
    /// `k6 run --summary-export`.
    K6SummaryExport,
    /// `handleSummary(data)` written as JSON.
    K6HandleSummary,
    /// `k6 run --new-machine-readable-summary`, k6 1.5 and later.
    K6MachineReadable,
    /// Every request, JMeter (JTL, CSV).
    JmeterCsv,
    /// Every request, `vegeta encode`.
    Vegeta,
    /// A summary, `locust --csv`.
    LocustStats,
    /// A summary, oha.
    Oha,
    /// Every request, JMeter (JTL, XML).
    JmeterXml,
    /// Every request, Gatling (`simulation.log`).
    GatlingLog,
    /// Every request, `vegeta encode --to csv`.
    VegetaCsv,
    /// Every request, `hey -o csv`.
    Hey,
    /// A summary, `locust --json-file`.
    LocustJson,
    /// A summary, autocannon.
    Autocannon,
    /// A summary, Artillery.
    Artillery,
    /// A summary, `vegeta report`.
    VegetaReport,
    /// A summary, Gatling (`stats.json`).
    GatlingStats,
    /// A percentile distribution of HdrHistogram, wrk2's among them.
    HdrPercentiles,
    /// Every request, Locust (`locust.contrib.csv_request_logger`).
    LocustLog,
    /// Range exports of Prometheus: what k6, or the servers, counted.
    Prometheus,
}

impl Format {
    /// Whether it is one of k6's end-of-test summaries.
    pub fn is_summary(self) -> bool {
        matches!(self, Self::K6SummaryExport | Self::K6HandleSummary | Self::K6MachineReadable)
    }

    /// Every format, in the order in which a directory prefers them.
    pub const ALL: [Self; 22] = [
        Self::Snapshot,
        Self::K6Ndjson,
        Self::K6Csv,
        Self::K6HandleSummary,
        Self::K6SummaryExport,
        Self::K6MachineReadable,
        Self::JmeterCsv,
        Self::JmeterXml,
        Self::GatlingLog,
        Self::Vegeta,
        Self::VegetaCsv,
        Self::Hey,
        Self::LocustLog,
        Self::LocustStats,
        Self::LocustJson,
        Self::Oha,
        Self::Autocannon,
        Self::Artillery,
        Self::VegetaReport,
        Self::GatlingStats,
        Self::HdrPercentiles,
        Self::Prometheus,
    ];

    /// Names the format for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Snapshot => "perfreport snapshot",
            Self::K6Ndjson => "k6 points (NDJSON)",
            Self::K6Csv => "k6 points (CSV)",
            Self::K6SummaryExport => "k6 summary (--summary-export)",
            Self::K6HandleSummary => "k6 summary (handleSummary)",
            Self::K6MachineReadable => "k6 summary (machine-readable)",
            Self::JmeterCsv => "JMeter result (JTL, CSV)",
            Self::Vegeta => "vegeta result (JSON)",
            Self::LocustStats => "Locust statistics (CSV)",
            Self::Oha => "oha result (JSON)",
            Self::JmeterXml => "JMeter result (JTL, XML)",
            Self::GatlingLog => "Gatling log (simulation.log)",
            Self::VegetaCsv => "vegeta result (CSV)",
            Self::Hey => "hey result (CSV)",
            Self::LocustJson => "Locust statistics (JSON)",
            Self::Autocannon => "autocannon result (JSON)",
            Self::Artillery => "Artillery report (JSON)",
            Self::VegetaReport => "vegeta report (JSON)",
            Self::GatlingStats => "Gatling statistics (JSON)",
            Self::HdrPercentiles => "percentile distribution (HdrHistogram)",
            Self::LocustLog => "Locust log of requests (CSV)",
            Self::Prometheus => "Prometheus export",
        }
    }

    /// Names the load tool that wrote it; a snapshot says that itself.
    pub fn tool(self) -> &'static str {
        match self {
            Self::JmeterCsv | Self::JmeterXml => "JMeter",
            Self::GatlingLog | Self::GatlingStats => "Gatling",
            Self::Vegeta | Self::VegetaCsv | Self::VegetaReport => "vegeta",
            Self::Hey => "hey",
            Self::LocustStats | Self::LocustJson | Self::LocustLog => "Locust",
            Self::Oha => "oha",
            Self::Autocannon => "autocannon",
            Self::Artillery => "Artillery",
            Self::HdrPercentiles => "HdrHistogram",
            Self::Prometheus => "Prometheus",
            Self::Snapshot
            | Self::K6Ndjson
            | Self::K6Csv
            | Self::K6SummaryExport
            | Self::K6HandleSummary
            | Self::K6MachineReadable => "k6",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One file that a run was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Source {
    /// The file as it was named by the user, `-` for standard input.
    pub name: String,
    /// Its size on disk (compressed, if it was), in bytes.
    pub bytes: u64,
    /// What it was found to be.
    pub format: Format,
}
