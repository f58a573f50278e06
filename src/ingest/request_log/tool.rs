//! Which tool logged the requests. A new format is a reader and a row of [`TOOLS`].

use super::asked::{Asked, Taken};
use super::gatling::{self, GatlingReader};
use super::hey::{self, HeyReader};
use super::jmeter::{self, Header, JmeterReader};
use super::locust::{self, LocustReader};
use super::vegeta::{self, VegetaReader};
use crate::ingest::error::Problem;
use crate::ingest::foreign::is_of_locust_plugins;
use crate::ingest::open::Opened;
use crate::model::source::Format;

/// A tool that logs every request.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Tool {
    /// The format of its files.
    pub(in crate::ingest) format: Format,
    /// Whether a text begins so.
    begins: fn(&str) -> bool,
    pub(super) read: fn(Opened, &Asked<'_>) -> Taken,
}

const TOOLS: [Tool; 7] = [
    Tool {
        format: Format::JmeterCsv,
        begins: |text| jmeter::is_header(first(text)) && !is_of_locust_plugins(text),
        read: |opened, asked| {
            let header = Header::read(asked.first).map_err(|missing| Problem::JmeterHeader { missing })?;
            asked.lines(opened, || JmeterReader::new(asked.labeller, asked.settings, header.clone()))
        },
    },
    Tool { format: Format::JmeterXml, begins: jmeter::is_xml, read: jmeter::read_xml },
    Tool {
        format: Format::GatlingLog,
        begins: |text| gatling::is_line(first(text)),
        read: |opened, asked| asked.lines(opened, || GatlingReader::new(asked.labeller, asked.settings)),
    },
    Tool {
        format: Format::Vegeta,
        begins: |text| vegeta::is_line(first(text)),
        read: |opened, asked| asked.lines(opened, || VegetaReader::new(asked.labeller, asked.settings)),
    },
    Tool {
        format: Format::VegetaCsv,
        begins: |text| vegeta::is_row(first(text)),
        read: |opened, asked| asked.lines(opened, || VegetaReader::new(asked.labeller, asked.settings)),
    },
    Tool {
        format: Format::Hey,
        begins: |text| hey::is_header(first(text)),
        read: |opened, asked| asked.lines(opened, || HeyReader::new(asked.labeller, asked.settings)),
    },
    Tool {
        format: Format::LocustLog,
        begins: |text| locust::is_header(first(text)),
        read: |opened, asked| asked.lines(opened, || LocustReader::new(asked.labeller, asked.settings)),
    },
];

impl Tool {
    /// Tells a tool by how its file begins.
    pub(in crate::ingest) fn sniff(head: &str) -> Option<Self> {
        let text = head.trim_start();
        TOOLS.into_iter().find(|tool| (tool.begins)(text))
    }
}

fn first(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
