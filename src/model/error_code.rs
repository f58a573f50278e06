//! k6's error codes: what went wrong where no status tells.

/// Says what an error code means (k6's documentation, "Error codes").
pub fn meaning(code: u32) -> String {
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
            (99, "not a code"),
        ] {
            assert!(meaning(code).contains(part), "{code}: {}", meaning(code));
        }
    }
}
