//! Rule `throughput`: WARN at most, since in a closed model it is the shadow of latency.

use super::{Inputs, finding};
use crate::model::comparison::{Change, Interval};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::quantity::{PerSecond, RelativeChange};
use crate::words::Text;

pub(super) fn findings(evidence: &Inputs<'_>) -> Option<Finding> {
    let cell = evidence.comparison?.throughput.as_ref().ok()?;
    let (verdict, title) = match cell.change {
        Change::Regression => (Verdict::Warn, "Fewer requests were completed per second"),
        Change::Improvement => (Verdict::Pass, "More requests were completed per second"),
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
        title: Text::from(title.to_owned()),
        text: Text::from(format!(
            "{} against {}, {}, with the same number of users: look at the latencies for the reason.",
            PerSecond(cell.run),
            PerSecond(cell.base),
            RelativeChange::from_log(cell.log_change),
        )),
        context: Some("The number of users was the same: look at the latencies for the reason.".to_owned())
            .map(Text::from),
        ..finding(verdict, Rule::Throughput, Indicator::Throughput)
    })
}
