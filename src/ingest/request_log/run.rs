//! What a run of another tool says of itself.

use crate::model::missing::Missing;
use crate::model::run::Run;
use crate::model::source::Format;

/// Gives a run of another tool's requests the reasons for what that tool does not tell.
pub(in crate::ingest) fn adopt(run: &mut Run, format: Format) {
    let tool = format.tool();
    let untold = |what: &str| Missing::because(format!("{tool}'s results do not {what}"));
    let is_gatling = format == Format::GatlingLog;
    let users = |what: &str| {
        if is_gatling {
            Missing::because("Gatling's log tells when each user begins and ends, which is not added up")
        } else {
            untold(what)
        }
    };
    run.meta.tool = tool.to_owned();
    run.meta.tool_version = Err(if is_gatling {
        Missing::because("the version in Gatling's log is not read")
    } else {
        untold(&format!("name the version of {tool}"))
    });
    run.meta.script_hash = Err(untold("hold the test itself"));
    if format == Format::Hey {
        // Its times count from the start.
        (run.meta.started, run.meta.ended) =
            (Err(untold("say when the test ran")), Err(untold("say when the test ran")));
    }
    run.users = Err(users("hold the users over time"));
    let load = &mut run.load;
    // The most users that a request saw beside itself are a peak, and no allocation.
    load.peak_vus = load.max_vus.clone().map_err(|_| users("count users"));
    load.max_vus = Err(untold("tell how many users were allocated"));
    load.iterations = Err(untold("count iterations"));
    load.dropped_iterations = Err(untold("count iterations that were not started"));
    load.data_received = load.data_received.clone().map_err(|_| untold("count bytes received"));
    load.data_sent = load.data_sent.clone().map_err(|_| untold("count bytes sent"));
}
