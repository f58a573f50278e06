//! Options that say which metrics a service has.

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::fetch::selector;
use crate::alerting::Service;
use crate::model::series::instrumentation::Instrumentation;

/// Which metrics a service has.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Metrics")]
pub(super) struct ServiceArgs {
    /// Whose names of metrics and labels the service has
    #[arg(long, value_name = "NAME", default_value = "micrometer", value_parser = families())]
    family: String,

    /// Label matchers for every query, such as 'job="shop"'
    #[arg(long = "match", value_name = "MATCHERS")]
    selector: Option<String>,

    /// A label of your own: route=NAME, method=NAME or status=NAME (repeatable)
    #[arg(long = "label", value_name = "WHAT=NAME", value_parser = parse_label)]
    labels: Vec<(What, String)>,
}

/// What a label says.
#[derive(Debug, Clone, Copy)]
enum What {
    Route,
    Method,
    Status,
}

fn families() -> PossibleValuesParser {
    PossibleValuesParser::new(
        Instrumentation::of_services().map(|row| PossibleValue::new(row.key).help(row.title)),
    )
}

impl ServiceArgs {
    /// Says what Prometheus calls the service's requests.
    pub(super) fn service(&self) -> anyhow::Result<Service> {
        let selector = self.selector.as_deref().map(selector).transpose()?.unwrap_or_default();
        let mut service = Service::of(&self.family, &selector).context("there is no such family")?;
        for (what, name) in &self.labels {
            match what {
                What::Route => service.route = Some(name.clone()),
                What::Method => service.method = Some(name.clone()),
                What::Status => service.status.clone_from(name),
            }
        }
        let names: Vec<&String> =
            service.route.iter().chain(&service.method).chain([&service.status]).collect();
        if names.iter().enumerate().any(|(at, name)| names[..at].contains(name)) {
            bail!("--label: route, method and status are three labels, and two of them are called the same");
        }
        Ok(service)
    }
}

fn parse_label(text: &str) -> Result<(What, String), String> {
    let is_name = |name: &str| {
        !name.starts_with(|c: char| c.is_ascii_digit())
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let (what, name) = text.split_once('=').unwrap_or_default();
    let what = match what {
        "route" => Some(What::Route),
        "method" => Some(What::Method),
        "status" => Some(What::Status),
        _ => None,
    };
    what.filter(|_| is_name(name))
        .map(|what| (what, name.to_owned()))
        .ok_or_else(|| "expected route=NAME, method=NAME or status=NAME, such as route=handler".to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse_label;

    #[test]
    fn labels_have_names_that_prometheus_takes() {
        assert_eq!(parse_label("route=http_route").unwrap().1, "http_route");
        for text in ["", "route", "route=", "route=a-b", "path=x", "status=1x", "route=é"] {
            assert!(parse_label(text).unwrap_err().starts_with("expected route=NAME"), "{text}");
        }
    }
}
