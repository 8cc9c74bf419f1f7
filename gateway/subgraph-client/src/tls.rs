//! Who may vouch for subgraphs that are called over TLS. Client certificates (mTLS) and roots for
//! one subgraph alone have their place here.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use thiserror::Error;

/// The certificates that are trusted. By default there are none, and no subgraph can be called
/// over TLS.
#[derive(Debug, Clone)]
pub struct TrustedRoots(Arc<RootCertStore>);

/// Why there is nobody to trust.
#[derive(Debug, Error)]
pub enum TrustError {
    /// A text is not PEM, or what it holds is no certificate.
    #[error("the certificates cannot be read: {0}")]
    Unreadable(String),
    /// There is no certificate.
    #[error("there is no certificate to trust")]
    Nobody,
}

impl Default for TrustedRoots {
    fn default() -> Self {
        Self(Arc::new(RootCertStore::empty()))
    }
}

impl TrustedRoots {
    /// Those that the operating system trusts. Single ones that cannot be read are left out.
    ///
    /// # Errors
    /// [`TrustError::Nobody`] when the system has none.
    pub fn of_system() -> Result<Self, TrustError> {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        let (taken, _) = roots.add_parsable_certificates(found.certs);
        if taken == 0 { Err(TrustError::Nobody) } else { Ok(Self(Arc::new(roots))) }
    }

    /// Those of a PEM file.
    ///
    /// # Errors
    /// [`TrustError`] when it has none, or one that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, TrustError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate =
                certificate.map_err(|error| TrustError::Unreadable(error.to_string()))?;
            roots.add(certificate).map_err(|error| TrustError::Unreadable(error.to_string()))?;
        }
        if roots.is_empty() { Err(TrustError::Nobody) } else { Ok(Self(Arc::new(roots))) }
    }

    /// How connections are made that trust these.
    pub(crate) fn client_config(&self) -> ClientConfig {
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider speaks the default versions")
            .with_root_certificates(Arc::clone(&self.0))
            .with_no_client_auth()
    }
}
