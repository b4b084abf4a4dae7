//! The contract endpoint by endpoint, as somebody who reads SPEC.md would try it.

mod accounts;
mod connections;
mod conventions;
mod disk;
mod document;
mod files;
mod folders;
mod invites;
mod messages;
mod operation;
mod reading;
mod redirects;
mod rooms;
mod security;
mod starting;
mod storage_gone;
mod strictness;
mod sync;
mod talk;
