//! Types of the model whose shape in a file truly differs.

/// Writes and reads a type of the model as another one, which has the shape of the file.
macro_rules! written_as {
    ($model:ty, $written:ty) => {
        impl serde::Serialize for $model {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$written>::from(self.clone()).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $model {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$written as serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $model {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$written>::schema_name()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                <$written>::schema_id()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$written>::json_schema(generator)
            }
        }
    };
}

pub(super) use written_as;
