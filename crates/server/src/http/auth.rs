//! `/auth/…`: signing up, in and out, and refreshing.
//!
//! Browsers get their tokens as cookies, programs as JSON. Both use the same commands.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use confluence_protocol::{
    ErrorCode, FieldError, Problem, RequestReset, ResetPassword, SignIn, SignUp, SignedIn, TokenPair,
    TokenRequest, User,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    auth::{BroughtRefresh, EmailToken, IssuedTokens, KnownDevice, RefreshToken, ResetToken, Tokens},
    commands,
    error::ApiError,
    extract::{Credential, PathParams, Reads, StrangersJson, Visit, credential},
};

/// The routes of this file.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_up))
        .routes(routes!(sign_in))
        .routes(routes!(refresh))
        .routes(routes!(sign_out))
        .routes(routes!(token))
        .routes(routes!(request_reset))
        .routes(routes!(reset_password))
        .routes(routes!(confirm_email))
}

/// Create an account and sign in, with cookies.
#[utoipa::path(post, path = "/auth/sign-up", tag = "accounts", security(()), request_body = SignUp,
    responses((status = 201, body = SignedIn), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
async fn sign_up(
    State(app): State<App>,
    visit: Visit,
    StrangersJson(form): StrangersJson<SignUp>,
) -> Result<Response, ApiError> {
    let device = visit.device.clone();
    let (user, issued) = commands::sign_up(&app, form, visit).await?;
    Ok(signed_in(&app, StatusCode::CREATED, user, &issued, device))
}

/// Sign in, with cookies. A wrong name and a wrong password get the same answer.
#[utoipa::path(post, path = "/auth/sign-in", tag = "accounts", security(()), request_body = SignIn,
    responses((status = 200, body = SignedIn), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn sign_in(
    State(app): State<App>,
    visit: Visit,
    StrangersJson(form): StrangersJson<SignIn>,
) -> Result<Response, ApiError> {
    let device = visit.device.clone();
    let (user, issued) = commands::sign_in(&app, form, visit).await?;
    Ok(signed_in(&app, StatusCode::OK, user, &issued, device))
}

/// Exchange the refresh cookie for new cookies.
#[utoipa::path(post, path = "/auth/refresh", tag = "accounts", security(()),
    responses((status = 200, body = SignedIn), (status = 401, body = Problem)))]
async fn refresh(State(app): State<App>, visit: Visit, headers: HeaderMap) -> Result<Response, ApiError> {
    let cookies = &app.tokens.cookies;
    let Some(BroughtRefresh { token, is_old }) = cookies.refresh(&headers) else {
        return Err(ApiError::of(ErrorCode::Unauthenticated));
    };
    let answer = match RefreshToken::parse(token) {
        Some(used) => commands::refresh(&app, used).await,
        None => Err(ApiError::of(ErrorCode::SessionEnded)),
    };
    match answer {
        Ok((user, issued)) => {
            let mut response = signed_in(&app, StatusCode::OK, user, &issued, visit.device);
            if is_old {
                cookies.clear_old(response.headers_mut());
            }
            Ok(response)
        }
        // Clear dead cookies, so that the browser stops sending them. Under the old name they may belong to
        // another server on this host.
        Err(error) if error.code() == ErrorCode::SessionEnded && !is_old => Ok(without_cookies(&app, error)),
        Err(error) => Err(error),
    }
}

/// Sign out: end the session, close its sockets, clear the cookies. Works with the refresh cookie alone.
#[utoipa::path(post, path = "/auth/sign-out", tag = "accounts", security(()), responses((status = 204)))]
async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, ApiError> {
    let access = credential(&app, &headers).map(Credential::token);
    let refresh = app.tokens.cookies.refresh(&headers);
    let ended = match commands::sign_out(&app, access, refresh.map(|brought| brought.token)).await {
        Ok(ended) => ended,
        // A full disk on the server must not keep people signed in on a shared computer.
        Err(error) if error.code() == ErrorCode::StorageFull => return Ok(without_cookies(&app, error)),
        Err(error) => return Err(error),
    };
    let mut response = without_cookies(&app, StatusCode::NO_CONTENT);
    if ended && refresh.is_some_and(|brought| brought.is_old) {
        app.tokens.cookies.clear_old(response.headers_mut());
    }
    Ok(response)
}

