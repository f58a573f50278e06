//! The first screen: the verdict, what was compared with what, the main figures, how sure it is.

use serde::Serialize;

use crate::model::check::Check;
use crate::model::comparison::{Change, Evidence, Measure};
use crate::model::figures::RunFigures;
use crate::model::indicator::Indicator;
use crate::model::judgement::Assessment;
use crate::model::link::Link;
use crate::model::metric::sums_up_requests;
use crate::model::missing::{Known, Missing};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::quantity::{Count, LatencyScale, NBSP, PerSecond, Seconds, Share, significant};
use crate::words::{say, text};

use super::figure::{Figure, Footnotes, Spread, rate_pair, share_pair, written};
use super::metrics::main_figure;
use super::subject::Facts;
use super::text::{ChangeMark, VerdictMark, moment, sentence};
use super::{limits, population};
use crate::render::text::{address, plain};

/// Who was compared with whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) verdict: VerdictMark,
    pub(crate) summary: String,
    pub(crate) run: String,
    /// `14 Nov 2026 10:02 UTC`, empty where unknown.
    pub(crate) started: String,
    /// `base-1 (1 run)`, empty under `check`.
    pub(crate) base: String,
    /// `scenario measure, 65 s`.
    pub(crate) window: String,
    /// Requests and endpoints.
    pub(crate) size: String,
    /// Where else something is known of the run; pages of the web alone.
    pub(crate) links: Vec<Link>,
    /// Whether any HTTP request was sent: sections on requests have nothing to say otherwise.
    pub(crate) has_requests: bool,
    pub(crate) tiles: Vec<Tile>,
    pub(crate) tile_notes: Footnotes,
    pub(crate) certainty: Vec<Certainty>,
}

/// One main figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Tile {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) unit: String,
    /// The base's figure, empty where there is none.
    pub(crate) base: String,
    pub(crate) mark: ChangeMark,
    pub(crate) note: Option<usize>,
}

/// One thing that bears on how sure the verdict is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Certainty {
    pub(crate) label: String,
    pub(crate) text: String,
    /// The same in one line.
    pub(crate) short: String,
}

/// Builds the first screen. `whole` is all requests together.
pub(crate) fn head(assessment: &Assessment, whole: &Facts<'_>, endpoints: usize) -> Head {
    let run = &assessment.run;
    let mut tile_notes = Footnotes::default();
    let tiles = tiles(assessment, whole, &mut tile_notes);
    let window = match &run.meta.window_duration {
        Ok(seconds) => format!("{}, {}", plain(&run.meta.window.text), written(Seconds(*seconds))),
        Err(_) => plain(&run.meta.window.text),
    };
    let requests = match &run.whole.requests {
        Ok(count) => text!("head-requests", count = Count(*count)),
        Err(_) => text!("head-requests-not-counted"),
    };
    let size = match endpoints {
        0 if !run.has_requests() => say!("head-no-requests"),
        0 => say!("head-without-endpoints", requests = requests),
        _ => say!("head-with-endpoints", requests = requests, endpoints = endpoints),
    };
    Head {
        title: plain(&assessment.title),
        verdict: assessment.verdict.into(),
        summary: plain(&assessment.summary),
        run: run_names(assessment),
        started: run.meta.started.as_ref().map_or_else(|_| String::new(), |at| moment(*at)),
        base: base_name(assessment),
        window,
        size,
        links: links(assessment),
        has_requests: run.has_requests(),
        tiles,
        tile_notes,
        certainty: certainty(assessment),
    }
}

/// The links that lead to a page; a verdict that was read may hold anything.
fn links(assessment: &Assessment) -> Vec<Link> {
    let checked = |link: &Link| Some(Link { label: plain(&link.label), url: address(&link.url)? });
    assessment.links.iter().filter_map(checked).collect()
}

/// Names that the first screen has room for; the section on method has all of them.
const MOST_NAMES: usize = 5;

