//! Opening a store in two steps: look at the database, then use it.
//!
//! Between the two the caller decides whether this is the database that it expects. Nothing was changed in it
//! by then, so a database that is refused can be looked at again.

use tokio::sync::mpsc;

use crate::{
    Batch, Contents, OpenError, Options, SendKeys, Store,
    engine::{
        connect::{self, Found},
        controls::Controls,
    },
};

/// A database that answers, and is not used yet.
pub struct Opening {
    found: Found,
    send_keys: SendKeys,
    controls: Controls,
}

impl Opening {
    /// Connects and asserts the engine's version. SQLite's file is made where it is missing; `Newer` where the
    /// schema is of a later version.
    pub async fn of(options: Options) -> Result<Self, OpenError> {
        let found = connect::find(&options.database).await?;
        Ok(Self { found, send_keys: options.send_keys, controls: Controls::from_env() })
    }

    /// What the database holds.
    pub const fn contents(&self) -> Contents {
        self.found.contents
    }

    /// Brings the schema up to date and starts the group commit; see [`Store::open`].
    pub async fn migrated(mut self) -> Result<(Store, mpsc::Receiver<Batch>), OpenError> {
        self.found.migrate().await?;
        self.started().await
    }

    /// Starts the group commit on the schema as it is; `Older` where it is not up to date. For what works beside
    /// a running server, under which the schema must not change.
    pub async fn as_it_is(self) -> Result<(Store, mpsc::Receiver<Batch>), OpenError> {
        self.found.is_current()?;
        self.started().await
    }

    async fn started(self) -> Result<(Store, mpsc::Receiver<Batch>), OpenError> {
        let opened = self.found.open(self.controls).await?;
        Ok(Store::start(opened, self.send_keys, self.controls))
    }
}
