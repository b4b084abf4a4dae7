//! The `LIMIT_…` settings: what one person, one address and everybody together may do.

use super::{
    ConfigError,
    settings::{Settings, number},
};

/// The `LIMIT_…` settings for files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimits {
    /// Size of the largest file, in megabytes of 2^20 bytes.
    pub upload_megabytes: u32,
    /// Total size of one person's files, in megabytes; 0 means no limit.
    pub megabytes_per_user: u32,
    /// Files that one person may upload at once; 0 means no limit.
    pub uploads_per_user: u32,
    /// Files that everybody together may upload at once on this node; 0 means no limit.
    pub uploads: u32,
}

impl FileLimits {
    const MEGABYTE: u64 = 1024 * 1024;

    /// Size of the largest file, in bytes.
    pub fn upload_bytes(self) -> u64 {
        u64::from(self.upload_megabytes) * Self::MEGABYTE
    }

    /// Total size of one person's files, in bytes.
    pub fn quota_bytes(self) -> i64 {
        match self.megabytes_per_user {
            0 => i64::MAX,
            megabytes => i64::from(megabytes) * 1024 * 1024,
        }
    }
}

impl Default for FileLimits {
    fn default() -> Self {
        Self { upload_megabytes: 100, megabytes_per_user: 10_240, uploads_per_user: 8, uploads: 128 }
    }
}

macro_rules! limits {
    ($($(#[$doc:meta])* $field:ident = $name:literal, $setting:ident, $usual:literal;)*) => {
        /// The other `LIMIT_…` settings. 0 means no limit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct LimitSettings { $($(#[$doc])* pub $field: u32,)* }

        impl Default for LimitSettings {
            fn default() -> Self {
                Self { $($field: $usual,)* }
            }
        }

        impl LimitSettings {
            /// Settings without any limit.
            pub const fn none() -> Self {
                Self { $($field: 0,)* }
            }

            /// The values of the settings; absent ones have their defaults.
            pub(super) fn of(settings: &Settings) -> Result<Self, ConfigError> {
                Ok(Self { $($field: number($name, settings.$setting.as_deref())?.unwrap_or($usual),)* })
            }
        }
    };
}

limits! {
    /// Messages per second and person, on average.
    messages_per_second = "LIMIT_MESSAGES_PER_SECOND", limit_messages_per_second, 10;
    /// Messages that a person may send at once after a pause.
    message_burst = "LIMIT_MESSAGE_BURST", limit_message_burst, 20;
    /// Reactions, read marks, pins and saved messages per second and person.
    reactions_per_second = "LIMIT_REACTIONS_PER_SECOND", limit_reactions_per_second, 20;
    /// Rooms and invites that a person may create per minute.
    rooms_per_minute = "LIMIT_ROOMS_PER_MINUTE", limit_rooms_per_minute, 30;
    /// Rooms that a person may own.
    rooms_per_user = "LIMIT_ROOMS_PER_USER", limit_rooms_per_user, 500;
    /// Changes per minute and person that are sent to whole rooms: profiles, room settings, joining, leaving.
    changes_per_minute = "LIMIT_CHANGES_PER_MINUTE", limit_changes_per_minute, 60;
    /// Uploads that a person may begin per minute.
    uploads_per_minute = "LIMIT_UPLOADS_PER_MINUTE", limit_uploads_per_minute, 120;
    /// Other changes per second and person; ten times as many for an address's signed-out requests.
    writes_per_second = "LIMIT_WRITES_PER_SECOND", limit_writes_per_second, 10;
    /// Reads per second and person; ten times as many for an address's signed-out requests.
    reads_per_second = "LIMIT_READS_PER_SECOND", limit_reads_per_second, 100;
    /// Sign-in attempts per minute, for an address and for an account.
    sign_ins_per_minute = "LIMIT_SIGN_INS_PER_MINUTE", limit_sign_ins_per_minute, 10;
    /// Open sockets of a person.
    sockets_per_user = "LIMIT_SOCKETS_PER_USER", limit_sockets_per_user, 20;
    /// Open sockets from an address.
    sockets_per_address = "LIMIT_SOCKETS_PER_ADDRESS", limit_sockets_per_address, 100;
    /// Open HTTP connections from an address, not counting sockets: six for each socket, the most that
    /// browsers open while a page loads.
    connections_per_address = "LIMIT_CONNECTIONS_PER_ADDRESS", limit_connections_per_address, 600;
}
