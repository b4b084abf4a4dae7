//! From where and with what somebody signs in.

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

/// Characters of a user agent that are kept.
const AGENT_CHARS: usize = 300;

/// What a sign-in is counted by, and how it names itself in the list of sessions.
#[derive(Clone)]
pub struct Visit {
    /// What limits count.
    pub address: ClientAddress,
    /// The accounts that were signed in on this device before, as far as it says.
    pub device: Option<KnownDevice>,
    /// Whether it can be the owner at this machine.
    pub arrival: Arrival,
    /// How the browser or program names itself; at most 300 characters, one line.
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
