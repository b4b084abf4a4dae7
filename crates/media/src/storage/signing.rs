//! Signed cloud URLs that let anyone read one object for a minute.

use std::{fmt, sync::Arc, time::Duration};

use object_store::{
    path::Path,
    signer::{Method, Signer},
};

use super::key::Key;

/// How long a URL works. Clients begin to read at once.
const LIFETIME: Duration = Duration::from_mins(1);

/// Signs URLs for the objects below a prefix.
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

impl Signing {
    /// An address of the object, and the origin of that address.
    pub(super) async fn url(&self, key: Key) -> object_store::Result<(String, String)> {
        let Self { signer, prefix } = self;
        let path = if prefix.is_empty() { key.path() } else { Path::from(format!("{prefix}/{key}")) };
        let url = signer.signed_url(Method::GET, &path, LIFETIME).await?;
        let origin = url.origin().ascii_serialization();
        Ok((url.into(), origin))
    }
}
