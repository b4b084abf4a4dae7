//! Settings of the hub.

use crate::Fault;

/// Settings of a [`Hub`](crate::Hub).
#[derive(Clone, Debug)]
pub struct Settings {
    /// Random text that changes when a restore rewinds history; sent in `ready`.
    pub epoch: String,
    /// `LIMIT_SOCKETS_PER_USER`: when a user exceeds it, their oldest socket is closed with 4409. 0 means no
    /// limit.
    pub sockets_per_user: usize,
    /// A fault that a test chooses; otherwise [`Fault::from_environment`].
    pub fault: Fault,
}
