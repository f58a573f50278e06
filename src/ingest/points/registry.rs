//! Small numbers for everything that points are counted under, so that counting is indexing.
//!
//! A tag object is looked at once; what it comes to is a number here. Every list is bounded: past its
//! end things are counted together, so that memory does not grow with what a script puts into its tags.

use crate::model::endpoint::EndpointId;
use crate::model::endpoint_tag::EndpointTag;
use crate::model::error_code;
use crate::model::labeller::{Labeller, Response};
use crate::model::outcome::Outcome;
use crate::model::settings::Settings;
use crate::model::tag_filter::TagFilter;

use super::ids::Ids;
use super::tagged::{Naming, Phase, Tagged};
use super::tags_seen::TagsSeen;

/// Endpoints that are told apart while reading; twenty times what a report shows.
const MAX_ENDPOINTS: usize = 4096;
/// Endpoints that a tag tells apart; more are ids.
pub(in crate::ingest) const MAX_ALTERNATIVES: usize = 500;
/// Combinations of endpoint, outcome, status, error code and scenario.
const MAX_CELLS: usize = 1 << 16;
/// Checks that are told apart.
const MAX_CHECKS: usize = 4096;
/// The script's own metrics that are kept.
const MAX_METRICS: usize = 256;
/// Scenarios that are told apart.
const MAX_SCENARIOS: usize = 256;

/// Where everything is counted that is past the end of a list.
pub(in crate::ingest) use crate::model::folding::OTHER;

/// An endpoint while the whole run is not known yet: only then is it decided whether the host is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndpointKey {
    /// Method and name or route.
    pub id: EndpointId,
    /// Host and port, where the name was a URL.
    pub host: Option<String>,
    /// What a tag calls it, where it has no name but its URL: it counts if all requests have that tag.
    pub alternative: Option<Alternative>,
}

impl EndpointKey {
    /// Makes a key of an endpoint that has a name.
    pub(in crate::ingest) fn of(id: EndpointId) -> Self {
        Self { id, host: None, alternative: None }
    }
}

/// What an endpoint is called if a tag names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alternative {
    /// The tag; absent where it is called so whatever the tag.
    pub tag: Option<String>,
    /// The endpoint by that tag.
    pub id: EndpointId,
    /// How its requests end by that name, where that is different: other statuses may be intended of it.
    pub outcome: Option<Outcome>,
}

/// What requests are counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey<E, S> {
    /// The endpoint.
    pub endpoint: E,
    /// Whether it belongs to the judged window.
    pub judged: bool,
    /// How the request ended.
    pub outcome: Outcome,
    /// The HTTP status, where it was recorded.
    pub status: Option<u16>,
    /// k6's error code, where there is one.
    pub error_code: Option<u32>,
    /// Whether k6 expected the response, where it says so: what `http_req_failed` counts.
    pub expected: Option<bool>,
    /// The scenario; empty where none was recorded.
    pub scenario: S,
}

/// Which part of the test a point belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum TestPart {
    Judged,
    LeftOut,
    Setup,
    Teardown,
}

/// What the tags of a request come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum RequestLabel {
    /// Number of the cell.
    Cell(u32),
    Setup,
    Teardown,
}

/// What the tags of any other point come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) struct PointLabel {
    pub place: TestPart,
    /// Number of the check, where there is one.
    pub check: Option<u32>,
}

/// What the tags of a request come to but for its endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Context {
    place: TestPart,
    method: Option<String>,
    response: Response,
    scenario: u32,
    /// A tag that may name the endpoint, and its value.
    alternative: Option<(String, String)>,
}

/// Numbers for endpoints, series, cells, checks and metrics.
pub(in crate::ingest) struct Registry<'l> {
    labeller: &'l (dyn Labeller + Sync),
    endpoint_tag: EndpointTag,
    /// The tags that a point must have to be judged.
    filter: TagFilter,
    /// The tags that there are, where some are asked for.
    tags_seen: TagsSeen,
    /// Whether a tag may turn out to name the endpoints.
    may_rename: bool,
    /// Whether a request of the judged scenarios is judged for certain.
    judges_from_start: bool,
    alternatives: Ids<EndpointId>,
    endpoints: Ids<EndpointKey>,
    scenarios: Ids<String>,
    cells: Ids<CellKey<u32, u32>>,
    /// Endpoint, whether judged, outcome: what latencies are kept by.
    series: Ids<(u32, bool, Outcome)>,
    /// The series of each cell, and whether it is judged.
    series_of_cell: Vec<(u32, bool)>,
    checks: Ids<String>,
    metrics: Ids<String>,
}

