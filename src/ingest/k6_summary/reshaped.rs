//! Summaries that a script's own `handleSummary` took out of the object that k6 passes, or put into another one.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::shape::{self, Shape};
use super::summary::{CALLS, DURATION, REQUESTS};

/// What stands beside the metrics in k6's own object.
const BESIDE: [&str; 3] = ["root_group", "options", "state"];

/// A summary as k6 passed it, from one that stands in `{ data }`, or from `data.metrics` alone, perhaps with keys of the
/// script's own between; absent where it is neither for certain.
pub(in crate::ingest) fn restored(text: &str) -> Option<(Shape, String)> {
    let keys: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let inner = match keys.get("data") {
        Some(data) => data.get().to_owned(),
        None => around(&keys)?,
    };
    match shape::of(&inner) {
        Ok(shape) => Some((shape, inner)),
        // The metrics alone, in `{ data }`.
        Err(_) if keys.contains_key("data") => {
            let inner = around(&serde_json::from_str(&inner).ok()?)?;
            Some((shape::of(&inner).ok()?, inner))
        }
        Err(_) => None,
    }
}

/// Puts the object around metrics that k6 has, where those of requests are among the keys.
fn around(keys: &BTreeMap<String, &RawValue>) -> Option<String> {
    #[derive(Serialize)]
    struct Whole<'a> {
        metrics: BTreeMap<&'a str, &'a RawValue>,
        #[serde(flatten)]
        beside: BTreeMap<&'a str, &'a RawValue>,
    }
    let is_object = |value: &RawValue| value.get().starts_with('{');
    let objects =
        keys.iter().filter(|(_, value)| is_object(value)).map(|(key, value)| (key.as_str(), *value));
    let (beside, metrics): (BTreeMap<_, _>, BTreeMap<_, _>) =
        objects.partition(|(key, _)| BESIDE.contains(key));
    let is_known = [REQUESTS, DURATION, CALLS].iter().any(|name| metrics.contains_key(name));
    is_known.then(|| serde_json::to_string(&Whole { metrics, beside }).ok())?
}

#[cfg(test)]
mod tests {
    use super::restored;
    use crate::ingest::k6_summary::shape::Shape;

    #[test]
    fn what_was_taken_out_is_put_back() {
        let metrics = r#"{"http_reqs":{"values":{"count":1}}}"#;
        for (text, expected) in [
            (
                format!(r#"{{"data":{{"metrics":{metrics}}},"mine":1}}"#),
                Some((Shape::HandleSummary, format!(r#"{{"metrics":{metrics}}}"#))),
            ),
            (metrics.to_owned(), Some((Shape::HandleSummary, format!(r#"{{"metrics":{metrics}}}"#)))),
            (
                format!(r#"{{"data":{metrics}}}"#),
                Some((Shape::HandleSummary, format!(r#"{{"metrics":{metrics}}}"#))),
            ),
            (
                r#"{"build":"7","root_group":{"a":1},"http_req_duration":{"p(95)":3}}"#.to_owned(),
                Some((
                    Shape::SummaryExport,
                    r#"{"metrics":{"http_req_duration":{"p(95)":3}},"root_group":{"a":1}}"#.to_owned(),
                )),
            ),
            // A figure of the script's own is no metric of k6.
            (r#"{"http_req_duration":3,"http_reqs":"many"}"#.to_owned(), None),
            (r#"{"data":{"p95":12}}"#.to_owned(), None),
            (r#"{"data":[]}"#.to_owned(), None),
            (r#"{"p95":12}"#.to_owned(), None),
        ] {
            assert_eq!(restored(&text), expected, "{text}");
        }
    }
}
