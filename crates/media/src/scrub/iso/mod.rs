//! MP4, `QuickTime`, HEIC, AVIF: boxes within boxes. Boxes that are not on the list of what a player needs
//! become `free` boxes, which players skip.

mod items;
mod samples;

use std::{
    collections::HashSet,
    io::{Read, Seek, Write},
    ops::Range,
};

use super::draft::{Draft, ScrubError};

/// Size of an ordinary header.
const HEADER_BYTES: u64 = 8;
/// Handlers of tracks that are seen or heard. All others are timed metadata, such as the location at each
/// second, which phones and action cameras record.
const SHOWN_TRACKS: [[u8; 4]; 11] = [
    *b"vide", *b"soun", *b"auxv", *b"pict", *b"text", *b"sbtl", *b"subt", *b"subp", *b"clcp", *b"tmcd",
    *b"hint",
];
/// Handlers of text tracks: drones write their location there.
const TEXT_TRACKS: [[u8; 4]; 4] = [*b"text", *b"sbtl", *b"subt", *b"subp"];

/// Walks through the file. Returns the size in pixels of a picture in it.
pub(super) fn scrub<F: Read + Write + Seek>(
    draft: &mut Draft<'_, F>,
) -> Result<Option<(u32, u32)>, ScrubError> {
    let mut walk = Walk { draft, shown: None, dropped: HashSet::new(), has_movie: false };
    walk.boxes(Level::File, 0..walk.draft.size())?;
    Ok(walk.shown)
}

/// The box whose content is being walked through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Movie,
    Track,
    Media,
    MediaInformation,
    DataInformation,
    SampleTable,
    Fragment,
    TrackFragment,
    /// The `meta` box of a picture.
    Picture,
}

/// Treatment of a box.
enum Fate {
    Keep,
    Enter(Level),
    /// Padding: overwrite its content.
    Blank,
    /// A header that begins with its creation and modification times: overwrite those.
    Times,
    /// The kind of track, followed by a description of what made it: overwrite that.
    Handler,
    /// Where the data is: in this file, with a description of its origin to overwrite.
    References,
    Track,
    TrackFragmentHeader,
    Meta,
    /// Content that cannot be examined.
    Unclear,
    /// Turn into padding.
    Drop,
}

#[derive(Clone, Copy)]
struct Atom {
    kind: [u8; 4],
    start: u64,
    body: u64,
    end: u64,
}

struct Walk<'a, 'b, F> {
    draft: &'a mut Draft<'b, F>,
    shown: Option<(u32, u32)>,
    /// Ids of removed tracks.
    dropped: HashSet<u32>,
    has_movie: bool,
}

impl Level {
    const fn fate(self, kind: [u8; 4]) -> Fate {
        match (self, &kind) {
            (_, b"free" | b"skip" | b"wide") => Fate::Blank,
            (Self::SampleTable, b"udta" | b"meta" | b"uuid") => Fate::Drop,
            (Self::File, b"moov") => Fate::Enter(Self::Movie),
            (Self::File, b"moof") => Fate::Enter(Self::Fragment),
            (Self::File, b"meta") => Fate::Meta,
            (Self::File, b"ftyp" | b"styp" | b"sidx" | b"ssix" | b"pdin" | b"mdat" | b"imda" | b"mfra")
            | (Self::Movie, b"mvex" | b"iods" | b"pssh")
            // Codecs have tables of their own; none of them contains personal data.
            | (Self::SampleTable, _)
            | (
                Self::Track,
                b"edts" | b"tref" | b"tapt" | b"trgr" | b"load" | b"imap" | b"matt" | b"clip" | b"kmat",
            )
            | (Self::Media, b"elng")
            | (Self::MediaInformation, b"vmhd" | b"smhd" | b"hmhd" | b"nmhd" | b"gmhd" | b"sthd" | b"vmhi")
            | (
                Self::TrackFragment,
                b"tfdt" | b"trun" | b"sdtp" | b"sbgp" | b"sgpd" | b"subs" | b"saiz" | b"saio" | b"senc",
            )
            | (Self::Fragment, b"mfhd")
            | (
                Self::Picture,
                b"pitm" | b"iinf" | b"iloc" | b"iref" | b"iprp" | b"idat" | b"dinf" | b"grpl" | b"ipro",
            ) => Fate::Keep,
            (Self::Movie, b"mvhd") | (Self::Track, b"tkhd") | (Self::Media, b"mdhd") => Fate::Times,
            (Self::Movie, b"trak") => Fate::Track,
            (Self::Movie, b"cmov") => Fate::Unclear,
            (Self::Track, b"mdia") => Fate::Enter(Self::Media),
            (Self::Media, b"minf") => Fate::Enter(Self::MediaInformation),
            (Self::Media | Self::MediaInformation | Self::Picture, b"hdlr") => Fate::Handler,
            (Self::MediaInformation, b"dinf") => Fate::Enter(Self::DataInformation),
            (Self::DataInformation, b"dref") => Fate::References,
            (Self::MediaInformation, b"stbl") => Fate::Enter(Self::SampleTable),
            (Self::Fragment, b"traf") => Fate::Enter(Self::TrackFragment),
            (Self::TrackFragment, b"tfhd") => Fate::TrackFragmentHeader,
            _ => Fate::Drop,
        }
    }
}

impl<F: Read + Write + Seek> Walk<'_, '_, F> {
    fn boxes(&mut self, level: Level, range: Range<u64>) -> Result<(), ScrubError> {
        let mut at = range.start;
        loop {
            let atom = match self.atom(at, range.end) {
                Ok(Some(atom)) => atom,
                Ok(None) => return Ok(()),
                // Some phones append data of their own after a complete film.
                Err(ScrubError::Strange) if level == Level::File && self.has_movie => {
                    self.draft.cut(at);
                    return Ok(());
                }
                Err(error) => return Err(error),
            };
            self.handle(level, atom)?;
            at = atom.end;
        }
    }

