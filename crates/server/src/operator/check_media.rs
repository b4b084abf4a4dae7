//! Compares file storage with the database in both directions: bytes without a file, and files without their
//! bytes.
//!
//! Works with or without a running server. Memory is bounded by one page of each side. A file's row exists
//! before its first byte and after its last one, so bytes without a row belong to nobody. Even so, only those
//! older than a day are removed, because a mistake here cannot be undone.

use std::{collections::HashMap, fmt, time::Duration};

use confluence_media::{Key, Media, Part, StorageError, Stored};
use confluence_protocol::{Timestamp, UploadId};
use confluence_store::{Contents, OpenError, Store, Upload, UploadState};
use futures_util::{StreamExt, TryStreamExt};

use crate::{
    config::Config,
    operator::error::OperatorError,
    run::{database, start::media},
};

/// Age at which bytes without a file are removed.
const GRACE: Duration = Duration::from_hours(24);
/// Objects or rows compared in one step.
const PAGE: u32 = 200;
/// Concurrent requests to the storage.
const QUESTIONS: usize = 16;

/// A difference; reads as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Bytes that belong to no file.
    Orphan {
        /// Key of the bytes.
        name: String,
        /// Number of bytes.
        size: u64,
        /// What happened to them.
        fate: Fate,
    },
    /// A file without some of its bytes.
    Lost {
        /// Id of the file.
        id: UploadId,
        /// Key of the object that is missing or has the wrong size.
        key: String,
        /// Name of the file.
        name: String,
        /// Whether the loss was known before.
        known: bool,
    },
}

/// What happened to bytes without a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They were left, because no repair was requested.
    Left,
    /// They were left, because they are younger than a day.
    Young,
    /// They were removed.
    Removed,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Orphan { name, size, fate } => {
                let fate = match fate {
                    Fate::Left => "",
                    Fate::Young => ", left: younger than a day",
                    Fate::Removed => ", removed",
                };
                write!(f, "no file has these bytes: {name} ({size} bytes){fate}")
            }
            Self::Lost { id, key, name, known } => {
                // Names are user input: escape characters that could control the terminal.
                let name = name.escape_debug();
                let known = if *known { ", known before" } else { "" };
                write!(f, "a file without its bytes: \"{name}\" ({id}) needs {key}{known}")
            }
        }
    }
}

/// Totals of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Objects in the storage.
    pub objects: u64,
    /// Complete files in the database.
    pub files: u64,
    /// Objects without a file.
    pub orphans: u64,
    /// Objects without a file that were removed.
    pub removed: u64,
    /// Files with a missing or truncated object.
    pub lost: u64,
    /// Such files that were known before.
    pub known: u64,
}

impl Counts {
    /// Whether every problem was repaired or known before.
    pub const fn is_sound(&self) -> bool {
        self.orphans == self.removed && self.lost == self.known
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { objects, files, orphans, removed, lost, known } = self;
        write!(
            f,
            "{files} files and {objects} objects: {orphans} objects without a file ({removed} removed), \
             {lost} missing ({known} known before)"
        )
    }
}

/// Compares storage and database as of `now`, reporting each finding to `tell`. With `repair`, removes old
/// bytes without a file, and marks files without their bytes as known.
pub async fn check_media(
    config: &Config,
    repair: bool,
    now: Timestamp,
    mut tell: impl FnMut(&Finding),
) -> Result<Counts, OperatorError> {
    let opening = database::connect_as_operator(config).await?;
    if repair && opening.contents() != Contents::Accounts {
        return Err(OperatorError::NoAccounts(config.database.to_string()));
    }
    let media = media(config).await?;
    let named = |error: OpenError| database::refused(config, error);
    let (store, mut batches) = opening.as_it_is().await.map_err(named)?;
    // Nobody is notified of the changes, but the channel must be drained.
    let taken = tokio::spawn(async move { while batches.recv().await.is_some() {} });
    let check = Check { store: &store, media: &media, repair, now };
    let mut counts = Counts::default();
    let outcome = match check.objects(&mut counts, &mut tell).await {
        Ok(()) => check.files(&mut counts, &mut tell).await,
        failed => failed,
    };
    store.close().await;
    let _ = taken.await;
    outcome.map(|()| counts)
}

struct Check<'a> {
    store: &'a Store,
    media: &'a Media,
    repair: bool,
    now: Timestamp,
}

