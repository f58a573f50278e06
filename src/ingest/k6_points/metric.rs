//! Metrics by name: which are read, and which lines need not be looked at any further.

use crate::ingest::points::metric::Metric;

/// Tells a metric by its name; absent where its points are not needed.
#[inline]
pub(super) fn named(name: &[u8], phases: bool) -> Option<Metric<'_>> {
    Some(match name {
        // One for each request. Requests are counted by it, so that counts and latencies agree.
        b"http_req_duration" => Metric::Duration,
        b"grpc_req_duration" => Metric::Call,
        b"vus" => Metric::Users,
        b"vus_max" => Metric::MaxUsers,
        b"iterations" => Metric::Iterations,
        b"dropped_iterations" => Metric::DroppedIterations,
        b"checks" => Metric::Checks,
        b"data_sent" => Metric::DataSent,
        b"data_received" => Metric::DataReceived,
        _ if is_unneeded_http(name, phases) => return None,
        // The script's own, and k6's `iteration_duration`, `group_duration`, and those of other protocols.
        _ => Metric::Other(name),
    })
}

/// Tells whether a metric's points are not needed. `http_reqs` and `http_req_failed` say once more what the points of
/// `http_req_duration` say in their tags; the phases are what k6 splits it into. That is eight of the nine lines that a
/// request writes.
#[inline]
pub(super) fn is_unneeded_http(name: &[u8], phases: bool) -> bool {
    let Some(rest) = name.strip_prefix(b"http_req") else { return false };
    match rest {
        b"s" | b"_failed" => true,
        b"_blocked" | b"_connecting" | b"_tls_handshaking" | b"_sending" | b"_waiting" | b"_receiving" => {
            !phases
        }
        _ => false,
    }
}

/// Tells the same from the beginning of a text in which `after` follows the name. Decides by one letter
/// and one comparison, because it is asked of every line.
macro_rules! begins_unneeded {
    ($text:expr, $phases:expr, $after:literal) => {{
        let text: &[u8] = $text;
        let is = |name: &str| text.starts_with(name.as_bytes());
        match text.get(9) {
            Some(b'f') => is(concat!("http_req_failed", $after)),
            Some(b'b') => !$phases && is(concat!("http_req_blocked", $after)),
            Some(b'c') => !$phases && is(concat!("http_req_connecting", $after)),
            Some(b't') => !$phases && is(concat!("http_req_tls_handshaking", $after)),
            Some(b's') => !$phases && is(concat!("http_req_sending", $after)),
            Some(b'w') => !$phases && is(concat!("http_req_waiting", $after)),
            Some(b'r') => !$phases && is(concat!("http_req_receiving", $after)),
            _ => is(concat!("http_reqs", $after)),
        }
    }};
}
pub(super) use begins_unneeded;

#[cfg(test)]
mod tests {
    use super::{is_unneeded_http, named};

    #[test]
    fn the_quick_test_agrees_with_the_names() {
        for name in [
            "http_reqs",
            "http_req_failed",
            "http_req_blocked",
            "http_req_connecting",
            "http_req_tls_handshaking",
            "http_req_sending",
            "http_req_waiting",
            "http_req_receiving",
            "http_req_duration",
            "grpc_req_duration",
            "http_req",
            "vus",
            "my_own",
        ] {
            for phases in [false, true] {
                let unneeded = named(name.as_bytes(), phases).is_none();
                assert_eq!(is_unneeded_http(name.as_bytes(), phases), unneeded, "{name}");
                let row = format!("{name},1");
                assert_eq!(begins_unneeded!(row.as_bytes(), phases, ","), unneeded, "{name}");
            }
        }
    }
}
