//! The keyed hash of what was first sent under a message id. Repeats are compared with it.
//!
//! It outlives edits and deletion, when the original text is gone from the message. With a plain hash, a reader of the
//! database could confirm a guess at a deleted message; the key is not stored in the database.

use confluence_protocol::{NewMessage, UserId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::SendKeys;

/// Hash of a message being sent, under the current and the previous key.
#[derive(Clone, Copy)]
pub(crate) struct Fingerprint {
    current: SentHash,
    previous: Option<SentHash>,
}

impl Fingerprint {
    pub(crate) fn of(keys: &SendKeys, author: UserId, message: &NewMessage) -> Self {
        Self {
            current: SentHash::of(&keys.current, author, message),
            previous: keys.previous.map(|key| SentHash::of(&key, author, message)),
        }
    }

    /// Hash to store with a new message.
    pub(crate) const fn kept(&self) -> SentHash {
        self.current
    }

    /// Whether a stored message was first sent with the same content.
    pub(crate) fn is(&self, stored: &SentHash) -> bool {
        self.current == *stored || self.previous.as_ref() == Some(stored)
    }
}

/// HMAC-SHA256 over author, body, `reply_to` and attachments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SentHash([u8; 32]);

impl SentHash {
    fn of(key: &[u8; 32], author: UserId, message: &NewMessage) -> Self {
        // HMAC pads a key with zeros to its block. Padded here, no length is left that could be wrong.
        let mut block = [0; 64];
        block[..32].copy_from_slice(key);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(author.as_uuid().as_bytes());
        mac.update(&(message.body.len() as u64).to_be_bytes());
        mac.update(message.body.as_bytes());
        match message.reply_to {
            None => mac.update(&[0]),
            Some(original) => {
                mac.update(&[1]);
                mac.update(original.as_uuid().as_bytes());
            }
        }
        for attachment in &message.attachments {
            mac.update(attachment.as_uuid().as_bytes());
        }
        Self(mac.finalize().into_bytes().into())
    }

    /// A hash from the database. One of another length equals no hash.
    pub(crate) fn stored(bytes: &[u8]) -> Self {
        Self(bytes.try_into().unwrap_or_default())
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
