//! The socket at `/api/v1/ws`: who may open one, and the way of each frame to a command and back.
//!
//! `upgrade` decides who comes in, `socket` is one connection's life, `reader` takes frames and `writer`
//! sends what the hub has for it, `in_flight` holds what is being stored, `marks` how far one has read. Refuses
//! SQL and rules about rooms: a frame reaches the same commands as a request.

mod flood;
mod in_flight;
mod link;
mod marks;
mod pings;
mod reader;
mod socket;
mod upgrade;
mod writer;

pub use upgrade::router;
