//! Everything that is known of one endpoint, or of all requests together, in one place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::comparison::{Change, ErrorCell, LatencyCell, Measure, NotTested};
use crate::model::figures::{LatencyFigures, RunFigures, TrafficFigures};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Assessment, Finding, Rule, Verdict};
use crate::model::missing::{Known, Missing};
use crate::model::outcome::Outcomes;
use crate::model::subject::Subject;
use crate::words::{Text, say};

use super::figure::Spread;
use crate::render::text::{plain, slug};

/// Endpoints with a section of their own; the figures of more are in `verdict.json` only.
pub(crate) const MOST_DETAILED: usize = 20;

/// What is known of one endpoint, or of all requests together.
pub(crate) struct Facts<'a> {
    /// Whom they speak of.
    pub(crate) subject: &'a Subject,
    /// How it is called, ready to be shown.
    pub(crate) name: String,
    /// What the ids of its places end with: `post-api-orders`. The same in every report that has the endpoint, unless two
    /// names differ in nothing but signs.
    pub(crate) slug: String,
    /// The candidate's figures; absent where only the base has the endpoint.
    pub(crate) run: Option<&'a TrafficFigures>,
    /// The base runs' figures, of those that have the endpoint.
    pub(crate) base: Vec<&'a TrafficFigures>,
    /// What was tested of its latency.
    pub(crate) cells: Vec<&'a LatencyCell>,
    /// The measures that are no finding of its own, and moved with a shift that all endpoints share.
    pub(crate) with_the_rest: Vec<(Measure, Change)>,
    /// What was tested of its errors.
    pub(crate) errors: Option<&'a ErrorCell>,
    /// What was not tested.
    pub(crate) not_tested: Vec<&'a NotTested>,
    /// What was found, worst first.
    pub(crate) findings: Vec<&'a Finding>,
}

/// Lists all requests together, then the endpoints, worst first: by their findings, then by how much slower they became.
pub(crate) fn subjects(assessment: &Assessment) -> Vec<Facts<'_>> {
    let stated = std::iter::once(&assessment.run)
        .chain(&assessment.base)
        .flat_map(|figures| figures.endpoints.iter().map(|endpoint| &endpoint.subject));
    let tested = assessment.comparison.iter().flat_map(|comparison| &comparison.latency);
    let mut seen = BTreeSet::from([&Subject::Whole]);
    let told = Told::of(assessment);
    let mut endpoints: Vec<Facts<'_>> = stated
        .chain(tested.map(|cell| &cell.subject))
        .filter(|subject| seen.insert(*subject))
        .map(|subject| told.facts(subject))
        .collect();
    let mut ranks: BTreeMap<&Subject, usize> = BTreeMap::new();
    for (place, finding) in assessment.findings.iter().enumerate() {
        ranks.entry(finding.judged.subject.row()).or_insert(place);
    }
    endpoints.sort_by(|a, b| {
        let rank = |facts: &Facts<'_>| ranks.get(facts.subject).copied().unwrap_or(usize::MAX);
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.run.is_none().cmp(&b.run.is_none()))
            .then_with(|| b.largest_change().total_cmp(&a.largest_change()))
    });
    let mut subjects = vec![told.facts(&Subject::Whole)];
    subjects.append(&mut endpoints);
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for facts in &mut subjects {
        let times = taken.entry(facts.slug.clone()).or_default();
        *times += 1;
        if *times > 1 {
            // No slug holds two hyphens in a row.
            facts.slug = format!("{}--{times}", facts.slug);
        }
    }
    subjects
}

/// What an assessment says, by whom it speaks of: there may be thousands of endpoints.
pub(crate) struct Told<'a> {
    assessment: &'a Assessment,
    /// The candidate, then the base runs.
    runs: Vec<HashMap<&'a Subject, &'a TrafficFigures>>,
    cells: HashMap<&'a Subject, Vec<&'a LatencyCell>>,
    errors: HashMap<&'a Subject, &'a ErrorCell>,
    not_tested: HashMap<&'a Subject, Vec<&'a NotTested>>,
    findings: HashMap<&'a Subject, Vec<&'a Finding>>,
}

impl<'a> Told<'a> {
    /// Puts what speaks of the same endpoint together.
    pub(crate) fn of(assessment: &'a Assessment) -> Self {
        let runs = std::iter::once(&assessment.run).chain(&assessment.base);
        let all = |run: &'a RunFigures| std::iter::once(&run.whole).chain(&run.endpoints);
        let comparison = || assessment.comparison.iter();
        let of_errors = |cell: &&ErrorCell| cell.judged.indicator == Indicator::ErrorShare;
        let errors = comparison().flat_map(|found| &found.errors).filter(of_errors);
        Self {
            assessment,
            runs: runs.map(|run| all(run).map(|of| (&of.subject, of)).collect()).collect(),
            cells: by(comparison().flat_map(|found| &found.latency), |cell| &cell.subject),
            errors: errors.map(|cell| (&cell.judged.subject, cell)).collect(),
            not_tested: by(&assessment.not_tested, |entry| entry.judged.subject.row()),
            findings: by(&assessment.findings, |finding| finding.judged.subject.row()),
        }
    }

