//! Latency over time: p50, p95, p99, the base's p95, and objectives.

use crate::model::judgement::Assessment;
use crate::model::quantity::{LatencyScale, NBSP};
use crate::render::chart::theme::Ink;
use crate::render::chart::time::frame::clock;
use crate::render::chart::time::lines::{Lines, Segments, TimeLine};
use crate::render::chart::time::panel::{Content, Panel};
use crate::render::chart::time::scale::{Scale, usual};

use super::clock::{Track, values};
use crate::render::view::subject::Facts;
use crate::render::view::tail::limit;
use crate::words::{Arg, say};

/// Makes the panel of percentiles.
pub(crate) fn percentiles(
    assessment: &Assessment,
    whole: &Facts<'_>,
    run: &Track<'_>,
    bases: &[Track<'_>],
) -> Panel {
    let mut lines = base_lines(bases, &say!("line-base-p95"));
    let run = [
        ("p50", Ink::Median, run.line(|moment| moment.p50)),
        ("p99", Ink::Extreme, run.line(|moment| moment.p99)),
        ("p95", Ink::Run, run.line(|moment| moment.p95)),
    ];
    lines.extend(run.map(|(name, ink, segments)| TimeLine {
        name: name.to_owned(),
        ink,
        width: 2,
        dots: false,
        segments,
    }));
    panel(say!("chart-latency"), 190, lines, assessment, whole)
}

/// Makes the panel of one endpoint's p95.
pub(crate) fn p95(
    assessment: &Assessment,
    subject: &Facts<'_>,
    run: &Track<'_>,
    bases: &[Track<'_>],
) -> Panel {
    let mut lines = base_lines(bases, &say!("side-base"));
    lines.push(TimeLine {
        name: say!("side-run"),
        ink: Ink::Run,
        width: 2,
        dots: false,
        segments: run.line(|moment| moment.p95),
    });
    panel(say!("panel-p95"), 112, lines, assessment, subject)
}

/// The p95 of the base runs; one name does for all.
fn base_lines(bases: &[Track<'_>], name: &str) -> Vec<TimeLine> {
    let line = |(index, base): (usize, &Track<'_>)| TimeLine {
        name: if index == 0 { name.to_owned() } else { String::new() },
        ink: Ink::BaseLine,
        width: 1,
        dots: false,
        segments: base.line(|moment| moment.p95),
    };
    bases.iter().enumerate().map(line).collect()
}

fn panel(
    title: String,
    height: i32,
    lines: Vec<TimeLine>,
    assessment: &Assessment,
    subject: &Facts<'_>,
) -> Panel {
    let limits: Vec<(String, f64)> = assessment.slos.iter().filter_map(|slo| limit(slo, subject)).collect();
    let all: Vec<f64> = values(lines.iter().map(|line| &line.segments)).collect();
    let usual = lines.last().map_or(0.0, |line| usual(values([&line.segments]).collect()));
    let places: Vec<f64> = limits.iter().map(|limit| limit.1).collect();
    let scale = Scale::fitting(&all, usual, &places);
    let key = |(text, limit)| if scale.holds(limit) { text } else { say!("limit-beyond", limit = text) };
    let legend = limits.into_iter().map(|limit| (Ink::Limit, key(limit))).collect();
    Panel {
        title: scale.titled(title),
        height,
        legend,
        content: Content::Lines(Lines { scale, lines, limits: places, steps: Vec::new(), full: Vec::new() }),
    }
}

/// Says in words what a line shows: `p95 between 18.1 and 480 ms, highest at 00:52`.
pub(crate) fn describe(name: &str, segments: &Segments) -> Option<String> {
    let points = || segments.iter().flatten();
    let highest = points().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let lowest = points().map(|point| point.1).fold(highest.1, f64::min);
    let scale = LatencyScale::of(&[highest.1]);
    let (least, most) = (scale.number(lowest), scale.number(highest.1));
    let most = Arg::Quantity(format!("{most}{NBSP}{}", scale.unit()));
    Some(say!("line-described", name = name, least = least, most = most, at = clock(highest.0)))
}
