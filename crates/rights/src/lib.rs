//! Who may do what in a room, and on the server. Pure: no I/O, no clock, no database.
//!
//! The store reads how a person relates to a room ([`Seat`]). Proofs ([`Member`], [`Moderator`], …) are made
//! from a seat, each by one line of [`rights`](self). Code that acts for a person in a room takes a proof as
//! an argument, so that a forgotten check does not compile:
//!
//! ```compile_fail
//! # use confluence_protocol::{RoomId, UserId};
//! fn pin(by: confluence_rights::Pinner) {}
//! fn handler(room: RoomId, user: UserId) {
//!     pin((room, user));
//! }
//! ```
//!
//! A proof is only as recent as its seat. Every change therefore reads the seat again inside its transaction
//! and makes the same proof from it ([`Proof::of`]).
//!
//! Rights on the whole server ([`Administrator`], [`Elevated`]) are made in the same way, from a [`Standing`].

mod rights;
mod seat;
mod server;

pub use rights::{
    FullMember, GroupMember, Inviter, Member, Moderator, Owner, Participant, Pinner, Poster, Proof, Refusal,
    Visitor,
};
pub use seat::{Seat, Setting};
pub use server::{Administrator, Elevated, ServerProof, Standing};
