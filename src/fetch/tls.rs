//! Whom a connection trusts, and who it says that it is. The client names rustls as ureq does.

use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use ureq::tls::{Certificate, ClientCert, PemItem, RootCerts, TlsConfig, parse_pem};

use super::error::FetchError;
use super::request::{Identity, Server};

/// Reads the files of a server.
pub(super) fn config(server: &Server) -> Result<TlsConfig, FetchError> {
    let mut tls = TlsConfig::builder();
    if let Some(pem) = &server.certificates {
        let certificates = certificates(pem).ok_or(FetchError::Certificates)?;
        tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
    }
    if let Some(identity) = &server.identity {
        tls = tls.client_cert(Some(client_certificate(identity)?));
    }
    Ok(tls.build())
}

/// The certificates of a file; nothing where there is none, or one that cannot be read.
fn certificates(pem: &[u8]) -> Option<Vec<Certificate<'static>>> {
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.ok()? {
            certificates.push(certificate);
        }
    }
    (!certificates.is_empty()).then_some(certificates)
}

/// Reads a certificate and its key. ureq takes for granted that they belong together.
fn client_certificate(identity: &Identity) -> Result<ClientCert, FetchError> {
    let chain = certificates(&identity.certificates).ok_or(FetchError::ClientCertificates)?;
    let key = parse_pem(&identity.key).find_map(|item| match item {
        Ok(PemItem::PrivateKey(key)) => Some(key),
        _ => None,
    });
    let Some(key) = key else {
        let is_encrypted = String::from_utf8_lossy(&identity.key).contains("ENCRYPTED");
        return Err(if is_encrypted { FetchError::ClientKeyEncrypted } else { FetchError::ClientKey });
    };
    let der = chain.iter().map(|certificate| CertificateDer::from(certificate.der().to_vec())).collect();
    let unfit = |reason: String| FetchError::ClientUnfit(reason);
    let key_der = PrivateKeyDer::try_from(key.der()).map_err(|reason| unfit(reason.to_owned()))?;
    CertifiedKey::from_der(der, key_der.clone_key(), &ring::default_provider())
        .map_err(|reason| unfit(reason.to_string()))?;
    Ok(ClientCert::new_with_certs(&chain, key))
}
