//! How handlers read requests: bodies, paths and queries become valid values here, or problem documents.
//!
//! A request is checked in the order sign-in, room, right, form (SPEC GEN8). So what stands *before* the
//! room is known is read with [`JsonBody`] and [`QueryParams`], which answer 4xx by themselves; a handler
//! that must look at a room first takes [`LateJson`] and [`LateQuery`], asks `access`, and then calls
//! `.parsed()?`.

mod json;
mod path;
mod query;

pub use json::{JsonBody, LateJson};
pub use path::{PathId, PathParams};
pub use query::{LateQuery, PageLimit, QueryParams};
