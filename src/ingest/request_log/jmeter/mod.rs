//! JMeter's results (JTL).
//!
//! * `csv` with `header`, `xml`: the two ways in which it writes them
//! * `sample`: what either holds, and how it is counted

mod csv;
mod header;
mod sample;
mod xml;

pub(super) use csv::JmeterReader;
pub(super) use header::{Header, is_header};
pub(super) use xml::{is_xml, read as read_xml};
