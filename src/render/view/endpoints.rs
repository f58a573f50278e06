//! One section per endpoint: every figure and every test.

use serde::Serialize;

use crate::model::comparison::{LatencyCell, Measure};
use crate::model::diagnosis::Diagnosis;
use crate::model::endpoint::Span;
use crate::model::judgement::Assessment;
use crate::model::latency::{Population, percent_of};
use crate::model::quantity::{Count, LatencyScale, PlusMinus, Probability, RelativeChange};

use super::figure::{ChangeText, ChartRef, Charts, Figure, Footnotes, Spread, relation, written};
use super::over_time::{self, clock::Clock};
use super::population;
use super::servers::red::both_sides;
use super::subject::{Facts, MOST_DETAILED};
use super::tail;
use super::text::{ChangeMark, DASH, VerdictMark, sentence};
use crate::render::text::plain;
use crate::words::say;

/// The section on endpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct EndpointSection {
    pub(crate) endpoints: Vec<EndpointDetails>,
    /// `and 12 more endpoints`, empty where all are shown.
    pub(crate) rest: String,
}

/// Everything of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct EndpointDetails {
    /// Where links find it.
    pub(crate) id: String,
    /// The id of its row in the table of changes.
    pub(crate) row: String,
    pub(crate) name: String,
    pub(crate) verdict: Option<VerdictMark>,
    /// What stands beside the name: requests, or the titles of its findings.
    pub(crate) gist: String,
    /// The unit of the table's latencies.
    pub(crate) unit: &'static str,
    pub(crate) rows: Vec<DetailRow>,
    /// Percentile curve and course over time; empty where the source tells neither.
    pub(crate) charts: Vec<DetailChart>,
    /// What the figures speak of, and what was not tested.
    pub(crate) remarks: Vec<String>,
    pub(crate) notes: Footnotes,
}

/// One chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DetailChart {
    pub(crate) caption: String,
    pub(crate) chart: ChartRef,
}

/// One percentile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DetailRow {
    pub(crate) label: String,
    pub(crate) base: String,
    pub(crate) run: Figure,
    pub(crate) test: Option<DetailTest>,
}

/// The test of one percentile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DetailTest {
    pub(crate) change: ChangeText,
    /// What the other endpoints did.
    pub(crate) others: String,
    pub(crate) q: String,
    pub(crate) detectable: String,
}

