//! File names as data: shown and sent back, but never used as paths or keys.
//!
//! Names from outside are converted to a [`FileName`] once. None is refused: unusable parts are removed,
//! because an upload should not fail over its name.

use confluence_protocol::shown;
use unicode_normalization::UnicodeNormalization;

/// Maximum length of a name in bytes, which every common file system can hold.
const MAX_BYTES: usize = 255;
/// Maximum length of an extension that survives shortening, in bytes.
const MAX_EXTENSION_BYTES: usize = 16;
/// Name of files without one.
const NAMELESS: &str = "file";
/// Names that Windows reserves for devices, whatever their extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name without separators, control characters, or characters that are invisible or change the text
/// direction (with those, `photo` and `gpj.exe` would look like a picture's name); 1 to 255 bytes, NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// The usable part of `text`.
    pub fn of(text: &str) -> Self {
        let whole: String = text.nfc().collect();
        let cleaned: String = shown(&whole).filter(|char| !is_control(*char)).map(plain).collect();
        // Windows drops dots and blanks at the end. One leading dot is part of names like `.env`; more are a
        // path.
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

    /// Text of the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Text of the name, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Control characters, and line and paragraph separators.
fn is_control(char: char) -> bool {
    char.is_control() || matches!(char, '\u{2028}' | '\u{2029}')
}

/// Replaces characters that mean something to a file system or shell with underscores.
fn plain(char: char) -> char {
    match char {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        char if char.is_whitespace() => ' ',
        char => char,
    }
}

/// Shortens the name to the limit, but keeps its extension.
fn shorten(name: &str) -> String {
    // Leaves one byte for the underscore before a device name.
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
    fn file4_names_cannot_disguise_their_extension() {
        becomes("photo\u{202e}gpj.exe", "photogpj.exe");
        becomes("a\u{200b}b\u{feff}.txt", "ab.txt");
        becomes("a\u{200d}b\u{2028}.txt", "ab.txt");
    }

    #[test]
    fn file4_device_names_are_prefixed() {
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
