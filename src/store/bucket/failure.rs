//! Why a bucket did not answer as it should, in words that say what to do. Addresses of requests and texts of servers are not
//! repeated: they may hold credentials.

use std::error::Error;
use std::{fmt, io};

use super::service::Service;

/// What went wrong, where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) service: Service,
    /// The host that was asked.
    pub(super) host: String,
    pub(super) problem: Problem,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is no such bucket.
    NoBucket,
    /// It is in another region, which the server may name.
    Region(Option<String>),
    /// The credentials are wrong, or do not allow it.
    Denied { status: u16, code: String },
    /// Any other answer that is none.
    Refused { status: u16, code: String },
    /// The name of the host is not known.
    NoHost,
    /// No answer came in time.
    TimedOut,
    /// The connection could not be opened, or broke.
    Connection(String),
    /// The server is not whom it should be.
    Certificate(String),
    /// The answer is larger than anything in a store.
    TooLarge,
    /// What the settings in the environment say cannot be.
    Settings(String),
}

impl Failure {
    /// Whether it may be otherwise in a moment.
    pub(super) fn may_pass(&self) -> bool {
        match &self.problem {
            Problem::TimedOut | Problem::Connection(_) | Problem::NoHost => true,
            Problem::Refused { status, .. } => matches!(status, 408 | 429 | 500..),
            _ => false,
        }
    }

    /// Whether credentials were asked for where a machine in the cloud has them: there are none in the environment.
    fn is_of_credentials(&self) -> bool {
        self.host.starts_with("169.254.")
            || self.host == "metadata.google.internal"
            || self.host == "metadata"
    }
}

impl Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, host, problem } = self;
        let credentials = service.credentials();
        let answer = |status: &u16, code: &str| {
            if code.is_empty() { status.to_string() } else { format!("{status} {code}") }
        };
        if self.is_of_credentials() {
            return write!(f, "there are no credentials for it\nset {credentials}");
        }
        match problem {
            Problem::NoBucket => {
                write!(f, "there is no such {}\nmake it, or correct the address", service.bucket())
            }
            Problem::Region(Some(region)) => {
                write!(f, "the bucket is in another region\nset AWS_REGION={region}")
            }
            Problem::Region(None) => {
                write!(f, "the bucket is in another region\nset AWS_REGION to the one that it is in")
            }
            Problem::Denied { status, code } => write!(
                f,
                "access was denied ({})\ncheck the credentials and what they allow; they come from {credentials}",
                answer(status, code)
            ),
            Problem::Refused { status, code } if *status >= 500 || *status == 429 => write!(
                f,
                "{host} could not answer, though it was asked several times ({})\ntry again later",
                answer(status, code)
            ),
            Problem::Refused { status, code } => {
                write!(f, "{host} refused the request ({})", answer(status, code))
            }
            Problem::NoHost => write!(
                f,
                "there is no host {host}\ncheck the network, and the region or the endpoint in the environment"
            ),
            Problem::TimedOut => {
                write!(f, "{host} did not answer in time\ncheck the network, or try again later")
            }
            Problem::Connection(reason) => write!(
                f,
                "the connection to {host} failed: {reason}\ncheck the network and the endpoint in the environment, or try again later"
            ),
            Problem::Certificate(reason) => {
                write!(f, "the connection to {host} is not to be trusted: {reason}")
            }
            Problem::TooLarge => write!(f, "{host} sent more than any file of a store has"),
            Problem::Settings(reason) => {
                write!(f, "{reason}\ncheck the environment: the way to it comes from {credentials}")
            }
        }
    }
}

/// Makes an error of the store's own of what `object_store` says.
pub(super) fn told(service: Service, error: object_store::Error) -> io::Error {
    use object_store::Error as E;
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        if let Some(failure) = error.downcast_ref::<Failure>() {
            return match failure.problem {
                Problem::TooLarge => io::Error::new(io::ErrorKind::FileTooLarge, failure.to_string()),
                _ => io::Error::other(failure.clone()),
            };
        }
        cause = error.source();
    }
    match error {
        E::NotFound { .. } => io::Error::new(io::ErrorKind::NotFound, "it is not there"),
        E::AlreadyExists { .. } | E::Precondition { .. } => io::ErrorKind::AlreadyExists.into(),
        other => {
            let reason = without_secrets(&other.to_string(), std::env::vars());
            let problem = Problem::Settings(reason);
            io::Error::other(Failure { service, host: String::new(), problem })
        }
    }
}

/// Tells whether an error is one of these.
pub(in crate::store) fn is_failure(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<Failure>)
}

/// A text in which no value of the environment stands that may be a credential, and nothing that follows a `?`.
fn without_secrets(text: &str, environment: impl Iterator<Item = (String, String)>) -> String {
    const SECRET: [&str; 5] = ["KEY", "SECRET", "TOKEN", "SAS", "PASSWORD"];
    let mut text = text.to_owned();
    for (name, value) in environment {
        if value.len() >= 6 && SECRET.iter().any(|word| name.to_ascii_uppercase().contains(word)) {
            text = text.replace(&value, "…");
        }
    }
    let words = text.split(' ').map(|word| word.split_once('?').map_or(word, |(before, _)| before));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_do_is_said() {
        let said = |host: &str, problem| {
            Failure { service: Service::S3, host: host.to_owned(), problem }.to_string()
        };
        let refused = |status, code: &str| Problem::Refused { status, code: code.to_owned() };
        for (host, problem, words) in [
            ("s3", Problem::NoBucket, "there is no such bucket\nmake it"),
            ("s3", Problem::Region(Some("eu-west-1".to_owned())), "AWS_REGION=eu-west-1"),
            (
                "s3",
                Problem::Denied { status: 403, code: "AccessDenied".to_owned() },
                "denied (403 AccessDenied)",
            ),
            ("s3", refused(503, "SlowDown"), "asked several times (503 SlowDown)"),
            ("s3", refused(400, ""), "s3 refused the request (400)"),
            ("169.254.169.254", Problem::TimedOut, "no credentials for it\nset AWS_ACCESS_KEY_ID"),
            ("s3", Problem::Connection("reset".to_owned()), "the connection to s3 failed: reset"),
        ] {
            let said = said(host, problem);
            assert!(said.contains(words), "{said}");
        }
    }

    #[test]
    fn no_credential_is_repeated() {
        let environment = [
            ("AWS_SECRET_ACCESS_KEY", "hunter22"),
            ("AZURE_STORAGE_SAS_TOKEN", "sig=abc%2F"),
            ("HOME", "/home/ada"),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let text = "cannot use hunter22 in /home/ada at https://host/a?sig=abc%2F now";
        assert_eq!(
            without_secrets(text, environment.into_iter()),
            "cannot use … in /home/ada at https://host/a now"
        );
    }
}
