//! The part of a summary that has the tags which are asked for: `http_req_duration{phase:steady}` is then the whole.

use super::selector::{self, Selector};
use super::summary::{CALLS, Metrics, REQUEST_METRICS, Summary};
use crate::ingest::error::Problem;
use crate::ingest::points::tags_seen::TagsSeen;
use crate::model::tag_filter::TagFilter;

impl Summary {
    /// Keeps the figures of requests that have the tags, as if the file held no others. What the load generator did is kept
    /// where the file does not split it.
    ///
    /// # Errors
    /// Where no figure has them, or figures of several values would have to be merged.
    pub(in crate::ingest) fn keep(&mut self, filter: &TagFilter) -> Result<(), Problem> {
        if filter.is_empty() {
            return Ok(());
        }
        let is_of_requests = |name: &str| name == CALLS || REQUEST_METRICS.contains(&name);
        let (mut kept, mut found) = (Metrics::default(), TagsSeen::default());
        let mut limits: Vec<Selector> = Vec::new();
        for ((name, selector), values) in self.metrics.iter() {
            if is_of_requests(name) {
                selector.iter().for_each(|(tag, value)| found.see(tag, value));
            }
            let limit = selector.only(filter.tags().map(|(tag, _)| tag));
            match limit.filter(|limit| filter.admits(|tag| limit.get(tag).unwrap_or_default())) {
                Some(limit) => {
                    let rest = filter.tags().fold(selector.clone(), |rest, (tag, _)| rest.without(tag));
                    kept.insert(name, rest, values.clone());
                    if is_of_requests(name) && !limits.contains(&limit) {
                        limits.push(limit);
                    }
                }
                None if is_of_requests(name) => {}
                None => kept.insert(name, selector.clone(), values.clone()),
            }
        }
        let asked = filter.to_string();
        let plain = Selector::default();
        match limits.len() {
            0 => Err(Problem::NoneTagged { asked, found: found.words() }),
            1 if REQUEST_METRICS.iter().chain([&CALLS]).any(|name| kept.get(name, &plain).is_some()) => {
                self.metrics = kept;
                self.own = std::mem::take(&mut self.own)
                    .into_iter()
                    .filter_map(|(name, metric)| Some((narrowed(&name, filter)?, metric)))
                    .collect();
                Ok(())
            }
            1 => {
                Err(Problem::NoneTagged { asked: format!("{asked} and nothing else"), found: found.words() })
            }
            _ => Err(Problem::SeveralTagged { asked }),
        }
    }
}

/// The name of a submetric without the tags that are asked for; absent where it has them not: the plain metric is of all
/// requests.
fn narrowed(name: &str, filter: &TagFilter) -> Option<String> {
    let (base, selector) = selector::parse(name);
    let has_tags = filter.admits(|tag| selector.get(tag).unwrap_or_default());
    let rest = || filter.tags().fold(selector.clone(), |rest, (tag, _)| rest.without(tag));
    has_tags.then(|| format!("{base}{}", rest()))
}
