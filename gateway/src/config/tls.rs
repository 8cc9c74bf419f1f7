//! Certificates: the gateway's own, and those that may vouch for subgraphs.

use std::path::{Path, PathBuf};

use super::reader::{Problems, Section};

/// The files with certificates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsConfig {
    /// What clients are shown; without it, connections of clients are not secured.
    pub own: Option<OwnCertificate>,
    /// The file with the certificates that may vouch for subgraphs; without one, those that the
    /// system trusts.
    pub trusted_roots_file: Option<PathBuf>,
}

/// The certificate of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCertificate {
    /// The file with the certificate, then those that vouch for it.
    pub certificate_file: PathBuf,
    /// The file with its key.
    pub key_file: PathBuf,
}

impl TlsConfig {
    /// The files.
    pub(super) fn files(&self) -> impl Iterator<Item = &Path> {
        let own = self.own.iter().flat_map(|own| [&own.certificate_file, &own.key_file]);
        own.chain(&self.trusted_roots_file).map(PathBuf::as_path)
    }
}

/// Reads the table `tls`.
pub(super) fn read(mut section: Section<'_>, folder: &Path, problems: &Problems<'_>) -> TlsConfig {
    let trusted_roots_file = section.text("trusted_roots_file").map(|path| folder.join(path.value));
    let certificate = section.text("certificate_file");
    let key = section.text("key_file");
    let own = match (certificate, key) {
        (Some(certificate), Some(key)) => Some(OwnCertificate {
            certificate_file: folder.join(certificate.value),
            key_file: folder.join(key.value),
        }),
        (Some(certificate), None) => {
            problems.add(certificate.offset, "`tls.certificate_file` needs `tls.key_file`");
            None
        }
        (None, Some(key)) => {
            problems.add(key.offset, "`tls.key_file` needs `tls.certificate_file`");
            None
        }
        (None, None) => None,
    };
    section.finish();
    TlsConfig { own, trusted_roots_file }
}
