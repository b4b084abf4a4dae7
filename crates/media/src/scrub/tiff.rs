//! TIFF: directories of entries, whose values can be anywhere. Entries about location, camera and people are
//! removed from their directory, and their values overwritten.

use std::io::{Read, Seek, Write};

use super::draft::{Draft, ScrubError};

/// Maximum number of directories in a file, including inner ones.
const DIRECTORIES_MAX: usize = 4096;
const ENTRY_BYTES: u64 = 12;

const EXIF: u16 = 34_665;
const PLACE: u16 = 34_853;
const INTEROPERABILITY: u16 = 40_965;
const INNER: u16 = 330;
/// People, locations and documents: XMP, IPTC, Photoshop resources, artist, copyright.
const ABOUT_PEOPLE: [u16; 6] = [PLACE, 700, 33_723, 34_377, 315, 33_432];
/// The camera, its settings, texts and times: programs that develop raw pictures may need them.
const ABOUT_THE_CAMERA: [u16; 17] = [
    EXIF,
    INTEROPERABILITY,
    269,
    270,
    271,
    272,
    285,
    305,
    306,
    316,
    337,
    37_724,
    37_500,
    50_341,
    50_708,
    42_016,
    42_112,
];
/// Tags of raw pictures, and the grid of a `GeoTIFF`, which is the purpose of such a map.
const UNTOUCHED: [u16; 7] = [33_421, 50_706, 33_550, 33_922, 34_264, 34_735, 34_737];

/// Byte order of numbers.
#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

struct Walk<'a, 'b, F> {
    draft: &'a mut Draft<'b, F>,
    order: Order,
    seen: Vec<u64>,
}

#[derive(Clone, Copy)]
struct Entry {
    at: u64,
    tag: u16,
    count: u32,
    value_at: u64,
    value_bytes: u64,
}

pub(super) fn scrub<F: Read + Write + Seek>(draft: &mut Draft<'_, F>) -> Result<(), ScrubError> {
    let order = if &draft.array::<2>(0)? == b"II" { Order::Little } else { Order::Big };
    let mut walk = Walk { draft, order, seen: Vec::new() };
    let directories = walk.directories()?;
    let mut is_raw = false;
    for directory in &directories {
        is_raw |= walk.entries(*directory)?.iter().any(|entry| UNTOUCHED.contains(&entry.tag));
    }
    if is_raw {
        walk.draft.leave_some();
    }
    for directory in directories {
        walk.clean(directory, is_raw)?;
    }
    Ok(())
}

impl<F: Read + Write + Seek> Walk<'_, '_, F> {
    /// The directories with pictures: each follows another one or is inside one.
    fn directories(&mut self) -> Result<Vec<u64>, ScrubError> {
        let mut found = Vec::new();
        let mut waiting = vec![u64::from(self.number32(4)?)];
        while let Some(at) = waiting.pop() {
            if at == 0 {
                continue;
            }
            self.visit(at)?;
            found.push(at);
            let entries = self.entries(at)?;
            for entry in entries.iter().filter(|entry| entry.tag == INNER) {
                for number in 0..u64::from(entry.count).min(DIRECTORIES_MAX as u64) {
                    waiting.push(u64::from(self.number32(entry.value_at + number * 4)?));
                }
            }
            waiting.push(u64::from(self.number32(at + 2 + entries.len() as u64 * ENTRY_BYTES)?));
        }
        Ok(found)
    }

    /// Records a directory. Visiting one twice is an error of the file.
    fn visit(&mut self, at: u64) -> Result<(), ScrubError> {
        if self.seen.contains(&at) || self.seen.len() == DIRECTORIES_MAX {
            return Err(ScrubError::Strange);
        }
        self.seen.push(at);
        Ok(())
    }

    fn entries(&mut self, directory: u64) -> Result<Vec<Entry>, ScrubError> {
        let count = u64::from(self.number16(directory)?);
        (0..count).map(|number| self.entry(directory + 2 + number * ENTRY_BYTES)).collect()
    }

    fn entry(&mut self, at: u64) -> Result<Entry, ScrubError> {
        self.draft.step()?;
        let (tag, kind, count) = (self.number16(at)?, self.number16(at + 2)?, self.number32(at + 4)?);
        let width: u64 = match kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 0,
        };
        let value_bytes = width * u64::from(count);
        let value_at = if value_bytes <= 4 { at + 8 } else { u64::from(self.number32(at + 8)?) };
        Ok(Entry { at, tag, count, value_at, value_bytes })
    }

    /// Removes entries from a directory.
    fn clean(&mut self, directory: u64, is_raw: bool) -> Result<(), ScrubError> {
        let mut kept = Vec::new();
        let entries = self.entries(directory)?;
        for entry in &entries {
            let camera = ABOUT_THE_CAMERA.contains(&entry.tag);
            if ABOUT_PEOPLE.contains(&entry.tag) || camera && !is_raw {
                self.erase(*entry)?;
            } else {
                kept.extend_from_slice(&self.draft.array::<12>(entry.at)?);
            }
        }
        let old_end = directory + 2 + entries.len() as u64 * ENTRY_BYTES + 4;
        let next: [u8; 4] = self.draft.array(old_end - 4)?;
        let count = u16::try_from(kept.len() as u64 / ENTRY_BYTES).map_err(|_| ScrubError::Strange)?;
        let count = match self.order {
            Order::Little => count.to_le_bytes(),
            Order::Big => count.to_be_bytes(),
        };
        let anew = [&count[..], &kept, &next].concat();
        self.draft.write(directory, &anew)?;
        self.draft.erase(directory + anew.len() as u64..old_end)
    }

    /// Overwrites an entry's value, and the directory that it refers to.
    fn erase(&mut self, entry: Entry) -> Result<(), ScrubError> {
        if matches!(entry.tag, EXIF | PLACE | INTEROPERABILITY) {
            let directory = u64::from(self.number32(entry.value_at)?);
            self.visit(directory)?;
            let entries = self.entries(directory)?;
            for inner in &entries {
                self.erase(*inner)?;
            }
            self.draft.erase(directory..directory + 2 + entries.len() as u64 * ENTRY_BYTES + 4)?;
        }
        // A value inside the entry is removed with it.
        if entry.value_bytes > 4 {
            self.draft.erase(entry.value_at..entry.value_at + entry.value_bytes)?;
        }
        Ok(())
    }

    fn number16(&mut self, at: u64) -> Result<u16, ScrubError> {
        let bytes = self.draft.array(at)?;
        Ok(match self.order {
            Order::Little => u16::from_le_bytes(bytes),
            Order::Big => u16::from_be_bytes(bytes),
        })
    }

    fn number32(&mut self, at: u64) -> Result<u32, ScrubError> {
        let bytes = self.draft.array(at)?;
        Ok(match self.order {
            Order::Little => u32::from_le_bytes(bytes),
            Order::Big => u32::from_be_bytes(bytes),
        })
    }
}
