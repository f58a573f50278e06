//! The connection to a bucket: HTTP by ureq, as `fetch` has it, in the form that `object_store` asks for. So there is one HTTP
//! client in the program, and one TLS.

use std::io;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody,
    HttpService,
};
use ureq::http::{HeaderMap, Method, Request, Response, StatusCode};

use super::failure::{Failure, Problem};
use super::service::Service;

/// The most that is read of an answer: somewhat more than of a file of the history.
const MOST_BYTES: u64 = 257 << 20;
/// A connection that takes longer is none.
const CONNECT: Duration = Duration::from_secs(10);
/// So long an answer may begin to come.
const ANSWER: Duration = Duration::from_secs(30);
/// So long a request may take from its beginning to the end of its answer.
const WHOLE: Duration = Duration::from_secs(180);

/// Sends requests, each of which is waited for in the thread that sends it.
#[derive(Debug, Clone)]
pub(super) struct Client {
    agent: ureq::Agent,
    service: Service,
}

impl Client {
    /// Prepares connections; none is opened.
    pub(super) fn new(service: Service) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .timeout_global(Some(WHOLE))
            .user_agent(concat!("perfreport/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), service }
    }

    /// Sends a request and reads the whole answer. What may pass is told as a request that was not sent, so that it is sent again:
    /// a write that arrived all the same is found when it is refused, since it is there with its contents.
    fn send(&self, host: &str, head: Request<()>, body: &[u8]) -> Result<HttpResponse, Failure> {
        let failed = |problem| Failure { service: self.service, host: host.to_owned(), problem };
        let has_body = !matches!(*head.method(), Method::GET | Method::HEAD | Method::DELETE);
        let answer = if has_body { self.agent.run(head.map(|()| body)) } else { self.agent.run(head) };
        let (head, body) = answer.map_err(|error| failed(Problem::of(error)))?.into_parts();
        let bytes = body.into_with_config().limit(MOST_BYTES).read_to_vec();
        let bytes = bytes.map_err(|error| failed(Problem::of(error)))?;
        match refusal(head.status, &head.headers, &bytes) {
            Some(problem) => Err(failed(problem)),
            None => Ok(Response::from_parts(head, HttpResponseBody::from(bytes))),
        }
    }
}

impl HttpConnector for Client {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Client {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let host = head.uri.host().unwrap_or_default();
        let host = head.uri.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        self.send(&host, Request::from_parts(head, ()), &body).map_err(|failure| {
            let kind = if failure.may_pass() { HttpErrorKind::Request } else { HttpErrorKind::Unknown };
            HttpError::new(kind, failure)
        })
    }
}

/// What is wrong with an answer; nothing where `object_store` should see it: a success, an object that is not there, a condition
/// that does not hold.
fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Problem> {
    let code = headers.get("x-ms-error-code").and_then(|code| code.to_str().ok()).map(str::to_owned);
    let code = code.or_else(|| element(body, "Code")).unwrap_or_default();
    let region = headers.get("x-amz-bucket-region").and_then(|region| region.to_str().ok());
    let region = region.map(str::to_owned).or_else(|| element(body, "Region"));
    match status.as_u16() {
        _ if status.is_success() => None,
        304 | 409 | 412 => None,
        404 if matches!(code.as_str(), "NoSuchBucket" | "ContainerNotFound") => Some(Problem::NoBucket),
        404 => None,
        301 | 307 | 308 | 400 if region.is_some() || code == "AuthorizationHeaderMalformed" => {
            Some(Problem::Region(region.filter(|region| is_word(region))))
        }
        status @ (401 | 403) => Some(Problem::Denied { status, code }),
        status => Some(Problem::Refused { status, code }),
    }
}

/// The text of the first element of this name in an answer in XML, where it is one word: all that is repeated of an answer.
fn element(body: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(body.get(..body.len().min(16 << 10))?).ok()?;
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (word, _) = rest.split_once('<')?;
    is_word(word).then(|| word.to_owned())
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 80
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

impl Problem {
    fn of(error: ureq::Error) -> Self {
        match error {
            ureq::Error::Timeout(_) => Self::TimedOut,
            ureq::Error::HostNotFound => Self::NoHost,
            ureq::Error::BodyExceedsLimit(_) => Self::TooLarge,
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Self::TimedOut,
            ureq::Error::Io(error) if error.to_string().contains("lookup address") => Self::NoHost,
            // rustls speaks through the reader of a connection, too.
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                Self::Certificate(error.to_string())
            }
            ureq::Error::Rustls(error) => Self::Certificate(error.to_string()),
            ureq::Error::Tls(text) => Self::Certificate(text.to_owned()),
            ureq::Error::Io(error) => Self::Connection(error.to_string()),
            other => Self::Connection(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, header: Option<(&'static str, &'static str)>, body: &str) -> Option<Problem> {
        let mut headers = HeaderMap::new();
        if let Some((name, value)) = header {
            headers.insert(name, value.parse().unwrap());
        }
        refusal(StatusCode::from_u16(status).unwrap(), &headers, body.as_bytes())
    }

    #[test]
    fn answers_are_told_apart() {
        let denied = |code: &str| Problem::Denied { status: 403, code: code.to_owned() };
        let refused = |status, code: &str| Problem::Refused { status, code: code.to_owned() };
        let region = |name: &str| Problem::Region(Some(name.to_owned()));
        for (status, header, body, expected) in [
            (200, None, "", None),
            (404, None, "<Error><Code>NoSuchKey</Code></Error>", None),
            (412, None, "<Error><Code>PreconditionFailed</Code></Error>", None),
            (404, None, "<Error><Code>NoSuchBucket</Code></Error>", Some(Problem::NoBucket)),
            (404, Some(("x-ms-error-code", "ContainerNotFound")), "", Some(Problem::NoBucket)),
            (403, None, "<Error><Code>AccessDenied</Code></Error>", Some(denied("AccessDenied"))),
            (403, None, "", Some(denied(""))),
            (301, Some(("x-amz-bucket-region", "eu-central-1")), "", Some(region("eu-central-1"))),
            (
                400,
                None,
                "<Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region>",
                Some(region("eu-west-1")),
            ),
            (301, None, "", Some(refused(301, ""))),
            (503, None, "<Error><Code>SlowDown</Code></Error>", Some(refused(503, "SlowDown"))),
            // Nothing is repeated that is no word.
            (400, None, "<Code>a token: abc</Code>", Some(refused(400, ""))),
        ] {
            assert_eq!(told(status, header, body), expected, "{status} {body}");
        }
    }
}
