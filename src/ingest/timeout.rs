//! Timeouts, as the tools' words for an error tell them.

/// What tools write where the client gave up waiting, in lower case.
const WORDS: [&str; 4] = ["timeout", "timed out", "timedout", "deadline exceeded"];

/// Tells by the words of an error whether the client gave up waiting. What stands in quotes is the URL.
pub(super) fn is_timeout(error: &str) -> bool {
    let error = error.to_ascii_lowercase();
    error.split('"').step_by(2).any(|said| WORDS.iter().any(|words| said.contains(words)))
}

#[cfg(test)]
mod tests {
    use super::is_timeout;

    #[test]
    fn timeouts_are_told_by_the_words_of_each_language() {
        for (error, expected) in [
            // Go: vegeta.
            (
                r#"Get "http://x/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"#,
                true,
            ),
            (r#"Get "http://x/": dial tcp 10.0.0.1:80: i/o timeout"#, true),
            ("net/http: TLS handshake timeout", true),
            (r#"Get "http://x/": dial tcp 127.0.0.1:1: connect: connection refused"#, false),
            (r#"Get "http://x/timeout": EOF"#, false),
            // Java: Gatling, JMeter.
            ("i.n.c.ConnectTimeoutException: connection timed out: shop/10.0.0.1:443", true),
            ("Non HTTP response code: java.net.SocketTimeoutException", true),
            ("j.n.c.ClosedChannelException", false),
            // Node.js: Artillery, autocannon.
            ("ETIMEDOUT", true),
            ("ECONNRESET", false),
            // Rust: oha.
            ("operation timed out", true),
            ("timeout", true),
            ("", false),
        ] {
            assert_eq!(is_timeout(error), expected, "{error}");
        }
    }
}
