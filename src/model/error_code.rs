//! k6's error codes: what went wrong where no status tells.

use crate::words::{Text, text};

/// Where the statuses of gRPC calls stand among the error codes, of which k6's own are 1000 to 1999.
const GRPC: u32 = 2000;

/// The error code that stands for a status of gRPC; absent for OK.
pub fn of_grpc(status: u16) -> Option<u32> {
    (status > 0).then_some(GRPC + u32::from(status.min(99)))
}

/// The status of gRPC that an error code stands for.
pub fn grpc_status(code: u32) -> Option<u16> {
    (GRPC + 1..GRPC + 100).contains(&code).then(|| (code - GRPC) as u16)
}

/// The names of gRPC's statuses, in their order (gRPC's documentation, "Status codes and their use").
const GRPC_NAMES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// Says what an error code means (k6's documentation, "Error codes").
pub fn meaning(code: u32) -> Text {
    if let Some(status) = grpc_status(code) {
        return match GRPC_NAMES.get(usize::from(status)) {
            Some(name) => text!("error-grpc", status = status.to_string(), name = *name),
            None => text!("error-grpc-unknown", status = status.to_string()),
        };
    }
    match code {
        1000 => text!("error-unknown"),
        1010 => text!("error-network"),
        1020 => text!("error-url"),
        1050 => text!("error-timeout"),
        1100 => text!("error-dns-unknown"),
        1101 => text!("error-dns-host"),
        1110 => text!("error-dns-address"),
        1111 => text!("error-dns-hostname"),
        1200 => text!("error-tcp-unknown"),
        1201 => text!("error-tcp-pipe"),
        1202 => text!("error-tcp-network"),
        1210 => text!("error-tcp-dial"),
        1211 => text!("error-tcp-dial-timeout"),
        1212 => text!("error-tcp-refused"),
        1213 => text!("error-tcp-dial-unknown"),
        1220 => text!("error-tcp-reset"),
        1300 => text!("error-tls-unknown"),
        1310 => text!("error-tls-authority"),
        1311 => text!("error-tls-hostname"),
        1701 => text!("error-packed"),
        1001..=1099 => text!("error-general"),
        1102..=1199 => text!("error-dns"),
        1203..=1299 => text!("error-tcp"),
        1301..=1399 => text!("error-tls"),
        1600..=1699 => text!("error-http2"),
        1400..=1499 => text!("error-http-4xx", status = (code - 1000).to_string()),
        1500..=1599 => http(code),
        _ => text!("error-other"),
    }
}

/// Says with what requests failed that all have one error code.
pub fn cause(code: u32) -> Text {
    if (1400..=1499).contains(&code) { http(code) } else { meaning(code) }
}

/// The status that an error code stands for.
fn http(code: u32) -> Text {
    Text::written(format!("HTTP {}", code - 1000))
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn every_family_has_a_meaning_of_its_own() {
        for (code, part) in [
            (1050, "request timeout"),
            (1101, "no such host"),
            (1199, "DNS"),
            (1211, "dial timeout"),
            (1212, "refused"),
            (1220, "reset"),
            (1310, "TLS"),
            (1409, "HTTP 409, intended or not"),
            (1503, "HTTP 503"),
            (1630, "HTTP/2"),
            (1701, "decompressed"),
            (2005, "gRPC 5, NOT_FOUND"),
            (2042, "gRPC 42, unknown status"),
            (99, "not a code"),
        ] {
            assert!(meaning(code).contains(part), "{code}: {}", meaning(code));
        }
    }
}
