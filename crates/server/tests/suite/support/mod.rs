//! Test support: the client's server process, people and waiting, with databases, disks and raw requests of our own.

mod call;
mod database;
mod disk;
mod mail;
mod server;

pub use call::{Answer, Call};
pub use confluence_client::testing::{LONG, PASSWORD, Person, SOON, account, eventually, raw, ready, within};
pub use database::{Backend, fresh_postgres};
pub use disk::{Filled, SmallDisk};
pub use mail::MailServer;
pub use server::Server;

/// Runs the function `name(backend)` as a test on each database. Without PostgreSQL, the second test prints
/// that it is skipped and passes, unless services are required.
macro_rules! on_both {
    ($name:ident) => {
        mod $name {
            use crate::support::Backend;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name(Backend::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                if Backend::postgres_is_there(concat!(module_path!(), "::on_postgres")) {
                    super::$name(Backend::Postgres).await;
                }
            }
        }
    };
}
pub(crate) use on_both;
