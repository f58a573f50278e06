//! Links from a report to what else is known of a run: its commit, its CI job, a dashboard of the time.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::note::Note;
use super::run::Meta;

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

    /// Fills in what a run and the newest of its base runs say.
    ///
    /// # Errors
    ///
    /// The name that neither tells.
    pub fn fill(&self, run: &Meta, base: Option<&Meta>) -> Result<Link, &str> {
        let mut url = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => url.push_str(text),
                Piece::Name(name) => {
                    let value = value(name, run, base).ok_or(name.as_str())?;
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
}

/// Fills in all links; those that lack something become a note.
pub fn fill(templates: &[LinkTemplate], run: &Meta, base: Option<&Meta>) -> (Vec<Link>, Vec<Note>) {
    let (mut links, mut notes) = (Vec::new(), Vec::new());
    for template in templates {
        match template.fill(run, base) {
            Ok(link) => links.push(link),
            Err(name) => {
                let text =
                    format!("The link `{}` is left out: nothing tells its `{{{name}}}`.", template.label);
                let tag = name.rsplit('.').next().unwrap_or(name);
                notes.push(Note::new(text).with_hint(format!("Give the run the tag: `--tag {tag}=…`.")));
            }
        }
    }
    (links, notes)
}

/// What a name stands for: a tag of the run, its name, the time of the test in milliseconds since 1970; behind `base.` of the
/// newest base run.
fn value(name: &str, run: &Meta, base: Option<&Meta>) -> Option<String> {
    let milliseconds = |at: &super::missing::Known<_>| {
        at.as_ref().ok().map(|at: &chrono::DateTime<chrono::Utc>| at.timestamp_millis().to_string())
    };
    match name.split_once('.') {
        Some(("base", name)) => value(name, base?, None),
        _ => match name {
            "from" => milliseconds(&run.started),
            "to" => milliseconds(&run.ended),
            "name" => Some(run.name.clone()),
            tag => run.tags.get(tag).cloned(),
        },
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
    use crate::model::sample;

    fn meta(tags: &[(&str, &str)]) -> Meta {
        let mut meta = sample::run("run 7").meta;
        meta.tags = tags.iter().map(|(tag, value)| ((*tag).to_owned(), (*value).to_owned())).collect();
        meta.started = Ok(chrono::DateTime::from_timestamp_millis(1_000).unwrap());
        meta.ended = Ok(chrono::DateTime::from_timestamp_millis(66_000).unwrap());
        meta
    }

    #[test]
    fn runs_fill_in_their_tags_times_and_names() {
        let run = meta(&[("commit", "c1/x"), ("job", "https://ci.example/7?a=b")]);
        let base = meta(&[("commit", "b2")]);
        for (address, expected) in [
            ("https://h/commit/{commit}", Ok("https://h/commit/c1%2Fx")),
            ("https://h/{base.commit}...{commit}", Ok("https://h/b2...c1%2Fx")),
            (
                "https://g/d?from={from}&to={to}&var-run={name}",
                Ok("https://g/d?from=1000&to=66000&var-run=run%207"),
            ),
            ("{job}", Ok("https://ci.example/7?a=b")),
            // What is no address must not become one.
            ("{commit}", Err("commit")),
            ("https://h/{branch}", Err("branch")),
            ("https://h/{base.branch}", Err("base.branch")),
        ] {
            let template = LinkTemplate::parse("a", address).unwrap();
            let url = template.fill(&run, Some(&base)).map(|link| link.url);
            assert_eq!(url, expected.map(str::to_owned), "{address}");
        }
        let diff = LinkTemplate::parse("Diff", "https://h/{base.commit}").unwrap();
        let (links, notes) = fill(&[diff], &run, None);
        assert!(links.is_empty());
        assert_eq!(notes[0].text, "The link `Diff` is left out: nothing tells its `{base.commit}`.");
        assert_eq!(notes[0].hint.as_deref(), Some("Give the run the tag: `--tag commit=…`."));
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
