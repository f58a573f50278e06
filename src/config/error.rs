//! What is wrong with a configuration, shown with its line, a caret and a suggestion.

use std::fmt;
use std::io;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file could not be read. The source names it.
    #[error("could not read the configuration")]
    Read {
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something wrong.
    #[error("{0}")]
    Invalid(Box<Diagnostic>),
}

/// One thing that is wrong in a file. Shown as several lines: what, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, as the user named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Message, place, line, caret and hint, ready to print.
    rendered: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rendered)
    }
}

/// Something wrong, before it is known in which file.
#[derive(Debug)]
pub(super) struct Mistake {
    span: Range<usize>,
    message: String,
    hint: Option<String>,
    /// Another place that bears on it, with its label.
    related: Option<(Range<usize>, &'static str)>,
}

impl Mistake {
    /// Makes a problem of the bytes `span`.
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), hint: None, related: None }
    }

    /// Adds what to do about it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says first what it is about.
    pub(super) fn about(mut self, subject: &str) -> Self {
        self.message = format!("{subject}: {}", self.message);
        self
    }

    /// Adds another place that bears on it.
    pub(super) fn related(mut self, span: Range<usize>, label: &'static str) -> Self {
        self.related = Some((span, label));
        self
    }

    /// Makes a problem of a key that nobody knows.
    pub(super) fn unknown(what: &str, span: Range<usize>, found: &str, known: &[&str]) -> Self {
        Self::new(span, format!("unknown {what} `{found}`")).hint(suggest(what, found, known))
    }

    /// Turns the parser's words into the user's.
    pub(super) fn from_toml(error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or_default();
        let (message, hint) = error.message().split_once('\n').unzip();
        let message = message.unwrap_or(error.message());
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        match quoted.as_slice() {
            [found, known @ ..] if message.starts_with("unknown field") => {
                Self::unknown("key", span, found, known)
            }
            [found, known @ ..] if message.starts_with("unknown variant") => {
                Self::unknown("value", span, found, known)
            }
            [missing] if message.starts_with("missing field") => {
                Self::new(span, format!("`{missing}` is missing"))
            }
            _ if message == "invalid type: map, expected a sequence" => {
                Self::new(span, "expected a list of tables, found one table")
                    .hint("write its heading with two brackets, such as `[[slo]]`")
            }
            _ => Self {
                span,
                // serde's word for a list.
                message: message.replace("expected a sequence", "expected a list"),
                hint: hint.map(str::to_owned),
                related: None,
            },
        }
    }

    /// Finds the line, and renders it with a caret.
    pub(super) fn locate(self, text: &str, file: &str) -> Diagnostic {
        let start = boundary(text, self.span.start);
        let end = boundary(text, self.span.end).max(start);
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let mut snippet =
            Snippet::source(text).path(file).annotation(AnnotationKind::Primary.span(start..end));
        if let Some((span, label)) = self.related {
            snippet = snippet.annotation(AnnotationKind::Context.span(span).label(label));
        }
        let mut group = Level::ERROR.no_name().primary_title(&self.message).element(snippet);
        if let Some(hint) = &self.hint {
            group = group.element(Level::HELP.message(hint));
        }
        let rendered = Renderer::plain().render(&[group]);
        Diagnostic {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            rendered,
            message: self.message,
            hint: self.hint,
        }
    }
}

impl Diagnostic {
    /// Shows others of the same file below.
    pub(super) fn with(mut self, others: impl IntoIterator<Item = Self>) -> Self {
        for other in others {
            self.rendered.push_str("\n\n");
            self.rendered.push_str(&other.rendered);
        }
        self
    }
}

/// Cuts a byte position down to one where the text may be split.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Proposes the known word nearest to `found`, else lists them all.
fn suggest(what: &str, found: &str, known: &[&str]) -> String {
    let wanted = found.to_lowercase().replace('-', "_");
    // A third of the letters may be wrong: further off, a guess misleads.
    let limit = (wanted.chars().count() / 3).max(1);
    let nearest = known
        .iter()
        .map(|word| (strsim::damerau_levenshtein(&wanted, word), word))
        .filter(|(distance, _)| *distance <= limit)
        .min();
    match nearest {
        Some((_, word)) => format!("did you mean `{word}`?"),
        None => format!("known {what}s here: `{}`", known.join("`, `")),
    }
}
