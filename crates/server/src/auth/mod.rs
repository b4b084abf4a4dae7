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
//! The socket can carry its credential in other ways, so it calls [`check_token`] itself. Rooms are unknown
//! here: rights in them are in `confluence_rights`.

mod cookies;
mod credential;
mod devices;
mod issue;
mod passwords;
mod session_cache;
mod setup_code;
mod signed_in;
mod tokens;
mod visit;

pub use cookies::{BroughtRefresh, Cookies};
pub use credential::{Credential, check_token, credential};
pub use devices::{DeviceNumber, KnownDevice};
pub use issue::{IssuedTokens, open_session};
pub use passwords::Passwords;
pub use session_cache::SessionCache;
pub use setup_code::SetupCode;
pub use signed_in::{Checked, SignedIn};
pub use tokens::{ACCESS_SECONDS, AccessClaims, RefreshToken, SESSION_SECONDS, Tokens};
pub use visit::Visit;