    fn handle(&mut self, level: Level, atom: Atom) -> Result<(), ScrubError> {
        match level.fate(atom.kind) {
            Fate::Keep => {}
            Fate::Enter(inner) => {
                self.boxes(inner, atom.body..atom.end)?;
                self.has_movie |= inner == Level::Movie;
            }
            Fate::Blank => self.draft.erase(atom.body..atom.end)?,
            Fate::Times => self.erase_times(atom)?,
            // A name follows version, type and reserved bytes, up to the end.
            Fate::Handler => self.draft.erase((atom.body + 24).min(atom.end)..atom.end)?,
            Fate::References => self.references(atom)?,
            Fate::Track => self.track(atom)?,
            Fate::TrackFragmentHeader => {
                let track = self.draft.be32(atom.body + 4)?;
                if self.dropped.contains(&track) {
                    self.draft.leave_some();
                }
            }
            Fate::Meta => self.meta(atom)?,
            Fate::Unclear => self.draft.leave_some(),
            Fate::Drop => self.drop(atom)?,
        }
        Ok(())
    }

    /// The box that begins at this position; `None` at the end.
    fn atom(&mut self, at: u64, end: u64) -> Result<Option<Atom>, ScrubError> {
        self.draft.step()?;
        if end.checked_sub(at).ok_or(ScrubError::Strange)? < HEADER_BYTES {
            // `QuickTime` ends some lists with four zeroes.
            self.draft.erase(at..end)?;
            return Ok(None);
        }
        let kind = self.draft.array(at + 4)?;
        let (body, length) = match self.draft.be32(at)? {
            0 => (at + HEADER_BYTES, end - at),
            1 => (at + 16, self.draft.be64(at + 8)?),
            length => (at + HEADER_BYTES, u64::from(length)),
        };
        let mut atom_end = at.checked_add(length).ok_or(ScrubError::Strange)?;
        if atom_end > end && &kind == b"mdat" {
            // A truncated recording.
            atom_end = end;
        }
        if body > atom_end || atom_end > end {
            return Err(ScrubError::Strange);
        }
        Ok(Some(Atom { kind, start: at, body, end: atom_end }))
    }

    /// The first box of this kind in a range.
    fn find(&mut self, kind: [u8; 4], range: Range<u64>) -> Result<Option<Atom>, ScrubError> {
        let mut at = range.start;
        while let Some(atom) = self.atom(at, range.end)? {
            if atom.kind == kind {
                return Ok(Some(atom));
            }
            at = atom.end;
        }
        Ok(None)
    }

    /// The box at the end of a path through boxes.
    fn find_within(&mut self, way: &[&[u8; 4]], outer: Atom) -> Result<Option<Atom>, ScrubError> {
        let mut found = outer;
        for kind in way {
            match self.find(**kind, found.body..found.end)? {
                Some(atom) => found = atom,
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    fn drop(&mut self, atom: Atom) -> Result<(), ScrubError> {
        self.draft.write(atom.start + 4, b"free")?;
        self.draft.erase(atom.body..atom.end)
    }

    fn erase_times(&mut self, atom: Atom) -> Result<(), ScrubError> {
        let long = self.draft.byte(atom.body)? == 1;
        let start = atom.body + 4;
        self.draft.erase(start..start + if long { 16 } else { 8 })
    }

    fn references(&mut self, atom: Atom) -> Result<(), ScrubError> {
        let mut at = atom.body + 8;
        while at < atom.end
            && let Some(entry) = self.atom(at, atom.end)?
        {
            if self.draft.be32(entry.body)? & 1 == 1 {
                self.draft.erase(entry.body + 4..entry.end)?;
            } else {
                // The data is in another file, whose name is needed.
                self.draft.leave_some();
            }
            at = entry.end;
        }
        Ok(())
    }

    fn track(&mut self, track: Atom) -> Result<(), ScrubError> {
        let handler = match self.find_within(&[b"mdia", b"hdlr"], track)? {
            Some(handler) => self.draft.array::<4>(handler.body + 8)?,
            None => *b"none",
        };
        let is_place = TEXT_TRACKS.contains(&handler) && self.tells_a_place(track)?;
        if SHOWN_TRACKS.contains(&handler) && !is_place {
            return self.boxes(Level::Track, track.body..track.end);
        }
        if let Some(header) = self.find(*b"tkhd", track.body..track.end)? {
            let id = if self.draft.byte(header.body)? == 1 { 20 } else { 12 };
            self.dropped.insert(self.draft.be32(header.body + id)?);
        }
        match self.erase_samples(track) {
            Err(ScrubError::Strange) => self.draft.leave_some(),
            other => other?,
        }
        self.drop(track)
    }

    /// Handles a `meta` box outside the film: a picture's is the list of its parts.
    fn meta(&mut self, meta: Atom) -> Result<(), ScrubError> {
        let content = Atom { body: meta.body + 4, ..meta };
        let handler = match self.find_within(&[b"hdlr"], content) {
            Ok(Some(handler)) => self.draft.array::<4>(handler.body + 8)?,
            Ok(None) | Err(ScrubError::Strange) => *b"none",
            Err(error) => return Err(error),
        };
        if &handler != b"pict" {
            return self.drop(meta);
        }
        self.items(content)?;
        self.boxes(Level::Picture, content.body..content.end)
    }
}
