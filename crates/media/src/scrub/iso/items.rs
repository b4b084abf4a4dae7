//! Items of a HEIC or AVIF picture: which are metadata, where their bytes are, and how large the picture is.

use std::{
    io::{Read, Seek, Write},
    ops::Range,
};

use super::{Atom, ScrubError, Walk};

/// An EXIF item without entries: the offset of the TIFF, its header, and an empty directory.
const EMPTY_EXIF: [u8; 18] = *b"\0\0\0\0MM\0\x2A\0\0\0\x08\0\0\0\0\0\0";
/// Maximum number of metadata items in a file; no camera writes more.
const ITEMS_MAX: usize = 64;

/// A metadata item.
#[derive(Clone, Copy)]
struct Item {
    id: u32,
    is_exif: bool,
}

/// Widths of the numbers in an `iloc` box.
struct Widths {
    version: u8,
    offset: u8,
    length: u8,
    base: u8,
    index: u8,
}

impl<F: Read + Write + Seek> Walk<'_, '_, F> {
    /// Overwrites the content of metadata items and records the picture's size. `meta` is the box without its
    /// version.
    pub(super) fn items(&mut self, meta: Atom) -> Result<(), ScrubError> {
        match self.picture_size(meta) {
            Ok(shown) => self.shown = shown,
            Err(ScrubError::Strange) => {}
            Err(error) => return Err(error),
        }
        let Some(list) = self.find_within(&[b"iinf"], meta)? else { return Ok(()) };
        let items = self.metadata_items(list)?;
        if items.is_empty() {
            return Ok(());
        }
        let places = self.find_within(&[b"iloc"], meta)?.ok_or(ScrubError::Strange)?;
        let inner = self.find_within(&[b"idat"], meta)?;
        self.erase_items(&items, places, inner)
    }

    fn metadata_items(&mut self, list: Atom) -> Result<Vec<Item>, ScrubError> {
        let mut items = Vec::new();
        let mut at = list.body + if self.draft.byte(list.body)? == 0 { 6 } else { 8 };
        while at < list.end
            && let Some(entry) = self.atom(at, list.end)?
        {
            at = entry.end;
            let (id, kind) = match self.draft.byte(entry.body)? {
                2 => (u32::from(self.draft.be16(entry.body + 4)?), entry.body + 8),
                3 => (self.draft.be32(entry.body + 4)?, entry.body + 10),
                // The first two versions have no types; no picture uses them.
                _ => return Err(ScrubError::Strange),
            };
            let kind: [u8; 4] = self.draft.array(kind)?;
            if matches!(&kind, b"Exif" | b"mime" | b"uri ") {
                if items.len() == ITEMS_MAX {
                    return Err(ScrubError::Strange);
                }
                items.push(Item { id, is_exif: &kind == b"Exif" });
            }
        }
        Ok(items)
    }

    fn erase_items(&mut self, items: &[Item], places: Atom, inner: Option<Atom>) -> Result<(), ScrubError> {
        let [version, _, _, _, widths, bases] = self.draft.array(places.body)?;
        let index = if version == 0 { 0 } else { bases & 15 };
        let widths = Widths { version, offset: widths >> 4, length: widths & 15, base: bases >> 4, index };
        let id_bytes = if version < 2 { 2 } else { 4 };
        let mut at = places.body + 6;
        let count = self.draft.be(at, id_bytes)?;
        at += u64::from(id_bytes);
        for _ in 0..count {
            self.draft.step()?;
            let id = self.draft.be(at, id_bytes)?;
            at += u64::from(id_bytes);
            let item = items.iter().find(|item| u64::from(item.id) == id).copied();
            at = self.place(at, &widths, item, inner)?;
        }
        Ok(())
    }

