//! The connection: HTTP/1.1 by ureq, TLS by rustls, which nothing but this file and `tls` names.
//!
//! Redirects are not followed: a POST would become a GET without its form, and the credentials would go elsewhere.

use std::io::Read;

use super::error::{Failure, FetchError};
use super::request::Server;

/// How a form is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HttpMethod {
    /// As a body.
    Post,
    /// Behind the address.
    Get,
}

/// What came back, before the body is read.
pub(super) struct HttpResponse {
    pub(super) status: u16,
    /// Headers that are looked at, as far as they are text.
    pub(super) retry_after: Option<String>,
    pub(super) location: Option<String>,
    pub(super) encoding: Option<String>,
    /// A time-out is [`std::io::ErrorKind::TimedOut`].
    pub(super) body: Box<dyn Read>,
}

#[cfg(not(feature = "fetch"))]
pub(super) struct Client<'a>(std::convert::Infallible, std::marker::PhantomData<&'a Server>);

#[cfg(not(feature = "fetch"))]
impl<'a> Client<'a> {
    /// Says that there is none.
    pub(super) fn new(_server: &'a Server) -> Result<Self, FetchError> {
        Err(FetchError::NotBuilt)
    }

    /// Never called.
    pub(super) fn send(&self, _method: HttpMethod, _url: &str, _form: &str) -> Result<HttpResponse, Failure> {
        match self.0 {}
    }
}

#[cfg(feature = "fetch")]
pub(super) use with_ureq::Client;

#[cfg(feature = "fetch")]
mod with_ureq {
    use std::io::{self, Read};
    use std::time::Duration;

    use super::{Failure, FetchError, HttpMethod, HttpResponse, Server};
    use crate::fetch::tls;

    /// Keeps connections open from one query to the next.
    pub(in crate::fetch) struct Client<'a> {
        agent: ureq::Agent,
        server: &'a Server,
    }

    impl<'a> Client<'a> {
        /// Prepares connections; none is opened.
        pub(in crate::fetch) fn new(server: &'a Server) -> Result<Self, FetchError> {
            let config = ureq::Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .timeout_global(Some(server.timeout))
                .user_agent(concat!("perfreport/", env!("CARGO_PKG_VERSION")))
                .tls_config(tls::config(server)?)
                .build();
            Ok(Self { agent: config.new_agent(), server })
        }

        /// Sends a form and waits for the head of the answer.
        pub(in crate::fetch) fn send(
            &self,
            method: HttpMethod,
            url: &str,
            form: &str,
        ) -> Result<HttpResponse, Failure> {
            let timeout = self.server.timeout;
            let sent = match method {
                HttpMethod::Post => {
                    let request = self.with_headers(self.agent.post(url));
                    request.header("Content-Type", "application/x-www-form-urlencoded").send(form)
                }
                HttpMethod::Get => self.with_headers(self.agent.get(format!("{url}?{form}"))).call(),
            };
            let (head, body) = sent.map_err(|error| problem(&error, timeout))?.into_parts();
            let text = |name: &str| head.headers.get(name)?.to_str().ok().map(str::to_owned);
            Ok(HttpResponse {
                status: head.status.as_u16(),
                retry_after: text("retry-after"),
                location: text("location"),
                encoding: text("content-encoding"),
                body: Box::new(Body(body.into_with_config().limit(u64::MAX).reader())),
            })
        }

        fn with_headers<B>(&self, request: ureq::RequestBuilder<B>) -> ureq::RequestBuilder<B> {
            let request = request.header("Accept", "application/json").header("Accept-Encoding", "gzip");
            self.server
                .credentials
                .headers()
                .fold(request, |request, (name, value)| request.header(name, value))
        }
    }

    fn problem(error: &ureq::Error, timeout: Duration) -> Failure {
        match error {
            ureq::Error::Timeout(_) => Failure::TimedOut(timeout),
            ureq::Error::Rustls(error) => Failure::Certificate(error.to_string()),
            ureq::Error::Tls(text) => Failure::Certificate((*text).to_owned()),
            ureq::Error::HostNotFound => Failure::NoHost,
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Failure::TimedOut(timeout),
            ureq::Error::Io(error) if is_of_tls(error) => Failure::Certificate(error.to_string()),
            ureq::Error::Io(error) if is_of_names(error) => Failure::NoHost,
            ureq::Error::Io(error) => Failure::Connection(error.to_string()),
            other => Failure::Connection(other.to_string()),
        }
    }

    /// rustls speaks through the reader of a connection, too.
    fn is_of_tls(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::InvalidData
    }

    /// The library of the system has no kind of its own for a name that is not known.
    fn is_of_names(error: &io::Error) -> bool {
        error.to_string().contains("lookup address")
    }

    /// The body, with time-outs as such.
    struct Body(ureq::BodyReader<'static>);

    impl Read for Body {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer).map_err(|error| match error.get_ref().and_then(|e| e.downcast_ref()) {
                Some(ureq::Error::Timeout(_)) => io::ErrorKind::TimedOut.into(),
                _ => error,
            })
        }
    }
}
