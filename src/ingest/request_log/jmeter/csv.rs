//! Reads the rows of a JMeter result (JTL, CSV).

use crate::model::labeller::Labeller;
use crate::model::settings::Settings;

use super::header::{Header, OfRow};
use super::sample::Samples;
use crate::ingest::points::collected::{Collected, Unreadable};
use crate::ingest::points::lines::LineReader;
use crate::ingest::request_log::rows::Rows;

/// Reads the rows that one worker is given.
pub(in crate::ingest::request_log) struct JmeterReader<'l> {
    samples: Samples<'l>,
    header: Header,
    rows: Rows,
}

impl<'l> JmeterReader<'l> {
    pub(in crate::ingest::request_log) fn new(
        labeller: &'l (dyn Labeller + Sync),
        settings: &Settings,
        header: Header,
    ) -> Self {
        Self { samples: Samples::new(labeller, settings), rows: Rows::new(header.layout()), header }
    }
}

impl LineReader for JmeterReader<'_> {
    fn line(&mut self, line: &[u8]) -> bool {
        self.rows.line(line, |row| self.samples.count(&OfRow { header: &self.header, row }))
    }

    fn lines(&mut self, text: &[u8], refuse: impl FnMut(usize)) -> u64 {
        self.rows.lines(text, |row| self.samples.count(&OfRow { header: &self.header, row }), refuse)
    }

    fn last_line(&mut self, line: &[u8]) -> bool {
        self.line(line) && !self.rows.is_open()
    }

    fn needs_order(&self) -> bool {
        self.rows.needs_order()
    }

    fn finish(self, mut unreadable: Unreadable) -> Collected {
        unreadable.cut += u64::from(self.rows.is_open());
        self.samples.finish(unreadable)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};

    use super::{Header, JmeterReader};
    use crate::ingest::points::collected::Collected;
    use crate::ingest::points::lines::Splitter;
    use crate::model::endpoint::EndpointId;
    use crate::model::labeller::{Labeller, Response};
    use crate::model::outcome::Outcome;
    use crate::model::settings::Settings;

    /// Takes everything as it is.
    struct Plain;

    impl Labeller for Plain {
        fn judges_scenario(&self, scenario: &str) -> bool {
            scenario != "warmup"
        }
        fn endpoint(&self, _: Option<&str>, name: &str) -> EndpointId {
            EndpointId::named(name)
        }
        fn declares_intended(&self, _: &EndpointId, _: u16) -> bool {
            false
        }
        fn host<'n>(&self, _: &'n str) -> Option<&'n str> {
            None
        }
        fn scrub(&self, text: &str) -> String {
            text.to_owned()
        }
        fn outcome(&self, _: &EndpointId, response: Response) -> Outcome {
            if response.expected == Some(true) { Outcome::Ok } else { Outcome::ServerError }
        }
    }

    fn read(text: &str, is_fast: bool) -> Collected {
        let header =
            Header::read("timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes");
        let mut reader = JmeterReader::new(&Plain, &Settings::default(), header.unwrap());
        if !is_fast {
            reader.rows = reader.rows.without_fast_path();
        }
        let mut splitter = Splitter::new(reader);
        splitter.feed(text.as_bytes());
        splitter.end();
        splitter.finish()
    }

    proptest! {
        #[test]
        fn the_fast_path_is_what_a_reader_of_csv_says(rows in proptest::collection::vec(
            "179535444[0-9]{4},[0-9]{1,3},(a|GET /b|\"q,\"\"r\"),(200|404|),(OK|\"a\nb\"|Number of samples in transaction : 2),(tg 1-[12]|warmup 1-1|x),(true|false|TRUE),(5|x|)\r?",
            0..30,
        ), dirt in "[,\"\r\nx5]{0,4}", at in 0_usize..600) {
            let mut text = rows.join("\n");
            let at = at.min(text.len());
            text.insert_str(at, &dirt);
            prop_assert_eq!(read(&text, true), read(&text, false));
        }
    }
}