    /// Walks through the extents of one item and overwrites those of metadata. Returns the position of the
    /// next item.
    fn place(
        &mut self,
        mut at: u64,
        widths: &Widths,
        item: Option<Item>,
        inner: Option<Atom>,
    ) -> Result<u64, ScrubError> {
        let mut method = 0;
        if widths.version > 0 {
            method = self.draft.be16(at)? & 15;
            at += 2;
        }
        // After the number of the file with the data, where 0 is this file.
        let base = self.draft.be(at + 2, widths.base)?;
        at += 2 + u64::from(widths.base);
        let extents = self.draft.be16(at)?;
        at += 2;
        for number in 0..extents {
            self.draft.step()?;
            at += u64::from(widths.index);
            let offset = self.draft.be(at, widths.offset)?;
            at += u64::from(widths.offset);
            let length = self.draft.be(at, widths.length)?;
            at += u64::from(widths.length);
            let Some(item) = item else { continue };
            let start = match (method, inner) {
                (0, _) => base.checked_add(offset),
                (1, Some(inner)) => {
                    base.checked_add(offset).and_then(|offset| inner.body.checked_add(offset))
                }
                _ => None,
            };
            // A length of zero means the whole file.
            let start = start.filter(|_| length > 0).ok_or(ScrubError::Strange)?;
            let end = start.checked_add(length).ok_or(ScrubError::Strange)?;
            self.erase_extent(start..end, item.is_exif && number == 0)?;
        }
        Ok(at)
    }

    fn erase_extent(&mut self, range: Range<u64>, begins_exif: bool) -> Result<(), ScrubError> {
        let Range { start, end } = range;
        self.draft.erase(start..end)?;
        if begins_exif && end - start >= EMPTY_EXIF.len() as u64 {
            self.draft.write(start, &EMPTY_EXIF)?;
        }
        Ok(())
    }

    /// Size of the primary item in pixels, rotated according to its properties.
    fn picture_size(&mut self, meta: Atom) -> Result<Option<(u32, u32)>, ScrubError> {
        let Some(primary) = self.find_within(&[b"pitm"], meta)? else { return Ok(None) };
        let id_bytes = if self.draft.byte(primary.body)? == 0 { 2 } else { 4 };
        let primary = self.draft.be(primary.body + 4, id_bytes)?;
        let Some(properties) = self.find_within(&[b"iprp", b"ipco"], meta)? else { return Ok(None) };
        let Some(owners) = self.find_within(&[b"iprp", b"ipma"], meta)? else { return Ok(None) };
        let [version, .., flags] = self.draft.array::<4>(owners.body)?;
        let (id_bytes, index_bytes) = (if version == 0 { 2 } else { 4 }, if flags & 1 == 0 { 1 } else { 2 });
        let mut at = owners.body + 8;
        for _ in 0..self.draft.be32(owners.body + 4)? {
            self.draft.step()?;
            let id = self.draft.be(at, id_bytes)?;
            at += u64::from(id_bytes);
            let count = u64::from(self.draft.byte(at)?);
            at += 1;
            if id == primary {
                return self.size_among(properties, at, count, index_bytes);
            }
            at += count * u64::from(index_bytes);
        }
        Ok(None)
    }

    fn size_among(
        &mut self,
        properties: Atom,
        at: u64,
        count: u64,
        index_bytes: u8,
    ) -> Result<Option<(u32, u32)>, ScrubError> {
        let (mut size, mut quarter_turns) = (None, 0);
        for number in 0..count {
            let index = self.draft.be(at + number * u64::from(index_bytes), index_bytes)?;
            // The highest bit marks the property as essential.
            let index = index & if index_bytes == 1 { 0x7F } else { 0x7FFF };
            let Some(property) = self.property(properties, index)? else { continue };
            match &property.kind {
                b"ispe" => {
                    size = Some((self.draft.be32(property.body + 4)?, self.draft.be32(property.body + 8)?));
                }
                b"irot" => quarter_turns = self.draft.byte(property.body)? & 3,
                _ => {}
            }
        }
        let turned = |(width, height)| if quarter_turns & 1 == 1 { (height, width) } else { (width, height) };
        Ok(size.map(turned))
    }

    /// The property with this number, counted from 1.
    fn property(&mut self, properties: Atom, index: u64) -> Result<Option<Atom>, ScrubError> {
        let mut at = properties.body;
        let mut number = 0;
        while let Some(atom) = self.atom(at, properties.end)? {
            number += 1;
            if number == index {
                return Ok(Some(atom));
            }
            at = atom.end;
        }
        Ok(None)
    }
}