impl Check<'_> {
    /// From the storage to the database.
    async fn objects(
        &self,
        counts: &mut Counts,
        tell: &mut impl FnMut(&Finding),
    ) -> Result<(), OperatorError> {
        let mut pages = std::pin::pin!(self.media.storage.list().chunks(PAGE as usize));
        while let Some(page) = pages.next().await {
            let page: Vec<Stored> = page.into_iter().collect::<Result<_, StorageError>>()?;
            counts.objects += page.len() as u64;
            let keys: Vec<Option<Key>> = page.iter().map(|object| Key::parse(&object.name)).collect();
            let mut ids: Vec<UploadId> = keys.iter().flatten().map(|key| key.upload).collect();
            ids.sort_unstable();
            ids.dedup();
            let states = self.store.upload_states(&ids).await?;
            let states: HashMap<UploadId, UploadState> =
                states.into_iter().map(|state| (state.id, state)).collect();
            for (object, key) in page.into_iter().zip(keys) {
                // Objects with other names belong to somebody else and stay.
                let Some(key) = key else { continue };
                if states.get(&key.upload).is_some_and(|state| expects(state, key.part)) {
                    continue;
                }
                // It may have been removed together with its row since it was listed.
                if self.media.storage.size_of(key).await?.is_none() {
                    continue;
                }
                counts.orphans += 1;
                let fate = self.orphan(key, &object).await?;
                counts.removed += u64::from(fate == Fate::Removed);
                tell(&Finding::Orphan { name: object.name, size: object.size, fate });
            }
        }
        Ok(())
    }

    async fn orphan(&self, key: Key, object: &Stored) -> Result<Fate, OperatorError> {
        if !self.repair {
            return Ok(Fate::Left);
        }
        let grace = i64::try_from(GRACE.as_millis()).unwrap_or(i64::MAX);
        if self.now.as_millis() - object.modified_at < grace {
            return Ok(Fate::Young);
        }
        self.media.storage.delete(key).await?;
        Ok(Fate::Removed)
    }

    /// From the database to the storage.
    async fn files(&self, counts: &mut Counts, tell: &mut impl FnMut(&Finding)) -> Result<(), OperatorError> {
        let mut after = None;
        loop {
            let (files, next) = self.store.uploads_after(after, PAGE).await?;
            counts.files += files.len() as u64;
            let looked: Vec<(Upload, Option<Key>)> = futures_util::stream::iter(files)
                .map(|file| async {
                    let missing = self.missing(&file).await?;
                    Ok::<_, OperatorError>((file, missing))
                })
                .buffered(QUESTIONS)
                .try_collect()
                .await?;
            let (mut lost, mut back) = (Vec::new(), Vec::new());
            for (file, missing) in looked {
                let id = file.attachment.id;
                let Some(key) = missing else {
                    back.extend(file.missing_at.map(|_| id));
                    continue;
                };
                // It may have been deleted since the page was read.
                if self.store.upload(id).await?.is_none() {
                    continue;
                }
                let known = file.missing_at.is_some();
                counts.lost += 1;
                counts.known += u64::from(known);
                lost.extend((!known).then_some(id));
                let name = file.attachment.name;
                tell(&Finding::Lost { id, key: key.to_string(), name, known });
            }
            if self.repair && !lost.is_empty() {
                self.store.mark_missing(lost, Some(self.now)).await?;
            }
            if self.repair && !back.is_empty() {
                self.store.mark_missing(back, None).await?;
            }
            let Some(next) = next else { return Ok(()) };
            after = Some(next);
        }
    }

    /// The file's first object that is missing or has the wrong size.
    async fn missing(&self, file: &Upload) -> Result<Option<Key>, StorageError> {
        let upload = file.attachment.id;
        let parts = [Part::Original, Part::Small, Part::Large];
        let count = 1 + usize::try_from(file.thumbnails).unwrap_or(0);
        for part in parts.into_iter().take(count) {
            let key = Key { upload, part };
            let size = self.media.storage.size_of(key).await?;
            let whole = u64::try_from(file.attachment.size).ok();
            if size.is_none() || (part == Part::Original && size != whole) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }
}

/// Whether a file's row accounts for an object.
fn expects(state: &UploadState, part: Part) -> bool {
    if let Part::Chunk(number) = part {
        return i64::from(number) < state.chunks;
    }
    // A file being uploaded may have any of its parts by now, and one being removed may still have them.
    let settled = state.whole && !state.removed;
    !settled
        || match part {
            Part::Original | Part::Chunk(_) => true,
            Part::Small => state.thumbnails >= 1,
            Part::Large => state.thumbnails >= 2,
        }
}
