//! What is pointed out to the reader.

use super::saturation::FULL_SHARE;
use super::words;
use super::worse::Worse;
use crate::model::diagnosis::{Conclusion, ConclusionKind, EndpointRed, Movement, ResourceUse};
use crate::model::figures::RunFigures;
use crate::model::incident::Incident;
use crate::model::quantity::{Milliseconds, RelativeChange};
use crate::model::server_red::ServerLatency;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// More resources than these are a list, which the table is.
const NAMED: usize = 3;
/// The client's p95 rose by at least this much.
const RISE: f64 = 0.2;
/// The servers' p95 rose by less than this share of the client's rise.
const SEEN: f64 = 0.25;

/// What conclusions are drawn from.
pub(super) struct Grounds<'a> {
    pub(super) worse: &'a Worse,
    pub(super) incidents: &'a [Incident],
    pub(super) resources: &'a [ResourceUse],
    pub(super) endpoints: &'a [EndpointRed],
    /// The load generator's figures: of the base, where there is one, and of the run.
    pub(super) figures: (Option<&'a RunFigures>, &'a RunFigures),
    /// How long the judged window is, in seconds.
    pub(super) window: f64,
}

/// Draws the conclusions, the most telling first.
pub(super) fn draw(grounds: &Grounds<'_>) -> Vec<Conclusion> {
    let Grounds { worse, resources, .. } = grounds;
    if !worse.any {
        return resources
            .iter()
            .filter(|resource| was_full(resource, grounds.window))
            .map(full_anyway)
            .collect();
    }
    let mut drawn = Vec::new();
    let subject = subject(worse, grounds.incidents);
    let together = || resources.iter().filter(|resource| resource.movement == Movement::RoseTogether);
    for (index, resource) in together().take(NAMED).enumerate() {
        let behaviour = words::behaviour(resource, grounds.window, None);
        let resource = &resource.title;
        let text = if index == 0 {
            let look = text!("look-first-at", resource = resource, behaviour = behaviour);
            Text::sentences([text!("conclusion", subject = &subject), look])
        } else {
            text!("look-then-at", resource = resource, behaviour = behaviour)
        };
        drawn.push(Conclusion { kind: ConclusionKind::RoseTogether, text });
    }
    let is_held_against = resources.iter().any(|resource| resource.movement != Movement::Unknown);
    if drawn.is_empty() && is_held_against {
        let text = if worse.shared {
            text!("nothing-filled-up-shared", subject = subject)
        } else {
            text!("nothing-filled-up", subject = subject)
        };
        drawn.push(Conclusion { kind: ConclusionKind::NothingMoved, text });
    }
    drawn.extend(unknown(resources));
    drawn.extend(outside(grounds.endpoints, grounds.figures));
    drawn
}

/// Shows the metric that nobody knows where it moved farther than all that is named.
fn unknown(resources: &[ResourceUse]) -> Option<Conclusion> {
    let farthest = |resource: &ResourceUse| {
        let moved = resource.signals.iter().filter_map(|signal| signal.moved.as_ref().ok());
        moved.fold(0.0, |farthest: f64, moved| farthest.max(moved.abs()))
    };
    let of = |movement| resources.iter().filter(move |resource| resource.movement == movement);
    let first = of(Movement::MovedUnknown).next()?;
    let named = of(Movement::RoseTogether).map(farthest).fold(0.0, f64::max);
    (farthest(first) > named)
        .then(|| Conclusion { kind: ConclusionKind::UnknownMoved, text: first.text.clone() })
}

/// Whether a resource was full for a good part of the window.
fn was_full(resource: &ResourceUse, window: f64) -> bool {
    resource.fullness.as_ref().is_ok_and(|fullness| fullness.seconds >= FULL_SHARE * window)
}

fn full_anyway(resource: &ResourceUse) -> Conclusion {
    let text = text!("no-rule-broken-but", what = &resource.text);
    Conclusion { kind: ConclusionKind::NothingToExplain, text }
}

