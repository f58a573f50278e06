//! Whose latency a figure is, where it is not that of the usual population.

use crate::model::figures::{LatencyFigures, TrafficFigures};
use crate::model::latency::Population;
use crate::model::quantity::{Count, Milliseconds};
use crate::words::{Text, say, text};

/// Says whose latency is shown, where all responses failed, or where all responses took another time than the expected
/// ones.
pub(crate) fn label(traffic: &TrafficFigures) -> Option<String> {
    let latency = traffic.latency.as_ref().ok()?;
    failures_only(traffic)
        .map(|how| say!("population-failures", how = how))
        .or_else(|| expected_only(latency))
}

/// Says how all responses failed, where the latency is that of failures alone: it compares with nothing.
pub(crate) fn failures_only(traffic: &TrafficFigures) -> Option<Text> {
    let latency = traffic.latency.as_ref().ok()?;
    let outcomes = traffic.outcomes.as_ref().ok()?;
    outcomes.only_failures().filter(|_| latency.population == Population::AllResponses)
}

fn expected_only(latency: &LatencyFigures) -> Option<String> {
    let all = latency.of_all.as_ref()?;
    let figures: Vec<String> = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]
        .into_iter()
        .filter_map(|(name, q)| {
            let (_, ms) = all.points.iter().find(|(stated, _)| (stated - q).abs() < 1e-9)?;
            Some(say!("population-figure", name = name, latency = Milliseconds(*ms)))
        })
        .collect();
    let expected = match &latency.count {
        Ok(count) => text!("population-expected-counted", count = Count(*count)),
        Err(_) => text!("population-expected"),
    };
    let all = match &all.count {
        Ok(count) => text!("population-all-counted", count = Count(*count)),
        Err(_) => text!("population-all"),
    };
    Some(if figures.is_empty() {
        say!("population-differs-unknown", expected = expected, all = all)
    } else {
        say!("population-differs", expected = expected, all = all, figures = figures.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::latency::OfAllResponses;
    use crate::render::sample;

    #[test]
    fn expected_responses_are_no_others() {
        let mut traffic = sample::checked().run.whole;
        assert_eq!(label(&traffic), None);
        if let Ok(latency) = &mut traffic.latency {
            latency.count = Ok(11_000);
            latency.of_all =
                Some(OfAllResponses { count: Ok(20_000), points: vec![(0.5, 200.0), (0.95, 520.0)] });
        }
        assert_eq!(
            label(&traffic).unwrap(),
            "latency of the 11,000 expected responses; of all 20,000 responses p50 is 200\u{a0}ms, p95 is 520\u{a0}ms"
        );
    }
}
