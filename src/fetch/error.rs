//! Everything that stops the fetching: which query, which host, what was said, and what to do about it.

use std::fmt;
use std::time::Duration;

use chrono::DateTime;

use super::Fetched;
use super::address::AddressError;
use super::credentials::CredentialsError;
use super::request::{Queries, Request};
use crate::model::quantity::Bytes;
use crate::wire::prometheus::Refusal;

/// Why nothing was fetched. What to do about it is on a line of its own. No credentials are in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The program was built without a client.
    #[error(
        "this perfreport was built without the cargo feature `fetch`\n\
         hint: build it with `cargo install perfreport`, or with `--features fetch`"
    )]
    NotBuilt,
    /// No server has this address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Something cannot be a header.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// A file without certificates.
    #[error("--ca: no certificate in this file\nhint: expected PEM: text with `-----BEGIN CERTIFICATE-----`")]
    Certificates,
    /// A file without certificates.
    #[error(
        "--client-cert: no certificate in this file\nhint: expected PEM: text with `-----BEGIN CERTIFICATE-----`"
    )]
    ClientCertificates,
    /// A file without a key.
    #[error(
        "--client-key: no private key in this file\n\
         hint: expected PEM: text with `-----BEGIN PRIVATE KEY-----`; without --client-key the key is looked for in the file of --client-cert"
    )]
    ClientKey,
    /// A key behind a passphrase.
    #[error(
        "--client-key: the key is encrypted, and there is nobody to ask for its passphrase\n\
         hint: write it without one, for instance with `openssl pkey -in KEY -out PLAIN`, where only this job can read it"
    )]
    ClientKeyEncrypted,
    /// A key of another certificate, or of a kind that nobody knows.
    #[error(
        "--client-cert and --client-key do not go together: {0}\nhint: give the key that the certificate was made for"
    )]
    ClientUnfit(String),
    /// A query was not answered.
    #[error(transparent)]
    Query(Box<Unanswered>),
    /// All queries were answered with nothing.
    #[error("{0}")]
    Nothing(String),
}

/// A query that was not answered.
#[derive(Debug)]
pub struct Unanswered {
    /// What the query is called.
    pub name: String,
    /// Its PromQL.
    pub query: String,
    /// The base address of the server.
    pub address: String,
    /// What is wrong.
    pub problem: Failure,
    /// How often it was sent.
    pub attempts: u32,
    /// Whether it was sent with credentials.
    pub with_credentials: bool,
}

/// Why a query was not answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The name of the host is not known.
    #[error("no such host")]
    NoHost,
    /// No connection, or one that broke.
    #[error("cannot connect, or the connection broke: {0}")]
    Connection(String),
    /// No connection that can be trusted.
    #[error("no secure connection: {0}")]
    Certificate(String),
    /// No answer in time.
    #[error("no answer within {}", seconds(*.0))]
    TimedOut(Duration),
    /// The answer is somewhere else.
    #[error("HTTP {status}: the server sends elsewhere{}", to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default())]
    Redirect {
        /// The HTTP status.
        status: u16,
        /// Where to, without what follows `?`.
        to: Option<String>,
    },
    /// The server refuses.
    #[error("HTTP {status}{}{}", reason(*status), said.as_ref().map(|said| format!(": {said}")).unwrap_or_default())]
    Status {
        /// The HTTP status.
        status: u16,
        /// `errorType: error`, or the text of the answer.
        said: Option<String>,
        /// When to ask again, as `Retry-After` says.
        wait: Option<Duration>,
    },
    /// More than was allowed.
    #[error("the answer is larger than {}", Bytes(*.0))]
    TooLarge(u64),
    /// An answer, but not one to a range query.
    #[error("{0}")]
    Refused(Refusal),
}

/// What servers say where a part of a window holds too much for one answer.
const TOO_LARGE: [&str; 6] = [
    // Prometheus, and what is made of it.
    "exceeded maximum resolution",
    "too many samples",
    // VictoriaMetrics.
    "too many points",
    // Mimir: series, chunks or bytes of one query; the length of one query.
    "maximum number of",
    "max number of",
    "query time range exceeds",
];

impl Failure {
    /// Whether a shorter window may be answered.
    pub(super) fn is_too_large(&self) -> bool {
        match self {
            Self::Status { status: 400 | 413 | 422, said: Some(said), .. } => {
                TOO_LARGE.iter().any(|text| said.contains(text))
            }
            _ => false,
        }
    }

    /// Whether it may be answered later.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Connection(_) | Self::TimedOut(_) => true,
            Self::Status { status, .. } => matches!(status, 429 | 500..=599),
            _ => false,
        }
    }

    /// How long the server asks to wait.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { wait, .. } => *wait,
            _ => None,
        }
    }

    /// Applies `redact` to what others have said.
    fn redact(&mut self, redact: &dyn Fn(&mut String)) {
        match self {
            Self::Connection(text)
            | Self::Certificate(text)
            | Self::Redirect { to: Some(text), .. }
            | Self::Status { said: Some(text), .. } => redact(text),
            Self::Refused(refusal) => refusal.scrub(redact),
            Self::NoHost
            | Self::TimedOut(_)
            | Self::Redirect { to: None, .. }
            | Self::Status { said: None, .. }
            | Self::TooLarge(_) => {}
        }
    }
}

