//! The mail server of the tests, which keeps every mail as a file, and mails as their recipients read them.

use std::{fs, io::Write, path::PathBuf};

use super::eventually;

/// The mail server that all tests share. Each test reads only mails to its own addresses.
pub struct MailServer {
    /// URL of the server.
    pub url: String,
    folder: PathBuf,
}

/// A mail that has arrived.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Headers as sent.
    pub head: String,
    /// Text, decoded.
    pub text: String,
}

impl MailServer {
    /// The mail server, if one runs. If not, prints that the test is skipped, or panics if services are required.
    pub fn there(test: &str) -> Option<Self> {
        const ADDRESS: &str = "CONFLUENCE_TEST_SMTP";
        if let (Ok(url), Some(folder)) =
            (std::env::var(ADDRESS), std::env::var_os("CONFLUENCE_TEST_SMTP_FOLDER"))
        {
            return Some(Self { url, folder: folder.into() });
        }
        let required = std::env::var("CONFLUENCE_REQUIRE_SERVICES").is_ok_and(|value| value == "1");
        assert!(!required, "{ADDRESS} is not set, and services are required");
        let _ = writeln!(std::io::stdout(), "SKIPPED {test}: {ADDRESS} is not set");
        None
    }

    /// Settings of a server that sends mail through the server at `url`.
    pub fn settings(url: &str) -> [(&str, &str); 3] {
        [
            ("SMTP_URL", url),
            ("MAIL_FROM", "Confluence <chat@example.org>"),
            ("PUBLIC_URL", "http://127.0.0.1:9"),
        ]
    }

    /// An address that no other test uses.
    pub fn address(name: &str) -> String {
        format!("{name}-{}@example.org", uuid::Uuid::now_v7().simple())
    }

    /// The mails to an address so far, oldest first.
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        let line = format!("To: {address}");
        let mut found: Vec<(std::time::SystemTime, Mail)> = fs::read_dir(self.folder.join("new"))
            .unwrap()
            .filter_map(|entry| {
                let entry = entry.unwrap();
                let text = fs::read_to_string(entry.path()).ok()?.replace("\r\n", "\n");
                let (head, body) = text.split_once("\n\n")?;
                head.lines().any(|found| found == line).then(|| {
                    let mail = Mail { head: head.to_owned(), text: decoded(head, body) };
                    (entry.metadata().unwrap().modified().unwrap(), mail)
                })
            })
            .collect();
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, mail)| mail).collect()
    }

    /// Waits for a number of mails to an address, and returns the last one.
    pub async fn mail_to(&self, address: &str, number: usize) -> Mail {
        eventually(&format!("mail {number} to {address}"), async || {
            let mails = self.mails_to(address);
            mails.get(number - 1).cloned().ok_or(mails.len())
        })
        .await
    }
}

impl Mail {
    /// The last part of the only link with that path.
    pub fn token(&self, path: &str) -> String {
        let start = format!("http://127.0.0.1:9/{path}/");
        let mut tokens = self.text.lines().filter_map(|line| line.strip_prefix(&start));
        let token = tokens.next().unwrap_or_else(|| panic!("no link to {path} in {}", self.text));
        assert_eq!(tokens.next(), None);
        token.to_owned()
    }
}

/// The text of a body, which is sent as it is or as quoted-printable.
fn decoded(head: &str, body: &str) -> String {
    if !head.contains("Content-Transfer-Encoding: quoted-printable") {
        return body.to_owned();
    }
    let joined = body.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let [first, more @ ..] = rest {
        let escaped = (*first == b'=').then(|| std::str::from_utf8(&more[..2]).unwrap());
        bytes.push(escaped.map_or(*first, |code| u8::from_str_radix(code, 16).unwrap()));
        rest = if escaped.is_some() { &more[2..] } else { more };
    }
    String::from_utf8(bytes).unwrap()
}
