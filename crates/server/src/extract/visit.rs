//! Where and with what somebody signs in.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use crate::{
    app::App,
    arrival::{address::ClientAddress, way::Arrival},
    auth::KnownDevice,
};

/// Length at which user agents are cut off.
const AGENT_CHARS: usize = 300;

/// Origin of a sign-in: what limits count, and what the list of sessions shows.
#[derive(Clone)]
pub struct Visit {
    /// Address that limits count.
    pub address: ClientAddress,
    /// The device as it identifies itself, with the accounts that have signed in on it.
    pub device: Option<KnownDevice>,
    /// Whether this may be the owner on this machine.
    pub arrival: Arrival,
    /// Self-description of the browser or program: one line, at most 300 characters.
    pub user_agent: String,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let address = ClientAddress::from_request_parts(parts, app).await?;
        let arrival = Arrival::from_request_parts(parts, app).await?;
        let device = app.tokens.cookies.device(&parts.headers).and_then(KnownDevice::parse);
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let agent = agent.unwrap_or_default().chars().filter(|c| !c.is_control());
        Ok(Self { address, device, arrival, user_agent: agent.take(AGENT_CHARS).collect() })
    }
}
