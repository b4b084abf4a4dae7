//! What the server tells everybody about itself.

use confluence_protocol::{Limits, ServerInfo, ServerLimits};

use crate::{app::App, arrival::way::Arrival, error::ApiError};

/// The server's public description, for a request that arrived this way. Contains neither the setup code nor
/// the number of accounts.
pub async fn show_server(app: &App, arrival: Arrival) -> Result<ServerInfo, ApiError> {
    let first_run = !app.store.has_users().await?;
    Ok(ServerInfo {
        name: "Confluence".to_owned(),
        first_run,
        setup_code_required: first_run && arrival == Arrival::Elsewhere,
        sign_up: app.store.sign_up_policy().await?.unwrap_or_else(|| app.config.sign_up.into()),
        mail: app.config.mail.is_some(),
        limits: ServerLimits {
            upload_bytes: app.config.files.upload_bytes(),
            message_characters: Limits::BODY_CHARS,
            attachments: Limits::ATTACHMENTS,
        },
    })
}
