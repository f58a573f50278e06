//! Links from a report to what else is known of a run: its commit, its CI job, a dashboard of the time.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// An entry of `[links]`: a label, and an address with names in braces that a run fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTemplate {
    label: String,
    pieces: Vec<Piece>,
}

/// A piece of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// `{commit}`, `{from}`, `{base.commit}`.
    Name(String),
}

/// A link of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Link {
    /// What it is called: `Commit`.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

impl LinkTemplate {
    /// Takes an address apart.
    ///
    /// # Errors
    ///
    /// A sentence, where it is no address or a brace is not closed.
    pub fn parse(label: &str, address: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = address;
        while let Some((text, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("a `{` of it is not closed")?;
            if name.is_empty() || name.contains('{') {
                return Err(format!("`{{{name}}}` names nothing"));
            }
            pieces.extend([Piece::Text(text.to_owned()), Piece::Name(name.to_owned())]);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces.retain(|piece| *piece != Piece::Text(String::new()));
        let is_address = match &pieces[..] {
            [Piece::Text(text), ..] => is_web(text) && !text.contains(char::is_whitespace),
            // A tag that is an address itself.
            [Piece::Name(_)] => true,
            _ => false,
        };
        if is_address {
            Ok(Self { label: label.to_owned(), pieces })
        } else {
            Err("it is no address".to_owned())
        }
    }

    /// Fills in what its names stand for.
    ///
    /// # Errors
    ///
    /// The name that nothing tells.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Result<Link, &str> {
        let mut url = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => url.push_str(text),
                Piece::Name(name) => {
                    let value = value(name).ok_or(name.as_str())?;
                    if self.pieces.len() > 1 {
                        push_encoded(&mut url, &value);
                    } else if is_web(&value) {
                        url.push_str(&value);
                    } else {
                        return Err(name);
                    }
                }
            }
        }
        Ok(Link { label: self.label.clone(), url })
    }

    /// What it is called.
    pub fn label(&self) -> &str {
        &self.label
    }
}

/// Whether an address leads to a page on the web.
pub fn is_web(url: &str) -> bool {
    let after = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    after.is_some_and(|after| !after.is_empty())
}

/// Appends a value as it may stand in any part of an address.
fn push_encoded(url: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_filled_in_and_encoded() {
        let value = |name: &str| match name {
            "commit" => Some("c1/x y".to_owned()),
            "job" => Some("https://ci.example/7?a=b".to_owned()),
            _ => None,
        };
        for (address, expected) in [
            ("https://h/commit/{commit}", Ok("https://h/commit/c1%2Fx%20y")),
            ("https://h/{commit}...{commit}?x", Ok("https://h/c1%2Fx%20y...c1%2Fx%20y?x")),
            ("{job}", Ok("https://ci.example/7?a=b")),
            // What is no address must not become one.
            ("{commit}", Err("commit")),
            ("https://h/{base.branch}", Err("base.branch")),
        ] {
            let template = LinkTemplate::parse("a", address).unwrap();
            let url = template.fill(value).map(|link| link.url);
            assert_eq!(url, expected.map(str::to_owned), "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for (address, expected) in [
            ("", "it is no address"),
            ("javascript:alert({name})", "it is no address"),
            ("{host}/x", "it is no address"),
            ("https://a b", "it is no address"),
            ("https://h/{commit", "a `{` of it is not closed"),
            ("https://h/{}", "`{}` names nothing"),
        ] {
            assert_eq!(LinkTemplate::parse("a", address).unwrap_err(), expected, "{address}");
        }
    }
}