/// Writes `run-1, run-2 (2 runs)`; the name alone where there is one run.
fn run_names(assessment: &Assessment) -> String {
    let all = std::iter::once(&assessment.run).chain(&assessment.more_runs);
    let names: Vec<String> = all.map(|run| plain(&run.meta.name)).collect();
    match names.len() {
        1 => names.concat(),
        count => {
            let more = if count > MOST_NAMES { ", …" } else { "" };
            let shown = names[..count.min(MOST_NAMES)].join(", ");
            say!("head-names-counted", names = format!("{shown}{more}"), runs = count)
        }
    }
}

/// Writes `@main (5 runs)`, or nothing under `check`.
fn base_name(assessment: &Assessment) -> String {
    let runs = assessment.base.len();
    if runs == 0 {
        return String::new();
    }
    let name = assessment.base_name.as_ref().map(plain);
    let name = name.or_else(|| assessment.base.first().map(|run| plain(&run.meta.name)));
    say!("head-names-counted", names = name.unwrap_or_else(|| say!("head-unnamed-base")), runs = runs)
}

fn tiles(assessment: &Assessment, whole: &Facts<'_>, notes: &mut Footnotes) -> Vec<Tile> {
    let run = &assessment.run;
    if !run.has_requests() {
        return tiles_without_requests(assessment, notes);
    }
    let bases = || assessment.base.iter();
    let comparison = assessment.comparison.as_ref().ok();
    let throughput = comparison
        .and_then(|found| found.throughput.as_ref().ok())
        .map_or(Change::Unchanged, |cell| cell.change);
    let mut tiles = vec![
        tile(
            say!("column-requests"),
            &run.whole.requests.as_ref().map(|count| *count as f64).map_err(Clone::clone),
            bases().map(|base| base.whole.requests.clone().map(|count| count as f64)),
            notes,
            |count| (Count(count as u64).to_string(), ""),
        ),
        Tile {
            mark: ChangeMark::throughput(throughput),
            ..tile(say!("tile-throughput"), &run.rate, bases().map(|base| base.rate.clone()), notes, |rate| {
                (significant(rate), "/s")
            })
        },
        error_tile(whole, notes),
    ];
    for measure in Measure::ALL {
        let mark = whole.cell(measure).map_or(Change::Unchanged, |cell| cell.change);
        let of = |run: &RunFigures| -> Known<f64> {
            let q = measure.quantile().ok_or_else(|| Missing::message("footnote-no-quantile"))?;
            run.whole.latency.as_ref().map_err(Clone::clone)?.quantile(q)
        };
        let scale =
            LatencyScale::of(&bases().chain([run]).filter_map(|run| of(run).ok()).collect::<Vec<_>>());
        let latency = Tile {
            mark: ChangeMark::latency(mark),
            ..tile(measure.text().to_string(), &of(run), bases().map(of), notes, |ms| {
                (scale.number(ms), scale.unit())
            })
        };
        let latency = known_to_buckets(latency, whole, measure, scale);
        let whose = || population::label(&run.whole).map(|whose| notes.number(&whose));
        tiles.push(Tile { note: latency.note.or_else(whose), ..latency });
    }
    tiles
}

/// Tells the bucket of a latency where it is too wide for a number.
fn known_to_buckets(latency: Tile, whole: &Facts<'_>, measure: Measure, scale: LatencyScale) -> Tile {
    let number = |ms: f64| scale.number(ms);
    let wide = |spread: Option<Known<Spread>>| {
        spread
            .and_then(Result::ok)
            .filter(|spread| spread.low < spread.high)
            .map(|spread| spread.text(number))
    };
    let Some(q) = measure.quantile() else { return latency };
    let Some(value) = wide(Some(whole.run_spread(q))) else { return latency };
    let base = wide(whole.base_quantile(q)).map(|base| format!("{base}{NBSP}{}", scale.unit()));
    Tile { value, base: base.unwrap_or(latency.base.clone()), ..latency }
}

