//! The contract of SPEC.md, endpoint by endpoint.

mod accounts;
mod acts;
mod admin;
mod calling;
mod connections;
mod conventions;
mod direct;
mod disk;
mod document;
mod files;
mod first_run;
mod folders;
mod guests;
mod invites;
mod limits;
mod mail;
mod messages;
mod moderating;
mod names;
mod operation;
mod people;
mod private_files;
mod reading;
mod redirects;
mod reports;
mod rooms;
mod security;
mod starting;
mod storage_gone;
mod strictness;
mod sync;
mod talk;

use confluence_protocol::ErrorCode;

/// The code of a refused call.
fn code<T>(result: Result<T, confluence_client::Error>) -> Option<ErrorCode> {
    result.err().and_then(|error| error.code())
}