/// Get tokens for a program, with a username and password or with a refresh token.
#[utoipa::path(post, path = "/auth/token", tag = "accounts", security(()), request_body = TokenRequest,
    responses((status = 200, body = TokenPair), (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn token(
    State(app): State<App>,
    visit: Visit,
    StrangersJson(form): StrangersJson<TokenRequest>,
) -> Result<Json<TokenPair>, ApiError> {
    let (_, issued) = match form {
        TokenRequest { username: Some(username), password: Some(password), refresh_token: None } => {
            commands::sign_in(&app, SignIn { username, password }, visit).await?
        }
        TokenRequest { username: None, password: None, refresh_token: Some(text) } => {
            let used = RefreshToken::parse(&text).ok_or_else(|| ApiError::of(ErrorCode::SessionEnded))?;
            commands::refresh(&app, used).await?
        }
        TokenRequest { refresh_token, .. } => {
            let (field, code) =
                if refresh_token.is_some() { ("refresh_token", "invalid") } else { ("username", "required") };
            return Err(ApiError::invalid(FieldError {
                field: field.to_owned(),
                code: code.to_owned(),
                detail: "send either username and password, or refresh_token only".to_owned(),
            }));
        }
    };
    Ok(Json(issued.into_pair()))
}

/// Ask for a link that sets a new password, by mail. The answer does not tell whether the address is known, or whether
/// the server sends mail (`GET /server` does).
#[utoipa::path(post, path = "/auth/password-reset", tag = "accounts", security(()), request_body = RequestReset,
    responses((status = 202), (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn request_reset(
    State(app): State<App>,
    visit: Visit,
    Reads(language): Reads,
    StrangersJson(form): StrangersJson<RequestReset>,
) -> Result<StatusCode, ApiError> {
    commands::request_reset(&app, visit.address, form.email, language).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Set a new password with a link, which is used up, and end every session of the account.
#[utoipa::path(post, path = "/auth/password-reset/{token}", tag = "accounts", security(()),
    params(("token" = String, Path)), request_body = ResetPassword,
    responses((status = 204), (status = 410, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem)))]
async fn reset_password(
    State(app): State<App>,
    visit: Visit,
    PathParams(token): PathParams<ResetToken>,
    StrangersJson(form): StrangersJson<ResetPassword>,
) -> Result<StatusCode, ApiError> {
    commands::reset_password(&app, visit.address, token, form).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirm the e-mail address that a link was sent to. It works without being signed in.
#[utoipa::path(post, path = "/auth/email/{token}", tag = "accounts", security(()),
    params(("token" = String, Path)),
    responses((status = 204), (status = 410, body = Problem), (status = 429, body = Problem)))]
async fn confirm_email(
    State(app): State<App>,
    visit: Visit,
    PathParams(token): PathParams<EmailToken>,
    Reads(language): Reads,
) -> Result<StatusCode, ApiError> {
    commands::confirm_email(&app, visit.address, token, language).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The answer that signs a browser in and marks it as a known device of the account.
fn signed_in(
    app: &App,
    status: StatusCode,
    user: User,
    issued: &IssuedTokens,
    device: Option<KnownDevice>,
) -> Response {
    let Tokens { cookies, devices, .. } = &*app.tokens;
    let device = devices.marked(device, &user.username).as_text();
    let mut response = (status, Json(SignedIn { user })).into_response();
    cookies.set(response.headers_mut(), &issued.access, &issued.refresh);
    cookies.set_device(response.headers_mut(), &device);
    response
}

fn without_cookies(app: &App, answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    app.tokens.cookies.clear(response.headers_mut());
    response
}
