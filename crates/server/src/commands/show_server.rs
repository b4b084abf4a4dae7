//! What a server says of itself to whoever asks.

use confluence_protocol::{Limits, ServerInfo, ServerLimits, SignUpPolicy};
use confluence_store::Entry;

use crate::{app::App, arrival::way::Arrival, error::ApiError};

/// How this server presents itself to a request that arrived like that. The setup code itself is not in it, nor how many people there are.
pub async fn show_server(app: &App, arrival: Arrival) -> Result<ServerInfo, ApiError> {
    let first_run = !app.store.has_users().await?;
    Ok(ServerInfo {
        name: "Confluence".to_owned(),
        first_run,
        setup_code_required: first_run && arrival == Arrival::Elsewhere,
        sign_up: match app.config.sign_up {
            Entry::Open => SignUpPolicy::Open,
            Entry::InviteOnly => SignUpPolicy::Invite,
            Entry::Closed => SignUpPolicy::Closed,
        },
        limits: ServerLimits {
            upload_bytes: app.config.files.upload_bytes(),
            message_characters: Limits::BODY_CHARS,
            attachments: Limits::ATTACHMENTS,
        },
    })
}
