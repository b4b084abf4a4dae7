//! How handlers read requests: bodies, paths and queries become valid values or problem documents.
//!
//! A request is checked in the order sign-in, room, right, form (SPEC GEN8), which is also the order of a
//! handler's arguments: [`SignedIn`](crate::auth::SignedIn) or [`Proven`], then [`PathParams`] and
//! [`QueryParams`], then [`JsonBody`]. The first failure is the answer.

mod arrival;
mod client_address;
mod credential;
mod full_account;
mod governing;
mod json;
mod language;
mod own_upload;
mod path;
mod proven;
mod query;
mod visit;

pub use credential::{Credential, check_token, credential};
pub use full_account::FullAccount;
pub use governing::Governing;
pub use json::{JsonBody, StrangersJson};
pub use language::Reads;
pub use own_upload::{Arriving, Waiting};
pub use path::PathParams;
pub use proven::Proven;
pub use query::{PageLimit, QueryParams};
pub use visit::Visit;
