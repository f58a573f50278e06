//! Settings made by a program, where there is no file.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::error::ConfigError;
use super::locate::parse;
use crate::model::settings::Settings;

/// Makes [`Settings`], with the keys, the defaults and the checks of `perfreport.toml`.
#[derive(Debug, Clone, Default)]
pub struct SettingsBuilder {
    tables: BTreeMap<String, Table>,
    objectives: Vec<Value>,
    intended: Vec<Value>,
}

impl Settings {
    /// Starts from the defaults.
    pub fn builder() -> SettingsBuilder {
        SettingsBuilder::default()
    }
}

impl SettingsBuilder {
    /// Sets a key of a table, as in `set("compare", "min_latency_change", "10%")`.
    #[must_use]
    pub fn set(mut self, table: &str, key: &str, value: impl Into<Value>) -> Self {
        self.tables.entry(table.to_owned()).or_default().insert(key.to_owned(), value.into());
        self
    }

    /// Adds an objective, as in `objective("POST /api/orders", "p95", "500ms")`; `*` as the endpoint is each of them, and
    /// none is the whole run.
    #[must_use]
    pub fn objective<'a>(
        mut self,
        endpoint: impl Into<Option<&'a str>>,
        measure: &str,
        limit: impl Into<Value>,
    ) -> Self {
        let endpoint = endpoint.into().map(|endpoint| ("endpoint".to_owned(), endpoint.into()));
        let limit = (measure.to_owned(), limit.into());
        self.objectives.push(Value::Table(endpoint.into_iter().chain([limit]).collect()));
        self
    }

    /// Declares a status of an endpoint as intended.
    #[must_use]
    pub fn intended(mut self, endpoint: &str, status: u16) -> Self {
        let endpoint = ("endpoint".to_owned(), endpoint.into());
        let status = ("status".to_owned(), i64::from(status).into());
        self.intended.push(Value::Table([endpoint, status].into_iter().collect()));
        self
    }

    /// Checks what was set.
    ///
    /// # Errors
    ///
    /// Where a key is unknown or a value is bad: the first one found.
    pub fn build(mut self) -> Result<Settings, ConfigError> {
        if !self.intended.is_empty() {
            let intended = std::mem::take(&mut self.intended);
            self = self.set("outcomes", "intended", intended);
        }
        let mut file: Table = self.tables.into_iter().map(|(name, table)| (name, table.into())).collect();
        if !self.objectives.is_empty() {
            file.insert("slo".to_owned(), self.objectives.into());
        }
        parse(&file.to_string(), "the settings")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_builder_gives_what_the_file_gives() {
        let built = Settings::builder()
            .set("compare", "min_latency_change", "10%")
            .set("window", "warm_up", "15s")
            .objective(None, "success", "99.9%")
            .objective("POST /api/orders", "p95", "500ms")
            .intended("POST /api/orders", 409)
            .build()
            .unwrap();
        let file = r#"
            window.warm_up = "15s"
            compare.min_latency_change = "10%"
            outcomes.intended = [{ endpoint = "POST /api/orders", status = 409 }]
            slo = [{ success = "99.9%" }, { endpoint = "POST /api/orders", p95 = "500ms" }]
        "#;
        assert_eq!(built, parse(file, "file").unwrap());
        assert_eq!(Settings::builder().build().unwrap(), Settings::default());
    }

    #[test]
    fn what_the_file_may_not_say_is_an_error() {
        let error = Settings::builder().set("compare", "max_base_run", 3).build().unwrap_err().to_string();
        assert!(error.contains("unknown key `max_base_run`") && error.contains("max_base_runs"), "{error}");
        assert!(Settings::builder().objective("*", "success", "200%").build().is_err());
    }
}
