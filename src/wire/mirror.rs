//! Enums and the keys that files use for them.

/// Declares an enum as it is spelt in a file, with conversions from and to the model's enum.
///
/// Both matches are exhaustive, so a new variant of the model does not compile until it has a key.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident of $model:ty { $($variant:ident = $key:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub(in crate::wire) enum $name {
            $(#[serde(rename = $key)] $variant,)+
        }

        impl From<$model> for $name {
            fn from(value: $model) -> Self {
                match value {
                    $(<$model>::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$name> for $model {
            fn from(value: $name) -> Self {
                match value {
                    $($name::$variant => Self::$variant,)+
                }
            }
        }
    };
}

pub(super) use mirror;
