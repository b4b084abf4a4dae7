//! Detects the type of a file from its first bytes, never from its name or what the sender says.
//!
//! Contains the short list of types that browsers may show inline. All other files are downloads. Text that a
//! browser could run (HTML, SVG, XML, scripts) is recognised so that its type is honest, never so that it can
//! be shown.

/// Bytes at a file's beginning that are examined.
pub const HEAD_BYTES: usize = 4096;

/// Type of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileType {
    /// Media type that the server reports.
    pub mime: &'static str,
    /// How the file is handled.
    pub kind: Kind,
}

/// How a file is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture that is decoded, cleaned and shown.
    Picture(Format),
    /// A picture that browsers show and that is not decoded here.
    Undecoded,
    /// Sound that browsers play inline.
    Audio,
    /// A video that browsers play inline.
    Video,
    /// Anything else: served only as a download.
    Download,
}

/// Picture formats that are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG, animated ones included.
    Png,
    /// GIF, animated ones included.
    Gif,
    /// WebP, animated ones included.
    WebP,
}

impl FileType {
    /// An unknown type.
    pub const UNKNOWN: Self = Self::download("application/octet-stream");

    /// A type that is served as a download.
    pub const fn download(mime: &'static str) -> Self {
        Self { mime, kind: Kind::Download }
    }

    /// Whether files of this type often name their author, location or device and are not cleaned here.
    pub fn may_tell(self) -> bool {
        const DOCUMENTS: [&str; 9] = [
            "application/pdf",
            "application/postscript",
            "application/rtf",
            "text/rtf",
            "application/epub+zip",
            "application/msword",
            "application/vnd.ms-",
            "application/vnd.oasis.",
            "application/vnd.openxmlformats-",
        ];
        let families = ["image/", "video/", "audio/"];
        families.iter().chain(&DOCUMENTS).any(|start| self.mime.starts_with(start))
    }

    /// The same container with sound only.
    #[must_use]
    pub fn without_picture(self) -> Self {
        let mime = if self.mime == "video/webm" { "audio/webm" } else { "audio/mp4" };
        Self { mime, kind: Kind::Audio }
    }
}

/// How a file of a known type is handled.
pub fn kind_of(mime: &str) -> Kind {
    match mime {
        "image/jpeg" => Kind::Picture(Format::Jpeg),
        "image/png" => Kind::Picture(Format::Png),
        "image/gif" => Kind::Picture(Format::Gif),
        "image/webp" => Kind::Picture(Format::WebP),
        "image/avif" => Kind::Undecoded,
        "audio/wav" | "audio/flac" | "audio/mpeg" | "audio/ogg" | "audio/mp4" | "audio/webm" => Kind::Audio,
        "video/mp4" | "video/webm" | "video/quicktime" => Kind::Video,
        _ => Kind::Download,
    }
}

/// Detects the type of a file that begins with `head` (its first [`HEAD_BYTES`], or all of it).
pub fn sniff(head: &[u8]) -> FileType {
    let head = &head[..head.len().min(HEAD_BYTES)];
    if let Some(shown) = shown(head) {
        return shown;
    }
    if let Some(mime) = active_text(head) {
        return FileType::download(mime);
    }
    match infer::get(head).map(|found| found.mime_type()) {
        // The stricter signatures above did not accept it as one of these.
        Some("image/jpeg" | "image/png" | "image/gif" | "image/webp") => FileType::UNKNOWN,
        Some(mime) => FileType::download(mime),
        None if is_text(head) => FileType::download("text/plain"),
        None => FileType::UNKNOWN,
    }
}

/// Types that browsers show inline, with signatures strict enough to tell them apart.
fn shown(head: &[u8]) -> Option<FileType> {
    let at = |offset: usize, bytes: &[u8]| head.get(offset..offset + bytes.len()) == Some(bytes);
    let picture = |mime, format| Some(FileType { mime, kind: Kind::Picture(format) });
    let audio = |mime| Some(FileType { mime, kind: Kind::Audio });
    let video = |mime| Some(FileType { mime, kind: Kind::Video });
    if at(0, b"\xFF\xD8\xFF") {
        return picture("image/jpeg", Format::Jpeg);
    }
    if at(0, b"\x89PNG\r\n\x1A\n") && at(12, b"IHDR") {
        return picture("image/png", Format::Png);
    }
    if at(0, b"GIF87a") || at(0, b"GIF89a") {
        return picture("image/gif", Format::Gif);
    }
    if at(0, b"RIFF") && at(8, b"WEBPVP8") {
        return picture("image/webp", Format::WebP);
    }
    if at(0, b"RIFF") && at(8, b"WAVE") {
        return audio("audio/wav");
    }
    if at(0, b"fLaC") {
        return audio("audio/flac");
    }
    if at(0, b"ID3") || is_mpeg_audio(head) {
        return audio("audio/mpeg");
    }
    if at(0, b"OggS\0") {
        let has = |codec: &[u8]| head.windows(codec.len()).any(|bytes| bytes == codec);
        return if has(b"\x80theora") { None } else { audio("audio/ogg") };
    }
    if at(0, b"\x1A\x45\xDF\xA3") {
        // EBML: browsers only support files that declare themselves as WebM.
        let webm = head.get(..64.min(head.len()))?.windows(4).any(|bytes| bytes == b"webm");
        return if webm { video("video/webm") } else { None };
    }
    if at(4, b"ftyp") { iso(head) } else { None }
}