    /// Gathers what is known of one endpoint, or of all requests together.
    pub(crate) fn facts(&self, subject: &'a Subject) -> Facts<'a> {
        let assessment = self.assessment;
        let cells = self.cells.get(subject).cloned().unwrap_or_default();
        let least = assessment.settings.min_latency_change;
        let shared = || assessment.comparison.iter().flat_map(|found| &found.shared);
        let shifts = || shared().filter(|shift| shift.endpoints > 1 && shift.change != Change::Unchanged);
        let carried = cells.iter().filter(|cell| cell.change == Change::Unchanged).filter_map(|cell| {
            Some((cell.measure, shifts().find(|shift| shift.carries(cell, least))?.change))
        });
        let with_the_rest = carried.collect();
        let figures = |run: &HashMap<&Subject, &'a TrafficFigures>| run.get(subject).copied();
        Facts {
            subject,
            name: plain(subject.text()),
            slug: slug(&subject.to_string()),
            run: self.runs.first().and_then(figures),
            base: self.runs.iter().skip(1).filter_map(figures).collect(),
            with_the_rest,
            cells,
            errors: self.errors.get(subject).copied(),
            not_tested: self.not_tested.get(subject).cloned().unwrap_or_default(),
            findings: self.findings.get(subject).cloned().unwrap_or_default(),
        }
    }
}

/// Puts what speaks of the same together, in its order.
pub(crate) fn by<'a, T>(
    all: impl IntoIterator<Item = &'a T>,
    subject: impl Fn(&'a T) -> &'a Subject,
) -> HashMap<&'a Subject, Vec<&'a T>> {
    let mut by: HashMap<&Subject, Vec<&T>> = HashMap::new();
    for one in all {
        by.entry(subject(one)).or_default().push(one);
    }
    by
}

impl<'a> Facts<'a> {
    /// The id of its row in the table of changes.
    pub(crate) fn row_id(&self) -> String {
        format!("row-{}", self.slug)
    }

    /// The id of the section that holds everything of it.
    pub(crate) fn details_id(&self) -> String {
        format!("endpoint-{}", self.slug)
    }

    /// Gathers what is known of all requests together.
    pub(crate) fn whole(assessment: &'a Assessment) -> Self {
        Told::of(assessment).facts(&Subject::Whole)
    }

    /// Tells whether they speak of all requests together.
    pub(crate) fn is_whole(&self) -> bool {
        self.subject.is_whole()
    }

    /// The worst verdict found for it.
    pub(crate) fn verdict(&self) -> Option<Verdict> {
        self.findings.iter().map(|finding| finding.verdict).max()
    }

    /// The worst verdict that a change of its own latency or errors led to.
    ///
    /// The shift that several endpoints share is nobody's own: it has its own row.
    pub(crate) fn change_verdict(&self) -> Option<Verdict> {
        let own = |rule| match rule {
            Rule::Latency | Rule::Errors | Rule::Undeclared4xx => true,
            Rule::SharedShift => !self.cells.is_empty(),
            _ => false,
        };
        let found = self.findings.iter().filter(|finding| own(finding.rule));
        found.map(|finding| finding.verdict).max()
    }

    /// Returns the test of a quantile, where there was one.
    pub(crate) fn cell(&self, measure: Measure) -> Option<&'a LatencyCell> {
        self.cells.iter().find(|cell| cell.measure == measure).copied()
    }

    /// Where a latency went that moved with the rest and is no finding of its own.
    pub(crate) fn carried(&self, measure: Measure) -> Option<Change> {
        self.with_the_rest.iter().find(|(carried, _)| *carried == measure).map(|(_, change)| *change)
    }

