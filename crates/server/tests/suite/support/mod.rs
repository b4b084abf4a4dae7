//! Test support: a server process, people with accounts on it, raw requests, and waiting with a timeout.

mod call;
mod database;
mod disk;
mod people;
mod server;
mod wait;

pub use call::Answer;
pub use database::{Backend, fresh_postgres};
pub use disk::{Filled, SmallDisk};
pub use people::{PASSWORD, Person, account, raw, ready};
pub use server::Server;
pub use wait::{LONG, SOON, eventually, within};

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
