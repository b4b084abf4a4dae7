//! Who is asking: passwords, tokens, cookies, and the session behind them.
//!
//! A handler that needs a signed-in user takes [`SignedIn`] before every other argument that can fail, so
//! that 401 comes first. A handler for a room takes [`Proven`](crate::extract::Proven) instead, which
//! includes it:
//!
//! ```text
//! async fn change(
//!     State(app): State<App>,
//!     Proven(by): Proven<Moderator>,
//!     JsonBody(form): JsonBody<PatchRoom>,
//! ) -> Result<Json<Room>, ApiError> { … }
//! ```
//!
//! The socket, which has other ways to carry a credential, calls [`check_token`](crate::extract::check_token) itself. Refuses to know
//! rooms: what a person may do there is `confluence_rights`.

mod cookies;
mod devices;
mod issue;
mod lifetimes;
mod link_tokens;
mod passwords;
mod session_cache;
mod setup_code;
mod signed_in;
mod tokens;

pub use cookies::{BroughtRefresh, Cookies};
pub use devices::{DeviceNumber, KnownDevice};
pub use issue::{IssuedTokens, open_session};
pub use lifetimes::{ACCESS_SECONDS, SESSION_SECONDS};
pub use link_tokens::{EmailToken, ResetToken};
pub use passwords::Passwords;
pub use session_cache::SessionCache;
pub use setup_code::SetupCode;
pub use signed_in::{Checked, SignedIn};
pub use tokens::{AccessClaims, RefreshToken, Tokens};
