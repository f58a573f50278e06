//! The messages of each language, read when the first of them is written.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::korean;
use super::language::Language;

type Catalogue = FluentBundle<FluentResource>;

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
    [LazyLock::new(|| read(Language::English)), LazyLock::new(|| read(Language::Korean))];

/// The files of a language: name, text.
pub(super) fn files(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().map(move |(name, texts)| (*name, texts[language as usize]))
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
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
        catalogue.add_resource_overriding(resource);
    }
    catalogue
}

/// Writes a message; what a language lacks, in English.
pub(super) fn write(language: Language, key: &str, places: &FluentArgs<'_>) -> String {
    let catalogue = &CATALOGUES[language as usize];
    let Some(pattern) = catalogue.get_message(key).and_then(|message| message.value()) else {
        debug_assert!(language != Language::English, "no message {key}");
        return match language {
            Language::English => key.to_owned(),
            _ => write(Language::English, key, places),
        };
    };
    let mut errors = Vec::new();
    let text = catalogue.format_pattern(pattern, Some(places), &mut errors);
    debug_assert!(errors.is_empty(), "{key}: {errors:?}");
    match language {
        Language::English => text.into_owned(),
        Language::Korean => korean::with_particles(&text),
    }
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
