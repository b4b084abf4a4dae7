//! Permissions: one table of roles × endpoints and frames × kinds of room, tried cell by cell.

mod forms;
mod frames;
pub mod leaks;
mod requests;
mod rows;
mod table;
mod world;

use super::Violations;
use crate::support::{Backend, Server};

/// Tries every cell over HTTP and the socket. Reports cells with another answer, endpoints of the OpenAPI
/// document that the table lacks, and rows that the document lacks.
pub async fn run(backend: Backend, settings: &[(&str, &str)]) -> Violations {
    let server = Server::start_on(backend, settings).await;
    let cast = world::Cast::gather(&server).await;
    let mut found = requests::coverage(&server).await;
    found.extend(requests::run(&server, &cast).await);
    found.extend(frames::run(&server, &cast).await);
    found.extend(frames::events(&cast).await);
    found
}