impl<'l> Registry<'l> {
    pub(in crate::ingest) fn new(labeller: &'l (dyn Labeller + Sync), settings: &Settings) -> Self {
        Self {
            labeller,
            endpoint_tag: settings.endpoints.tag.clone().unwrap_or_default(),
            filter: settings.window.tags.clone(),
            tags_seen: TagsSeen::default(),
            may_rename: settings.endpoints.tag.is_none(),
            judges_from_start: settings.window.warm_up.is_none_or(|seconds| seconds == 0.0),
            alternatives: Ids::new(),
            endpoints: Ids::new(),
            scenarios: Ids::new(),
            cells: Ids::new(),
            series: Ids::new(),
            series_of_cell: Vec::new(),
            checks: Ids::new(),
            metrics: Ids::new(),
        }
    }

    /// The tag that endpoints are named by.
    pub(in crate::ingest) fn endpoint_tag(&self) -> &EndpointTag {
        &self.endpoint_tag
    }

    /// Whether another tag may turn out to name them.
    pub(in crate::ingest) fn may_rename(&self) -> bool {
        self.may_rename
    }

    /// Tells which part of the test a point belongs to.
    fn place(&self, tags: &impl Tagged) -> TestPart {
        match tags.phase() {
            Phase::Setup => TestPart::Setup,
            Phase::Teardown => TestPart::Teardown,
            Phase::Test if self.labeller.judges_scenario(tags.scenario()) && self.admits(tags) => {
                TestPart::Judged
            }
            Phase::Test => TestPart::LeftOut,
        }
    }

    fn admits(&self, tags: &impl Tagged) -> bool {
        self.filter.is_empty() || self.filter.admits(|tag| tags.value(tag))
    }

    /// Tells whether a URL decides more than what an endpoint is called that has no other name: what is judged, or a part of
    /// a name that several tags come to.
    pub(in crate::ingest) fn asks_for_urls(&self) -> bool {
        let is_part = |tag| self.endpoint_tag.has(tag) && !self.endpoint_tag.is(tag);
        ["name", "url"].into_iter().any(|tag| self.filter.has(tag) || is_part(tag))
    }

    /// Hands out the tags that there are.
    pub(in crate::ingest) fn take_tags_seen(&mut self) -> TagsSeen {
        std::mem::take(&mut self.tags_seen)
    }

    /// Tells what the tags of a request come to.
    pub(in crate::ingest) fn request(&mut self, tags: &impl Tagged) -> RequestLabel {
        let context = self.context(tags);
        let naming = tags.naming(&self.endpoint_tag);
        self.request_named(&context, naming.text())
    }

    /// Tells what the tags of a request come to but for its endpoint.
    pub(in crate::ingest) fn context(&mut self, tags: &impl Tagged) -> Context {
        if !self.filter.is_empty() {
            tags.all().into_iter().for_each(|(tag, value)| self.tags_seen.see(tag, value));
        }
        Context {
            place: self.place(tags),
            method: tags.method().map(str::to_owned),
            response: tags.response(),
            scenario: self.scenario(tags.scenario()),
            alternative: tags
                .alternative()
                .filter(|_| self.may_rename)
                .map(|(tag, value)| (tag.to_owned(), value.to_owned())),
        }
    }

    /// Tells what a request comes to, given what its endpoint is named by.
    pub(in crate::ingest) fn request_named(&mut self, context: &Context, name: &str) -> RequestLabel {
        let Context { place, ref method, response, .. } = *context;
        let judged = match place {
            TestPart::Setup => return RequestLabel::Setup,
            TestPart::Teardown => return RequestLabel::Teardown,
            TestPart::Judged => true,
            TestPart::LeftOut => false,
        };
        let host = self.labeller.host(name).map(str::to_ascii_lowercase);
        let id = self.labeller.endpoint(method.as_deref(), name);
        let outcome = self.labeller.outcome(&id, response);
        let has_name = host.is_none() && !name.is_empty();
        let alternative = if has_name { None } else { self.alternative(context, outcome) };
        self.may_rename &= alternative.is_some() || !(judged && self.judges_from_start);
        self.counted(context, EndpointKey { id, host, alternative }, judged, outcome)
    }

    /// Tells what the tags of a gRPC call come to.
    pub(in crate::ingest) fn call(&mut self, tags: &impl Tagged) -> RequestLabel {
        let status = tags.response().status;
        let response = Response { error_code: status.and_then(error_code::of_grpc), ..Response::default() };
        let context = Context { method: None, response, ..self.context(tags) };
        let judged = match context.place {
            TestPart::Setup => return RequestLabel::Setup,
            TestPart::Teardown => return RequestLabel::Teardown,
            TestPart::Judged => true,
            TestPart::LeftOut => false,
        };
        let name = match tags.naming(&self.endpoint_tag) {
            Naming::Chosen(name) => name.into_owned(),
            Naming::Name(_) | Naming::Url(_) => tags.call().unwrap_or_default(),
        };
        let id = self.labeller.endpoint(None, &name);
        let outcome = self.labeller.outcome(&id, response);
        // Whatever names HTTP requests, a call has its name.
        let alternative = Some(Alternative { tag: None, id: id.clone(), outcome: None });
        self.counted(&context, EndpointKey { id, host: None, alternative }, judged, outcome)
    }