/// Metrics that the first screen has room for.
const METRIC_TILES: usize = 4;

/// The main figures of a test of something else than HTTP requests.
fn tiles_without_requests(assessment: &Assessment, notes: &mut Footnotes) -> Vec<Tile> {
    let iterations = |run: &RunFigures| run.load.iterations.clone().map(|count| count as f64);
    let bases = assessment.base.iter().map(iterations);
    let mut tiles =
        vec![tile(say!("tile-iterations"), &iterations(&assessment.run), bases, notes, |count| {
            (Count(count as u64).to_string(), "")
        })];
    let mut metrics: Vec<_> = assessment.run.metrics.iter().collect();
    metrics.sort_by_key(|metric| sums_up_requests(&metric.name));
    tiles.extend(
        metrics
            .into_iter()
            .filter_map(|metric| {
                let (measure, value) = main_figure(metric)?;
                let base = assessment.base.first().and_then(|base| {
                    let same = base.metrics.iter().find(|other| other.name == metric.name)?;
                    main_figure(same).filter(|(before, _)| *before == measure)
                });
                Some(Tile {
                    label: format!("{} {measure}", plain(&metric.name)),
                    value,
                    unit: String::new(),
                    base: base.map_or_else(String::new, |(_, value)| value),
                    mark: ChangeMark::latency(Change::Unchanged),
                    note: None,
                })
            })
            .take(METRIC_TILES),
    );
    tiles
}

