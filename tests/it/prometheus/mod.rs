//! Range exports of Prometheus: recorded ones against a second reading, and files that are none.

mod diagnosis;
mod dialects;
mod objectives;
mod postmortem;
mod program;
mod recorded;
mod refusals;
mod runs;
mod shops;
mod vocabulary;

use std::path::Path;

use perfreport::internals::classify::Classifier;
use perfreport::internals::ingest::{IngestError, Input, prometheus};
use perfreport::model::series::ServerMetrics;
use perfreport::model::settings::Settings;

fn read(path: &Path) -> Result<ServerMetrics, IngestError> {
    let settings = Settings::default();
    prometheus::read(&Input::Path(path.to_owned()), &Classifier::new(&settings), &settings.prometheus)
}