    /// Tells why a figure was not tested, where that is known.
    pub(crate) fn reason(&self, indicator: &Indicator) -> Option<&'a Text> {
        let entry = self.not_tested.iter().find(|entry| entry.judged.indicator == *indicator);
        entry.map(|entry| &entry.reason)
    }

    /// The candidate's figures.
    fn candidate(&self) -> Known<&'a TrafficFigures> {
        self.run.ok_or(Missing::message("footnote-only-base"))
    }

    /// The candidate's latency at a quantile (0..1), in milliseconds.
    pub(crate) fn run_quantile(&self, q: f64) -> Known<f64> {
        quantile(self.candidate()?, q)
    }

    /// The same, or the bucket that it is known to.
    pub(crate) fn run_spread(&self, q: f64) -> Known<Spread> {
        spread(self.candidate()?, q)
    }

    /// The base runs' latency at a quantile; absent where there is no base.
    pub(crate) fn base_quantile(&self, q: f64) -> Option<Known<Spread>> {
        Spread::of(self.base.iter().map(|base| spread(base, q)))
    }

    /// The candidate's latency at a measure, in milliseconds.
    pub(crate) fn run_measure(&self, measure: Measure) -> Known<Spread> {
        figure(self.candidate()?, measure)
    }

    /// The base runs' latency at a measure; absent where there is no base.
    pub(crate) fn base_measure(&self, measure: Measure) -> Option<Known<Spread>> {
        Spread::of(self.base.iter().map(|base| figure(base, measure)))
    }

    /// The candidate's outcomes.
    pub(crate) fn run_outcomes(&self) -> Known<&'a Outcomes> {
        self.candidate()?.outcomes.as_ref().map_err(Clone::clone)
    }

    /// The outcomes of all base runs together; absent where none states any.
    pub(crate) fn base_outcomes(&self) -> Option<Outcomes> {
        let mut known = self.base.iter().filter_map(|base| base.outcomes.as_ref().ok());
        let mut sum = known.next()?.clone();
        for outcomes in known {
            sum.bad += outcomes.bad;
            sum.good += outcomes.good;
            sum.bad_may_hold_4xx |= outcomes.bad_may_hold_4xx;
            // A class that one run cannot tell is not known for the sum.
            sum.classes.retain(|class, _| outcomes.classes.contains_key(class));
            for (class, sum) in &mut sum.classes {
                *sum += outcomes.classes.get(class).copied().unwrap_or(0);
            }
            for (status, count) in &outcomes.statuses {
                *sum.statuses.entry(*status).or_default() += count;
            }
        }
        Some(sum)
    }

    /// The candidate's percentile curve, and the base runs'.
    pub(crate) fn curves(&self) -> (Option<&'a LatencyFigures>, Vec<&'a LatencyFigures>) {
        let latency = |figures: &&'a TrafficFigures| figures.latency.as_ref().ok();
        (self.run.as_ref().and_then(latency), self.base.iter().filter_map(latency).collect())
    }

    /// The largest log change for the worse, for the order of endpoints without findings.
    fn largest_change(&self) -> f64 {
        self.cells.iter().map(|cell| cell.for_the_worse()).fold(f64::NEG_INFINITY, f64::max)
    }
}

/// Counts the endpoints by what was found, for the sentence above the table.
pub(crate) fn tally(subjects: &[Facts<'_>]) -> String {
    let tested = subjects.iter().filter(|subject| !subject.cells.is_empty());
    let (mut slower, mut faster, mut same) = (0_usize, 0_usize, 0_usize);
    let (mut slower_with, mut faster_with) = (0_usize, 0_usize);
    for subject in tested {
        if subject.cells.iter().any(|cell| cell.change == Change::Regression) {
            slower += 1;
        } else if subject.cells.iter().any(|cell| cell.change == Change::Improvement) {
            faster += 1;
        } else if let Some((_, change)) = subject.with_the_rest.first() {
            *(if *change == Change::Improvement { &mut faster_with } else { &mut slower_with }) += 1;
        } else {
            same += 1;
        }
    }
    let untested = subjects.iter().filter(|subject| subject.cells.is_empty() && !subject.is_whole()).count();
    let mut parts = vec![say!("tally-slower", count = slower), say!("tally-faster", count = faster)];
    if slower_with > 0 {
        parts.push(say!("tally-slower-with-the-rest", count = slower_with));
    }
    if faster_with > 0 {
        parts.push(say!("tally-faster-with-the-rest", count = faster_with));
    }
    parts.push(say!("tally-no-finding", count = same));
    if untested > 0 {
        parts.push(say!("tally-not-tested", count = untested));
    }
    parts.join(" · ")
}

fn quantile(figures: &TrafficFigures, q: f64) -> Known<f64> {
    figures.latency.as_ref().map_err(Clone::clone)?.quantile(q)
}

fn figure(figures: &TrafficFigures, measure: Measure) -> Known<Spread> {
    let q = measure.quantile().ok_or_else(|| Missing::message("footnote-no-means"))?;
    spread(figures, q)
}

/// A quantile, or the bucket that it is known to.
fn spread(figures: &TrafficFigures, q: f64) -> Known<Spread> {
    let latency = figures.latency.as_ref().map_err(Clone::clone)?;
    let value = latency.quantile(q)?;
    Ok(latency.wide_bucket(q).map_or(Spread::one(value), Spread::within))
}
