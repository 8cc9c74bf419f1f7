//! TLS between clients and the gateway. The certificate is a part of the snapshot: a reload takes a
//! new one over, and connections that are open keep theirs.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use thiserror::Error;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::either::Either;

use crate::protocol::{HTTP_1, HTTP_2};

/// The certificate that the gateway shows to clients, and its key.
#[derive(Clone)]
pub struct Tls(Arc<ServerConfig>);

/// Why a certificate cannot be shown.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The text of the certificates is not PEM.
    #[error("the certificates cannot be read: {0}")]
    Certificates(String),
    /// There is no certificate.
    #[error("there is no certificate")]
    NoCertificate,
    /// The text of the key is not PEM, or holds no key.
    #[error("there is no private key that can be read: {0}")]
    Key(String),
    /// The key is not the certificate's, or of a kind that is not supported.
    #[error("the certificate and the key do not serve together: {0}")]
    Unfit(String),
}

impl std::fmt::Debug for Tls {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Tls {
    /// From PEM: the certificate, then those that vouch for it; and its key.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn from_pem(certificates: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(certificates)
            .collect::<Result<_, _>>()
            .map_err(|error| TlsError::Certificates(error.to_string()))?;
        if chain.is_empty() {
            return Err(TlsError::NoCertificate);
        }
        let key =
            PrivateKeyDer::from_pem_slice(key).map_err(|error| TlsError::Key(error.to_string()))?;
        let unfit = |error: rustls::Error| TlsError::Unfit(error.to_string());
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(unfit)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(unfit)?;
        config.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1.to_vec()];
        Ok(Self(Arc::new(config)))
    }
}

/// A connection with or without TLS.
pub(crate) type Stream = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// The certificate of now, if there is one.
#[derive(Clone)]
pub(crate) struct CurrentTls(Arc<RwLock<Option<Tls>>>);

impl CurrentTls {
    pub(crate) fn new(tls: Option<Tls>) -> Self {
        Self(Arc::new(RwLock::new(tls)))
    }

    pub(crate) fn replace(&self, tls: Option<Tls>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = tls;
    }

    /// Shakes hands when there is a certificate. Nothing comes of a client that fails at it, or
    /// that takes too long.
    pub(crate) async fn secured(&self, stream: TcpStream, time: Duration) -> Option<Stream> {
        let Some(Tls(config)) = self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
        else {
            return Some(Either::Left(stream));
        };
        match timeout(time, TlsAcceptor::from(config).accept(stream)).await {
            Ok(Ok(stream)) => Some(Either::Right(Box::new(stream))),
            Ok(Err(error)) => {
                tracing::debug!(%error, "a client failed at TLS");
                None
            }
            Err(_) => {
                tracing::debug!("a client took too long for TLS");
                None
            }
        }
    }
}
