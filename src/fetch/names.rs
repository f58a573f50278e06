//! Which metrics a server has: of the default set only what is there is asked for.

use std::io::Read;

use serde::Deserialize;

use super::client::{Client, HttpMethod};
use super::reply::unpacked;
use super::request::Request;
use super::runner::encoded;
use crate::model::pattern;

/// The answer to a question for the values of a label.
#[derive(Deserialize)]
struct LabelValues {
    data: Vec<String>,
    /// A server that cut the list says so.
    #[serde(default)]
    warnings: Vec<String>,
}

/// Names of metrics.
pub(super) struct MetricNames(Vec<String>);

impl MetricNames {
    /// The names of the metrics that had samples at the times of the request; absent where the server does not tell all of
    /// them. What is wrong with the server is told by the queries, which are then all sent.
    pub(super) fn of(client: &Client<'_>, request: &Request, selector: &str) -> Option<Self> {
        let mut form = format!("start={}&end={}", request.grid.start, request.grid.end);
        if !selector.is_empty() {
            form.push_str(&format!("&match[]={}", encoded(&format!("{{{selector}}}"))));
        }
        let response = client.send(HttpMethod::Get, &request.server.address.metric_names(), &form).ok()?;
        if !(200..300).contains(&response.status) {
            return None;
        }
        let mut text = String::new();
        let body = unpacked(response.body, response.encoding.as_deref());
        body.take(request.server.max_size).read_to_string(&mut text).ok()?;
        let answer: LabelValues = serde_json::from_str(&text).ok()?;
        answer.warnings.is_empty().then_some(Self(answer.data))
    }

    /// Tells whether one of the metrics is there whose names match the patterns, in which `*` stands for any text.
    pub(super) fn has_any(&self, patterns: &[String]) -> bool {
        patterns.iter().any(|wanted| self.0.iter().any(|name| pattern::matches(wanted, name)))
    }
}
