//! Opening a store in two steps: inspect the database, then use it.
//!
//! In between, the caller decides whether this is the expected database. The first step changes nothing in
//! it, so a refused database can be inspected again.

use tokio::sync::mpsc;

use crate::{
    Batch, Contents, OpenError, Options, SendKeys, Store,
    engine::{
        connect::{self, Found},
        controls::Controls,
    },
};

/// A connected database that is not in use yet.
pub struct Opening {
    found: Found,
    send_keys: SendKeys,
    controls: Controls,
}

impl Store {
    /// Connects, asserts the engine's version, migrates, and starts the group commit.
    ///
    /// The receiver yields the changes of each commit, in commit order. Its channel is bounded, and commits wait while
    /// it is full; read it for as long as the store lives, or drop it.
    pub async fn open(options: Options) -> Result<(Self, mpsc::Receiver<Batch>), OpenError> {
        Opening::of(options).await?.migrated().await
    }
}

impl Opening {
    /// Connects and checks the version of the engine. Creates SQLite's file if it is missing; `Newer` if a
    /// later version made the schema.
    pub async fn of(options: Options) -> Result<Self, OpenError> {
        let found = connect::find(&options.database).await?;
        Ok(Self { found, send_keys: options.send_keys, controls: Controls::from_env() })
    }

    /// What the database holds.
    pub const fn contents(&self) -> Contents {
        self.found.contents
    }

    /// Migrates the schema and starts the group commit; see [`Store::open`].
    pub async fn migrated(mut self) -> Result<(Store, mpsc::Receiver<Batch>), OpenError> {
        self.found.migrate().await?;
        self.started().await
    }

    /// Starts the group commit without migrating; `Older` if the schema is not up to date. Meant for commands
    /// that run beside a server, whose schema must not change.
    pub async fn as_it_is(self) -> Result<(Store, mpsc::Receiver<Batch>), OpenError> {
        self.found.is_current()?;
        self.started().await
    }

    async fn started(self) -> Result<(Store, mpsc::Receiver<Batch>), OpenError> {
        let opened = self.found.open(self.controls).await?;
        Ok(Store::start(opened, self.send_keys, self.controls))
    }
}