impl FetchError {
    pub(super) fn query(
        name: &str,
        query: &str,
        request: &Request,
        mut problem: Failure,
        attempts: u32,
    ) -> Self {
        let credentials = &request.server.credentials;
        problem.redact(&|text| credentials.redact(text));
        Self::Query(Box::new(Unanswered {
            name: name.to_owned(),
            query: query.to_owned(),
            address: request.server.address.to_string(),
            problem,
            attempts,
            with_credentials: credentials.has_authorization(),
        }))
    }

    pub(super) fn nothing(request: &Request, fetched: &Fetched) -> Self {
        let queries = match fetched.empty.as_slice() {
            [only] => format!("the query `{only}` has no result"),
            all => format!("none of the {} queries has a result", all.len()),
        };
        let grid = request.grid;
        let what = match &request.queries {
            Queries::Own(_) => "names and labels in the queries",
            Queries::Default { selector, .. } if selector.is_empty() => {
                "whether the servers are scraped at all (docs/fetch.md lists what is asked; --query asks for something else)"
            }
            Queries::Default { .. } => "whether all servers have the labels of --match",
        };
        Self::Nothing(format!(
            "{queries} at {} from {} to {}\n\
             hint: check the time (UTC; servers whose clock differs need `clock_offset` in perfreport.toml), {what}, and the tenant",
            request.server.address,
            time(grid.start),
            time(grid.end),
        ))
    }
}

impl std::error::Error for Unanswered {}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "query `{}` at {}: {}", self.name, self.address, self.problem)?;
        if self.attempts > 1 {
            write!(f, " (asked {} times)", self.attempts)?;
        }
        match self.hint() {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl Unanswered {
    /// What to do about it.
    fn hint(&self) -> Option<String> {
        let hint = match &self.problem {
            Failure::NoHost => "check the host in --url",
            Failure::Connection(_) => "check host and port in --url, and whether the server runs",
            Failure::Certificate(_) => {
                "a certificate of your own authority needs --ca FILE; a server that asks who you are, --client-cert FILE; \
                 one without TLS, http://"
            }
            Failure::TimedOut(_) => SMALLER,
            Failure::Redirect { .. } => {
                "give the final address as --url; if it is a login page, pass a token"
            }
            Failure::Status { status: 401, .. } if self.with_credentials => {
                "the credentials were sent and not accepted; check them"
            }
            Failure::Status { status: 401, .. } => {
                "set PERFREPORT_PROMETHEUS_TOKEN, or PERFREPORT_PROMETHEUS_USER and \
                PERFREPORT_PROMETHEUS_PASSWORD, or name a header with --header NAME=ENVVAR"
            }
            Failure::Status { status: 403, .. } => {
                "these credentials may not ask for this; check their rights, and --tenant"
            }
            Failure::Status { status: 404 | 405, .. } => {
                return Some(format!(
                    "is this the base address? asked was {}/api/v1/query_range; Mimir has its API below /prometheus",
                    self.address
                ));
            }
            Failure::Status { .. } if self.problem.is_too_large() => SMALLER,
            Failure::Status { status: 400 | 422, .. } | Failure::Refused(Refusal::Server { .. }) => {
                return Some(format!("the query was: {}", self.query));
            }
            Failure::Status { status: 429, .. } => "ask again later",
            Failure::Status { status: 500..=599, .. } => {
                return Some(format!(
                    "the server or a proxy before it is in trouble, or the query is too large; {SMALLER}"
                ));
            }
            Failure::Status { .. } => return None,
            Failure::TooLarge(_) => {
                "narrow it with --match, or ask with a larger --step or for less time; --max-size allows more"
            }
            Failure::Refused(Refusal::CutOff { .. } | Refusal::Empty) => {
                "the answer ends too early; ask again, and check the proxies in between"
            }
            Failure::Refused(Refusal::Instant(_)) => {
                "this is no Prometheus API, or something in between changed the question"
            }
            Failure::Refused(Refusal::Streams) => "this is Loki; give the address of Prometheus",
            Failure::Refused(refusal @ Refusal::Html) => return refusal.hint().map(str::to_owned),
            Failure::Refused(_) => "is this the address of Prometheus, Thanos, Mimir or VictoriaMetrics?",
        };
        Some(hint.to_owned())
    }
}

const SMALLER: &str = "ask for less: --match, a larger --step, a shorter time; or wait longer with --timeout";

fn reason(status: u16) -> &'static str {
    match status {
        400 => " Bad Request",
        401 => " Unauthorized",
        403 => " Forbidden",
        404 => " Not Found",
        405 => " Method Not Allowed",
        422 => " Unprocessable Entity",
        429 => " Too Many Requests",
        500 => " Internal Server Error",
        502 => " Bad Gateway",
        503 => " Service Unavailable",
        504 => " Gateway Timeout",
        _ => "",
    }
}

fn seconds(duration: Duration) -> String {
    format!("{} s", duration.as_secs_f64())
}

fn time(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0)
        .map_or_else(|| seconds.to_string(), |time| time.format("%Y-%m-%d %H:%M:%S").to_string())
}
