//! What the runs of the period did to the error budgets.

use serde::Serialize;

use crate::model::quantity::{Count, Share};
use crate::model::review::{BudgetUse, Review};
use crate::model::slo::SloStatus;
use crate::render::chart::axis::Axis;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::rows::Portion;
use crate::render::chart::slo_gauge::{GaugeChart, GaugeRow};
use crate::render::text::plain;
use crate::render::view::figure::{ChartRef, Charts};
use crate::render::view::text::StatusMark;

use super::words::{self, Listed};
use crate::words::say;

/// Budgets used more than this many times are drawn at the rim.
const MOST_DRAWN: f64 = 4.0;

/// The section on error budgets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Budgets {
    pub(crate) list: Listed<BudgetLine>,
    /// The axis of the bars; absent where there are none.
    pub(crate) axis: Option<ChartRef>,
}

/// One error budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct BudgetLine {
    pub(crate) subject: String,
    pub(crate) objective: String,
    pub(crate) status: StatusMark,
    /// `2 of 9`.
    pub(crate) missed: String,
    /// `26 of 1,490`.
    pub(crate) bad: String,
    /// `140 %`.
    pub(crate) used: String,
    /// The bar.
    pub(crate) plot: ChartRef,
}

/// Builds the section.
pub(crate) fn budgets(review: &Review, charts: &mut Charts) -> Budgets {
    let used = review.budgets.iter().map(|budget| budget.used);
    let axis = Axis::from_zero(used.fold(1.2, f64::max).min(MOST_DRAWN), 3, &say!("review-budget-axis"), "×");
    let mut number = 0;
    let list = Listed::of(&review.budgets, "budget", |budget| {
        number += 1;
        line(budget, number, &axis, charts)
    });
    let axis = (!list.rows.is_empty()).then(|| {
        let title = axis.title.clone();
        let chart = GaugeChart { part: Portion::Axis, axis, rows: Vec::new() };
        charts.add("budgets-axis".to_owned(), title, String::new(), ChartKind::Gauges(chart))
    });
    Budgets { list, axis }
}

fn line(budget: &BudgetUse, number: usize, axis: &Axis, charts: &mut Charts) -> BudgetLine {
    let subject = words::subject(&budget.subject);
    let used = Share(budget.used);
    let up = budget.used >= 1.0;
    let row = GaugeRow {
        label: subject.clone(),
        burn: budget.used,
        interval: None,
        base: None,
        status: if up { SloStatus::Missed } else { SloStatus::Met },
    };
    let chart = GaugeChart { part: Portion::Row, axis: axis.clone(), rows: vec![row] };
    let plot = charts.add(
        format!("budget-{number}"),
        say!("review-budget-chart", subject = &subject),
        say!("review-budget-used", used = used),
        ChartKind::Gauges(chart),
    );
    BudgetLine {
        objective: plain(budget.title()),
        status: if up {
            StatusMark { word: say!("review-budget-spent"), sign: "✕", class: "fail" }
        } else {
            StatusMark { word: say!("review-budget-within"), sign: "✓", class: "pass" }
        },
        missed: say!("review-budget-missed", missed = budget.missed, runs = budget.runs),
        bad: say!(
            "review-budget-bad",
            bad = Count(budget.bad.max(0.0).round() as u64),
            requests = budget.requests
        ),
        used: used.to_string(),
        subject,
        plot,
    }
}
