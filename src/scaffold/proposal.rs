//! What one run suggests for the files of a project.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::readable;
use crate::model::endpoint::{Endpoint, EndpointId, Traffic};
use crate::model::missing::Missing;
use crate::model::pattern::split_method;
use crate::model::quantity::{Count, Milliseconds, NBSP, Share, counted};
use crate::model::run::Run;

/// More objectives than this nobody reads; the endpoints with the most requests come in.
const MOST: usize = 30;
/// A p95 of fewer requests is the work of five of them.
const FEWEST_REQUESTS: u64 = 100;
/// A failed request counts as slow: where this share failed, an objective for p95 says nothing of latency.
const MOST_FAILED: f64 = 0.005;
/// 4xx with which a service answers a sound request: not found, conflict, gone, precondition, what it cannot do.
const ANSWERS: [u16; 5] = [404, 409, 410, 412, 422];
/// An endpoint that answers with a 4xx most of the time is asked for the wrong thing.
const MOST_REFUSED: f64 = 0.5;

/// What the templates of `templates/init/` say. Texts are quoted as TOML and JavaScript both read them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// The run that it comes from, for comments; absent in files without any.
    run: Option<String>,
    endpoints: Vec<ProposedEndpoint>,
    /// Endpoints that are not listed, in words.
    left_out: Option<String>,
    /// Environment variables of the script that say how often it writes.
    probabilities: BTreeSet<String>,
    routes: BTreeSet<String>,
    intended: Vec<ProposedStatuses>,
    /// Statuses that may as well be a fault.
    doubtful: Vec<ProposedStatuses>,
    success: Option<ProposedSuccess>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ProposedEndpoint {
    name: String,
    method: String,
    path: String,
    /// What to look at in the script.
    remark: Option<String>,
    /// Whether the script comes back to it.
    hot: bool,
    /// The environment variable with the share of the cycles that ask it, where it writes.
    probability: Option<String>,
    p95: Option<String>,
    /// What was measured, or why there is no objective.
    measured: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ProposedStatuses {
    endpoint: String,
    statuses: String,
    seen: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct ProposedSuccess {
    share: Option<&'static str>,
    measured: String,
}

impl Proposal {
    /// What a project begins with whose runs are not known: the examples of the script.
    pub fn example() -> Self {
        let shop = [
            ("GET /api/products", false, None),
            ("GET /api/products/{id}", true, None),
            ("POST /api/cart", false, Some("CART_WRITE_PROB")),
        ];
        let endpoints = shop.map(|(name, hot, probability)| ProposedEndpoint {
            hot,
            probability: probability.map(str::to_owned),
            ..script_endpoint(&EndpointId::named(name))
        });
        Self {
            run: None,
            probabilities: endpoints.iter().filter_map(|endpoint| endpoint.probability.clone()).collect(),
            endpoints: endpoints.into(),
            left_out: None,
            routes: BTreeSet::new(),
            intended: Vec::new(),
            doubtful: Vec::new(),
            success: None,
        }
    }

    /// What a run suggests; `called` is the name it gets in comments.
    pub fn of(run: &Run, called: &str) -> Self {
        // `all` would mean the whole run in the configuration.
        let mut seen: Vec<&Endpoint> =
            run.judged_endpoints().filter(|endpoint| endpoint.id.to_string() != "all").collect();
        seen.sort_by_key(|endpoint| std::cmp::Reverse(requests(&endpoint.traffic)));
        let left_out = seen.len().saturating_sub(MOST);
        seen.truncate(MOST);
        seen.sort_by_key(|endpoint| endpoint.id.to_string());

        let hot = hot_spots(&seen);
        let endpoints: Vec<ProposedEndpoint> = seen
            .iter()
            .map(|endpoint| ProposedEndpoint { hot: hot.contains(&&endpoint.id), ..proposed(endpoint) })
            .collect();
        let (intended, doubtful) = statuses(run, &seen);
        Self {
            run: Some(one_line(called)),
            probabilities: endpoints.iter().filter_map(|endpoint| endpoint.probability.clone()).collect(),
            endpoints,
            left_out: (left_out > 0).then(|| counted(left_out, "endpoint")),
            routes: seen.iter().filter_map(|endpoint| route(endpoint)).collect(),
            intended,
            doubtful,
            success: Some(success(&run.whole)),
        }
    }
}

fn proposed(endpoint: &Endpoint) -> ProposedEndpoint {
    let name = &endpoint.id;
    let (p95, measured) = match objective(&endpoint.traffic) {
        Ok((p95, measured)) => (Some(p95), measured),
        Err(reason) => (None, reason.reason().english()),
    };
    ProposedEndpoint { p95, measured: plain(&measured), ..script_endpoint(name) }
}

/// What the script says of an endpoint: its method and path, as far as its name tells them.
fn script_endpoint(id: &EndpointId) -> ProposedEndpoint {
    let (named, rest) = split_method(&id.name);
    let method = named.or(id.method.as_deref());
    let path = path_in(rest);
    let remark = match (path, method) {
        (None, _) => Some("the run does not tell the path"),
        (Some(path), _) if path.contains('*') => Some("`*` stands for many paths"),
        (Some(_), None) => Some("the run does not tell the method"),
        _ => None,
    };
    let writes = !matches!(method, None | Some("GET" | "HEAD" | "OPTIONS"));
    ProposedEndpoint {
        name: quoted(&id.to_string()),
        method: quoted(method.unwrap_or("GET")),
        path: quoted(path.unwrap_or("/")),
        remark: remark.map(str::to_owned),
        hot: false,
        probability: writes.then(|| write_probability(rest)),
        p95: None,
        measured: String::new(),
    }
}

/// The path in what stands behind the method, which may name a host first.
fn path_in(rest: &str) -> Option<&str> {
    rest.find('/').map(|at| &rest[at..])
}

/// The name of the variable that says how often something is written: `/api/cart/items` is `CART_ITEMS_WRITE_PROB`.
fn write_probability(path: &str) -> String {
    let words = path.split('/').filter(|part| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && part.starts_with(|c: char| c.is_ascii_alphabetic())
            && !matches!(*part, "api" | "rest" | "v1" | "v2" | "v3")
    });
    let name: Vec<String> =
        words.chain(["WRITE_PROB"]).map(|word| word.to_ascii_uppercase().replace('-', "_")).collect();
    name.join("_")
}

/// The quarter of the reading endpoints, but at least one, on which the service spent the most time.
fn hot_spots<'a>(seen: &[&'a Endpoint]) -> Vec<&'a EndpointId> {
    let time = |endpoint: &Endpoint| {
        let median = endpoint.traffic.latency.as_ref().ok().and_then(|latency| latency.quantile(0.5).ok());
        median.unwrap_or(0.0) * requests(&endpoint.traffic) as f64
    };
    let mut reads: Vec<(f64, &EndpointId)> = seen
        .iter()
        .filter(|endpoint| script_endpoint(&endpoint.id).probability.is_none())
        .map(|endpoint| (time(endpoint), &endpoint.id))
        .collect();
    reads.sort_by(|a, b| b.0.total_cmp(&a.0));
    reads.truncate(reads.len().div_ceil(4));
    reads.into_iter().map(|(_, id)| id).collect()
}