/// What became worse, in words.
fn subject(worse: &Worse, incidents: &[Incident]) -> Text {
    if worse.shared {
        return text!("worse-all-slower");
    }
    match worse.endpoints.as_slice() {
        [] if !incidents.is_empty() => text!("worse-incident"),
        [] => text!("worse-run"),
        [one] => text!("worse-endpoint", endpoint = one.text()),
        [one, rest @ ..] => {
            text!("worse-endpoints", endpoint = one.text(), more = rest.len())
        }
    }
}

/// Points out the endpoint whose client waited longest for what the servers did not see.
fn outside(endpoints: &[EndpointRed], (base, run): (Option<&RunFigures>, &RunFigures)) -> Option<Conclusion> {
    let base = base?;
    let seen = |endpoint: &EndpointRed| {
        let client = endpoint.client.as_ref()?;
        let before = p95(base, client)?;
        let after = p95(run, client)?;
        let server = |red: &crate::model::server_red::ServerRed| match red.p95 {
            Ok(ServerLatency::At(milliseconds)) => Some(milliseconds),
            _ => None,
        };
        let (server_before, server_after) = (server(endpoint.base.as_ref()?)?, server(&endpoint.run)?);
        let rise = after - before;
        let is_outside = rise >= RISE * before && server_after - server_before < SEEN * rise;
        is_outside.then(|| (rise, client.clone(), after / before - 1.0, server_before, server_after))
    };
    let (_, client, change, before, after) =
        endpoints.iter().filter_map(seen).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let text = text!(
        "servers-did-not-see",
        endpoint = client.text(),
        change = RelativeChange(change),
        before = Milliseconds(before),
        after = Milliseconds(after),
    );
    Some(Conclusion { kind: ConclusionKind::OutsideServers, text })
}

fn p95(figures: &RunFigures, subject: &Subject) -> Option<f64> {
    figures.of(subject)?.latency.as_ref().ok()?.quantile(0.95).ok()
}

#[cfg(test)]
mod tests {
    use super::{Grounds, draw};
    use crate::diagnose::worse::Worse;
    use crate::model::diagnosis::{Conclusion, ConclusionKind, EndpointRed, RedCourse};
    use crate::model::endpoint::EndpointId;
    use crate::model::figures::RunFigures;
    use crate::model::missing::Missing;
    use crate::model::sample;
    use crate::model::server_red::{ServerLatency, ServerRed};
    use crate::model::subject::Subject;

    fn red(p95: f64) -> ServerRed {
        let unknown = || Missing::because("not counted");
        ServerRed {
            endpoint: EndpointId::named("GET /b"),
            rate: Err(unknown()),
            error_share: Err(unknown()),
            client_error_share: Err(unknown()),
            p95: Ok(ServerLatency::At(p95)),
            p99: Err(unknown()),
            latency_source: None,
        }
    }

    /// GET /b at the servers, whose client saw all latencies doubled: p95 went from 44 to 88 ms.
    fn drawn(server_base: f64, server_run: f64) -> Vec<Conclusion> {
        let endpoint = EndpointRed {
            run: red(server_run),
            base: Some(red(server_base)),
            client: Some(Subject::endpoint("GET /b")),
            course: RedCourse::default(),
            base_course: None,
        };
        let figures = |factor| RunFigures::from(&sample::shop("run", factor));
        let (base, run) = (figures(1.0), figures(2.0));
        draw(&Grounds {
            worse: &Worse { shared: true, endpoints: Vec::new(), any: true },
            incidents: &[],
            resources: &[],
            endpoints: &[endpoint],
            figures: (Some(&base), &run),
            window: 60.0,
        })
    }

    #[test]
    fn time_that_only_the_client_saw_went_by_outside_the_servers() {
        let [conclusion] = &drawn(40.0, 42.0)[..] else { panic!() };
        assert_eq!(conclusion.kind, ConclusionKind::OutsideServers);
        assert!(conclusion.text.contains("The servers did not see what the client saw of GET /b"));
    }

    #[test]
    fn time_that_both_saw_is_no_news() {
        assert_eq!(drawn(40.0, 80.0), []);
    }
}
