//! Settings of the server that administrators change while it runs.

use confluence_protocol::{AdminSettings, FieldError, PatchAdminSettings};
use confluence_rights::{Administrator, Elevated};
use confluence_store::{StoreError, StoredSettings};

use crate::{app::App, error::ApiError};

/// The settings in force.
pub async fn show_settings(app: &App, by: Administrator) -> Result<AdminSettings, ApiError> {
    Ok(in_force(app, app.store.settings(by).await?))
}

/// Changes settings. Default rooms must be public: otherwise 422.
pub async fn change_settings(
    app: &App,
    by: Elevated,
    form: PatchAdminSettings,
) -> Result<AdminSettings, ApiError> {
    form.check().map_err(ApiError::invalid)?;
    match app.store.change_settings(by, form, app.clock.now()).await {
        Ok(settings) => Ok(in_force(app, settings)),
        Err(StoreError::NotFound) => {
            let detail = "each must be a public room";
            Err(ApiError::invalid(FieldError::new("default_room_ids", "invalid", detail)))
        }
        Err(error) => Err(error.into()),
    }
}

fn in_force(app: &App, settings: StoredSettings) -> AdminSettings {
    let StoredSettings { sign_up, default_rooms } = settings;
    let sign_up_default = app.config.sign_up.into();
    AdminSettings {
        sign_up: sign_up.unwrap_or(sign_up_default),
        sign_up_default,
        default_room_ids: default_rooms.iter().map(|room| room.id).collect(),
        default_rooms,
    }
}
