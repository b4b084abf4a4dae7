//! Texts that people write, parsed once at the edge: names, bodies, passwords.
//!
//! Lengths are in Unicode scalar values. No text may contain U+0000, which PostgreSQL cannot store.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

use crate::{
    Limits, ValueError,
    text::{
        characters::{has_visible, shown},
        email, password,
    },
};

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
        #[serde(try_from = "String", into = "String")]
        #[schema(value_type = String)]
        pub struct $name(String);

        impl $name {
            /// The parsed text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = ValueError;

            fn try_from(text: String) -> Result<Self, ValueError> {
                let parse: fn(String) -> Result<String, ValueError> = $parse;
                parse(text).map(Self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = ValueError;

            fn from_str(text: &str) -> Result<Self, ValueError> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        // Keeps what people write out of logs.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }
    };
}

text!(
    /// A username: 2–32 characters of `a-z 0-9 _ . -`, folded to lower case, not starting or ending with `.`
    /// or `-`. Some are reserved: [`Username::check_new`].
    Username,
    |text| {
        let name = text.to_ascii_lowercase();
        if !name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-')) {
            return Err(ValueError::new(
                "invalid_characters",
                "a username can contain only the letters a–z, digits, underscores, full stops and hyphens",
            ));
        }
        bounded("a username", &name, 2, 32)?;
        if name.starts_with(['.', '-']) || name.ends_with(['.', '-']) {
            return Err(ValueError::new(
                "invalid_characters",
                "a username cannot start or end with a full stop or a hyphen",
            ));
        }
        Ok(name)
    }
);
text!(
    /// A display name: 1–64 characters, NFKC, without invisible or direction-changing characters.
    DisplayName,
    |text| line("a display name", &text, 1, Limits::DISPLAY_NAME_CHARS)
);
text!(
    /// A room's name: 1–80 characters, NFKC, without invisible or direction-changing characters.
    RoomName,
    |text| line("a room name", &text, 1, Limits::ROOM_NAME_CHARS)
);
text!(
    /// A folder's name: 1–40 characters, NFKC, without invisible or direction-changing characters.
    FolderName,
    |text| line("a folder name", &text, 1, Limits::FOLDER_NAME_CHARS)
);
text!(
    /// An e-mail address: at most 254 ASCII characters, without comments, quotes or a display name. Kept as written,
    /// compared by [`EmailAddress::folded`].
    EmailAddress,
    |text| email::parse(&text)
);
text!(
    /// A group's name: 1–80 characters, NFKC, without invisible or direction-changing characters.
    GroupName,
    |text| line("a group name", &text, 1, Limits::GROUP_NAME_CHARS)
);
text!(
    /// A search query for a name: at most 80 characters, normalised like names so that it can match them.
    SearchText,
    |text| line("a query", &text, 0, Limits::QUERY_CHARS)
);
text!(
    /// A room's description: at most 500 characters; may contain line breaks.
    Description,
    |text| paragraph("a description", &text, Limits::DESCRIPTION_CHARS)
);
text!(
    /// A person's bio: at most 280 characters; may contain line breaks.
    Bio,
    |text| paragraph("a bio", &text, Limits::BIO_CHARS)
);
text!(
    /// The text of a status: 1–100 characters, NFKC, without invisible or direction-changing characters.
    StatusText,
    |text| line("a status", &text, 1, Limits::STATUS_CHARS)
);
text!(
    /// A file's caption: at most 500 characters; may contain line breaks.
    Caption,
    |text| paragraph("a caption", &text, Limits::CAPTION_CHARS)
);
text!(
    /// A file's alternative text, for people who cannot see it: at most 1,000 characters; may contain line
    /// breaks.
    AltText,
    |text| paragraph("an alternative text", &text, Limits::ALT_CHARS)
);
text!(
    /// The source of a message: at most 16,000 characters, kept as written. It may be empty if the message
    /// has attachments; see [`crate::NewMessage::check`].
    MessageBody,
    |text| {
        no_nul("a message", &text)?;
        bounded("a message", &text, 0, Limits::BODY_CHARS)?;
        Ok(text)
    }
);
text!(
    /// A new password: 8–256 characters, verbatim. Common and repetitive ones are refused, and so is the
    /// username: [`NewPassword::check_for`].
    NewPassword,
    |text| {
        bounded("a password", &text, password::LEAST, password::MOST)?;
        password::check(&text)?;
        Ok(text)
    }
);

impl EmailAddress {
    /// The address in lower case: two addresses with the same folded form are the same address here.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl NewPassword {
    /// Refuses a password that is little more than the username.
    pub fn check_for(&self, username: &str) -> Result<(), ValueError> {
        password::check_for(self, username)
    }
}

fn bounded(what: &str, text: &str, least: usize, most: usize) -> Result<(), ValueError> {
    // A character has at most 4 bytes, so a huge text need not be counted.
    let count = if text.len() > most * 4 { most + 1 } else { text.chars().count() };
    if count > most {
        return Err(ValueError::new("too_long", format!("{what} can have at most {most} characters")));
    }
    if count < least {
        return Err(ValueError::new("too_short", format!("{what} must have at least {least} characters")));
    }
    Ok(())
}

fn no_nul(what: &str, text: &str) -> Result<(), ValueError> {
    if text.contains('\0') {
        return Err(ValueError::new("invalid_characters", format!("{what} cannot contain NUL")));
    }
    Ok(())
}

fn line(what: &str, text: &str, least: usize, most: usize) -> Result<String, ValueError> {
    bounded(what, text, 0, most * 4)?;
    let whole: String = text.nfkc().collect();
    let clean: String =
        shown(&whole).map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    let clean = clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if least > 0 && !has_visible(&clean) {
        return Err(nothing_visible(what));
    }
    bounded(what, &clean, least, most)?;
    Ok(clean)
}

