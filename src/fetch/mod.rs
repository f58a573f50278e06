//! **Fetch**: asks Prometheus, or what speaks like it, for the servers' metrics of a test. The one place that opens a connection.
//!
//! Every query is sent to `/api/v1/query_range`, several at a time, in parts that a server answers at once; the parts are
//! joined to one answer. Nothing is printed here, and nothing is written: what comes back are the signals of a bundle.
//!
//! * here: the queries, and what no server has
//! * [`request`]: what is asked for; [`address`]: of whom; [`credentials`]: by whom; [`set`]: the queries that are sent by default
//! * `runner`: one query in parts, with further attempts; `parts`: a window in parts and their answers joined; `interval`:
//!   how often a server collects; `names`: which metrics it has; `touched`: which services the test did not touch,
//!   `strangers`: how they are left out
//! * `client`: the connection, and `tls`: whom it trusts; the only parts that need the cargo feature `fetch`; `reply`: what
//!   came back
//! * [`error`]: everything that stops it, and what to do about it

pub mod address;
mod client;
pub mod credentials;
pub mod error;
mod interval;
mod names;
mod parts;
mod reply;
pub mod request;
mod runner;
pub mod set;
mod strangers;
#[cfg(feature = "fetch")]
mod tls;
mod touched;

pub use error::FetchError;
pub use request::{Grid, Request};
pub use touched::AllServices;

use client::Client;
use names::MetricNames;
use runner::QueryRunner;
use strangers::Strangers;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::parallel;
use crate::model::series::Remarks;
use crate::model::settings::Query;
use crate::wire::prometheus::{Answer, BundledSignal};

/// What was asked for, as far as it was there.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// A signal for each query that was answered with series, or with a warning.
    pub signals: Vec<BundledSignal>,
    /// The names of the queries that were answered with nothing.
    pub empty: Vec<String>,
    /// The times that were asked for.
    pub grid: Grid,
    /// Over how many seconds the rates of the default set are taken.
    pub rate_over: Option<u64>,
    /// Services that the test did not touch, each as a label and its value: what they measured was not asked for. Or why none is
    /// left out, although there may be some.
    pub left_out: Result<Vec<String>, AllServices>,
}

/// Tells whether this program can fetch.
///
/// # Errors
///
/// [`FetchError::NotBuilt`] without the feature `fetch`.
pub fn available() -> Result<(), FetchError> {
    if cfg!(feature = "fetch") { Ok(()) } else { Err(FetchError::NotBuilt) }
}

/// Asks for everything in a request, so many queries at a time; what comes back is in their order.
///
/// # Errors
///
/// [`FetchError::Query`] where the server cannot be reached or refuses a query, after as many attempts as were allowed:
/// with the query and the host. [`FetchError::Nothing`] where no query has a result.
pub fn fetch(request: &Request) -> Result<Fetched, FetchError> {
    let client = Client::new(&request.server)?;
    let runner = QueryRunner::new(&client, request);
    // Each query, and whether the server has what it asks for.
    let mut left_out = Ok(Strangers::default());
    let (queries, rate_over): (Vec<(Query, bool)>, _) = match &request.queries {
        request::Queries::Own(queries) => (queries.iter().map(|query| (query.clone(), true)).collect(), None),
        request::Queries::Default { selector, rate_over, more, test } => {
            let over = match rate_over {
                Some(over) => *over,
                None => set::rate_over(request.grid.step, interval::of(&runner, selector)?),
            };
            let names = MetricNames::of(&client, request, selector);
            let is_there = |metrics: &[String]| names.as_ref().is_none_or(|names| names.has_any(metrics));
            if let Some(test) = test.as_ref().filter(|_| selector.is_empty()) {
                left_out = touched::strangers(&runner, names.as_ref(), test, over);
            }
            let others = left_out.as_ref().map(Strangers::selector).unwrap_or_default();
            let queries = set::queries_and(selector, &others, over, more).into_iter();
            (queries.map(|(query, metrics)| (query, is_there(&metrics))).collect(), Some(over))
        }
    };
    let left_out = left_out.map(Strangers::names);
    let (signals, empty) = (Vec::new(), Vec::new());
    let mut fetched = Fetched { signals, empty, grid: request.grid, rate_over, left_out };
    let failed = AtomicBool::new(false);
    let ask = |(query, is_there): &(Query, bool)| {
        // Where one is refused, those after it are not asked for.
        let is_wanted = *is_there && !failed.load(Ordering::Relaxed);
        let answer = is_wanted.then(|| runner.run(&query.name, &query.query, request.grid));
        failed.fetch_or(matches!(answer, Some(Err(_))), Ordering::Relaxed);
        answer
    };
    // They are begun in their order, so that the first one that is refused is so in every run.
    let answers = parallel::map_with(request.parallel, &queries, ask);
    for ((query, _), answer) in queries.into_iter().zip(answers) {
        let Some(answer) = answer.transpose()? else {
            fetched.empty.push(query.name);
            continue;
        };
        if answer.series.is_empty() {
            fetched.empty.push(query.name.clone());
        }
        if !is_nothing(&answer) {
            fetched.signals.push(signal(query, answer));
        }
    }
    if fetched.signals.iter().all(|signal| signal.answer.series.is_empty()) {
        return Err(FetchError::nothing(request, &fetched));
    }
    Ok(fetched)
}

/// Whether an answer holds neither series nor a remark on why it does not.
fn is_nothing(answer: &Answer) -> bool {
    answer.series.is_empty() && answer.remarks == Remarks::default()
}

fn signal(query: Query, answer: Answer) -> BundledSignal {
    let Query { name, query, role, unit, kind } = query;
    let (quantile, vantage, worse) = (None, None, None);
    BundledSignal { name, query: Some(query), role, unit, kind, quantile, vantage, worse, answer }
}