    /// The cell of a request.
    fn counted(
        &mut self,
        context: &Context,
        key: EndpointKey,
        judged: bool,
        outcome: Outcome,
    ) -> RequestLabel {
        let endpoint = self
            .endpoints
            .number(key, MAX_ENDPOINTS)
            .unwrap_or_else(|| self.endpoints.add(EndpointKey::of(EndpointId::named(OTHER))));
        let Response { status, error_code, expected } = context.response;
        let scenario = context.scenario;
        let cell = CellKey { endpoint, judged, outcome, status, error_code, expected, scenario };
        RequestLabel::Cell(self.cell(cell))
    }

    /// What a tag calls the endpoint of a request that ends in `outcome` by its URL.
    fn alternative(&mut self, context: &Context, outcome: Outcome) -> Option<Alternative> {
        let (tag, value) = context.alternative.as_ref().filter(|_| self.may_rename)?;
        let id = self.labeller.endpoint(context.method.as_deref(), value);
        // One more than may be, so that there being too many is seen whoever reads them.
        self.alternatives.number(id.clone(), MAX_ALTERNATIVES + 1)?;
        let by_tag = self.labeller.outcome(&id, context.response);
        Some(Alternative { tag: Some(tag.clone()), id, outcome: (by_tag != outcome).then_some(by_tag) })
    }

    fn scenario(&mut self, scenario: &str) -> u32 {
        let known = self.scenarios.number(self.labeller.scrub(scenario), MAX_SCENARIOS);
        known.unwrap_or_else(|| self.scenarios.add(OTHER.to_owned()))
    }

    fn cell(&mut self, cell: CellKey<u32, u32>) -> u32 {
        let series = (self.series.add((cell.endpoint, cell.judged, cell.outcome)), cell.judged);
        let known = self.cells.number(cell, MAX_CELLS);
        let number = known.unwrap_or_else(|| {
            self.cells.add(CellKey { status: None, error_code: None, expected: None, scenario: 0, ..cell })
        });
        if number as usize == self.series_of_cell.len() {
            self.series_of_cell.push(series);
        }
        number
    }

    /// Tells what the tags of any other point come to.
    pub(in crate::ingest) fn point(&mut self, tags: &impl Tagged) -> PointLabel {
        let check = tags.check().map(|path| {
            let known = self.checks.number(self.labeller.scrub(&path), MAX_CHECKS);
            known.unwrap_or_else(|| self.checks.add(OTHER.to_owned()))
        });
        PointLabel { place: self.place(tags), check }
    }

    /// Whether a metric of the script's own has a number.
    #[inline]
    pub(in crate::ingest) fn knows_metric(&self, name: &[u8]) -> bool {
        self.metrics.keys().iter().any(|known| known.as_bytes() == name)
    }

    /// The number of a metric of the script's own; absent where there are too many.
    #[inline]
    pub(in crate::ingest) fn metric(&mut self, name: &[u8]) -> Option<u32> {
        // Most scripts have a handful: comparing is faster than hashing.
        match self.metrics.keys().iter().position(|known| known.as_bytes() == name) {
            Some(number) => Some(number as u32),
            None => self.metrics.number(String::from_utf8_lossy(name).into_owned(), MAX_METRICS),
        }
    }

    /// The number of the series that a cell's latencies go to, and whether they are judged.
    #[inline]
    pub(in crate::ingest) fn series_of(&self, cell: u32) -> (u32, bool) {
        self.series_of_cell.get(cell as usize).copied().unwrap_or_default()
    }

    /// Cells by number, with what they stand for.
    pub(in crate::ingest) fn cells(&self) -> impl Iterator<Item = CellKey<EndpointKey, String>> {
        self.cells.keys().iter().filter_map(|&cell| {
            let CellKey { endpoint, judged, outcome, status, error_code, expected, scenario } = cell;
            let endpoint = self.endpoints.keys().get(endpoint as usize)?.clone();
            let scenario = self.scenarios.keys().get(scenario as usize)?.clone();
            Some(CellKey { endpoint, judged, outcome, status, error_code, expected, scenario })
        })
    }

    /// Series by number: endpoint, whether judged, outcome.
    pub(in crate::ingest) fn series(&self) -> impl Iterator<Item = (&EndpointKey, bool, Outcome)> {
        let known = |&(endpoint, judged, outcome): &(u32, bool, Outcome)| {
            Some((self.endpoints.keys().get(endpoint as usize)?, judged, outcome))
        };
        self.series.keys().iter().filter_map(known)
    }

    /// Checks by number: their paths.
    pub(in crate::ingest) fn checks(&self) -> &[String] {
        self.checks.keys()
    }

    /// Metrics by number: their names.
    pub(in crate::ingest) fn metrics(&self) -> &[String] {
        self.metrics.keys()
    }
}