fn paragraph(what: &str, text: &str, most: usize) -> Result<String, ValueError> {
    bounded(what, text, 0, most * 4)?;
    let whole: String = text.nfc().collect();
    let clean: String = shown(&whole).filter(|c| *c == '\n' || !c.is_control()).collect();
    // White space alone counts as empty; other invisible text is refused.
    if !has_visible(&clean) && !text.trim().is_empty() {
        return Err(nothing_visible(what));
    }
    let clean = clean.trim().to_owned();
    bounded(what, &clean, 0, most)?;
    Ok(clean)
}

fn nothing_visible(what: &str) -> ValueError {
    ValueError::new("too_short", format!("{what} must have at least 1 visible character"))
}

/// A text from elsewhere as one plain line: without invisible or direction-changing characters, and cut to
/// `most` characters including an ellipsis.
pub fn plain_line(text: &str, most: usize) -> String {
    // A page may contain a text of any length, so everything far beyond the cut is ignored.
    let beginning: String = text.chars().take(most * 8).nfc().collect();
    let clean: String =
        shown(&beginning).map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    let clean = clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if clean.chars().count() <= most {
        return clean;
    }
    let mut cut: String = clean.chars().take(most - 1).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_folded_and_bounded() {
        assert_eq!("Ana.B-1_x".parse::<Username>().unwrap().as_str(), "ana.b-1_x");
        for bad in ["a", ".ana", "ana-", "ana b", "änä", &"a".repeat(33), ""] {
            assert!(bad.parse::<Username>().is_err(), "{bad}");
        }
    }

    #[test]
    fn invisible_characters_are_removed_from_names() {
        let name: DisplayName = "  Ana\u{202E}\u{200B}  Ｂ ".parse().unwrap();
        assert_eq!(name.as_str(), "Ana B");
        assert!("\u{200B}\u{202E}".parse::<DisplayName>().is_err());
    }

    #[test]
    fn auth29_msg16_names_and_captions_that_look_blank_are_refused() {
        let blanks = [
            "\u{200B}",
            "\u{200B}\u{200D}",
            "\u{2800}",
            "\u{FEFF}",
            "\u{AD}",
            "\u{3164}",
            "\u{FFA0}",
            "\u{FE0F}",
            "\u{115F}",
            "\u{E0020}",
            "\u{301}",
            " \u{3164} \u{2800}",
            "\u{1D159}",
        ];
        for blank in blanks {
            assert!(!has_visible(blank), "{blank:?}");
            for refused in [
                blank.parse::<DisplayName>().err(),
                blank.parse::<RoomName>().err(),
                blank.parse::<FolderName>().err(),
                blank.parse::<Caption>().err(),
                blank.parse::<Bio>().err(),
            ] {
                assert_eq!(refused.map(|error| error.code), Some("too_short"), "{blank:?}");
            }
        }
        assert_eq!(" \n ".parse::<Caption>().unwrap().as_str(), "");
        for seen in ["a", "é", "e\u{301}", "한", "👍", "❤\u{FE0F}", "。", "٠", "1"] {
            assert!(has_visible(seen), "{seen:?}");
        }
    }

    #[test]
    fn auth29_joiners_stay_where_they_shape_something() {
        let persian = "می\u{200C}خواهم";
        assert_eq!(persian.parse::<Bio>().unwrap().as_str(), persian);
        assert_eq!(persian.parse::<DisplayName>().unwrap().as_str(), persian);
        for emoji in ["👩\u{200D}💻", "❤\u{FE0F}\u{200D}🔥", "👩🏽\u{200D}🚒"] {
            assert_eq!(emoji.parse::<RoomName>().unwrap().as_str(), emoji);
            assert_eq!(emoji.parse::<Description>().unwrap().as_str(), emoji);
        }
        // A half form is kept at the end of a word, too.
        for indic in ["क्\u{200D}", "क्\u{200D} क", "ක්\u{200D}ර"] {
            assert_eq!(indic.parse::<Bio>().unwrap().as_str(), indic);
            assert_eq!(indic.parse::<DisplayName>().unwrap().as_str(), indic);
        }
        assert_eq!("क\u{200D}\u{200D}".parse::<DisplayName>().unwrap().as_str(), "क");
        assert_eq!("a\u{200D}b\u{200C}".parse::<DisplayName>().unwrap().as_str(), "ab");
        assert_eq!("م\u{200C}\u{200C}م\u{200D}".parse::<DisplayName>().unwrap().as_str(), "م\u{200C}م");
    }

    #[test]
    fn a_plain_line_is_visible_and_bounded() {
        assert_eq!(plain_line(" a\u{202E}b\n\tc\0 ", 10), "ab c");
        for joined in ["می\u{200C}خواهم", "👩\u{200D}💻"] {
            assert_eq!(plain_line(joined, 20), joined);
        }
        assert_eq!(plain_line("one two three", 8), "one two…");
        assert_eq!(plain_line("", 8), "");
        assert_eq!(plain_line(&"ä".repeat(100), 8).chars().count(), 8);
    }

    #[test]
    fn bodies_are_kept_as_written() {
        let body: MessageBody = "  *hi*\n\t".parse().unwrap();
        assert_eq!(body.as_str(), "  *hi*\n\t");
        assert!("a\0b".parse::<MessageBody>().is_err());
        assert!("é".repeat(16_000).parse::<MessageBody>().is_ok());
        assert_eq!("é".repeat(16_001).parse::<MessageBody>().unwrap_err().code, "too_long");
    }
}
