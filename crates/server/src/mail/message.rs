//! A mail as it is sent: headers and plain text.
//!
//! Nothing from outside reaches a header except the recipient's address, which was parsed when it was entered and is
//! parsed again here.

use std::time::{Duration, UNIX_EPOCH};

use confluence_protocol::Timestamp;
use confluence_store::Letter;
use lettre::{
    Address, Message,
    message::{
        Mailbox, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};

use super::letters;
use crate::config::MailConfig;

/// Why a mail cannot be written; says nothing about its recipient.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The address.
    #[error("its address is not valid")]
    Address,
    /// Anything else.
    #[error("it cannot be encoded")]
    Encoding,
}

/// Writes a mail; a link in it has this token.
pub fn compose(
    mail: &MailConfig,
    letter: &Letter,
    token: &str,
    now: Timestamp,
) -> Result<Message, ComposeError> {
    let to: Address = letter.to.parse().map_err(|_| ComposeError::Address)?;
    let (subject, text) = letters::write(letter, &mail.base, token);
    let sent = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.as_millis()).unwrap_or(0));
    let id = format!("<{:032x}@{}>", rand::random::<u128>(), mail.from.email.domain());
    // Keeps programs that answer mail from answering (RFC 3834).
    let automatic =
        HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    Message::builder()
        .from(mail.from.clone())
        .to(Mailbox::new(None, to))
        .subject(subject)
        .date(sent)
        .message_id(Some(id))
        .raw_header(automatic)
        .singlepart(SinglePart::plain(text))
        .map_err(|_| ComposeError::Encoding)
}

#[cfg(test)]
mod tests {
    use confluence_store::{Language, LetterKind};

    use super::*;
    use crate::Settings;

    fn mail() -> MailConfig {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            data_dir: Some(folder.path().display().to_string()),
            smtp_url: Some("smtp://127.0.0.1:25".to_owned()),
            mail_from: Some("Confluence <chat@example.org>".to_owned()),
            public_url: Some("https://chat.example.org".to_owned()),
            ..Settings::default()
        };
        settings.into_config().unwrap().mail.unwrap()
    }

    fn letter(kind: LetterKind, language: Language, to: &str) -> Letter {
        Letter { kind, to: to.to_owned(), username: "ana.b".to_owned(), language }
    }

    #[test]
    fn mail8_a_mail_has_the_headers_of_an_automatic_message_in_every_language() {
        for kind in [LetterKind::Confirm, LetterKind::Reset, LetterKind::Taken, LetterKind::Replaced] {
            for language in Language::ALL {
                let letter = letter(kind, language, "ana@example.org");
                let message = compose(&mail(), &letter, "TOKEN", Timestamp::from_millis(0)).unwrap();
                let text = String::from_utf8(message.formatted()).unwrap();
                let (head, body) = text.split_once("\r\n\r\n").unwrap();
                for line in [
                    "To: ana@example.org",
                    "Auto-Submitted: auto-generated",
                    "Date: Thu, 01 Jan 1970 00:00:00 +0000",
                    "MIME-Version: 1.0",
                    "Content-Type: text/plain; charset=utf-8",
                ] {
                    assert!(head.lines().any(|found| found == line), "{line} in {head}");
                }
                let id = head.lines().find(|line| line.starts_with("Message-ID: <")).unwrap();
                assert!(id.ends_with("@example.org>"), "{id}");
                assert!(
                    head.lines()
                        .any(|line| line.starts_with("From: ") && line.contains("<chat@example.org>"))
                );
                let body = body.replace("=\r\n", "");
                assert!(body.contains("ana.b"), "{body}");
                assert_eq!(
                    body.contains("TOKEN"),
                    matches!(kind, LetterKind::Confirm | LetterKind::Reset),
                    "{body}"
                );
            }
        }
    }

    #[test]
    fn mail8_an_address_that_is_none_is_not_written_into_a_header() {
        let to = "ana@example.org\r\nBcc: eve@example.org";
        let letter = letter(LetterKind::Reset, Language::English, to);
        assert!(compose(&mail(), &letter, "TOKEN", Timestamp::from_millis(0)).is_err());
    }
}
