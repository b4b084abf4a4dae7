//! Faults that tests switch on to show that they would notice. A release build has none.

use crate::bus::notice::{Header, Notice};

/// A fault of the hub. Without the feature `fault-controls` none has any effect, and the compiler drops what
/// would act on one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// None.
    #[default]
    None,
    /// One in three events from the bus is dropped, and believed to have been delivered.
    DropBusEvents,
    /// Outboxes take whatever comes.
    UnboundedOutbox,
}

const CAN_FAIL: bool = cfg!(feature = "fault-controls");

impl Fault {
    /// The fault that `CONFLUENCE_FAULT` names, where the build has faults at all.
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

    /// What becomes of a notice from the bus: one in three events loses its bytes, and with them its way to
    /// the sockets, while the sequencer goes on as if nothing were missing.
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
