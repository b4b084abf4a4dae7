//! The socket at `/api/v1/ws`: who may open one, and how frames reach commands and answers return.
//!
//! `upgrade` decides who may connect, `handshake` turns the connection of a request into a socket, `wire` is that
//! connection, `socket` runs one socket, `reader` handles incoming frames, `writer` sends what the hub has queued and
//! has not written itself, `in_flight` holds requests that are being stored, and `marks` read
//! marks. Neither SQL nor rules about rooms belong here: frames use the same commands as requests.

mod flood;
mod handshake;
mod in_flight;
mod link;
mod marks;
mod pings;
mod reader;
mod socket;
mod upgrade;
mod wire;
mod writer;

pub use upgrade::router;
