//! Name of this machine. In containers that share a folder, every server is process 1; only the name tells
//! them apart.

/// The host name, or `unknown`.
pub fn name() -> String {
    rustix::system::uname()
        .nodename()
        .to_str()
        .ok()
        .filter(|name| !name.is_empty())
        .map_or_else(|| "unknown".to_owned(), |name| name.split_whitespace().collect::<Vec<_>>().join("-"))
}
