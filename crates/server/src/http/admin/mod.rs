//! `/admin/…`: endpoints for administrators of the server. Everybody else gets 403 `forbidden`.

pub mod elevation;
pub mod groups;
pub mod people;
pub mod rooms;
pub mod server;
