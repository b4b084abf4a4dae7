//! What an operator may set of the hub.

/// Settings of a [`Hub`](crate::Hub).
#[derive(Clone, Debug)]
pub struct Settings {
    /// Changes when history was rewound by a restore; told in `ready`.
    pub epoch: String,
    /// `LIMIT_SOCKETS_PER_USER`: the oldest of a user's sockets is closed (4409) when there would be more;
    /// 0: no limit.
    pub sockets_per_user: usize,
}
