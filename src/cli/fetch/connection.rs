//! How a server is asked, and by whom.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};

use crate::cli::when;
use crate::fetch::address::Address;
use crate::fetch::credentials::Credentials;
use crate::fetch::request::{Identity, Server};

/// How, and by whom.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(super) struct ConnectionArgs {
    /// Send a header whose value is in an environment variable (repeatable)
    #[arg(long = "header", value_name = "NAME=ENVVAR")]
    headers: Vec<String>,

    /// The tenant, sent as X-Scope-OrgID
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,

    /// How long one attempt may take
    #[arg(long, value_name = "DURATION", value_parser = when::duration, default_value = "30s")]
    timeout: Duration,

    /// How often to ask again where a server or the network is in trouble
    #[arg(long, value_name = "COUNT", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=20))]
    pub(super) retries: u32,

    /// Trust these certificates instead of the public ones: a PEM file
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,

    /// Say who asks by this certificate, where a server wants one: a PEM file, which may hold the key as well
    #[arg(long, value_name = "FILE")]
    client_cert: Option<PathBuf>,

    /// The private key of --client-cert: a PEM file
    #[arg(long, value_name = "FILE", requires = "client_cert")]
    client_key: Option<PathBuf>,

    /// How many queries may run at the same time
    #[arg(long, value_name = "COUNT", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(super) parallel: u8,

    /// The most that one answer may have, unpacked
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "512MB")]
    max_size: u64,
}

/// An environment variable that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl ConnectionArgs {
    /// Reads certificates and credentials for the server at an address.
    pub(super) fn server(&self, url: &str) -> anyhow::Result<Server> {
        Ok(Server {
            address: Address::parse(url)?,
            credentials: self.credentials()?,
            timeout: self.timeout,
            max_size: self.max_size,
            certificates: self.ca.as_deref().map(fs_err::read).transpose()?,
            identity: self.identity()?,
        })
    }

    fn identity(&self) -> anyhow::Result<Option<Identity>> {
        let Some(file) = &self.client_cert else { return Ok(None) };
        let certificates = fs_err::read(file)?;
        let key = self.client_key.as_deref().map(fs_err::read).transpose()?;
        Ok(Some(Identity { key: key.unwrap_or_else(|| certificates.clone()), certificates }))
    }

    fn credentials(&self) -> anyhow::Result<Credentials> {
        let mut credentials = Credentials::default();
        for header in &self.headers {
            // What stands there by mistake may be the secret itself: it is not repeated.
            let parts =
                header.split_once('=').filter(|(name, variable)| is_name(name) && is_variable(variable));
            let Some((name, name_of_variable)) = parts else {
                bail!(
                    "--header: expected NAME=ENVVAR, with the name of an environment variable that holds the value"
                );
            };
            let value = variable(name_of_variable).with_context(|| {
                format!("--header {name}: the environment variable that it names is not set, or empty")
            })?;
            credentials.header(name, value.trim())?;
        }
        if let Some(token) = variable("PERFREPORT_PROMETHEUS_TOKEN") {
            credentials.bearer(token.trim())?;
        }
        match (variable("PERFREPORT_PROMETHEUS_USER"), variable("PERFREPORT_PROMETHEUS_PASSWORD")) {
            (Some(user), Some(password)) => credentials.basic(&user, password.trim_end())?,
            (None, None) => {}
            (Some(_), None) => {
                bail!("PERFREPORT_PROMETHEUS_USER is set without PERFREPORT_PROMETHEUS_PASSWORD")
            }
            (None, Some(_)) => {
                bail!("PERFREPORT_PROMETHEUS_PASSWORD is set without PERFREPORT_PROMETHEUS_USER")
            }
        }
        if let Some(tenant) = &self.tenant {
            credentials.tenant(tenant)?;
        }
        Ok(credentials)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

const SIZES: [(&str, u64); 7] = [
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

fn parse_size(text: &str) -> Result<u64, String> {
    let found = SIZES.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?.trim_end(), *bytes)));
    let size = found.and_then(|(number, bytes)| number.parse::<u64>().ok()?.checked_mul(bytes));
    size.filter(|size| *size > 0).ok_or_else(|| "expected a size such as 200MB or 2GB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::parse_size;

    #[test]
    fn sizes_have_a_unit() {
        assert_eq!(parse_size("512MB"), Ok(512_000_000));
        assert_eq!(parse_size("2 GiB"), Ok(2 << 30));
        for text in ["", "5", "0MB", "-1MB", "1.5GB", "MB", "99999999999999999999GB"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
