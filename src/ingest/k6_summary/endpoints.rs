//! Endpoints out of submetrics: whatever a threshold names.

use std::collections::{BTreeMap, BTreeSet};

use super::naming::{self, Naming};
use super::outcomes::{Account, Accounted};
use super::selector::Selector;
use super::summary::{DURATION, FAILED, Metrics, REQUEST_METRICS, REQUESTS};
use super::traffic;
use super::window::JudgedWindow;
use crate::model::endpoint::{Endpoint, EndpointId, Traffic};
use crate::model::folding::KEPT_ENDPOINTS;
use crate::model::labeller::Labeller;
use crate::model::missing::Known;
use crate::model::settings::Settings;

/// The endpoints of a summary, and what had to be left out.
#[derive(Default)]
pub(super) struct FoundEndpoints {
    /// Sorted by identity.
    pub(super) endpoints: Vec<Endpoint>,
    /// Scenarios of an endpoint that are not in its figures, with the one that is.
    pub(super) scenarios_left_out: Vec<(EndpointId, String, Vec<String>)>,
    /// Names that share an endpoint with a busier one, and are not in its figures.
    pub(super) names_left_out: Vec<(EndpointId, usize)>,
    /// Endpoints with more 5xx than failed requests.
    pub(super) expects_5xx: bool,
    /// Endpoints beyond those that a run keeps, which are left out: their percentiles cannot be merged.
    pub(super) endpoints_left_out: usize,
}

/// What finding endpoints needs to know.
pub(super) struct Finder<'a> {
    pub(super) metrics: &'a Metrics,
    pub(super) labeller: &'a dyn Labeller,
    pub(super) settings: &'a Settings,
    pub(super) window: &'a JudgedWindow,
    pub(super) naming: &'a Naming,
    /// The account of the whole run, where there is one.
    pub(super) whole: Option<&'a Accounted>,
}

/// The tags of one endpoint in selectors, and in which scenarios it was seen.
struct Member {
    selector: Selector,
    scenarios: BTreeSet<String>,
}

/// One figure's place: which selector, and what part of the test that is.
struct Scope {
    selector: Selector,
    scenario: Option<String>,
    /// Other judged scenarios that have the figure as well.
    left_out: Vec<String>,
}

