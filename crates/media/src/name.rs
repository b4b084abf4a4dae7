//! The name of a file, as data: shown, sent back, never a path and never a key.
//!
//! What comes from outside becomes a [`FileName`] once. Refuses nothing: a name that is unusable in parts
//! loses those parts, because a person's file should not fail for what it is called.

use confluence_protocol::shown;
use unicode_normalization::UnicodeNormalization;

/// Bytes of a name at most, which every file system that people download to can hold.
const MAX_BYTES: usize = 255;
/// Bytes of an extension at most that survives when a name is cut.
const MAX_EXTENSION_BYTES: usize = 16;
/// The name of what has none.
const NAMELESS: &str = "file";
/// Names that Windows gives to devices, whatever their extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name without separators, control characters or characters that are not seen or turn text around (with them `photo`
/// and `gpj.exe` would read as a picture's name); 1 to 255 bytes, NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// The name that is usable of `text`.
    pub fn of(text: &str) -> Self {
        let whole: String = text.nfc().collect();
        let cleaned: String = shown(&whole).filter(|char| !is_control(*char)).map(plain).collect();
        // Windows drops dots and blanks at the end. One dot in front is part of names like `.env`; more are a path.
        let cleaned = cleaned.trim_start();
        let trimmed = cleaned.trim_matches(|char: char| char.is_whitespace() || char == '.');
        let dotted =
            cleaned.strip_prefix('.').filter(|rest| !trimmed.is_empty() && rest.starts_with(trimmed));
        let shortened = match dotted {
            Some(_) => shorten(&format!(".{trimmed}")),
            None => shorten(trimmed),
        };
        let name = if shortened.is_empty() { NAMELESS.to_owned() } else { shortened };
        Self(if is_device(&name) { format!("_{name}") } else { name })
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As text that is owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Controls, and the separators of lines and paragraphs.
fn is_control(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}')
}

/// What some file system or shell gives a meaning to becomes an underscore.
fn plain(char: char) -> char {
    match char {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        char if char.is_whitespace() => ' ',
        char => char,
    }
}

/// The name within its bound, its extension kept.
fn shorten(name: &str) -> String {
    // One byte is left for the underscore in front of a device's name.
    let most = MAX_BYTES - 1;
    if name.len() <= most {
        return name.to_owned();
    }
    let (stem, extension) = match name.rfind('.') {
        Some(dot) if name.len() - dot <= MAX_EXTENSION_BYTES => name.split_at(dot),
        _ => (name, ""),
    };
    let mut end = most - extension.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", stem[..end].trim_end())
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let device = stem.trim_end_matches(|char: char| char.is_ascii_digit());
    let digits = stem.len() - device.len();
    DEVICES.contains(&device) && (digits == usize::from(matches!(device, "com" | "lpt")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn becomes(text: &str, name: &str) {
        assert_eq!(FileName::of(text).as_str(), name);
    }

    #[test]
    fn file4_names_keep_their_letters() {
        for name in [
            "holiday.jpg",
            "ä b.txt",
            "文書.pdf",
            "отчёт 2026.xlsx",
            "a.tar.gz",
            "🎉.png",
            "console.log",
            "com.txt",
            ".env",
            ".gitignore",
            ".a.txt",
        ] {
            becomes(name, name);
        }
        becomes("e\u{301}.txt", "é.txt");
        becomes("می\u{200c}خواهم.txt", "می\u{200c}خواهم.txt");
    }

    #[test]
    fn file4_names_are_never_paths() {
        becomes("../../etc/passwd", "_.._etc_passwd");
        becomes("..\\..\\boot.ini", "_.._boot.ini");
        becomes("C:\\a.txt", "C__a.txt");
        becomes("..", "file");
        becomes("", "file");
        becomes(" . ", "file");
        becomes("a\0b\r\nc.txt", "abc.txt");
        becomes("...env", "env");
        becomes(". env", "env");
        becomes(" .env. ", ".env");
        becomes("a.txt. . ", "a.txt");
    }

    #[test]
    fn file4_names_cannot_pretend() {
        becomes("photo\u{202e}gpj.exe", "photogpj.exe");
        becomes("a\u{200b}b\u{feff}.txt", "ab.txt");
        becomes("a\u{200d}b\u{2028}.txt", "ab.txt");
    }

    #[test]
    fn file4_names_of_devices_are_defused() {
        becomes("CON", "_CON");
        becomes("nul.txt", "_nul.txt");
        becomes("LPT1.tar.gz", "_LPT1.tar.gz");
    }

    #[test]
    fn file4_long_names_keep_their_extension() {
        let name = FileName::of(&format!("{}.jpeg", "長".repeat(4000)));
        assert!(name.as_str().len() <= MAX_BYTES);
        assert!(name.as_str().ends_with("長.jpeg"));
        assert!(FileName::of(&"x".repeat(4000)).as_str().len() <= MAX_BYTES);
        assert!(FileName::of(&format!("a.{}", "y".repeat(4000))).as_str().len() <= MAX_BYTES);
    }
}
