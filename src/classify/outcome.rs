//! How a request ended.

use crate::model::error_code;
use crate::model::labeller::Response;
use crate::model::outcome::Outcome;

/// k6: the request timed out.
const REQUEST_TIMEOUT: u32 = 1050;
/// k6: dialling timed out.
const DIAL_TIMEOUT: u32 = 1211;

/// Decides the outcome of one request from what k6 says of its response.
///
/// `declared` says that the configuration declares the status as intended. A declared 5xx is `ok`.
///
/// `error_code` only tells timeouts from other failures without an answer: k6 sets 1000 + status for expected
/// answers too, and 408, 429 and 504 are answers. Where a script switched the `status` tag off, the code stands in for
/// it, and where there is no code either, `expected_response` is all there is.
pub fn outcome(response: Response, declared: bool) -> Outcome {
    if let Some(status) = response.error_code.and_then(error_code::grpc_status) {
        return of_call(status, declared);
    }
    let is_timeout = matches!(response.error_code, Some(REQUEST_TIMEOUT | DIAL_TIMEOUT));
    match response.status_or_implied() {
        Some(0) | None if is_timeout => Outcome::Timeout,
        Some(0) => Outcome::TransportError,
        Some(1..400) => Outcome::Ok,
        Some(400..500) if declared || response.expected == Some(true) => Outcome::Intended4xx,
        Some(400..500) => Outcome::Undeclared4xx,
        Some(_) if declared => Outcome::Ok,
        Some(_) => Outcome::ServerError,
        None if response.error_code.is_some() || response.expected == Some(false) => Outcome::TransportError,
        None => Outcome::Ok,
    }
}

/// Decides the outcome of a gRPC call that did not end with OK.
///
/// Statuses that blame the caller (INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, FAILED_PRECONDITION,
/// OUT_OF_RANGE, UNAUTHENTICATED) are what a 4xx is, the others what a 5xx is.
fn of_call(status: u16, declared: bool) -> Outcome {
    match status {
        3 | 5 | 6 | 7 | 9 | 11 | 16 if declared => Outcome::Intended4xx,
        3 | 5 | 6 | 7 | 9 | 11 | 16 => Outcome::Undeclared4xx,
        _ if declared => Outcome::Ok,
        4 => Outcome::Timeout,
        _ => Outcome::ServerError,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::Undeclared4xx;

    #[test]
    fn every_row_of_the_table() {
        let (yes, no) = (Some(true), Some(false));
        let table = [
            // 1xx to 3xx are ok, whatever the script thought of them.
            (101, yes, None, false, Outcome::Ok),
            (200, yes, None, false, Outcome::Ok),
            (200, no, None, false, Outcome::Ok),
            (302, yes, None, false, Outcome::Ok),
            (399, None, None, false, Outcome::Ok),
            // 4xx: expected by the script, declared, or neither.
            (400, yes, Some(1400), false, Outcome::Intended4xx),
            (409, no, Some(1409), true, Outcome::Intended4xx),
            (409, None, Some(1409), true, Outcome::Intended4xx),
            (401, no, Some(1401), false, Outcome::Undeclared4xx),
            (499, None, None, false, Outcome::Undeclared4xx),
            // 408 and 429 are answers, not timeouts.
            (408, no, Some(1408), false, Outcome::Undeclared4xx),
            (429, no, Some(1429), false, Outcome::Undeclared4xx),
            // 5xx are bad even where the script expected them, unless they are declared.
            (500, no, Some(1500), false, Outcome::ServerError),
            (503, yes, Some(1503), false, Outcome::ServerError),
            (503, yes, Some(1503), true, Outcome::Ok),
            (504, no, Some(1504), false, Outcome::ServerError),
            (599, None, None, false, Outcome::ServerError),
            // No HTTP class at all: nobody intended it.
            (999, no, None, false, Outcome::ServerError),
            // No answer.
            (0, no, Some(1050), false, Outcome::Timeout),
            (0, no, Some(1211), false, Outcome::Timeout),
            (0, None, Some(1050), false, Outcome::Timeout),
            (0, no, Some(1212), false, Outcome::TransportError),
            (0, no, Some(1220), false, Outcome::TransportError),
            (0, no, Some(1101), false, Outcome::TransportError),
            (0, no, Some(1310), false, Outcome::TransportError),
            (0, no, Some(1600), false, Outcome::TransportError),
            (0, no, None, false, Outcome::TransportError),
            // An answer is never a timeout, whatever the code says.
            (200, yes, Some(1050), false, Outcome::Ok),
        ];
        for (status, expected, error_code, declared, wanted) in table {
            let response = Response { status: Some(status), expected, error_code };
            assert_eq!(outcome(response, declared), wanted, "{response:?} declared={declared}");
        }
    }

    #[test]
    fn without_a_status_the_code_decides_and_without_a_code_the_expectation() {
        let (yes, no) = (Some(true), Some(false));
        let table = [
            (no, Some(1503), false, Outcome::ServerError),
            (no, Some(1503), true, Outcome::Ok),
            (no, Some(1409), true, Outcome::Intended4xx),
            (yes, Some(1404), false, Outcome::Intended4xx),
            (no, Some(1404), false, Outcome::Undeclared4xx),
            (no, Some(1050), false, Outcome::Timeout),
            (None, Some(1211), false, Outcome::Timeout),
            (no, Some(1101), false, Outcome::TransportError),
            (no, None, false, Outcome::TransportError),
            (yes, None, false, Outcome::Ok),
            (None, None, false, Outcome::Ok),
        ];
        for (expected, error_code, declared, wanted) in table {
            let response = Response { status: None, expected, error_code };
            assert_eq!(outcome(response, declared), wanted, "{response:?} declared={declared}");
        }
    }

    #[test]
    fn every_status_of_grpc() {
        for status in 0..=17 {
            let response = Response { error_code: error_code::of_grpc(status), ..Response::default() };
            let (undeclared, declared) = match status {
                0 => (Outcome::Ok, Outcome::Ok),
                3 | 5 | 6 | 7 | 9 | 11 | 16 => (Outcome::Undeclared4xx, Outcome::Intended4xx),
                4 => (Outcome::Timeout, Outcome::Ok),
                1 | 2 | 8 | 10 | 12 | 13 | 14 | 15 | 17 => (Outcome::ServerError, Outcome::Ok),
                _ => unreachable!(),
            };
            assert_eq!(outcome(response, false), undeclared, "{status}");
            assert_eq!(outcome(response, true), declared, "{status}");
        }
    }

    #[test]
    fn the_rule_for_undeclared_4xx_touches_nothing_else() {
        for outcome in Outcome::ALL {
            assert_eq!(Undeclared4xx::Separate.counts_as_bad(outcome), outcome.is_bad());
            let bad = outcome.is_bad() || outcome == Outcome::Undeclared4xx;
            assert_eq!(Undeclared4xx::Bad.counts_as_bad(outcome), bad);
        }
    }
}