impl Finder<'_> {
    pub(super) fn find(&self) -> FoundEndpoints {
        let mut found = FoundEndpoints::default();
        let mut named: Vec<(EndpointId, Member, u64, usize)> = Vec::new();
        for (id, members) in self.members() {
            let others = members.len() - 1;
            // Percentiles cannot be merged, so that the busiest name speaks for its endpoint: the first of those alike.
            let counted = members.into_iter().map(|member| (self.requests_of(&member), member));
            if let Some((requests, member)) = counted.rev().max_by_key(|(requests, _)| *requests) {
                named.push((id, member, requests, others));
            }
        }
        found.endpoints_left_out = named.len().saturating_sub(KEPT_ENDPOINTS);
        if found.endpoints_left_out > 0 {
            named.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
            named.truncate(KEPT_ENDPOINTS);
            named.sort_by(|a, b| a.0.cmp(&b.0));
        }
        let statuses = Statuses::of(self.metrics);
        for (id, member, _, others) in named {
            if others > 0 {
                found.names_left_out.push((id.clone(), others));
            }
            let traffic = self.traffic(&id, &member, &statuses, &mut found);
            found.endpoints.push(Endpoint { id, host: None, traffic });
        }
        found
    }

    fn members(&self) -> BTreeMap<EndpointId, Vec<Member>> {
        let tag = &self.naming.tag;
        let mut by_tags: BTreeMap<(Option<&str>, Selector), BTreeSet<String>> = BTreeMap::new();
        for (metric, selector) in self.metrics.selectors(&REQUEST_METRICS) {
            let Some(named) = selector.only(tag.tags()) else {
                continue;
            };
            let method = selector.get("method").filter(|_| !tag.has("method"));
            if !naming::is_whole(metric, selector, tag, self.labeller) {
                continue;
            }
            let scenarios = by_tags.entry((method, named)).or_default();
            scenarios.extend(selector.get("scenario").filter(|_| !tag.has("scenario")).map(str::to_owned));
        }
        let mut members: BTreeMap<EndpointId, Vec<Member>> = BTreeMap::new();
        for ((method, named), scenarios) in by_tags {
            let id = self.labeller.endpoint(method, &self.naming.name(&named));
            let selector = method.map_or_else(|| named.clone(), |method| named.with("method", method));
            members.entry(id).or_default().push(Member { selector, scenarios });
        }
        members
    }

    fn requests_of(&self, member: &Member) -> u64 {
        let place = self.place(member, |selector| traffic::count(self.metrics, selector).is_some());
        place.and_then(|place| traffic::count(self.metrics, &place.selector)).unwrap_or(0)
    }

    /// Finds where a figure is: in the one judged scenario; of several, in all of them together, or else in
    /// the busiest.
    fn place(&self, member: &Member, has: impl Fn(&Selector) -> bool) -> Option<Scope> {
        let scoped = |scenario: &str| member.selector.with("scenario", scenario);
        let mut scenarios: Vec<&String> =
            member.scenarios.iter().filter(|scenario| has(&scoped(scenario))).collect();
        let plain = has(&member.selector);
        if scenarios.is_empty() || (scenarios.len() > 1 && plain) {
            let selector = member.selector.clone();
            return plain.then_some(Scope { selector, scenario: None, left_out: Vec::new() });
        }
        scenarios.sort_by_key(|scenario| {
            std::cmp::Reverse(traffic::count(self.metrics, &scoped(scenario)).unwrap_or(0))
        });
        let mut scenarios = scenarios.into_iter().cloned();
        let busiest = scenarios.next()?;
        Some(Scope { selector: scoped(&busiest), scenario: Some(busiest), left_out: scenarios.collect() })
    }

    fn traffic(
        &self,
        id: &EndpointId,
        member: &Member,
        statuses: &Statuses,
        found: &mut FoundEndpoints,
    ) -> Traffic {
        let counted = self.place(member, |selector| {
            self.metrics.counter(REQUESTS, selector).is_some()
                || self.metrics.rate(FAILED, selector).is_some()
        });
        // A latency's own count is the last resort, since only `http_reqs` comes with every k6.
        let counted = counted.or_else(|| {
            self.place(member, |selector| {
                self.metrics.trend(DURATION, selector).is_some_and(|t| t.count.is_some())
            })
        });
        let timed = self.place(member, |selector| {
            self.metrics.trend(DURATION, selector).is_some()
                || self.metrics.trend(DURATION, &selector.with("expected_response", "true")).is_some()
        });
        for place in [&counted, &timed].into_iter().flatten() {
            self.remember_left_out(id, place, found);
        }
        let plain = || Scope { selector: member.selector.clone(), scenario: None, left_out: Vec::new() };
        let timed = timed.unwrap_or_else(plain);
        let counted = counted.unwrap_or_else(|| Scope {
            selector: timed.selector.clone(),
            scenario: timed.scenario.clone(),
            left_out: Vec::new(),
        });
        let shown = |place: &Scope| self.labeller.scrub(&place.selector.to_string());
        Traffic {
            requests: traffic::requests(self.metrics, &counted.selector, &shown(&counted)),
            outcomes: self.outcomes(id, &counted, statuses).map(|accounted| {
                found.expects_5xx |= accounted.basis == super::outcomes::Basis::Expected5xx;
                accounted.outcomes
            }),
            latency: traffic::latency(
                self.metrics,
                &timed.selector,
                &shown(&timed),
                self.window.span_of(timed.scenario.as_ref()),
            ),
            responses: Err(traffic::NO_RESPONSES),
            left_out: BTreeMap::new(),
            error_codes: BTreeMap::new(),
            span: self.window.span_of(counted.scenario.as_ref()),
        }
    }

    fn remember_left_out(&self, id: &EndpointId, place: &Scope, found: &mut FoundEndpoints) {
        if let Some(scenario) = &place.scenario
            && !place.left_out.is_empty()
        {
            let entry = (id.clone(), scenario.clone(), place.left_out.clone());
            if !found.scenarios_left_out.contains(&entry) {
                found.scenarios_left_out.push(entry);
            }
        }
    }

    fn outcomes(&self, id: &EndpointId, place: &Scope, statuses: &Statuses) -> Known<Accounted> {
        let selector = &place.selector;
        let failed = self
            .metrics
            .rate(FAILED, selector)
            .ok_or_else(|| traffic::no_submetric(FAILED, &self.labeller.scrub(&selector.to_string())))?;
        if failed.total == 0 {
            return Err(traffic::NEVER_SAMPLED);
        }
        let covered = self.window.scenario.is_none() || self.window.scenario == place.scenario;
        let account = Account {
            failed,
            statuses: statuses.behind(selector),
            declares: &|status| self.labeller.declares_intended(id, status),
            undeclared_4xx: self.settings.outcomes.undeclared_4xx,
            whole: self.whole.filter(|_| covered),
        };
        Ok(account.settle())
    }
}

/// Counts by status, by the selector without the status: gathered once, since every endpoint asks for its own.
pub(super) struct Statuses(BTreeMap<Selector, BTreeMap<u16, u64>>);

impl Statuses {
    /// Gathers what a file counts by status.
    pub(super) fn of(metrics: &Metrics) -> Self {
        let mut by_selector: BTreeMap<Selector, BTreeMap<u16, u64>> = BTreeMap::new();
        for (_, selector) in metrics.selectors(&[REQUESTS]) {
            let status = selector.get("status").and_then(|status| status.parse().ok());
            if let (Some(status), Some(counter)) = (status, metrics.counter(REQUESTS, selector)) {
                by_selector.entry(selector.without("status")).or_default().insert(status, counter.count);
            }
        }
        Self(by_selector)
    }

    /// Returns the counts behind a selector.
    pub(super) fn behind(&self, selector: &Selector) -> BTreeMap<u16, u64> {
        self.0.get(selector).cloned().unwrap_or_default()
    }
}
