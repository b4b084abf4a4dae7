//! Secrets: where they come from, and how they stay hidden.

use std::{
    fmt, fs,
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::ConfigError;

/// Minimum length of a secret in bytes.
const LEAST: usize = 32;
/// Name of the file for a generated secret in the data folder.
const FILE: &str = "jwt_secret";

/// A text that must not be shown: it has no `Display`, and `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Accepts a secret of at least 32 bytes.
    pub(super) fn strong(setting: &str, text: String) -> Result<Self, ConfigError> {
        if text.len() < LEAST {
            let value = format!("a value of {} bytes", text.len());
            return Err(ConfigError::new(setting, value, format!("it has at least {LEAST} bytes")));
        }
        Ok(Self(text))
    }

    /// Bytes of the secret, for computing.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Derives a key for one purpose, which reveals neither the secret nor the keys for other purposes:
    /// HMAC-SHA-256 of the purpose under the secret.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        keyed_hash(self.as_bytes(), purpose.as_bytes())
    }

    /// Path of the secret in a data folder.
    pub(super) fn file_in(folder: &Path) -> PathBuf {
        folder.join(FILE)
    }

    /// The data folder's secret, created at the first start and readable only by its owner.
    pub(super) fn kept_in(folder: &Path) -> Result<Self, ConfigError> {
        let path = Self::file_in(folder);
        let failed = |error: std::io::Error| {
            ConfigError::new("DATA_DIR", folder.display().to_string(), format!("a writable folder ({error})"))
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => make(folder, &path).map_err(failed)?,
            Err(error) => return Err(failed(error)),
        };
        Self::strong(&format!("JWT_SECRET in {}", path.display()), text.trim().to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Computes HMAC-SHA-256.
pub fn keyed_hash(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Writes a new secret to a draft and links it into place, so that neither a crash nor another server
/// starting at the same moment leaves half a secret. Returns what is there in the end.
fn make(folder: &Path, path: &Path) -> std::io::Result<String> {
    let bytes: [u8; 48] = rand::random();
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let draft = folder.join(format!("{FILE}.{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Ok(()) => fs::File::open(folder)?.sync_all()?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    fs::read_to_string(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn ops3_secret_is_created_once_and_readable_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let made = Secret::kept_in(folder.path()).unwrap();
        assert!(made.as_bytes().len() >= 32);
        assert_eq!(Secret::kept_in(folder.path()).unwrap(), made);
        let permissions = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(permissions & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn ops3_short_secret_is_refused_without_being_shown() {
        let error = Secret::strong("JWT_SECRET", "short-secret".to_owned()).unwrap_err().to_string();
        assert_eq!(error, "JWT_SECRET: a value of 12 bytes is not allowed; it has at least 32 bytes");
    }

    #[test]
    fn keys_for_different_purposes_differ() {
        let secret = Secret::strong("X", "0123456789".repeat(4)).unwrap();
        assert_ne!(secret.derive("a"), secret.derive("b"));
    }
}
