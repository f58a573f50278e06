//! What a run of another tool says of itself.

use crate::model::missing::Missing;
use crate::model::run::Run;
use crate::model::source::Format;
use crate::words::text;

/// Gives a run of another tool's requests the reasons for what that tool does not tell.
pub(in crate::ingest) fn adopt(run: &mut Run, format: Format) {
    let tool = format.tool();
    let untold = |what: &str| Missing::because(text!("untold-by-results", tool = tool, what = what));
    let is_gatling = format == Format::GatlingLog;
    let users = |what: &str| {
        if is_gatling { Missing::message("untold-users-by-gatling") } else { untold(what) }
    };
    run.meta.tool = tool.to_owned();
    run.meta.tool_version =
        Err(if is_gatling { Missing::message("untold-version-by-gatling") } else { untold("version") });
    run.meta.script_hash = Err(untold("script"));
    if format == Format::Hey {
        // Its times count from the start.
        (run.meta.started, run.meta.ended) = (Err(untold("when")), Err(untold("when")));
    }
    run.users = Err(users("users-over-time"));
    let load = &mut run.load;
    // The most users that a request saw beside itself are a peak, and no allocation.
    load.peak_vus = load.max_vus.clone().map_err(|_| users("users"));
    load.max_vus = Err(untold("allocated-users"));
    load.iterations = Err(untold("iterations"));
    load.dropped_iterations = Err(untold("dropped-iterations"));
    load.data_received = load.data_received.clone().map_err(|_| untold("bytes-received"));
    load.data_sent = load.data_sent.clone().map_err(|_| untold("bytes-sent"));
}
