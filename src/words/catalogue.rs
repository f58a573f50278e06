//! The messages of each language, read when the first of them is written.

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::korean;
use super::language::Language;
use super::text::{Arg, grouped};

type Catalogue = FluentBundle<FluentResource>;

/// The files of a folder, by their names.
macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!($folder, "/", $name, ".ftl")))),*]
    };
}

/// How many files a language has.
const FILES: usize = 11;

/// The English, by file.
pub(super) const ENGLISH: [(&str, &str); FILES] = files!("en":
    "compare", "diagnose", "ingest", "judge", "model", "page", "postmortem", "report", "review", "servers", "terminal",
);

/// The Korean, by file.
pub(super) const KOREAN: [(&str, &str); FILES] = files!("ko":
    "compare", "diagnose", "ingest", "judge", "model", "page", "postmortem", "report", "review", "servers", "terminal",
);

static CATALOGUES: [LazyLock<Catalogue>; Language::ALL.len()] =
    [LazyLock::new(|| read(Language::English)), LazyLock::new(|| read(Language::Korean))];

/// The files of a language: name, text.
pub(super) fn files(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

fn read(language: Language) -> Catalogue {
    let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut catalogue = FluentBundle::new_concurrent(vec![locale]);
    // Marks of direction around each place would be bytes that nobody sees and every program trips over.
    catalogue.set_use_isolating(false);
    catalogue.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(grouped(&number.value.to_string())),
        _ => None,
    }));
    for (_, text) in files(language) {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
        catalogue.add_resource_overriding(resource);
    }
    catalogue
}

/// Writes a message; what a language lacks, in English.
pub(super) fn write(language: Language, key: &str, args: &[(&str, Arg)]) -> String {
    let catalogue = &CATALOGUES[language as usize];
    let Some(pattern) = catalogue.get_message(key).and_then(|message| message.value()) else {
        debug_assert!(language != Language::English, "no message {key}");
        return if language == Language::English {
            key.to_owned()
        } else {
            write(Language::English, key, args)
        };
    };
    let args: FluentArgs = args.iter().map(|(name, arg)| (*name, value(language, arg))).collect();
    let mut errors = Vec::new();
    let text = catalogue.format_pattern(pattern, Some(&args), &mut errors);
    debug_assert!(errors.is_empty(), "{key}: {errors:?}");
    match language {
        Language::English => text.into_owned(),
        Language::Korean => korean::with_particles(&text),
    }
}

fn value<'a>(language: Language, arg: &'a Arg) -> FluentValue<'a> {
    match (arg, language) {
        (Arg::Number(number), _) => FluentValue::from(*number),
        (Arg::Quantity(figure), Language::Korean) => korean::quantity(figure).into(),
        (Arg::Quantity(text) | Arg::Name(text), _) => text.as_str().into(),
        (Arg::Text(text), _) => text.in_language(language).into(),
    }
}

/// Writes a text that came from a file: another language is looked up by the English, which is what files hold.
pub(super) fn translated(language: Language, text: &str) -> String {
    static KEYS: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let english = &CATALOGUES[Language::English as usize];
        let text_of = |key: &&'static str| {
            let pattern = english.get_message(key)?.value()?;
            let mut errors = Vec::new();
            let text = english.format_pattern(pattern, None, &mut errors).into_owned();
            errors.is_empty().then_some((text, *key))
        };
        keys().iter().filter_map(text_of).collect()
    });
    match language {
        Language::English => text.to_owned(),
        _ => KEYS.get(text).map_or_else(|| text.to_owned(), |key| write(language, key, &[])),
    }
}

/// The keys of all messages.
fn keys() -> Vec<&'static str> {
    let lines = ENGLISH.iter().flat_map(|(_, text)| text.lines());
    lines
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(" =")?.0))
        .collect()
}
