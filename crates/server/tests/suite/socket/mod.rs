//! The contract of the socket, frame by frame.

mod closing;
mod crowding;
mod entering;
mod events;
mod flooding;
mod frames;
