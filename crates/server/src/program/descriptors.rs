//! Every connection takes a file descriptor, and the usual soft limit of 1024 is soon reached.

use rustix::process::{Resource, getrlimit, setrlimit};

/// Raises the soft limit to the hard one. If that is refused, fewer connections are possible.
pub fn raise() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(cause = %error, "cannot raise the limit of open files");
    }
}
