//! The section on endpoints as the servers saw them: rate, errors, duration.

use serde::Serialize;

use crate::model::diagnosis::{Diagnosis, EndpointRed};
use crate::model::judgement::Assessment;
use crate::model::missing::Known;
use crate::model::quantity::{Milliseconds, NBSP, PerSecond, Share};
use crate::model::server_red::{ServerLatency, ServerRed};
use crate::render::chart::axis::tick_number;
use crate::render::text::plain;
use crate::render::view::figure::{
    ChartRef, Charts, Figure, Footnotes, Spread, latency_pair, rate_pair, share_pair, written,
};
use crate::render::view::over_time::clock::Clock;
use crate::render::view::subject::Facts;

use super::red_charts;
use crate::words::{Arg, say};

/// The section; empty where there are no metrics of the servers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ServerSection {
    /// Whether there are metrics of the servers.
    pub(crate) known: bool,
    /// The busiest endpoints.
    pub(crate) rows: Vec<RedRow>,
    /// The others.
    pub(crate) more: Vec<RedRow>,
    /// Small charts of the busiest.
    pub(crate) charts: Vec<RedChart>,
    /// `and 12 more endpoints`, empty where all are shown.
    pub(crate) rest: String,
    pub(crate) notes: Footnotes,
}

/// One endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RedRow {
    pub(crate) name: String,
    /// What the load generator calls it, where that is another name.
    pub(crate) client: String,
    pub(crate) cells: Vec<RedCell>,
}

/// One figure, base → run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RedCell {
    pub(crate) label: String,
    pub(crate) figure: Figure,
}

/// The chart of one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RedChart {
    pub(crate) name: String,
    pub(crate) chart: ChartRef,
}

/// Rows that are not folded away.
const SHOWN: usize = 10;
/// More than these are in `verdict.json` only.
const MOST_ROWS: usize = 60;
/// Endpoints with a chart.
const MOST_CHARTS: usize = 6;

