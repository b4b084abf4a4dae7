//! How handlers read requests: bodies, paths and queries become valid values here, or problem documents.
//!
//! A request is checked in the order sign-in, room, right, form (SPEC GEN8). So what stands *before* the
//! room is known, or needs none, is read with [`JsonBody`], which answers 4xx by itself; a handler that must
//! look at a room first takes [`LateJson`] and [`LateQuery`] and gives `.parsed()` to its command, which
//! asks `access` and then looks at it.

mod json;
mod path;
mod query;

pub use json::{JsonBody, LateJson};
pub use path::PathParams;
pub use query::{LateQuery, PageLimit};
