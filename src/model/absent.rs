//! How a [`Known`] figure is written and read: absent where it is missing, its reason beside it under `missing`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::missing::{Known, Missing};
use crate::words::Text;

/// What is said of an absent key without a reason, as in a file that someone edited.
const NO_REASON: Missing = Missing::message("missing-no-reason");

/// Why keys of an object are absent: key, reason.
pub type Reasons = BTreeMap<String, String>;

/// One field that is [`Known`], in a struct that `with_reasons!` writes:
/// `#[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]`.
pub struct Absent<T>(PhantomData<T>);

impl<T> Absent<T> {
    /// Writes a figure that is there.
    ///
    /// # Errors
    ///
    /// Fails where it is missing: it had to be skipped.
    pub fn serialize<S: Serializer>(known: &Known<T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Serialize,
    {
        known.as_ref().map_err(S::Error::custom)?.serialize(serializer)
    }

    /// Reads a figure, or the reason that [`read`] hands over in its place.
    ///
    /// # Errors
    ///
    /// Fails where the figure is of another shape.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Known<T>, D::Error>
    where
        T: Deserialize<'de>,
    {
        deserializer.deserialize_option(Self(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Absent<T> {
    type Value = Known<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a figure")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::deserialize(deserializer).map(Ok)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Err(NO_REASON))
    }

    fn visit_str<E>(self, reason: &str) -> Result<Self::Value, E> {
        Ok(Err(Missing::because(Text::read(reason.to_owned()))))
    }
}

/// A struct with fields that are [`Known`]; `with_reasons!` implements it.
pub trait WithReasons: Sized {
    /// The keys of those fields.
    const KEYS: &'static [&'static str];

    /// Why fields are missing.
    fn reasons(&self) -> BTreeMap<&'static str, &Text>;

    /// Writes the fields that are there.
    ///
    /// # Errors
    ///
    /// As the serializer.
    fn write_fields<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads the fields; each one of [`Self::KEYS`] must be there, as a figure or as a reason.
    ///
    /// # Errors
    ///
    /// As the deserializer.
    fn read_fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Implements `Serialize` and `Deserialize` for a struct with fields that are [`Known`], on top of what is derived with
/// `#[serde(remote = "Self")]`. Those fields are listed, with their key where it is another.
macro_rules! with_reasons {
    ($name:ty { $($field:ident $($key:literal)?),+ $(,)? }) => {
        impl $crate::model::absent::WithReasons for $name {
            const KEYS: &'static [&'static str] =
                &[$($crate::model::absent::with_reasons!(@key $field $($key)?)),+];

            fn reasons(&self) -> std::collections::BTreeMap<&'static str, &$crate::words::Text> {
                let of_each = [$(self.$field.as_ref().err().map($crate::model::missing::Missing::reason)),+];
                Self::KEYS.iter().zip(of_each).filter_map(|(key, reason)| Some((*key, reason?))).collect()
            }

            fn write_fields<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }

            fn read_fields<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::model::absent::write(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::absent::read(deserializer)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}

pub(crate) use with_reasons;

/// Writes the fields that are there, then the reasons of the others.
///
/// # Errors
///
/// As the serializer.
pub fn write<T: WithReasons, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(serde::Serialize)]
    #[serde(bound = "T: WithReasons")]
    struct Object<'a, T> {
        #[serde(flatten, serialize_with = "write_fields")]
        fields: &'a T,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        missing: BTreeMap<&'static str, &'a Text>,
    }
    fn write_fields<T: WithReasons, S: Serializer>(value: &&T, serializer: S) -> Result<S::Ok, S::Error> {
        value.write_fields(serializer)
    }
    Object { fields: value, missing: value.reasons() }.serialize(serializer)
}

/// Reads what [`write()`] wrote.
///
/// # Errors
///
/// As the deserializer.
pub fn read<'de, T: WithReasons, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read_fields(Object { inner: deserializer, keys: T::KEYS })
}