/// Builds the section.
pub(crate) fn section(
    assessment: &Assessment,
    subjects: &[Facts<'_>],
    clock: Option<&Clock>,
    charts: &mut Charts,
) -> ServerSection {
    let Ok(diagnosis) = &assessment.servers else { return ServerSection::default() };
    let mut notes = Footnotes::default();
    let busiest = || diagnosis.endpoints.iter().take(MOST_ROWS);
    let mut rows: Vec<RedRow> = busiest().map(|red| row(red, subjects, &mut notes)).collect();
    let more = rows.split_off(rows.len().min(SHOWN));
    let cut = diagnosis.endpoints.len().saturating_sub(MOST_ROWS);
    let drawn = clock.map_or_else(Vec::new, |clock| {
        let drawn = |(index, red)| {
            let name = format!("servers-{}", index + 1);
            let chart = red_charts::chart(assessment, red, clock, name, charts)?;
            Some(RedChart { name: plain(&red.run.endpoint), chart })
        };
        diagnosis.endpoints.iter().take(MOST_CHARTS).enumerate().filter_map(drawn).collect()
    });
    ServerSection {
        known: true,
        rows,
        more,
        charts: drawn,
        rest: if cut == 0 { String::new() } else { say!("servers-rest", count = cut) },
        notes,
    }
}

/// p95 on both sides, for the section on one endpoint: `client p95 111 ms, server p95 96 ms`.
pub(crate) fn both_sides(diagnosis: &Diagnosis, subject: &Facts<'_>) -> Option<String> {
    let red = diagnosis.endpoints.iter().find(|red| red.client.as_ref() == Some(subject.subject))?;
    let client = subject.run_quantile(0.95).ok()?;
    let server = red.run.p95.as_ref().ok()?;
    Some(say!("servers-both-sides", client = Milliseconds(client), server = latency(*server)))
}

fn row(red: &EndpointRed, subjects: &[Facts<'_>], notes: &mut Footnotes) -> RedRow {
    let name = plain(&red.run.endpoint);
    let client = red.client.as_ref();
    let subject = subjects.iter().find(|facts| facts.run.is_some() && Some(facts.subject) == client);
    let base = red.base.as_ref();
    let of = |pick: fn(&ServerRed) -> &Known<f64>| base.and_then(|base| pick(base).as_ref().ok().copied());
    let share =
        |base: Option<f64>, run: f64| base.map_or_else(|| written(Share(run)), |base| share_pair(base, run));
    let base_latency = |pick: fn(&ServerRed) -> &Known<ServerLatency>| {
        base.and_then(|base| pick(base).as_ref().ok().copied())
    };
    let cells = vec![
        cell(
            say!("servers-rate"),
            notes.figure(&red.run.rate, |run| match of(|red| &red.rate) {
                Some(base) => rate_pair(base, *run),
                None => PerSecond(*run).to_string(),
            }),
        ),
        cell(
            "5xx".to_owned(),
            notes.figure(&red.run.error_share, |run| share(of(|red| &red.error_share), *run)),
        ),
        cell(
            "4xx".to_owned(),
            notes.figure(&red.run.client_error_share, |run| share(of(|red| &red.client_error_share), *run)),
        ),
        cell(say!("servers-p95"), notes.figure(&red.run.p95, |run| pair(base_latency(|red| &red.p95), *run))),
        cell(say!("servers-client-p95"), client_p95(subject, notes)),
        cell(say!("servers-p99"), notes.figure(&red.run.p99, |run| pair(base_latency(|red| &red.p99), *run))),
    ];
    let client = client.map(plain).filter(|client| *client != name).unwrap_or_default();
    RedRow { name, client, cells }
}

fn cell(label: String, figure: Figure) -> RedCell {
    RedCell { label, figure }
}

/// What the load generator measured of the same endpoint.
fn client_p95(subject: Option<&Facts<'_>>, notes: &mut Footnotes) -> Figure {
    let Some(subject) = subject else {
        return notes.dash(say!("servers-no-match"));
    };
    let base = subject.base_quantile(0.95).and_then(Result::ok);
    notes.figure(&subject.run_spread(0.95), |run| match base {
        Some(base) => latency_pair(base, *run),
        None => run.text(|ms| written(Milliseconds(ms))),
    })
}

/// Writes a server's latency: `96.1 ms`, `> 1 s` above the highest bound of the histogram.
fn latency(latency: ServerLatency) -> String {
    match latency {
        ServerLatency::At(at) => written(Milliseconds(at)),
        ServerLatency::AboveBound(bound) if bound >= 1000.0 => {
            written(Arg::Quantity(format!(">{NBSP}{}{NBSP}s", tick_number(bound / 1000.0))))
        }
        ServerLatency::AboveBound(bound) => format!(">{NBSP}{}{NBSP}ms", tick_number(bound)),
    }
}

/// Writes two latencies of the servers, with one unit where both are known.
fn pair(base: Option<ServerLatency>, run: ServerLatency) -> String {
    match (base, run) {
        (Some(ServerLatency::At(base)), ServerLatency::At(run)) => latency_pair(Spread::one(base), run),
        (Some(base), run) => format!("{} → {}", latency(base), latency(run)),
        (None, run) => latency(run),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn above_the_bound_is_never_a_number_alone() {
        let text = |base, run| pair(base, run).replace(NBSP, " ");
        let at = ServerLatency::At;
        let above = ServerLatency::AboveBound;
        assert_eq!(text(Some(at(71.6)), at(96.1)), "71.6 → 96.1 ms");
        assert_eq!(text(Some(at(710.0)), above(1000.0)), "710 ms → > 1 s");
        assert_eq!(text(Some(above(2500.0)), above(2500.0)), "> 2.5 s → > 2.5 s");
        assert_eq!(text(None, above(750.0)), "> 750 ms");
    }
}