/// Type of an ISO media file, from the brands that it declares.
fn iso(head: &[u8]) -> Option<FileType> {
    let length = usize::try_from(u32::from_be_bytes(head.get(..4)?.try_into().ok()?)).ok()?;
    let mut brands = head.get(16..length.min(head.len())).unwrap_or_default().chunks_exact(4);
    let audio = |mime| Some(FileType { mime, kind: Kind::Audio });
    let video = |mime| Some(FileType { mime, kind: Kind::Video });
    match head.get(8..12)? {
        b"M4A " | b"M4B " => audio("audio/mp4"),
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"dash" | b"M4V "
        | b"MSNV" => video("video/mp4"),
        b"qt  " => video("video/quicktime"),
        first => {
            let mut has =
                |wanted: &[&[u8]]| wanted.contains(&first) || brands.any(|brand| wanted.contains(&brand));
            if has(&[b"avif", b"avis"]) {
                return Some(FileType { mime: "image/avif", kind: Kind::Undecoded });
            }
            // Few browsers show it, and no decoder is both well maintained and within our limits.
            let heic = matches!(
                first,
                b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1"
            );
            heic.then_some(FileType::download("image/heic"))
        }
    }
}

/// Whether this is an MPEG audio frame of layer II or III. Checking two frame headers would be more certain,
/// but the second may be beyond the head, so reserved values of the first are excluded instead. Layer I is
/// excluded too: nobody uses it, and it looks like UTF-16 text.
pub(super) fn is_mpeg_audio(head: &[u8]) -> bool {
    let [0xFF, second, third, ..] = head else { return false };
    let (version, layer, bitrate, rate) =
        ((second >> 3) & 3, (second >> 1) & 3, third >> 4, (third >> 2) & 3);
    second & 0xE0 == 0xE0
        && version != 1
        && matches!(layer, 1 | 2)
        && bitrate != 0
        && bitrate != 15
        && rate != 3
}

