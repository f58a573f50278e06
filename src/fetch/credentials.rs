//! Who asks: headers whose values stay secret.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The headers that say who asks. Their values are never shown.
#[derive(Clone, Default)]
pub struct Credentials {
    headers: Vec<(String, String)>,
    /// Texts that are taken out of everything that a server says.
    secrets: Vec<String>,
}

/// Why something cannot be a header. Values are not repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// A character that no header's name has.
    #[error("{0:?} is no name of an HTTP header")]
    Name(String),
    /// A character that no header's value has, such as a line end.
    #[error("the value of the header {0} holds a line end or another character that no header has")]
    Value(String),
    /// Two values for one header.
    #[error("the header {0} is set twice\nhint: keep one of --header, the token, and user and password")]
    Twice(String),
}

/// Shorter texts are no secrets, and would be found in every sentence.
const SHORTEST_SECRET: usize = 4;

impl Credentials {
    /// Adds a header whose value is secret.
    ///
    /// # Errors
    ///
    /// Where it cannot be a header, or is there already.
    pub fn header(&mut self, name: &str, value: &str) -> Result<(), CredentialsError> {
        self.secret(value);
        self.add(name, value)
    }

    /// Adds `Authorization: Bearer`.
    ///
    /// # Errors
    ///
    /// As [`Credentials::header`].
    pub fn bearer(&mut self, token: &str) -> Result<(), CredentialsError> {
        self.secret(token);
        self.add(AUTHORIZATION, &format!("Bearer {token}"))
    }

    /// Adds `Authorization: Basic`.
    ///
    /// # Errors
    ///
    /// As [`Credentials::header`].
    pub fn basic(&mut self, user: &str, password: &str) -> Result<(), CredentialsError> {
        let encoded = STANDARD.encode(format!("{user}:{password}"));
        self.secret(password);
        self.secret(&encoded);
        self.add(AUTHORIZATION, &format!("Basic {encoded}"))
    }

    /// Adds `X-Scope-OrgID`, by which Mimir, Cortex and Thanos tell tenants apart. It is no secret.
    ///
    /// # Errors
    ///
    /// As [`Credentials::header`].
    pub fn tenant(&mut self, id: &str) -> Result<(), CredentialsError> {
        self.add(TENANT, id)
    }

    /// Names and values.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Takes the secrets out of a text: a server or a proxy may repeat what it was sent.
    pub(super) fn redact(&self, text: &mut String) {
        for secret in self.secrets.iter().filter(|secret| text.contains(secret.as_str())).collect::<Vec<_>>()
        {
            *text = text.replace(secret.as_str(), "***");
        }
    }

    /// Whether anything says who asks.
    pub(super) fn has_authorization(&self) -> bool {
        self.headers().any(|(name, _)| name != TENANT)
    }

    fn secret(&mut self, text: &str) {
        if text.len() >= SHORTEST_SECRET {
            self.secrets.push(text.to_owned());
        }
    }

    fn add(&mut self, name: &str, value: &str) -> Result<(), CredentialsError> {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err(CredentialsError::Name(name.to_owned()));
        }
        if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            return Err(CredentialsError::Value(name.to_owned()));
        }
        if self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            return Err(CredentialsError::Twice(name.to_owned()));
        }
        self.headers.push((name.to_owned(), value.to_owned()));
        Ok(())
    }
}

const AUTHORIZATION: &str = "Authorization";
const TENANT: &str = "X-Scope-OrgID";

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.headers.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Credentials, CredentialsError};

    #[test]
    fn secrets_are_neither_shown_nor_repeated() {
        let mut credentials = Credentials::default();
        credentials.basic("shop", "geheim").unwrap();
        credentials.header("X-Key", "verborgen").unwrap();
        assert_eq!(format!("{credentials:?}"), r#"["Authorization", "X-Key"]"#);
        let mut text = "no geheim, no verborgen, no c2hvcDpnZWhlaW0=".to_owned();
        credentials.redact(&mut text);
        assert_eq!(text, "no ***, no ***, no ***");
        let headers: Vec<_> = credentials.headers().collect();
        assert_eq!(headers, [("Authorization", "Basic c2hvcDpnZWhlaW0="), ("X-Key", "verborgen")]);
    }

    #[test]
    fn what_cannot_be_a_header_is_refused() {
        let mut credentials = Credentials::default();
        let error = credentials.header("X Key", "a").unwrap_err();
        assert_eq!(error, CredentialsError::Name("X Key".to_owned()));
        let error = credentials.bearer("geheim\r\nX: y").unwrap_err();
        assert!(!error.to_string().contains("geheim"), "{error}");
        credentials.tenant("shop").unwrap();
        let error = credentials.header("x-scope-orgid", "other").unwrap_err();
        assert_eq!(error, CredentialsError::Twice("x-scope-orgid".to_owned()));
    }
}
