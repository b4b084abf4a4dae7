//! Writes an object of any size with the memory of two parts.
//!
//! Small objects take one request; larger ones become a multipart upload, with one part being sent while the
//! next fills. An object appears whole or not at all.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use object_store::{Attributes, MultipartUpload, ObjectStore, PutMultipartOptions, PutOptions, path::Path};
use tokio::{sync::OwnedSemaphorePermit, task::JoinHandle};

use super::StorageError;

/// An object being written. If dropped before [`Self::finish`], it leaves nothing behind.
pub struct Writer {
    store: Arc<dyn ObjectStore>,
    path: Path,
    attributes: Attributes,
    part_bytes: usize,
    /// The part being filled.
    part: BytesMut,
    /// `Some` once the first part is full.
    upload: Option<Box<dyn MultipartUpload>>,
    /// The part being sent.
    sending: Option<JoinHandle<object_store::Result<()>>>,
    _permit: OwnedSemaphorePermit,
}

impl Writer {
    pub(super) fn new(
        store: Arc<dyn ObjectStore>,
        path: Path,
        attributes: Attributes,
        part_bytes: usize,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        let part = BytesMut::new();
        Self { store, path, attributes, part_bytes, part, upload: None, sending: None, _permit: permit }
    }

    /// Writes more of the object; waits while the storage is slower than the source.
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<(), StorageError> {
        while !bytes.is_empty() {
            let room = self.part_bytes - self.part.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.part.extend_from_slice(now);
            bytes = later;
            if self.part.len() == self.part_bytes {
                self.send_part().await?;
            }
        }
        Ok(())
    }

    /// Completes the object, which now appears whole.
    pub async fn finish(mut self) -> Result<(), StorageError> {
        if self.upload.is_none() {
            let bytes = std::mem::take(&mut self.part).freeze();
            let options =
                PutOptions { attributes: std::mem::take(&mut self.attributes), ..PutOptions::default() };
            self.store.put_opts(&self.path, bytes.into(), options).await?;
            return Ok(());
        }
        if !self.part.is_empty() {
            self.send_part().await?;
        }
        self.sent().await?;
        if let Some(upload) = self.upload.as_mut() {
            upload.complete().await?;
        }
        self.upload = None;
        Ok(())
    }

    async fn send_part(&mut self) -> Result<(), StorageError> {
        self.sent().await?;
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => {
                let attributes = std::mem::take(&mut self.attributes);
                let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
                none.insert(self.store.put_multipart_opts(&self.path, options).await?)
            }
        };
        let bytes: Bytes = std::mem::take(&mut self.part).freeze();
        self.part.reserve(self.part_bytes);
        self.sending = Some(tokio::spawn(upload.put_part(bytes.into())));
        Ok(())
    }

    /// Waits for the part being sent.
    async fn sent(&mut self) -> Result<(), StorageError> {
        let Some(sending) = &mut self.sending else { return Ok(()) };
        let outcome = sending.await;
        self.sending = None;
        outcome.map_err(|error| StorageError::Unavailable(Box::new(error)))??;
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let (Some(mut upload), Ok(runtime)) = (self.upload.take(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        let sending = self.sending.take();
        runtime.spawn(async move {
            // Some storages would keep, and charge for, a part that arrives after the abort.
            if let Some(sending) = sending {
                let _ = sending.await;
            }
            if let Err(error) = upload.abort().await {
                tracing::debug!(%error, "cannot remove an unfinished object");
            }
        });
    }
}
