//! Connects to each kind of storage. The clouds are cargo features, enabled by default.

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

use object_store::{ObjectStore, local::LocalFileSystem};

use super::{CheckError, Location, StorageError, signing::Signing};

/// A day: no write takes that long.
const DRAFT_AGE: Duration = Duration::from_hours(24);
const MIB: usize = 1024 * 1024;

/// Requirements of a kind of storage for writing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manners {
    /// Size of a part of a larger object in bytes. A writer holds two: one fills while the other is sent.
    pub part_bytes: usize,
    /// Writers at once; with the part size, this limits the memory of all uploads together.
    pub writers: usize,
}

/// A folder accepts parts of any size.
const FOLDER: Manners = Manners { part_bytes: MIB / 2, writers: 128 };
/// Azure accepts at most 50,000 blocks, of any size.
#[cfg(feature = "azure")]
const AZURE: Manners = Manners { part_bytes: 2 * MIB, writers: 24 };
/// S3 and compatible storages accept no part below 5 MiB, except the last.
#[cfg(any(feature = "s3", feature = "gcs"))]
const S3: Manners = Manners { part_bytes: 5 * MIB, writers: 10 };

/// A connected storage.
pub(super) struct Connected {
    pub store: Arc<dyn ObjectStore>,
    pub manners: Manners,
    /// Signs URLs; `None` for a folder.
    pub signing: Option<Signing>,
}

pub(super) fn connect(location: &Location) -> Result<Connected, CheckError> {
    let failed = |error: object_store::Error| CheckError::of(location, &error);
    match location {
        Location::Folder(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| {
                CheckError::new(location, &format!("the folder cannot be created ({error})"))
            })?;
            let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
            // Flushed before the message that refers to it, so that an acknowledged message keeps its files
            // too.
            let store = Arc::new(store.with_fsync(true).with_automatic_cleanup(false));
            Ok(Connected { store, manners: FOLDER, signing: None })
        }
        #[cfg(feature = "azure")]
        Location::Azure(bucket) => {
            use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
            let builder =
                cloud::OPTIONS.iter().fold(MicrosoftAzureBuilder::from_env(), |builder, (key, value)| {
                    builder.with_config(AzureConfigKey::Client(*key), *value)
                });
            let builder = builder.with_container_name(&bucket.name).with_retry(cloud::retry());
            Ok(cloud::under(bucket, builder.build().map_err(failed)?, AZURE))
        }
        #[cfg(feature = "s3")]
        Location::S3(bucket) => {
            use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
            let builder = cloud::OPTIONS.iter().fold(AmazonS3Builder::from_env(), |builder, (key, value)| {
                builder.with_config(AmazonS3ConfigKey::Client(*key), *value)
            });
            let builder = builder.with_bucket_name(&bucket.name).with_retry(cloud::retry());
            Ok(cloud::under(bucket, builder.build().map_err(failed)?, S3))
        }
        #[cfg(feature = "gcs")]
        Location::Gcs(bucket) => {
            use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
            let builder =
                cloud::OPTIONS.iter().fold(GoogleCloudStorageBuilder::from_env(), |builder, (key, value)| {
                    builder.with_config(GoogleConfigKey::Client(*key), *value)
                });
            let builder = builder.with_bucket_name(&bucket.name).with_retry(cloud::retry());
            Ok(cloud::under(bucket, builder.build().map_err(failed)?, S3))
        }
        #[cfg(not(all(feature = "azure", feature = "s3", feature = "gcs")))]
        _ => Err(CheckError::new(location, "this build does not support that kind of storage")),
    }
}

#[cfg(any(feature = "azure", feature = "s3", feature = "gcs"))]
mod cloud {
    use std::{sync::Arc, time::Duration};

    use object_store::{
        BackoffConfig, ClientConfigKey, ObjectStore, RetryConfig, prefix::PrefixStore, signer::Signer,
    };

    use super::{super::Bucket, Connected, Manners, Signing};

    /// Timeouts of a request. The whole request has almost none: a slow reader of a large file may take long,
    /// as long as it makes progress.
    pub(super) const OPTIONS: [(ClientConfigKey, &str); 3] = [
        (ClientConfigKey::ConnectTimeout, "5 seconds"),
        (ClientConfigKey::ReadTimeout, "30 seconds"),
        (ClientConfigKey::Timeout, "1 day"),
    ];

    /// A few quick retries; after that, an error is better than more waiting.
    pub(super) fn retry() -> RetryConfig {
        RetryConfig {
            backoff: BackoffConfig { max_backoff: Duration::from_secs(2), ..BackoffConfig::default() },
            max_retries: 3,
            retry_timeout: Duration::from_secs(15),
        }
    }

    pub(super) fn under<S: ObjectStore + Signer>(bucket: &Bucket, store: S, manners: Manners) -> Connected {
        let whole = Arc::new(store);
        let signing = Some(Signing { signer: whole.clone(), prefix: bucket.prefix.clone() });
        let store: Arc<dyn ObjectStore> = whole;
        let store = if bucket.prefix.is_empty() {
            store
        } else {
            Arc::new(PrefixStore::new(store, bucket.prefix.as_str()))
        };
        Connected { store, manners, signing }
    }
}

/// Removes drafts older than a day. A draft is named `KEY#NUMBER`: a folder's object has that name until it
/// is complete.
pub(super) async fn sweep_drafts(folder: PathBuf, now: SystemTime) -> Result<usize, StorageError> {
    let swept = tokio::task::spawn_blocking(move || {
        let mut swept = 0;
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let name = entry.file_name();
                let draft = name.to_str().and_then(|name| name.split_once('#')).is_some_and(|(_, number)| {
                    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
                });
                let age = now.duration_since(entry.metadata()?.modified()?).unwrap_or_default();
                if draft && age > DRAFT_AGE {
                    std::fs::remove_file(entry.path())?;
                    swept += 1;
                }
            }
        }
        Ok::<_, std::io::Error>(swept)
    });
    match swept.await {
        Ok(swept) => Ok(swept?),
        Err(error) => Err(StorageError::Unavailable(Box::new(error))),
    }
}
