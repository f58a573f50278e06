//! Where a bucket is: the address that a user gives, and what the environment says of the way there.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};

use super::client::Client;
use super::service::Service;

/// The address of a store in a bucket, checked. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Address {
    pub(super) service: Service,
    pub(super) bucket: String,
    /// The prefix, without slashes at its ends; empty for the bucket itself.
    pub(super) prefix: String,
}

/// A request that failed for a reason that may pass is sent again so often, and for so long.
const RETRIES: RetryConfig = RetryConfig {
    backoff: BackoffConfig {
        init_backoff: Duration::from_millis(200),
        max_backoff: Duration::from_secs(5),
        base: 2.0,
    },
    max_retries: 4,
    retry_timeout: Duration::from_secs(60),
};

impl Address {
    /// Takes an address such as `s3://bucket/prefix` apart.
    ///
    /// # Errors
    ///
    /// What was expected.
    pub(in crate::store) fn parse(text: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = text.split_once("://").ok_or(SCHEMES)?;
        let service = Service::ALL.into_iter().find(|service| service.scheme() == scheme).ok_or(SCHEMES)?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if bucket.is_empty() || !bucket.chars().all(is_name) {
            return Err(BUCKET);
        }
        let prefix = prefix.trim_matches('/');
        let is_part = |part: &str| {
            !(part.is_empty() || part == "." || part == "..")
                && part.chars().all(|c| !c.is_control() && !"?#\\".contains(c))
        };
        if !prefix.is_empty() && !prefix.split('/').all(is_part) {
            return Err(PREFIX);
        }
        Ok(Self { service, bucket: bucket.to_owned(), prefix: prefix.to_owned() })
    }

    /// Prepares to ask for it; no connection is opened.
    ///
    /// # Errors
    ///
    /// Where the environment says something that cannot be.
    pub(super) fn connect(&self) -> object_store::Result<Arc<dyn ObjectStore>> {
        let client = Client::new(self.service);
        Ok(match self.service {
            Service::S3 => Arc::new(
                AmazonS3Builder::from_env()
                    .with_bucket_name(&self.bucket)
                    .with_retry(RETRIES)
                    .with_http_connector(client)
                    .build()?,
            ),
            Service::Gcs => Arc::new(
                GoogleCloudStorageBuilder::from_env()
                    .with_bucket_name(&self.bucket)
                    .with_retry(RETRIES)
                    .with_http_connector(client)
                    .build()?,
            ),
            Service::Azure => Arc::new(
                MicrosoftAzureBuilder::from_env()
                    .with_container_name(&self.bucket)
                    .with_retry(RETRIES)
                    .with_http_connector(client)
                    .build()?,
            ),
        })
    }
}

impl std::fmt::Display for Address {
    /// Writes it without slashes at its end.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.service.scheme(), self.bucket)?;
        if self.prefix.is_empty() { Ok(()) } else { write!(f, "/{}", self.prefix) }
    }
}

const SCHEMES: &str = "a store is a folder, or an address that begins with s3://, gs:// or az://";
const BUCKET: &str = "expected the name of a bucket and perhaps a prefix, such as s3://bucket/prefix\ncredentials and the address of a server of your own come from the environment: AWS_ENDPOINT_URL and the like";
const PREFIX: &str = "expected a prefix of names between slashes, such as s3://bucket/team/shop, without `?`, `#`, `.` and `..`";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        for (text, service, bucket, prefix, written) in [
            ("s3://bucket", Service::S3, "bucket", "", "s3://bucket"),
            ("s3://bucket/", Service::S3, "bucket", "", "s3://bucket"),
            (
                "gs://my.bucket_1/team/shop/",
                Service::Gcs,
                "my.bucket_1",
                "team/shop",
                "gs://my.bucket_1/team/shop",
            ),
            ("az://container/a b", Service::Azure, "container", "a b", "az://container/a b"),
        ] {
            let address = Address::parse(text).unwrap();
            assert_eq!(
                (address.service, address.bucket.as_str(), address.prefix.as_str()),
                (service, bucket, prefix)
            );
            assert_eq!(address.to_string(), written);
        }
        for (text, expected) in [
            ("https://bucket.s3.amazonaws.com", SCHEMES),
            ("S3://bucket", SCHEMES),
            ("folder", SCHEMES),
            ("s3://", BUCKET),
            ("s3:///prefix", BUCKET),
            ("s3://key:secret@bucket/prefix", BUCKET),
            ("s3://localhost:9000/bucket", BUCKET),
            ("s3://bucket/a//b", PREFIX),
            ("s3://bucket/../b", PREFIX),
            ("s3://bucket/a?versionId=1", PREFIX),
        ] {
            assert_eq!(Address::parse(text), Err(expected), "{text}");
        }
    }
}
