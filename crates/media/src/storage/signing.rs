//! Addresses at a cloud that let whoever holds them read one object, for a minute.

use std::{fmt, sync::Arc, time::Duration};

use object_store::{
    path::Path,
    signer::{Method, Signer},
};

use super::{CheckError, Key, Location, Part, Storage, StorageError};

/// How long an address works. Whoever is given one begins to read at once.
const LIFETIME: Duration = Duration::from_mins(1);

/// Signs addresses of the objects below a prefix.
#[derive(Clone)]
pub(super) struct Signing {
    pub signer: Arc<dyn Signer>,
    pub prefix: String,
}

impl fmt::Debug for Signing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signing").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Storage {
    /// An address of the object that works for a minute, for whoever holds it. Whether there is such an
    /// object is not asked. `Unavailable` where this storage gives none: a folder, or credentials that
    /// cannot sign.
    pub async fn signed_url(&self, key: Key) -> Result<String, StorageError> {
        Ok(self.sign(key).await?.0)
    }

    /// The origin of such addresses; the error reads as one line for whoever starts the server.
    pub async fn signed_origin(&self) -> Result<String, CheckError> {
        let any =
            Key { upload: confluence_protocol::UploadId::from_uuid(uuid::Uuid::max()), part: Part::Original };
        match self.sign(any).await {
            Ok((_, origin)) => Ok(origin),
            Err(error) => Err(CheckError::unsigned(self.location(), &error)),
        }
    }

    async fn sign(&self, key: Key) -> Result<(String, String), StorageError> {
        let Some(Signing { signer, prefix }) = &self.signing else {
            return Err(StorageError::Unavailable("a folder has no addresses".into()));
        };
        let path = if prefix.is_empty() { key.path() } else { Path::from(format!("{prefix}/{key}")) };
        let url = signer.signed_url(Method::GET, &path, LIFETIME).await?;
        let origin = url.origin().ascii_serialization();
        Ok((url.into(), origin))
    }
}

impl CheckError {
    /// The storage signs no addresses.
    fn unsigned(location: &Location, error: &StorageError) -> Self {
        Self::of_redirects(location, &error.to_string())
    }
}
