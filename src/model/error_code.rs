//! k6's error codes: what went wrong where no status tells.

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
pub fn meaning(code: u32) -> String {
    if let Some(status) = grpc_status(code) {
        let name = GRPC_NAMES.get(usize::from(status)).unwrap_or(&"unknown status");
        return format!("gRPC {status}, {name}");
    }
    let text = match code {
        1000 => "error of no known kind",
        1010 => "network error of no known kind",
        1020 => "invalid URL",
        1050 => "request timeout",
        1100 => "DNS error of no known kind",
        1101 => "DNS: no such host",
        1110 => "DNS: blocked address",
        1111 => "DNS: blocked hostname",
        1200 => "TCP error of no known kind",
        1201 => "TCP: broken pipe on write",
        1202 => "TCP: unknown network error",
        1210 => "TCP: dial error",
        1211 => "TCP: dial timeout",
        1212 => "TCP: connection refused",
        1213 => "TCP: unknown error at dial",
        1220 => "TCP: connection reset by peer",
        1300 => "TLS error of no known kind",
        1310 => "TLS: certificate of unknown authority",
        1311 => "TLS: certificate does not match the hostname",
        1701 => "response could not be decompressed",
        1400..=1499 => return format!("HTTP {}, intended or not", code - 1000),
        1500..=1599 => return format!("HTTP {}", code - 1000),
        1001..=1099 => "general error",
        1102..=1199 => "DNS error",
        1203..=1299 => "TCP error",
        1301..=1399 => "TLS error",
        1600..=1699 => "HTTP/2 error",
        _ => "not a code of k6 that is known here",
    };
    text.to_owned()
}

/// Says with what requests failed that all have one error code.
pub fn cause(code: u32) -> String {
    match code {
        1400..=1499 => format!("HTTP {}", code - 1000),
        _ => meaning(code),
    }
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
