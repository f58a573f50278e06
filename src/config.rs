//! Parses `perfreport.toml` into [`Settings`](crate::model::settings::Settings).
