//! What an operator may set of the hub.

use crate::Fault;

/// Settings of a [`Hub`](crate::Hub).
#[derive(Clone, Debug)]
pub struct Settings {
    /// Changes when history was rewound by a restore; told in `ready`.
    pub epoch: String,
    /// `LIMIT_SOCKETS_PER_USER`: the oldest of a user's sockets is closed (4409) when there would be more;
    /// 0: no limit.
    pub sockets_per_user: usize,
    /// A fault, where a test wants one; [`Fault::from_environment`] elsewhere.
    pub fault: Fault,
}
