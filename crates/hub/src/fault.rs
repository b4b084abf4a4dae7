//! Faults that tests switch on to prove that they detect them. A release build has none.

use crate::bus::notice::{Header, Notice};

/// A fault of the hub. Without the feature `fault-controls` it has no effect, and the compiler removes the
/// code for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// No fault.
    #[default]
    None,
    /// Drops one in three events from the bus and treats it as delivered.
    DropBusEvents,
    /// Outboxes have no bound.
    UnboundedOutbox,
}

const CAN_FAIL: bool = cfg!(feature = "fault-controls");

impl Fault {
    /// The fault named by `CONFLUENCE_FAULT`, if the build includes faults.
    pub fn from_environment() -> Self {
        if !CAN_FAIL {
            return Self::None;
        }
        match std::env::var("CONFLUENCE_FAULT").as_deref() {
            Ok("drop_bus_events") => Self::DropBusEvents,
            Ok("unbounded_outbox") => Self::UnboundedOutbox,
            _ => Self::None,
        }
    }

    /// Whether outboxes have no bound.
    pub(crate) fn is_unbounded_outbox(self) -> bool {
        CAN_FAIL && self == Self::UnboundedOutbox
    }

    /// Applies [`Self::DropBusEvents`] to a notice from the bus: every third event loses its bytes, so that
    /// it never reaches a socket, while the sequencer continues as if it had.
    pub(crate) fn distort(self, mut notice: Notice) -> Notice {
        if CAN_FAIL
            && self == Self::DropBusEvents
            && matches!(notice.header, Header::Event { version, .. } if version % 3 == 0)
        {
            notice.frame.bytes.clear();
        }
        notice
    }
}
