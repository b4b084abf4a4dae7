//! A server process of the suite: the binary under test, on one of the databases that it supports.

use std::{
    ops::{Deref, DerefMut},
    path::Path,
    time::Duration,
};

use confluence_client::{
    Client,
    testing::{SECRET, ServerProcess},
};
use confluence_protocol::{Timestamp, UserId};
use confluence_server::{Clock, Running, Settings, Surroundings, start_in};

use super::{Backend, database};

const PROGRAM: &str = env!("CARGO_BIN_EXE_confluence");

/// A server process with its database.
pub struct Server {
    process: ServerProcess,
    database_url: Option<String>,
    /// Client for raw requests, which keeps no cookies and follows no redirects.
    pub http: reqwest::Client,
}

impl Server {
    /// Starts on an empty SQLite database, without limits.
    pub async fn start() -> Self {
        Self::start_on(Backend::Sqlite, &[]).await
    }

    /// Starts on an empty SQLite database, with these additional environment variables.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::start_on(Backend::Sqlite, settings).await
    }

    /// Starts on an empty database of that kind, with these additional environment variables.
    pub async fn start_on(backend: Backend, settings: &[(&str, &str)]) -> Self {
        let database_url = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(database::fresh_postgres().await),
        };
        Self::start_as(ServerProcess::new(PROGRAM), database_url, settings).await
    }

    /// Starts on a data folder that the test owns; the log is elsewhere.
    pub async fn on(data: &Path, settings: &[(&str, &str)]) -> Self {
        Self::start_as(ServerProcess::with_data(PROGRAM, data), None, settings).await
    }

    async fn start_as(
        mut process: ServerProcess,
        database_url: Option<String>,
        settings: &[(&str, &str)],
    ) -> Self {
        if let Some(url) = &database_url {
            process.set("DATABASE_URL", url);
        }
        for (name, value) in settings {
            process.set(name, value);
        }
        process.start().await;
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { process, database_url, http }
    }

    /// The URL of its PostgreSQL database; `None` on SQLite.
    pub fn database_url(&self) -> Option<&str> {
        self.database_url.as_deref()
    }

    /// A client that is not signed in.
    pub fn stranger(&self) -> Client {
        Client::new(self.base()).unwrap()
    }

    /// Kills it and serves its data from within this process, with a clock that is that much later. Only a server in
    /// this process takes its clock from the test.
    pub async fn later(&mut self, by: Duration) -> Running {
        self.kill().await;
        let settings = Settings {
            listen: Some("127.0.0.1:0".to_owned()),
            data_dir: Some(self.data().display().to_string()),
            database_url: self.database_url.clone(),
            jwt_secret: Some(SECRET.to_owned()),
            ..Settings::default()
        };
        let moment = confluence_client::now().as_millis() + i64::try_from(by.as_millis()).unwrap();
        let clock = Clock::held(Timestamp::from_millis(moment));
        let surroundings = Surroundings { clock, ..Surroundings::default() };
        start_in(settings.into_config().unwrap(), surroundings).await.unwrap()
    }

    /// Gives an account another username; see [`database::rename`].
    pub async fn rename(&self, user: UserId, username: &str) {
        database::rename(self.data(), user, username).await;
    }
}

impl Deref for Server {
    type Target = ServerProcess;

    fn deref(&self) -> &ServerProcess {
        &self.process
    }
}

impl DerefMut for Server {
    fn deref_mut(&mut self) -> &mut ServerProcess {
        &mut self.process
    }
}

#[test]
fn a_server_under_test_has_none_of_the_limits_that_the_settings_know() {
    let known: std::collections::BTreeSet<&str> = Settings::rate_limits().collect();
    assert_eq!(known, confluence_client::testing::RATE_LIMITS.into_iter().collect());
}