/// Detects text that a browser could run, even after byte order marks, blanks or comments.
fn active_text(head: &[u8]) -> Option<&'static str> {
    // Latin UTF-16 text has a zero in every other byte; without the zeroes, both encodings are readable.
    let wide = matches!(head, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    let text: Vec<u8> = head
        .iter()
        .copied()
        .filter(|byte| !(wide && *byte == 0))
        .map(|byte| byte.to_ascii_lowercase())
        .collect();
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
    let text = if wide { text.get(2..).unwrap_or_default() } else { text };
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let text = text.get(start..)?;
    let has = |word: &[u8]| text.windows(word.len()).any(|bytes| bytes == word);
    if !text.starts_with(b"<") {
        // Old content sniffing took text files with HTML after prose for HTML, so this is reported as such.
        let hidden = is_text(head) && (has(b"<html") || has(b"<script") || has(b"<!doctype html"));
        return if hidden { Some("text/html") } else { None };
    }
    if has(b"<svg") {
        return Some("image/svg+xml");
    }
    let html =
        [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<img", b"<style"];
    if html.iter().any(|word| has(word)) {
        return Some("text/html");
    }
    if text.starts_with(b"<?xml") || text.starts_with(b"<!doctype") || text.starts_with(b"<!entity") {
        return Some("text/xml");
    }
    is_text(head).then_some("text/html")
}

/// Whether the bytes are UTF-8 text without control characters. A truncated last character is accepted.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty()
        && text.chars().all(|char| !char.is_control() || matches!(char, '\t' | '\n' | '\r' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file2_pictures_are_known_by_their_bytes() {
        assert_eq!(sniff(b"\xFF\xD8\xFF\xE0\0\x10JFIF").kind, Kind::Picture(Format::Jpeg));
        assert_eq!(sniff(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0").kind, Kind::Picture(Format::Png));
        assert_eq!(sniff(b"GIF89a\x01\0\x01\0").kind, Kind::Picture(Format::Gif));
        assert_eq!(sniff(b"RIFF\x24\0\0\0WEBPVP8 ").kind, Kind::Picture(Format::WebP));
    }

    #[test]
    fn file2_avif_is_shown_and_heic_is_a_download() {
        let avif = FileType { mime: "image/avif", kind: Kind::Undecoded };
        assert_eq!(sniff(b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf"), avif);
        assert_eq!(sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif"), avif);
        assert_eq!(sniff(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), FileType::download("image/heic"));
        assert_eq!(sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"), FileType::download("image/heic"));
    }

    #[test]
    fn file19_documents_may_reveal_their_author() {
        for (bytes, tells) in [
            (&b"%PDF-1.7\n%"[..], true),
            (b"{\\rtf1 words}", true),
            (b"<svg/>", true),
            (b"RIFF\x24\0\0\0AVI LIST", true),
            (b"PK\x03\x04\x14\0\0\0", false),
            (b"plain words", false),
            (b"\x00\x01\x02\x03", false),
        ] {
            assert_eq!(sniff(bytes).may_tell(), tells, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn file2_sound_and_video_are_known_by_their_bytes() {
        assert_eq!(sniff(b"RIFF\x24\0\0\0WAVEfmt ").mime, "audio/wav");
        assert_eq!(sniff(b"ID3\x04\0\0\0\0\0\0").mime, "audio/mpeg");
        assert_eq!(sniff(b"\xFF\xFB\x90\x64\0\0").mime, "audio/mpeg");
        assert_eq!(sniff(b"OggS\0\x02\0\0OpusHead").mime, "audio/ogg");
        assert_eq!(sniff(b"\0\0\0\x18ftypisom\0\0\0\0").mime, "video/mp4");
        assert_eq!(sniff(b"\0\0\0\x18ftypM4A \0\0\0\0").mime, "audio/mp4");
        assert_eq!(sniff(b"\x1A\x45\xDF\xA3\x9F\x42\x82\x84webm").mime, "video/webm");
        assert_eq!(sniff(b"\x1A\x45\xDF\xA3\x9F\x42\x82\x88matroska").kind, Kind::Download);
    }

    #[test]
    fn file2_known_type_is_handled_as_when_it_was_detected() {
        for bytes in [
            &b"\xFF\xD8\xFF\xE0"[..],
            b"GIF89a",
            b"ID3\x04",
            b"fLaC",
            b"OggS\0",
            b"%PDF-1.7",
            b"<svg/>",
            b"\0\0\0\x18ftypisom",
            b"\0\0\0\x18ftypqt  ",
            b"\0\0\0\x18ftypavif",
            b"\0\0\0\x18ftypheic",
        ] {
            let found = sniff(bytes);
            assert_eq!(kind_of(found.mime), found.kind);
        }
        let sound = sniff(b"\x1A\x45\xDF\xA3\x9F\x42\x82\x84webm").without_picture();
        assert_eq!((sound.mime, kind_of(sound.mime)), ("audio/webm", Kind::Audio));
    }

    #[test]
    fn file2_files_that_a_browser_could_run_are_downloads() {
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("<script>x</script>".bytes().flat_map(|byte| [byte, 0])).collect();
        for (bytes, mime) in [
            (&b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..], "image/svg+xml"),
            (b"\xEF\xBB\xBF \n<?xml version='1.0'?><svg/>", "image/svg+xml"),
            (b"<!-- a comment --><svg/>", "image/svg+xml"),
            (b"<!DOCTYPE html><title>x</title>", "text/html"),
            (b"<ScRiPt>alert(1)</sCrIpT>", "text/html"),
            (b"<b>hm</b>", "text/html"),
            (b"some prose, then <script>alert(1)</script>", "text/html"),
            (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "text/xml"),
            (&wide, "text/html"),
            (b"%PDF-1.7\n%", "application/pdf"),
            (b"PK\x03\x04\x14\0\0\0", "application/zip"),
            (b"alert(document.cookie)", "text/plain"),
            (b"\x00\x01\x02\x03", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ] {
            assert_eq!(sniff(bytes), FileType::download(mime), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn file2_polyglot_is_a_picture_and_half_a_signature_is_none() {
        assert_eq!(sniff(b"GIF89a=1;/*<script>alert(1)</script>*/").kind, Kind::Picture(Format::Gif));
        assert_eq!(sniff(b"\x89PNG\r\n\x1A\n<script>").kind, Kind::Download);
        assert_eq!(sniff(b"RIFF\x24\0\0\0AVI LIST").kind, Kind::Download);
        assert_eq!(sniff(b"\xFF\xFE\0\0").kind, Kind::Download);
    }
}
