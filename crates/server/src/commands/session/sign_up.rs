//! Creating an account and signing it in.

use confluence_protocol::{DisplayName, ErrorCode, SignUp, User, UserId};
use confluence_store::{Entry, NewAccount};

use crate::{
    app::App,
    arrival::way::Arrival,
    auth::{IssuedTokens, SetupCode, open_session},
    error::ApiError,
    extract::Visit,
};

/// Creates the account with its first session; with an invite, also joins its room in the same transaction.
///
/// The first account is always allowed, whatever the policy. It needs the setup code unless the request comes
/// directly from this machine and nobody else can reach the server; otherwise it gets 403 `forbidden`.
pub async fn sign_up(app: &App, form: SignUp, visit: Visit) -> Result<(User, IssuedTokens), ApiError> {
    app.limiter.password_work(visit.address)?;
    form.check().map_err(ApiError::invalid)?;
    let SignUp { username, password, display_name, bio, invite, setup_code } = form;
    admit(app, invite.is_some(), visit.arrival, setup_code.as_deref()).await?;
    let password_hash = app.passwords.hash(password).await?;

    let now = app.clock.now();
    let id = UserId::new(now);
    let (session, issued) = open_session(&app.tokens, id, visit.user_agent, now)?;
    let display_name = match display_name {
        Some(name) => name,
        // Every valid username is a valid display name.
        None => username.as_str().parse::<DisplayName>().map_err(|error| ApiError::internal(&error))?,
    };
    let account = NewAccount {
        id,
        username,
        display_name,
        bio: bio.map(String::from).unwrap_or_default(),
        password_hash,
        session,
        invite,
        entry: app.config.sign_up,
        now,
    };
    let (user, _) = app.store.sign_up(account).await?;
    tracing::info!(user_id = %user.id, is_admin = user.is_admin, "account created");
    Ok((user, issued))
}

/// Refuses before hashing what the store would refuse afterwards, because hashing is expensive.
async fn admit(app: &App, invited: bool, arrival: Arrival, setup_code: Option<&str>) -> Result<(), ApiError> {
    if app.store.has_users().await? {
        let entry = app.store.sign_up_policy().await?.map_or(app.config.sign_up, Entry::from);
        return match entry {
            Entry::Open => Ok(()),
            Entry::InviteOnly if invited => Ok(()),
            Entry::InviteOnly | Entry::Closed => Err(ApiError::of(ErrorCode::SignUpClosed)),
        };
    }
    let code = SetupCode::of(&app.config.jwt_secret);
    if arrival == Arrival::Elsewhere && !setup_code.is_some_and(|typed| code.matches(typed)) {
        let detail = "the first account needs the setup code that the server printed when it started";
        return Err(ApiError::new(ErrorCode::Forbidden, detail));
    }
    Ok(())
}