/// A limit for p95 with what was measured, or why there is none.
fn objective(traffic: &Traffic) -> Result<(String, String), Missing> {
    let total = traffic.requests.clone()?;
    if total < FEWEST_REQUESTS {
        return Err(Missing::because(format!("{} are too few", requests_in_words(total))));
    }
    let outcomes = traffic.outcomes.clone()?;
    if let Some(share) = outcomes.bad_share().filter(|share| *share > MOST_FAILED) {
        return Err(Missing::because(format!("{} of {} failed", Share(share), requests_in_words(total))));
    }
    let p95 = traffic.latency.clone()?.quantile(0.95)?;
    let limit = readable::limit(p95).ok_or(Missing::because("its latency is 0"))?;
    Ok((limit, format!("{} of {}", Milliseconds(p95), requests_in_words(total))))
}

fn success(whole: &Traffic) -> ProposedSuccess {
    let (share, measured) = match &whole.outcomes {
        Ok(outcomes) => {
            let bad = outcomes.bad_share().unwrap_or(1.0);
            let measured = format!("{} of {}", Share(1.0 - bad), requests_in_words(outcomes.total()));
            (readable::success(bad), measured)
        }
        Err(missing) => (None, missing.reason().english()),
    };
    ProposedSuccess { share, measured: plain(&measured) }
}

