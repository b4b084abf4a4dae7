//! Faults that tests switch on to prove that they detect them. They need the feature `fault-controls`, and
//! are chosen by the environment variable `CONFLUENCE_FAULT` when the store opens.
//!
//! Without the feature every method is a constant `false`, and not even the names are in the binary.

/// The chosen fault, if any.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Controls {
    #[cfg(feature = "fault-controls")]
    chosen: Option<Control>,
}

#[cfg(feature = "fault-controls")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Control {
    AckBeforeCommit,
    NoDedupe,
    PublishBeforeCommit,
    SkipMembership,
}

#[cfg(feature = "fault-controls")]
impl Controls {
    pub(crate) fn from_env() -> Self {
        let chosen = match std::env::var("CONFLUENCE_FAULT").as_deref() {
            Ok("ack_before_commit") => Some(Control::AckBeforeCommit),
            Ok("no_dedupe") => Some(Control::NoDedupe),
            Ok("publish_before_commit") => Some(Control::PublishBeforeCommit),
            Ok("skip_membership") => Some(Control::SkipMembership),
            _ => None,
        };
        Self { chosen }
    }

    pub(crate) fn ack_before_commit(self) -> bool {
        self.chosen == Some(Control::AckBeforeCommit)
    }

    pub(crate) fn no_dedupe(self) -> bool {
        self.chosen == Some(Control::NoDedupe)
    }

    pub(crate) fn publish_before_commit(self) -> bool {
        self.chosen == Some(Control::PublishBeforeCommit)
    }

    pub(crate) fn skip_membership(self) -> bool {
        self.chosen == Some(Control::SkipMembership)
    }

    /// Widens the window in which the fault shows, so that tests do not depend on luck.
    pub(crate) async fn linger(self) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[cfg(not(feature = "fault-controls"))]
#[expect(clippy::unused_self, clippy::unused_async, reason = "the same interface as with the feature")]
impl Controls {
    pub(crate) const fn from_env() -> Self {
        Self {}
    }

    pub(crate) const fn ack_before_commit(self) -> bool {
        false
    }

    pub(crate) const fn no_dedupe(self) -> bool {
        false
    }

    pub(crate) const fn publish_before_commit(self) -> bool {
        false
    }

    pub(crate) const fn skip_membership(self) -> bool {
        false
    }

    pub(crate) async fn linger(self) {}
}