fn tile(
    label: String,
    run: &Known<f64>,
    bases: impl Iterator<Item = Known<f64>>,
    notes: &mut Footnotes,
    write: impl Fn(f64) -> (String, &'static str),
) -> Tile {
    let figure = notes.figure(run, |value| write(*value).0);
    let unit = run.as_ref().map_or("", |value| write(*value).1);
    let base = match Spread::of(bases) {
        Some(Ok(spread)) => {
            let unit = write(spread.high).1;
            let space =
                if unit.is_empty() || unit.starts_with('/') { String::new() } else { NBSP.to_string() };
            format!("{}{space}{unit}", spread.text(|value| write(value).0))
        }
        _ => String::new(),
    };
    Tile {
        label,
        value: figure.text,
        unit: unit.to_owned(),
        base,
        mark: ChangeMark::latency(Change::Unchanged),
        note: figure.note,
    }
}

fn error_tile(whole: &Facts<'_>, notes: &mut Footnotes) -> Tile {
    let share = whole.run_outcomes().map(Outcomes::bad_share);
    let (figure, unit) = match &share {
        Ok(Some(share)) => (Figure::of(Share(*share).to_string().trim_end_matches(['%', NBSP])), "%"),
        Ok(None) => (notes.dash(say!("missing-no-request")), ""),
        Err(missing) => (notes.dash(missing.reason()), ""),
    };
    let note = match whole.run_outcomes() {
        Ok(outcomes) if outcomes.bad_may_hold_4xx => Some(notes.number(say!("footnote-may-hold-4xx"))),
        _ => figure.note,
    };
    let base = whole.base_outcomes().and_then(|outcomes| outcomes.bad_share());
    Tile {
        label: say!("tile-errors"),
        value: figure.text,
        unit: unit.to_owned(),
        base: base.map_or_else(String::new, |share| written(Share(share))),
        mark: ChangeMark::errors(whole.errors.map_or(Change::Unchanged, |cell| cell.change)),
        note,
    }
}

fn certainty(assessment: &Assessment) -> Vec<Certainty> {
    let mut lines = Vec::new();
    let mut add = |label, text, short| lines.push(Certainty { label, text, short });
    let comparison = match &assessment.comparison {
        Ok(comparison) => comparison,
        Err(missing) => {
            let reason = plain(missing.reason());
            add(
                say!("certainty-no-comparison"),
                sentence(&reason),
                say!("certainty-no-comparison-short", reason = reason),
            );
            return lines;
        }
    };
    if assessment.provisional {
        add(
            say!("certainty-provisional"),
            say!("certainty-provisional-text"),
            say!("certainty-provisional-short"),
        );
    }
    match comparison.evidence {
        Evidence::Percentiles => {
            add(say!("certainty-weaker"), say!("certainty-weaker-text"), say!("certainty-weaker-short"));
        }
        Evidence::Distributions => {}
    }
    for finding in &comparison.validity {
        let text = plain(&finding.text);
        let short = say!("certainty-validity-short", text = &text);
        add(say!("certainty-validity"), text, short);
    }
    if let Some(text) = limits::could_have_seen(comparison) {
        add(say!("certainty-sensitivity"), text.clone(), text);
    }
    lines
}

/// One line on what did not change for the worse: `unintended errors 0.01 % → 0.02 %`.
pub(crate) fn passes(assessment: &Assessment, whole: &Facts<'_>) -> Vec<String> {
    let mut parts = Vec::new();
    let quiet = |rule| assessment.findings.iter().all(|finding| finding.rule != rule);
    let change = |base: Option<f64>, run: f64| match base {
        Some(base) => share_pair(base, run),
        None => written(Share(run)),
    };
    let base = whole.base_outcomes();
    if let Ok(run) = whole.run_outcomes() {
        if let (true, Some(share)) = (quiet(crate::model::judgement::Rule::Errors), run.bad_share()) {
            let figures = change(base.as_ref().and_then(Outcomes::bad_share), share);
            parts.push(say!("measured-errors", figures = figures));
        }
        for class in [Outcome::Intended4xx, Outcome::Undeclared4xx] {
            let share = |outcomes: &Outcomes| {
                let count = *outcomes.classes.get(&class)?;
                (outcomes.total() > 0).then(|| count as f64 / outcomes.total() as f64)
            };
            let Some(share_of_run) = share(run) else { continue };
            let figures = change(base.as_ref().and_then(share), share_of_run);
            if class == Outcome::Intended4xx {
                parts.push(say!("measured-intended-4xx", figures = figures));
            } else if quiet(crate::model::judgement::Rule::Undeclared4xx) {
                parts.push(say!("measured-undeclared-4xx", figures = figures));
            }
        }
    }
    if let Ok(Ok(cell)) = assessment.comparison.as_ref().map(|found| &found.throughput)
        && cell.change != Change::Regression
    {
        parts.push(say!("measured-throughput", figures = rate_pair(cell.base, cell.run)));
    } else if let (Ok(rate), true) =
        (&assessment.run.rate, assessment.base.is_empty() && assessment.run.has_requests())
    {
        parts.push(say!("measured-throughput", figures = PerSecond(*rate)));
    }
    let checks_tested = assessment
        .comparison
        .iter()
        .flat_map(|found| &found.errors)
        .any(|cell| cell.judged.indicator == Indicator::FailedShare && cell.change == Change::Regression);
    let failed: u64 = assessment.run.checks.iter().map(|check| check.fails).sum();
    let ran: u64 = assessment.run.checks.iter().map(Check::runs).sum();
    if ran > 0 && !checks_tested {
        parts.push(if failed == 0 {
            say!("measured-checks-passed", count = ran)
        } else {
            let share = failed as f64 / ran as f64;
            say!("measured-checks-failed", figures = change(failed_in_base(assessment), share))
        });
    }
    parts
}

/// The share of checks that failed in all base runs together.
fn failed_in_base(assessment: &Assessment) -> Option<f64> {
    let checks = || assessment.base.iter().flat_map(|base| &base.checks);
    let fails: u64 = checks().map(|check| check.fails).sum();
    let ran: u64 = checks().map(Check::runs).sum();
    (ran > 0).then(|| fails as f64 / ran as f64)
}
