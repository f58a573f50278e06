//! A YAML document, whose nodes know their place.

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml};
use saphyr_parser::{Event, Parser};

use crate::config::error::Mistake;

/// A node of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    text: &'a str,
    yaml: &'a MarkedYaml<'a>,
}

/// Levels in a file. Those of a real one are ten.
const DEEPEST: usize = 100;

/// Reads the documents of a file and hands them on.
pub(super) fn read<T>(text: &str, then: impl FnOnce(&[Node]) -> T) -> Result<T, Mistake> {
    if let Some(at) = too_deep(text) {
        return Err(Mistake::new(at..at, format!("this nests more than {DEEPEST} levels deep")));
    }
    let documents = MarkedYaml::load_from_str(text).map_err(|error| {
        let at = byte(text, error.marker().index());
        Mistake::new(at..at, format!("this is no YAML: {}", error.info()))
    })?;
    let nodes: Vec<Node> = documents
        .iter()
        .filter(|document| !document.data.is_null())
        .map(|yaml| Node { text, yaml })
        .collect();
    Ok(then(&nodes))
}

/// The loader calls itself for each level, so a file that nests without end would end the program.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Some(byte(text, span.start.index()));
        }
    }
    None
}

/// The parser counts characters.
fn byte(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

impl<'a> Node<'a> {
    /// Where it stands, in bytes, without the end of its last line.
    pub(super) fn span(self) -> Range<usize> {
        let (start, end) =
            (byte(self.text, self.yaml.span.start.index()), byte(self.text, self.yaml.span.end.index()));
        start..start + self.text.get(start..end).map_or(0, |own| own.trim_end().len())
    }

    /// The value of a key; absent where it is null as well.
    pub(super) fn get(self, key: &str) -> Option<Self> {
        let (_, yaml) =
            self.yaml.data.as_mapping()?.iter().find(|(name, _)| name.data.as_str() == Some(key))?;
        (!yaml.data.is_null()).then_some(Self { text: self.text, yaml })
    }

    /// The value of a key that has to be there.
    pub(super) fn need(self, key: &str) -> Result<Self, Mistake> {
        self.get(key).ok_or_else(|| self.mistake_at_start(&format!("`{key}` is missing here")))
    }

    /// Its text.
    pub(super) fn string(self) -> Result<&'a str, Mistake> {
        self.yaml.data.as_str().ok_or_else(|| self.unexpected("a text"))
    }

    /// Tells whether it is this text.
    pub(super) fn is(self, text: &str) -> bool {
        self.yaml.data.as_str() == Some(text)
    }

    /// Its number.
    pub(super) fn number(self) -> Result<f64, Mistake> {
        let data = &self.yaml.data;
        let number = data.as_integer().map(|whole| whole as f64).or_else(|| data.as_floating_point());
        number.filter(|number| number.is_finite()).ok_or_else(|| self.unexpected("a number"))
    }

    /// Its items.
    pub(super) fn list(self) -> Result<impl Iterator<Item = Self>, Mistake> {
        let items = self.yaml.data.as_sequence().ok_or_else(|| self.unexpected("a list"))?;
        Ok(items.iter().map(move |yaml| Self { text: self.text, yaml }))
    }

    /// Says that something here cannot be used. The second line of `what`, if there is one, says what to do.
    pub(super) fn mistake(self, what: &str) -> Mistake {
        match what.split_once('\n') {
            Some((what, hint)) => Mistake::new(self.span(), what).hint(hint),
            None => Mistake::new(self.span(), what),
        }
    }

    /// The same of a block, whose first line is shown.
    pub(super) fn mistake_at_start(self, what: &str) -> Mistake {
        Mistake::new(self.first_line(), what)
    }

    fn unexpected(self, wanted: &str) -> Mistake {
        self.mistake_at_start(&format!("expected {wanted}"))
    }

    /// Its first line, since carets under a whole block say little.
    fn first_line(self) -> Range<usize> {
        let span = self.span();
        let line = self.text.get(span.clone()).and_then(|own| own.lines().next()).unwrap_or_default();
        span.start..span.start + line.len()
    }
}
