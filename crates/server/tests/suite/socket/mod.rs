//! The socket as a program meets it that does not trust it.

mod closing;
mod crowding;
mod entering;
mod events;
mod flooding;
mod frames;
