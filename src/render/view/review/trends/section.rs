//! All endpoints, those with something to tell first.

use serde::Serialize;

use crate::model::history::HistoryMeasure;
use crate::model::quantity::{Days, LatencyScale, NBSP, Share};
use crate::model::review::{Review, Tracked, Trend};
use crate::render::chart::kind::ChartKind;
use crate::render::chart::time::frame::Width;
use crate::render::chart::time::panel::TimeChart;
use crate::render::view::figure::{ChartRef, Charts};
use crate::render::view::review::words;
use crate::render::view::text::sentence;
use crate::words::{Arg, Text, say, text};

use super::calendar::Calendar;
use super::lines::are_told_apart;
use super::panels::Source;

/// Endpoints with something to tell whose charts are open from the start.
const MOST_OPEN: usize = 6;
/// More charts than these nobody looks at; what has something to tell comes first.
const MOST_CHARTS: usize = 40;

/// The section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Trends {
    /// How the charts are to be read.
    pub(crate) key: String,
    pub(crate) views: Vec<TrendView>,
    /// What has no chart; empty where everything has.
    pub(crate) rest: String,
}

/// One endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TrendView {
    pub(crate) name: String,
    /// Whether it is all requests together.
    pub(crate) whole: bool,
    /// Whether it is open from the start.
    pub(crate) open: bool,
    /// What there is to tell.
    pub(crate) remarks: Vec<Remark>,
    pub(crate) chart: ChartRef,
}

/// Something that there is to tell of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Remark {
    /// Its sign; may be empty.
    pub(crate) sign: &'static str,
    /// Class of colour: `worse`, `better` or empty.
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// Builds the section.
pub(crate) fn trends(review: &Review, charts: &mut Charts) -> Trends {
    let Some(calendar) = Calendar::of(review) else {
        return Trends { key: String::new(), views: Vec::new(), rest: String::new() };
    };
    let mut told: Vec<(&Trend, Vec<Remark>)> =
        review.trends.iter().map(|trend| (trend, remarks(review, &trend.subject))).collect();
    // Sorting keeps the names in order.
    told.sort_by_key(|(trend, remarks)| (!trend.subject.subject.is_whole(), remarks.is_empty()));
    let mut views: Vec<TrendView> = Vec::new();
    let mut left_out = 0_u64;
    for (trend, remarks) in told {
        let own = calendar.of_trend(review, trend);
        let axis = own.as_ref().unwrap_or(&calendar);
        let panels = Source { review, trend, calendar: axis }.panels();
        if panels.is_empty() {
            continue;
        }
        if views.len() == MOST_CHARTS {
            left_out += 1;
            continue;
        }
        let name = words::subject(&trend.subject);
        let chart = TimeChart { frame: axis.frame_of(&trend.subject), width: Width::Full, panels };
        let chart = charts.add(
            format!("trend-{}", views.len() + 1),
            say!("review-trend-question", subject = &name),
            describe(review, trend),
            ChartKind::Time(chart),
        );
        let whole = trend.subject.subject.is_whole();
        let open = views.iter().filter(|view| view.open && !view.whole).count() < MOST_OPEN;
        let open = whole || (open && !remarks.is_empty());
        views.push(TrendView { name, whole, open, remarks, chart });
    }
    let rest = match left_out {
        0 => String::new(),
        more => say!("review-trends-rest", endpoints = more),
    };
    Trends { key: key(review, &calendar), views, rest }
}

/// Says how the charts are to be read.
fn key(review: &Review, calendar: &Calendar) -> String {
    let longest =
        review.trends.iter().flat_map(|trend| &trend.series).map(|series| series.values.len()).max();
    let points = if are_told_apart(longest.unwrap_or(0)) {
        text!("review-key-runs")
    } else {
        text!("review-key-stretches", length = Days(calendar.stretch / 86_400.0))
    };
    let promotions =
        if review.promotions.is_empty() { Text::empty() } else { text!("review-key-promotions") };
    Text::sentences([points, text!("review-key-levels"), promotions]).to_string()
}

/// Collects what there is to tell of an endpoint.
fn remarks(review: &Review, subject: &Tracked) -> Vec<Remark> {
    let points = review.change_points.iter().filter(|point| point.subject == *subject).map(|point| {
        let mark = words::mark(point.measure, point.worse);
        Remark {
            sign: mark.sign,
            class: mark.class,
            text: format!("{} {}", words::measure(point.measure), words::size(point.measure, point.change)),
        }
    });
    let is_step = |measure: HistoryMeasure| {
        review.change_points.iter().any(|point| point.subject == *subject && point.measure == measure)
    };
    let movers = review.movers.iter().filter(|mover| mover.subject == *subject);
    let movers = movers.filter(|mover| mover.is_news() && !is_step(mover.measure)).map(|mover| Remark {
        sign: words::mark(mover.measure, mover.worse).sign,
        class: "",
        text: say!(
            "review-remark-mover",
            measure = words::measure(mover.measure),
            change = words::size(mover.measure, mover.change),
        ),
    });
    let budgets = review.budgets.iter().filter(|budget| budget.subject == *subject && budget.used >= 1.0);
    let budgets = budgets.map(|budget| Remark {
        sign: "✕",
        class: "worse",
        text: say!("review-remark-budget", used = Share(budget.used)),
    });
    let noisy = review.noisy.iter().filter(|noisy| noisy.subject == *subject).map(|noisy| Remark {
        sign: "",
        class: "",
        text: say!(
            "review-remark-noise",
            measure = words::measure(noisy.measure),
            noise = words::noise(noisy.measure, noisy.noise),
        ),
    });
    points.chain(budgets).chain(movers).chain(noisy).collect()
}

/// Says in words what a chart shows: `P95 between 71 and 112 ms; slower with run 8: 83.1 → 111 ms.`
fn describe(review: &Review, trend: &Trend) -> String {
    let mut parts = Vec::new();
    for series in &trend.series {
        let values = || series.values.iter().map(|value| value.1);
        let (least, most) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if !least.is_finite() || !most.is_finite() {
            continue;
        }
        let (least, most) = if series.measure.quantile().is_some() {
            let scale = LatencyScale::of(&[most]);
            let most = format!("{}{NBSP}{}", scale.number(most), scale.unit());
            (Arg::Quantity(scale.number(least)), Arg::Quantity(most))
        } else {
            (words::value(series.measure, least), words::value(series.measure, most))
        };
        parts.push(say!(
            "review-chart-between",
            measure = words::measure(series.measure),
            least = least,
            most = most
        ));
        for point in &review.change_points {
            if point.subject == trend.subject && point.measure == series.measure {
                parts.push(say!(
                    "review-chart-step",
                    change = words::mark(point.measure, point.worse).word,
                    run = words::run_name(review, point.run),
                    figures = words::pair(point.measure, point.before, point.after),
                ));
            }
        }
    }
    sentence(&parts.join("; "))
}
