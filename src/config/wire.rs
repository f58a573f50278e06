//! Structs that mirror `perfreport.toml`. Their comments are the descriptions of the JSON Schema.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use toml::Spanned;

use crate::model::load::Workload;
use crate::model::settings::Undeclared4xx;

use super::accepted::Accepted;
use super::compare_endpoint::CompareEndpoint;
use super::metric::Metric;
use super::names::Names;
use super::postmortem::Postmortem;
use super::prometheus::Prometheus;
use super::slo::Slo;
use super::value::{
    Change, Checked, Duration, Factor, Name, NoiseShare, Points, RoutePattern, Status, ValueKind, WholeNumber,
};

/// Configuration of perfreport. Every key is optional.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(title = "perfreport.toml"))]
#[serde(deny_unknown_fields)]
pub(super) struct Config {
    /// What part of a test is judged.
    pub(super) window: Option<Window>,
    /// How requests are named.
    pub(super) endpoints: Option<Endpoints>,
    /// Which statuses are intended.
    pub(super) outcomes: Option<Outcomes>,
    /// How runs are compared.
    pub(super) compare: Option<Compare>,
    /// What no run may pass, compared with a base or not.
    pub(super) limits: Option<Limits>,
    /// How much of a run incidents may take.
    pub(super) incidents: Option<Incidents>,
    /// How the load was made.
    pub(super) load: Option<Load>,
    /// What servers measure: what it means, and what `perfreport fetch` asks for.
    pub(super) prometheus: Option<Prometheus>,
    /// What an incident must have cost to be of a severity.
    pub(super) postmortem: Option<Postmortem>,
    /// Links of reports: a label, and an address with names in braces: `Commit = "https://github.com/o/r/commit/{commit}"`.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub(super) links: BTreeMap<String, Spanned<String>>,
    /// Service level objectives, one table each.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Slo>"))]
    pub(super) slo: Vec<Spanned<Slo>>,
    /// What is said of the script's own metrics, one table each.
    #[serde(default)]
    pub(super) metric: Vec<Metric>,
    /// Changes for the worse that are known and meant: they are reported and do not fail a run, for a time.
    #[serde(default)]
    pub(super) accepted: Vec<Accepted>,
}

/// What part of a test is judged.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Window {
    /// The scenarios to judge. Empty: all whose name does not say warm-up.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("default" = [])))]
    pub(super) scenarios: Vec<Checked<Name>>,
    /// How much to leave out from the start of the test. Summaries cannot be cut.
    pub(super) warm_up: Option<Checked<Duration>>,
    /// Only requests with these tags are judged: a value for each tag, or a list of values. `--where` is the same.
    #[serde(rename = "where", default)]
    #[cfg_attr(test, schemars(extend("default" = {})))]
    pub(super) tags: BTreeMap<String, Names>,
}

/// How requests are named.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Endpoints {
    /// The tag that names an endpoint: "name", "group", or a tag of your own; a list of several names it by all of them
    /// together. Absent: "name", or where that tells nothing apart the tag that the file does it by.
    pub(super) tag: Option<Names>,
    /// Routes for requests whose name is a URL, tried in order on its path. "{id}" or ":id" is any one segment,
    /// "*" is any text within a segment, a last "*" is all the rest.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("default" = [])))]
    pub(super) routes: Vec<Checked<RoutePattern>>,
    /// More endpoints than this are folded into "other", the smallest first.
    #[cfg_attr(test, schemars(extend("default" = 200)))]
    pub(super) max: Option<Checked<WholeNumber>>,
}

/// Which statuses are intended.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Outcomes {
    /// What a 4xx counts as that neither the script expected nor the configuration declares: "separate" is an
    /// error cell of its own, "bad" an unintended error.
    #[cfg_attr(test, schemars(extend("default" = "separate")))]
    pub(super) undeclared_4xx: Option<Undeclared4xx>,
    /// Statuses that are intended, by endpoint.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("default" = [])))]
    pub(super) intended: Vec<Intended>,
}

/// Statuses that are intended for some endpoints.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Intended {
    /// The endpoint as reports name it, with or without the method. "*" stands for any text.
    pub(super) endpoint: Checked<Name>,
    /// The statuses: 4xx or 5xx; of gRPC calls 1 to 16.
    pub(super) status: Statuses,
}

