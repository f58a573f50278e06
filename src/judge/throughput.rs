//! Rule `throughput`: WARN at most, since in a closed model it is the shadow of latency.

use super::{Inputs, finding};
use crate::model::comparison::{Change, Interval};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{PerSecond, RelativeChange};
use crate::words::text;

pub(super) fn findings(evidence: &Inputs<'_>) -> Option<Finding> {
    let cell = evidence.comparison?.throughput.as_ref().ok()?;
    let (verdict, title) = match cell.change {
        Change::Regression => (Verdict::Warn, text!("throughput-fewer")),
        Change::Improvement => (Verdict::Pass, text!("throughput-more")),
        Change::Unchanged => return None,
    };
    Some(Finding {
        change: cell.change,
        base: Some(cell.base),
        run: Some(cell.run),
        unit: Some(Unit::PerSecond),
        size: Some(cell.log_change.exp_m1()),
        interval: Some(Interval { low: cell.interval.low.exp_m1(), high: cell.interval.high.exp_m1() }),
        // The mirrored test of a statistic that is continuous.
        p: Some(if cell.change == Change::Improvement { 1.0 - cell.p } else { cell.p }),
        title,
        text: text!(
            "throughput-text",
            run = PerSecond(cell.run),
            base = PerSecond(cell.base),
            change = RelativeChange::from_log(cell.log_change)
        ),
        context: Some(text!("throughput-context")),
        ..finding(verdict, Rule::Throughput, Indicator::Throughput)
    })
}