/// Stands between a file and a struct, both as the one that hands over and as the one that takes: keeps `missing` back,
/// and hands over its reasons for the keys that are absent.
struct Object<I> {
    inner: I,
    keys: &'static [&'static str],
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Object { inner: visitor, keys: self.keys })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        let members = Members { map, absent: self.keys.to_vec(), reasons: Reasons::new(), reason: None };
        self.inner.visit_map(members)
    }
}

/// The members of an object, then the reasons.
struct Members<A> {
    map: A,
    /// Keys that were not seen so far.
    absent: Vec<&'static str>,
    reasons: Reasons,
    /// What comes as the next value, where the file has none.
    reason: Option<String>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if key != "missing" {
                self.absent.retain(|absent| *absent != key);
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            self.reasons = self.map.next_value()?;
        }
        let Some(key) = self.absent.pop() else { return Ok(None) };
        self.reason = Some(self.reasons.remove(key).unwrap_or_else(|| NO_REASON.reason().english()));
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.reason.take() {
            Some(reason) => seed.deserialize(reason.into_deserializer()),
            None => self.map.next_value_seed(seed),
        }
    }
}

/// What the schema says of such a field before `wire::schema` adds `missing` beside it.
#[cfg(test)]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Absent<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = generator.subschema_for::<Option<T>>();
        schema.insert("absent".to_owned(), true.into());
        schema
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(remote = "Self")]
    struct Figures {
        name: String,
        #[serde(with = "Absent::<f64>", skip_serializing_if = "Result::is_err")]
        p99: Known<f64>,
        #[serde(rename = "version", with = "Absent::<String>", skip_serializing_if = "Result::is_err")]
        tool_version: Known<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inner: Option<Box<Figures>>,
    }

    with_reasons!(Figures { p99, tool_version "version" });

    fn figures() -> Figures {
        Figures { name: "a".to_owned(), p99: Ok(74.2), tool_version: Ok("2.2".to_owned()), inner: None }
    }

    fn missing(reason: &'static str) -> Missing {
        Missing::because(reason)
    }

    #[test]
    fn a_known_figure_leaves_no_reason() {
        let text = serde_json::to_string(&figures()).unwrap();
        assert_eq!(text, r#"{"name":"a","p99":74.2,"version":"2.2"}"#);
        assert_eq!(serde_json::from_str::<Figures>(&text).unwrap(), figures());
    }

    #[test]
    fn a_missing_figure_keeps_its_reason_at_every_level() {
        let inner = Figures { tool_version: Err(missing("no version")), ..figures() };
        let outer = Figures { p99: Err(missing("no p(99)")), inner: Some(Box::new(inner)), ..figures() };
        let text = serde_json::to_string(&outer).unwrap();
        assert_eq!(
            text,
            r#"{"name":"a","version":"2.2","inner":{"name":"a","p99":74.2,"missing":{"version":"no version"}},"missing":{"p99":"no p(99)"}}"#
        );
        assert_eq!(serde_json::from_str::<Figures>(&text).unwrap(), outer);
    }

    #[test]
    fn an_absent_key_without_a_reason_stays_missing() {
        let read: Figures = serde_json::from_str(r#"{"name":"a","version":null}"#).unwrap();
        assert_eq!(read.p99, Err(missing("the file gives no reason")));
        assert_eq!(read.tool_version, read.p99.map(|_| String::new()));
    }

    #[test]
    fn what_does_not_fit_is_said_with_its_place() {
        let refusal = |text: &str| serde_json::from_str::<Figures>(text).unwrap_err().to_string();
        assert_eq!(refusal(r#"{"p99":1}"#), "missing field `name` at line 1 column 9");
        assert!(refusal(r#"{"name":"a","p99":"fast"}"#).ends_with("expected f64 at line 1 column 24"));
        assert!(refusal("[]").starts_with("invalid type: sequence, expected struct Figures"));
    }
}