/// How runs are compared. Each default is explained in docs/methodology.md.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Compare {
    /// The newest base runs that are used.
    #[cfg_attr(test, schemars(extend("default" = 10)))]
    pub(super) max_base_runs: Option<Checked<WholeNumber>>,
    /// The smallest relative change of latency that is a finding.
    #[cfg_attr(test, schemars(extend("default" = "5%")))]
    pub(super) min_latency_change: Option<Checked<Change>>,
    /// The smallest change of latency that is a finding, in time: less is nobody's to feel.
    #[cfg_attr(test, schemars(extend("default" = "0.2ms")))]
    pub(super) min_latency_difference: Option<Checked<Duration>>,
    /// The smallest difference of an error share that is a finding.
    #[cfg_attr(test, schemars(extend("default" = "0.1pp")))]
    pub(super) min_error_change: Option<Checked<Points>>,
    /// The smallest relative drop of throughput that is a finding.
    #[cfg_attr(test, schemars(extend("default" = "3%")))]
    pub(super) min_throughput_drop: Option<Checked<Change>>,
    /// A comparison that would have missed a slow-down of everything by this much is inconclusive.
    #[cfg_attr(test, schemars(extend("default" = "50%")))]
    pub(super) inconclusive_shift: Option<Checked<Change>>,
    /// A slow-down of everything by less than this only warns where there is one run a side: it may be the host.
    #[cfg_attr(test, schemars(extend("default" = "50%")))]
    pub(super) host_shift: Option<Checked<Change>>,
    /// Run-to-run noise of the whole run, before any is seen.
    #[cfg_attr(test, schemars(extend("default" = "3.5%")))]
    pub(super) tau_whole: Option<Checked<NoiseShare>>,
    /// Run-to-run noise of one endpoint against the rest at p50, before any is seen.
    #[cfg_attr(test, schemars(extend("default" = "2%")))]
    pub(super) tau_endpoint: Option<Checked<NoiseShare>>,
    /// The same at p99.
    #[cfg_attr(test, schemars(extend("default" = "3%")))]
    pub(super) tau_endpoint_p99: Option<Checked<NoiseShare>>,
    /// The smallest relative change of latency that fails where only percentiles of summaries are compared: a smaller one
    /// warns.
    #[cfg_attr(test, schemars(extend("default" = "10%")))]
    pub(super) summary_fail_change: Option<Checked<Change>>,
    /// What differs for some endpoints. Of each key the first table that matches and has it counts.
    #[serde(default)]
    pub(super) endpoint: Vec<CompareEndpoint>,
}

/// What no run may pass, compared with a base or not. A request failed if it ended in an unintended error or in a 4xx
/// that nobody declared.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    /// A run of whose requests this share failed, or more, fails.
    #[cfg_attr(test, schemars(extend("default" = "50%")))]
    pub(super) max_error_share: Option<Checked<Change>>,
    /// A run of whose requests this share failed warns, where nothing else judges its errors.
    #[cfg_attr(test, schemars(extend("default" = "5%")))]
    pub(super) warn_error_share: Option<Checked<Change>>,
    /// A run of whose checks this share failed, or more, fails.
    #[cfg_attr(test, schemars(extend("default" = "90%")))]
    pub(super) max_failed_checks: Option<Checked<Change>>,
    /// An endpoint that became this many times as fast as in its base, at p50 and at p95, warns.
    #[cfg_attr(test, schemars(extend("default" = 5)))]
    pub(super) implausible_speedup: Option<Checked<Factor>>,
}

/// How much of a run incidents may take before they fail it.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Incidents {
    /// The share of the requests, or of the time, that may be lost to incidents of errors.
    #[cfg_attr(test, schemars(extend("default" = "1%")))]
    pub(super) max_failed: Option<Checked<Change>>,
    /// The share of the time that users may wait for requests slower than three times the usual p95.
    #[cfg_attr(test, schemars(extend("default" = "5%")))]
    pub(super) max_slow: Option<Checked<Change>>,
}

/// How the load was made.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Load {
    /// "open": arrivals set by a schedule; "closed": a fixed set of users. Without it, told from the run.
    pub(super) model: Option<Workload>,
}

/// One status or a list of them.
#[derive(Debug)]
pub(super) struct Statuses(pub(super) Vec<u16>);

impl<'de> Deserialize<'de> for Statuses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StatusesVisitor).map(Self)
    }
}

struct StatusesVisitor;

impl<'de> Visitor<'de> for StatusesVisitor {
    type Value = Vec<u16>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HTTP statuses such as [404, 409]")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Vec<u16>, E> {
        match Status::number(number as f64) {
            Some(status) => status.map(|status| vec![status]).map_err(E::custom),
            None => Ok(Vec::new()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<u16>, A::Error> {
        let mut statuses = Vec::new();
        while let Some(Checked(status)) = list.next_element::<Checked<Status>>()? {
            statuses.push(status);
        }
        if statuses.is_empty() { Err(A::Error::custom("expected at least one status")) } else { Ok(statuses) }
    }
}