/// The 4xx that were seen: those that look like answers, and those that may be a fault.
fn statuses(run: &Run, seen: &[&Endpoint]) -> (Vec<ProposedStatuses>, Vec<ProposedStatuses>) {
    let of_endpoints = seen.iter().map(|endpoint| (endpoint.id.to_string(), refused(&endpoint.traffic)));
    let mut found: Vec<(String, BTreeMap<u16, u64>, u64)> = of_endpoints
        .zip(seen)
        .map(|((name, refused), endpoint)| (name, refused, requests(&endpoint.traffic)))
        .filter(|(_, refused, _)| !refused.is_empty())
        .collect();
    // A summary may count statuses for the whole run alone. Without endpoints there is nothing that a rule could match.
    if found.is_empty() && !seen.is_empty() {
        found.push(("*".to_owned(), refused(&run.whole), requests(&run.whole)));
    }
    let (mut intended, mut doubtful) = (Vec::new(), Vec::new());
    for (name, refused, total) in found {
        let most = refused.values().sum::<u64>() as f64 > MOST_REFUSED * total as f64;
        let (answers, others): (BTreeMap<u16, u64>, BTreeMap<u16, u64>) =
            refused.into_iter().partition(|(status, _)| !most && ANSWERS.contains(status));
        for (statuses, list) in [(answers, &mut intended), (others, &mut doubtful)] {
            if !statuses.is_empty() {
                list.push(proposed_statuses(&name, &statuses, total));
            }
        }
    }
    (intended, doubtful)
}

/// Requests by 4xx status, as far as the run tells it.
fn refused(traffic: &Traffic) -> BTreeMap<u16, u64> {
    let statuses = traffic.outcomes.as_ref().map(|outcomes| outcomes.statuses.clone()).unwrap_or_default();
    statuses.into_iter().filter(|(status, count)| (400..500).contains(status) && *count > 0).collect()
}

fn proposed_statuses(name: &str, statuses: &BTreeMap<u16, u64>, total: u64) -> ProposedStatuses {
    let list: Vec<String> = statuses.keys().map(u16::to_string).collect();
    let seen: Vec<String> =
        statuses.iter().map(|(status, count)| format!("{} × {status}", Count(*count))).collect();
    ProposedStatuses {
        endpoint: quoted(name),
        statuses: list.join(", "),
        seen: plain(&format!("{} in {}", seen.join(", "), requests_in_words(total))),
    }
}

/// The route of an endpoint whose name was made of URLs with ids.
fn route(endpoint: &Endpoint) -> Option<String> {
    endpoint.host.as_ref()?;
    let path = path_in(split_method(&endpoint.id.name).1)?;
    path.contains("{id}").then(|| quoted(path))
}

/// How many requests there were, for an order in which those that are not counted come last.
fn requests(traffic: &Traffic) -> u64 {
    traffic.requests.clone().unwrap_or(0)
}

fn requests_in_words(count: u64) -> String {
    format!("{} request{}", Count(count), if count == 1 { "" } else { "s" })
}

/// A JSON string, which is one of TOML and of JavaScript as well.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The text as a plain file has it.
fn plain(text: &str) -> String {
    text.replace(NBSP, " ")
}

/// The text on one line, whatever ends a line in a comment of TOML or JavaScript.
fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ")
}
