//! The messages of each language.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Pattern};
use fluent_syntax::parser;
use unic_langid::LanguageIdentifier;

use super::korean;
use super::language::Language;

/// The files, by their names: the text of each language, in the order of [`Language::ALL`].
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, [include_str!(concat!("en/", $name, ".ftl")), include_str!(concat!("ko/", $name, ".ftl"))])),*]
    };
}

const FILES: &[(&str, [&str; Language::ALL.len()])] = files!(
    "compare",
    "diagnose",
    "ingest",
    "judge",
    "model",
    "page",
    "postmortem",
    "report",
    "review",
    "servers",
    "terminal",
);

static CATALOGUES: [LazyLock<Catalogue>; Language::ALL.len()] =
    [LazyLock::new(|| Catalogue::of(Language::English)), LazyLock::new(|| Catalogue::of(Language::Korean))];

/// The messages of a language. A run needs some hundred of them, so each is parsed when it is written first.
struct Catalogue {
    /// Knows plurals and how numbers are written.
    bundle: FluentBundle<FluentResource>,
    messages: HashMap<&'static str, Message>,
}

/// A message as its file has it.
struct Message {
    source: &'static str,
    pattern: OnceLock<Option<Pattern<&'static str>>>,
}

impl Message {
    fn pattern(&self) -> Option<&Pattern<&'static str>> {
        let parse = || {
            let resource = parser::parse_runtime(self.source).unwrap_or_else(|(resource, _)| resource);
            resource.body.into_iter().find_map(|entry| match entry {
                Entry::Message(message) => message.value,
                _ => None,
            })
        };
        self.pattern.get_or_init(parse).as_ref()
    }
}

/// The files of a language: name, text.
pub(super) fn files(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().map(move |(name, texts)| (*name, texts[language as usize]))
}

/// The messages of a file: key, and the message with its key. A message begins with a small letter at the start of a line.
pub(super) fn messages(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_message = |piece: &&str| piece.starts_with(|first: char| first.is_ascii_lowercase());
    let begins = |line: &str| line.starts_with(|first: char| first.is_ascii_lowercase() || first == '#');
    let mut rest = text;
    let pieces = std::iter::from_fn(move || {
        let lines = rest.match_indices('\n').map(|(at, _)| at + 1);
        let end = lines.into_iter().find(|at| begins(&rest[*at..])).unwrap_or(rest.len());
        let piece;
        (piece, rest) = rest.split_at(end);
        (!piece.is_empty()).then_some(piece)
    });
    pieces.filter(is_message).filter_map(|piece| Some((piece.split_once(" =")?.0, piece)))
}

impl Catalogue {
    fn of(language: Language) -> Self {
        let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Marks of direction around each place would be bytes that nobody sees and every program trips over.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(grouped(&number.value.to_string())),
            _ => None,
        }));
        let all = files(language).flat_map(|(_, text)| messages(text));
        let messages = all.map(|(key, source)| (key, Message { source, pattern: OnceLock::new() })).collect();
        Self { bundle, messages }
    }
}

/// The English messages in the order of the files: key, pattern.
pub(super) fn english() -> impl Iterator<Item = (&'static str, &'static Pattern<&'static str>)> {
    let catalogue = &CATALOGUES[Language::English as usize].messages;
    let keys = files(Language::English).flat_map(|(_, text)| messages(text)).map(|(key, _)| key);
    keys.filter_map(|key| Some((key, catalogue.get(key)?.pattern()?)))
}

/// Writes a message; what a language lacks, in English.
pub(super) fn write(language: Language, key: &str, places: &FluentArgs<'_>) -> String {
    match filled(language, key, places) {
        Some((text, is_whole)) => {
            debug_assert!(is_whole, "a place of {key} is not filled");
            text
        }
        None => {
            debug_assert!(language != Language::English, "no message {key}");
            match language {
                Language::English => key.to_owned(),
                _ => write(Language::English, key, places),
            }
        }
    }
}

/// Writes a message that the language has, and tells whether every place was filled.
pub(super) fn filled(language: Language, key: &str, places: &FluentArgs<'_>) -> Option<(String, bool)> {
    let catalogue = &*CATALOGUES[language as usize];
    let pattern = catalogue.messages.get(key)?.pattern()?;
    let mut errors = Vec::new();
    let text = catalogue.bundle.format_pattern(pattern, Some(places), &mut errors);
    let text = match language {
        Language::English => text.into_owned(),
        Language::Korean => korean::with_particles(&text),
    };
    Some((text, errors.is_empty()))
}

/// Groups the digits of a whole number by thousands.
pub(crate) fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    out.push_str(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