/// Builds the sections in the order of the changes.
pub(crate) fn endpoints(
    assessment: &Assessment,
    subjects: &[Facts<'_>],
    clock: Option<&Clock>,
    charts: &mut Charts,
) -> EndpointSection {
    let all = || subjects.iter().filter(|subject| !subject.is_whole());
    let cut = all().count().saturating_sub(MOST_DETAILED);
    EndpointSection {
        endpoints: all()
            .take(MOST_DETAILED)
            .enumerate()
            .map(|(index, subject)| EndpointDetails {
                charts: clock
                    .map(|clock| detail_charts(assessment, subject, clock, index + 1, charts))
                    .unwrap_or_default(),
                ..details(subject, assessment.servers.as_ref().ok())
            })
            .collect(),
        rest: if cut == 0 { String::new() } else { say!("detail-rest", endpoints = cut) },
    }
}

/// Adds the charts of one endpoint whose source has every request.
fn detail_charts(
    assessment: &Assessment,
    subject: &Facts<'_>,
    clock: &Clock,
    number: usize,
    charts: &mut Charts,
) -> Vec<DetailChart> {
    let mut shown = Vec::new();
    let time =
        over_time::endpoint::chart(assessment, subject, clock, format!("endpoint-{number}-time"), charts);
    shown.extend(time.map(|chart| DetailChart { caption: say!("detail-over-time"), chart }));
    if let (Some(run), base) = subject.curves()
        && tail::is_distribution(run)
        && !run.curve.is_empty()
    {
        let name = format!("endpoint-{number}-tail");
        let chart = tail::add(assessment, subject, run, &base, (name, false), charts);
        shown.push(DetailChart { caption: say!("detail-by-percentile"), chart });
    }
    shown
}

fn details(subject: &Facts<'_>, servers: Option<&Diagnosis>) -> EndpointDetails {
    let mut notes = Footnotes::default();
    let (run, base) = subject.curves();
    let mut quantiles: Vec<f64> = Measure::ALL.iter().filter_map(|measure| measure.quantile()).collect();
    quantiles.extend(run.iter().chain(&base).flat_map(|latency| {
        let marked = !tail::is_distribution(latency);
        latency.curve.iter().map(|point| point.0).filter(move |q| tail::is_told(*q, marked))
    }));
    quantiles.sort_by(f64::total_cmp);
    quantiles.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let longest: Vec<f64> = run
        .iter()
        .chain(&base)
        .flat_map(|latency| latency.curve.iter().map(|point| point.1).chain(latency.max.clone().ok()))
        .collect();
    let scale = LatencyScale::of(&longest);
    let number = |ms: f64| scale.number(ms);
    let mut rows: Vec<DetailRow> = quantiles
        .into_iter()
        .map(|q| {
            let cell = subject.cell(Measure::of_quantile(q));
            let base = match (cell, subject.base_quantile(q)) {
                (Some(cell), _) => match cell.buckets {
                    Some(buckets) => Spread::within(buckets.base).text(number),
                    None => number(cell.base),
                },
                (None, Some(Ok(spread))) => spread.text(number),
                (None, Some(Err(_))) => DASH.to_owned(),
                (None, None) => String::new(),
            };
            DetailRow {
                label: format!("p{}", percent_of(q)),
                base,
                run: notes.figure(&subject.run_spread(q), |latency| latency.text(number)),
                test: cell.map(test),
            }
        })
        .collect();
    if let Some(run) = run {
        let base = match Spread::of(base.iter().map(|latency| latency.max.clone())) {
            Some(Ok(spread)) => spread.text(number),
            Some(Err(_)) => DASH.to_owned(),
            None => String::new(),
        };
        rows.push(DetailRow {
            label: say!("detail-longest"),
            base,
            run: notes.figure(&run.max, |ms| number(*ms)),
            test: None,
        });
    }
    let titles: Vec<String> = subject.findings.iter().fold(Vec::new(), |mut titles, finding| {
        let title = plain(&finding.title);
        // The name stands before it already.
        let gist = title.strip_prefix(&subject.name).and_then(|rest| rest.strip_prefix(' '));
        let gist = gist.unwrap_or(&title).to_owned();
        if !titles.contains(&gist) {
            titles.push(gist);
        }
        titles
    });
    EndpointDetails {
        id: subject.details_id(),
        row: subject.row_id(),
        name: subject.name.clone(),
        verdict: subject.verdict().map(VerdictMark::from),
        gist: titles.join("; "),
        unit: scale.unit(),
        rows,
        charts: Vec::new(),
        remarks: remarks(subject, servers),
        notes,
    }
}

fn test(cell: &LatencyCell) -> DetailTest {
    DetailTest {
        change: ChangeText::log(ChangeMark::latency(cell.change), cell.log_change, cell.interval),
        others: written(RelativeChange::from_log(cell.others)),
        q: Probability(cell.q).to_string(),
        detectable: written(RelativeChange(cell.detectable)),
    }
}

fn remarks(subject: &Facts<'_>, servers: Option<&Diagnosis>) -> Vec<String> {
    let both = servers.and_then(|servers| both_sides(servers, subject));
    let mut remarks: Vec<String> = both.into_iter().map(|both| format!("{both}.")).collect();
    if let Some(cell) = subject.errors {
        remarks.push(say!(
            "detail-errors",
            bad = Count(cell.run.bad),
            total = Count(cell.run.total),
            expected = PlusMinus(cell.expected, cell.sd),
            base_bad = Count(cell.base.bad),
            base_total = Count(cell.base.total),
            q = relation(cell.q),
        ));
    }
    if let (Some(latency), _) = subject.curves() {
        if let Some(whose) = subject.run.and_then(population::label) {
            remarks.push(sentence(&whose));
        } else if latency.population == Population::AllResponses {
            remarks.push(say!("detail-all-responses"));
        }
        if latency.span == Span::WholeTest {
            remarks.push(say!("detail-whole-test"));
        }
    }
    remarks.extend(subject.not_tested.iter().map(|entry| {
        let measure = plain(entry.judged.untested_text());
        say!("detail-not-tested", measure = measure, reason = plain(&entry.reason))
    }));
    remarks
}
