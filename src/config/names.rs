//! One name, or several.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::value::{Checked, Name};

/// One name or a list of them.
#[derive(Debug)]
pub(super) struct Names(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor).map(Self)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name, or names such as [\"service\", \"operation\"]")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<String>, E> {
        Name::checked(text).map(|name| vec![name]).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut names: Vec<String> = Vec::new();
        while let Some(Checked(name)) = list.next_element::<Checked<Name>>()? {
            if names.contains(&name) {
                return Err(A::Error::custom(format!("`{name}` is there twice")));
            }
            names.push(name);
        }
        if names.is_empty() { Err(A::Error::custom("expected at least one name")) } else { Ok(names) }
    }
}
