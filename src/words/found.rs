//! Finds a message again by its English, which is what files of ours hold: a report that is made again from a verdict, or a
//! review of stored runs, is in the language that is asked for.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentValue};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use super::language::Language;
use super::{catalogue, korean};

/// Texts longer than this are left as they are: no message is near it.
const MOST_BYTES: usize = 1_500;
/// Ends of sentences that are tried for the end of a message.
const MOST_CUTS: usize = 6;
/// Steps that are spent on one reading of a text: a file may hold what fits in a million ways but one.
const MOST_STEPS: usize = 2_000;
/// Messages with fewer letters of their own are not told from what fills their places.
const LEAST_LETTERS: usize = 4;
/// What one text within another is within another one at most.
const DEEPEST: usize = 4;

/// One way in which a message reads in English.
#[derive(Debug, Clone, Default)]
struct Reading {
    key: &'static str,
    pieces: Vec<Piece>,
    /// The variants that make it read so: place, value.
    chosen: Vec<(&'static str, Chosen)>,
    /// Letters outside of places.
    letters: usize,
}

/// The key of a variant.
#[derive(Debug, Clone, Copy)]
enum Chosen {
    Word(&'static str),
    Number(&'static str),
}

impl Chosen {
    fn value(self) -> FluentValue<'static> {
        match self {
            Self::Word(word) => FluentValue::from(word),
            Self::Number(number) => FluentValue::try_number(number),
        }
    }
}

#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Place(&'static str),
}

/// What fills the places of a message.
type Filled<'t> = Vec<(&'static str, &'t str)>;

static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| {
    let begun = |key| vec![Reading { key, ..Reading::default() }];
    let mut all: Vec<Reading> =
        catalogue::english().flat_map(|(key, pattern)| read(begun(key), pattern)).collect();
    all.retain(|reading| reading.letters >= LEAST_LETTERS);
    // The one that says most by itself first.
    all.sort_by_key(|reading| std::cmp::Reverse(reading.letters));
    all
});

/// Goes on with every way in which a message began to read.
fn read(mut begun: Vec<Reading>, pattern: &Pattern<&'static str>) -> Vec<Reading> {
    for element in &pattern.elements {
        let expression = match element {
            PatternElement::TextElement { value } => {
                begun.iter_mut().for_each(|reading| reading.say(value));
                continue;
            }
            PatternElement::Placeable { expression } => expression,
        };
        match expression {
            Expression::Inline(InlineExpression::StringLiteral { value }) => {
                begun.iter_mut().for_each(|reading| reading.say(value));
            }
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                begun.iter_mut().for_each(|reading| reading.pieces.push(Piece::Place(id.name)));
            }
            Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
                let is_plural = variants.iter().all(|variant| match &variant.key {
                    VariantKey::Identifier { name } => matches!(*name, "one" | "other"),
                    VariantKey::NumberLiteral { .. } => true,
                });
                let chosen = variants.iter().flat_map(|variant| {
                    let mut own = begun.clone();
                    let value = match &variant.key {
                        VariantKey::Identifier { name: "other" } if is_plural => None,
                        VariantKey::Identifier { name: "one" } if is_plural => Some(Chosen::Number("1")),
                        VariantKey::Identifier { name } => Some(Chosen::Word(name)),
                        VariantKey::NumberLiteral { value } => Some(Chosen::Number(value)),
                    };
                    if let Some(value) = value {
                        own.iter_mut().for_each(|reading| reading.chosen.push((id.name, value)));
                    }
                    read(own, &variant.value)
                });
                begun = chosen.collect();
            }
            _ => {}
        }
    }
    begun
}

impl Reading {
    fn say(&mut self, words: &str) {
        self.letters += words.chars().filter(|letter| letter.is_alphabetic()).count();
        match self.pieces.last_mut() {
            Some(Piece::Words(before)) => before.push_str(words),
            _ => self.pieces.push(Piece::Words(words.to_owned())),
        }
    }

    /// Tells what fills the places, if a text reads so.
    fn fits<'t>(&self, text: &'t str) -> Option<Filled<'t>> {
        let (mut filled, mut steps) = (Vec::new(), MOST_STEPS);
        fits(&self.pieces, text, &mut filled, &mut steps).then_some(filled)
    }
}

fn fits<'t>(pieces: &[Piece], text: &'t str, filled: &mut Filled<'t>, steps: &mut usize) -> bool {
    *steps = steps.saturating_sub(1);
    match pieces {
        _ if *steps == 0 => false,
        [] => text.is_empty(),
        [Piece::Words(words), rest @ ..] => {
            text.strip_prefix(words.as_str()).is_some_and(|after| fits(rest, after, filled, steps))
        }
        [Piece::Place(name), rest @ ..] => {
            let known = filled.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
            if let Some(known) = known {
                return text.strip_prefix(known).is_some_and(|after| fits(rest, after, filled, steps));
            }
            let ends: Vec<usize> = match rest {
                [] => vec![text.len()],
                [Piece::Words(words), ..] => text.match_indices(words.as_str()).map(|(at, _)| at).collect(),
                [Piece::Place(_), ..] => return false,
            };
            // What fills a place is a name, a figure or a part of a sentence.
            let is_part = |end: &usize| *end > 0 && !text[..*end].contains(". ");
            ends.into_iter().filter(is_part).any(|end| {
                let before = filled.len();
                filled.push((name, &text[..end]));
                let fits = fits(rest, &text[end..], filled, steps);
                if !fits {
                    filled.truncate(before);
                }
                fits
            })
        }
    }
}

/// Writes a text of a file in a language: as the message that it is, as several, or as it stands there.
pub(super) fn translated(language: Language, text: &str) -> String {
    if language == Language::English || text.len() > MOST_BYTES {
        text.to_owned()
    } else {
        within(language, text, 0)
    }
}

fn within(language: Language, text: &str, depth: usize) -> String {
    if let Some(found) = message(language, text, depth) {
        return found;
    }
    // Several sentences, or several things after one another.
    for between in [". ", "; "] {
        let cuts: Vec<usize> = text.match_indices(between).map(|(at, _)| at).take(MOST_CUTS).collect();
        for cut in cuts.into_iter().rev() {
            let (end, next) = if between == ". " { (cut + 1, cut + 2) } else { (cut, cut + 2) };
            if let Some(found) = message(language, &text[..end], depth) {
                let glue = if between == ". " { " " } else { between };
                return format!("{found}{glue}{}", within(language, &text[next..], depth));
            }
        }
    }
    if text.contains('\u{a0}') && language == Language::Korean {
        korean::quantity(text)
    } else {
        text.to_owned()
    }
}

/// Writes a text that is one message.
fn message(language: Language, text: &str, depth: usize) -> Option<String> {
    // A word alone that fills a place is a name: `size` may be an endpoint's.
    if depth > DEEPEST || (depth > 0 && !text.contains(' ')) {
        return None;
    }
    READINGS.iter().find_map(|reading| {
        let filled = reading.fits(text)?;
        let mut places = FluentArgs::new();
        for (name, chosen) in &reading.chosen {
            places.set(*name, chosen.value());
        }
        for (name, value) in filled {
            places.set(name, within(language, value, depth + 1));
        }
        // What English says without a figure, another language may not.
        catalogue::filled(language, reading.key, &places)
            .filter(|(_, is_whole)| *is_whole)
            .map(|(text, _)| text)
    })
}
