//! What the server looks after by itself: rooms that changed unnoticed, ends that are due, leftovers, a full disk.
//!
//! Owns when each of these is done. Nobody's request gets here.

pub mod chores;
pub mod disk;
pub mod jobs;
pub mod sweep;
