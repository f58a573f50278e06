//! One query: in parts, in smaller parts where a server says that it was too much, and again where it may answer later.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::client::{Client, HttpMethod, HttpResponse};
use super::error::{Failure, FetchError};
use super::parts::{Joined, Parts};
use super::reply;
use super::request::{Grid, Request};
use crate::wire::prometheus::Answer;

/// Asks queries, of which several may run at the same time.
pub(super) struct QueryRunner<'a> {
    client: &'a Client<'a>,
    request: &'a Request,
    /// Once the server has refused POST.
    by_get: AtomicBool,
}

/// The wait before the second attempt; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// No wait that grows by itself is longer.
const LONGEST_WAIT: Duration = Duration::from_secs(8);
/// No wait that a server asks for is longer.
const LONGEST_ASKED_WAIT: Duration = Duration::from_secs(60);

impl<'a> QueryRunner<'a> {
    /// Begins with POST, whose queries may be of any length.
    pub(super) fn new(client: &'a Client<'a>, request: &'a Request) -> Self {
        Self { client, request, by_get: AtomicBool::new(false) }
    }

    /// The times of the request.
    pub(super) fn grid(&self) -> Grid {
        self.request.grid
    }

    /// Asks a query at all times of a grid.
    pub(super) fn run(&self, name: &str, query: &str, grid: Grid) -> Result<Answer, FetchError> {
        let mut parts = Parts::of(grid);
        let mut joined = Joined::default();
        while let Some((start, end)) = parts.next() {
            let form = form(query, start, end, grid.step);
            match self.send_until_answered(&form) {
                Ok(answer) => {
                    joined.add(answer);
                    parts.answered();
                }
                Err((problem, _)) if problem.is_too_large() && parts.halve() => {}
                Err((problem, attempts)) => {
                    return Err(FetchError::query(name, query, self.request, problem, attempts));
                }
            }
        }
        let mut answer = joined.into_answer();
        let texts = answer.remarks.warnings.iter_mut().chain(&mut answer.remarks.infos);
        texts.for_each(|text| self.request.server.credentials.redact(text));
        Ok(answer)
    }

    /// Sends a form until it is answered, or there is no use; says how often.
    fn send_until_answered(&self, form: &str) -> Result<Answer, (Failure, u32)> {
        let mut attempts = 1;
        loop {
            let problem = match self.attempt(form) {
                Ok(answer) => return Ok(answer),
                Err(problem) => problem,
            };
            if attempts > self.request.retries || !problem.is_transient() {
                return Err((problem, attempts));
            }
            let growing = FIRST_WAIT.saturating_mul(1 << (attempts - 1).min(16)).min(LONGEST_WAIT);
            let asked = problem.retry_after().unwrap_or_default().min(LONGEST_ASKED_WAIT);
            std::thread::sleep(growing.max(asked));
            attempts += 1;
        }
    }

    fn attempt(&self, form: &str) -> Result<Answer, Failure> {
        let by_get = self.by_get.load(Ordering::Relaxed);
        let mut response = self.send(by_get, form)?;
        if response.status == METHOD_NOT_ALLOWED && !by_get {
            self.by_get.store(true, Ordering::Relaxed);
            response = self.send(true, form)?;
        }
        let server = &self.request.server;
        reply::read(response, server.max_size, server.timeout)
    }

    fn send(&self, by_get: bool, form: &str) -> Result<HttpResponse, Failure> {
        let method = if by_get { HttpMethod::Get } else { HttpMethod::Post };
        self.client.send(method, &self.request.server.address.query_range(), form)
    }
}

const METHOD_NOT_ALLOWED: u16 = 405;

fn form(query: &str, start: i64, end: i64, step: u64) -> String {
    format!("query={}&start={start}&end={end}&step={step}", encoded(query))
}

/// Writes a text as the value of a form.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn a_form_holds_any_query() {
        assert_eq!(
            form(r#"a{b="ü &+"}"#, 1, 2, 3),
            "query=a%7Bb%3D%22%C3%BC%20%26%2B%22%7D&start=1&end=2&step=3"
        );
    }
}
