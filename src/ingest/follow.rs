//! What a snapshot can follow when the configuration changes after it was recorded, and what it cannot.
//!
//! A snapshot keeps latencies by endpoint and outcome, and counts by status. What an undeclared 4xx counts as can be applied
//! again; intended statuses where a whole outcome changes hands; the window, the endpoint tag and the routes never.

use crate::model::endpoint::{Endpoint, Traffic};
use crate::model::error_code;
use crate::model::labeller::Labeller;
use crate::model::latency::Latency;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::responses;
use crate::model::run::Run;
use crate::model::settings::{OutcomeSettings, Settings};
use crate::model::slices::Absorb;

/// Applies to a run from a snapshot what the configuration says now, as far as it can.
pub fn follow(run: &mut Run, labeller: &dyn Labeller, settings: &Settings) {
    if run.whole.responses.is_err() {
        return;
    }
    let before = run.origin.settings.as_ref().map(|settings| &settings.outcomes);
    let (mut changed, mut followed) = (false, true);
    for endpoint in &mut run.endpoints {
        match reclassified(endpoint, before, labeller) {
            Reclassified::Unchanged => {}
            Reclassified::Moved => changed = true,
            Reclassified::Unknown => followed = false,
        }
        if let Ok(outcomes) = &mut endpoint.traffic.outcomes {
            changed |= count_again(outcomes, settings);
        }
    }
    if changed {
        run.whole = Traffic::sum(run.endpoints.iter().map(|endpoint| &endpoint.traffic));
    }
    // Adding up knows nothing of what an undeclared 4xx counts as but by the endpoints' own counts.
    if let Some(known) = &mut run.origin.settings {
        known.outcomes.undeclared_4xx = settings.outcomes.undeclared_4xx;
        if followed {
            known.outcomes.intended.clone_from(&settings.outcomes.intended);
        }
    }
}

/// What became of an endpoint's outcomes.
enum Reclassified {
    Unchanged,
    Moved,
    /// Some of an outcome would have to move: which of its latencies is not known.
    Unknown,
}

fn reclassified(
    endpoint: &mut Endpoint,
    before: Option<&OutcomeSettings>,
    labeller: &dyn Labeller,
) -> Reclassified {
    let Ok(outcomes) = &endpoint.traffic.outcomes else { return Reclassified::Unchanged };
    let id = &endpoint.id;
    let now = |status: u16| labeller.declares_intended(id, status);
    let class = |outcome: Outcome| outcomes.classes.get(&outcome).copied().unwrap_or(0);
    let answered = class(Outcome::Undeclared4xx) + class(Outcome::Intended4xx);
    let mut moves = Vec::new();
    let mut unknown = false;
    let families = [
        (400..500, Outcome::Undeclared4xx, Outcome::Intended4xx),
        (500..1000, Outcome::ServerError, Outcome::Ok),
    ];
    for (family, from, to) in families {
        let seen: Vec<(u16, u64)> = outcomes
            .statuses
            .iter()
            .filter(|(status, count)| family.contains(*status) && **count > 0)
            .map(|(status, count)| (*status, *count))
            .collect();
        let is_another =
            |status: u16| before.is_some_and(|before| before.declares_intended(id, status) != now(status));
        let counted: u64 = seen.iter().map(|(_, count)| count).sum();
        // Answers without a status are in the outcome as well: what they were is not known.
        let all_known =
            if from == Outcome::Undeclared4xx { counted == answered } else { counted >= class(from) };
        if !seen.is_empty() && all_known && class(from) > 0 && seen.iter().all(|(status, _)| now(*status)) {
            moves.push((from, to));
        } else {
            // Where nothing is left to move, the outcomes are what they would be.
            let newly = seen.iter().any(|(status, _)| is_another(*status) && now(*status)) && class(from) > 0;
            let no_more =
                seen.iter().any(|(status, _)| is_another(*status) && !now(*status)) && class(to) > 0;
            unknown |= newly || no_more;
        }
    }
    // Of several statuses of gRPC calls it is not known which latencies are whose.
    let mut calls = endpoint.traffic.error_codes.keys().filter_map(|code| error_code::grpc_status(*code));
    unknown |=
        calls.any(|status| before.is_some_and(|before| before.declares_intended(id, status) != now(status)));
    for (from, to) in &moves {
        move_outcome(&mut endpoint.traffic, *from, *to);
    }
    match (unknown, moves.is_empty()) {
        (true, _) => Reclassified::Unknown,
        (false, true) => Reclassified::Unchanged,
        (false, false) => Reclassified::Moved,
    }
}

fn move_outcome(traffic: &mut Traffic, from: Outcome, to: Outcome) {
    if let Ok(outcomes) = &mut traffic.outcomes {
        let moved = outcomes.classes.insert(from, 0).unwrap_or(0);
        *outcomes.classes.entry(to).or_default() += moved;
    }
    if let Ok(by_outcome) = &mut traffic.responses {
        if let Some(moved) = by_outcome.remove(&from) {
            by_outcome.entry(to).or_default().absorb(&moved);
        }
        traffic.latency = Ok(Latency::Distribution(responses::latencies(by_outcome)));
    }
    if let Some(moved) = traffic.left_out.remove(&from) {
        traffic.left_out.entry(to).or_default().merge(&moved);
    }
}

/// Counts bad and good again; tells whether that changed anything.
fn count_again(outcomes: &mut Outcomes, settings: &Settings) -> bool {
    let bad = outcomes
        .classes
        .iter()
        .filter(|(outcome, _)| settings.outcomes.undeclared_4xx.counts_as_bad(**outcome))
        .map(|(_, count)| count)
        .sum();
    let changed = bad != outcomes.bad;
    outcomes.good = outcomes.total() - bad;
    outcomes.bad = bad;
    changed
}

/// The settings, as the configuration calls them, that are other ones now than when a run was recorded, and that it cannot
/// follow.
pub fn not_followed(run: &Run, labeller: &dyn Labeller, settings: &Settings) -> Vec<&'static str> {
    let known = run.origin.settings.as_ref();
    let one_by_one = run.whole.responses.is_ok();
    let window = &run.meta.window;
    let warm_up = |seconds: Option<f64>| seconds.filter(|seconds| *seconds > 0.0);
    let other_warm_up = if one_by_one {
        warm_up(window.warm_up) != warm_up(settings.window.warm_up)
    } else {
        known.is_some_and(|known| warm_up(known.window.warm_up) != warm_up(settings.window.warm_up))
    };
    // What the run holds tells more than what the configuration said: two rules may choose the same scenarios.
    let other_scenarios = if one_by_one {
        !window.scenarios.iter().all(|name| labeller.judges_scenario(name))
            || window.left_out.iter().any(|name| labeller.judges_scenario(name))
    } else {
        known.is_some_and(|known| known.window.scenarios != settings.window.scenarios)
    };
    let is_other = |differs: &dyn Fn(&crate::model::origin::ReadWith) -> bool| known.is_some_and(differs);
    [
        ("[window] scenarios", other_scenarios),
        ("[window] warm_up", other_warm_up),
        (
            "[endpoints] tag",
            is_other(&|known| settings.endpoints.tag.as_ref().is_some_and(|tag| *tag != known.tag)),
        ),
        ("[endpoints] routes", is_other(&|known| known.routes != settings.endpoints.routes)),
        ("[outcomes] intended", is_other(&|known| known.outcomes.intended != settings.outcomes.intended)),
        (
            "[outcomes] undeclared_4xx",
            is_other(&|known| known.outcomes.undeclared_4xx != settings.outcomes.undeclared_4xx),
        ),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

#[cfg(test)]
mod tests;
