//! Who may do what in a room. Pure: no I/O, no clock, no database.
//!
//! The store reads where a person stands towards a room ([`Seat`]). Out of a seat come proofs ([`Member`],
//! [`Moderator`], …), each by one line of [`rights`](self). Whatever acts for a person in a room takes the proof as an
//! argument, so that forgetting to ask for the right does not compile:
//!
//! ```compile_fail
//! # use confluence_protocol::{RoomId, UserId};
//! fn pin(by: confluence_rights::Pinner) {}
//! fn handler(room: RoomId, user: UserId) {
//!     pin((room, user));
//! }
//! ```
//!
//! A proof is as old as its seat. Whoever changes something therefore reads the seat again inside the transaction and
//! makes the same proof of it ([`Proof::of`]).

mod rights;
mod seat;

pub use rights::{GroupMember, Inviter, Member, Moderator, Owner, Pinner, Poster, Proof, Refusal, Visitor};
pub use seat::Seat;
