//! One file of each kind, built byte by byte, with a position wherever its kind has a place for one.

use super::Container;

/// The position as text.
pub const PLACE: &str = "+47.3769+008.5417/";
/// The same, as a latitude in EXIF: 47° 22' 36.84".
pub const LATITUDE: [u8; 24] = *b"\0\0\0\x2F\0\0\0\x01\0\0\0\x16\0\0\0\x01\0\0\x0E\x64\0\0\0\x64";

/// A file with something to hide.
pub struct Planted {
    pub name: &'static str,
    pub container: Container,
    pub bytes: Vec<u8>,
}

pub fn corpus() -> Vec<Planted> {
    let planted = |name, container, bytes| Planted { name, container, bytes };
    vec![
        planted("film.mp4", Container::Iso, mp4(b"isom", &user_data(), false)),
        planted("measured.mp4", Container::Iso, mp4(b"isom", b"", true)),
        planted("film.mov", Container::Iso, mp4(b"qt  ", &keys(), false)),
        planted("song.m4a", Container::Iso, mp4(b"M4A ", &tunes(), false)),
        planted("photo.heic", Container::Iso, picture(b"heic", b"hvc1")),
        planted("photo.avif", Container::Iso, picture(b"avif", b"av01")),
        planted("film.webm", Container::Matroska, webm(b"webm", false)),
        planted("live.webm", Container::Matroska, webm(b"webm", true)),
        planted("film.mkv", Container::Matroska, webm(b"matroska", false)),
        planted("sound.wav", Container::Wave, wav()),
        planted("song.mp3", Container::Mpeg, mp3()),
        planted("song.flac", Container::Flac, flac()),
        planted("voice.opus", Container::Ogg, ogg(&opus_packets())),
        planted("song.ogg", Container::Ogg, ogg(&vorbis_packets())),
        planted("song.oga", Container::Ogg, ogg(&flac_packets())),
        planted("scan.tif", Container::Tiff, tiff()),
    ]
}

pub fn be32(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_be_bytes()
}

fn le32(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

pub fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&be32(content.len() + 8)[..], kind, content].concat()
}

fn xmp() -> Vec<u8> {
    let packet = "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
        xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description \
        xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='47,22.614N' \
        xmlns:dc='http://purl.org/dc/elements/1.1/' dc:source='47.3769'/></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
    packet.as_bytes().to_vec()
}

/// `©xyz`, `loci` and a `meta` box, as phones write them.
fn user_data() -> Vec<u8> {
    let text =
        [&u16::try_from(PLACE.len()).unwrap().to_be_bytes()[..], b"\x15\xC7", PLACE.as_bytes()].concat();
    let loci = [b"\0\0\0\0\x15\xC7Home 47.3769\0\0", &[0; 12][..], b"earth\0\0"].concat();
    boxed(b"udta", &[boxed(b"\xA9xyz", &text), boxed(b"loci", &loci)].concat())
}

/// The keys that iPhones write.
fn keys() -> Vec<u8> {
    let hdlr = boxed(b"hdlr", &[&[0; 8][..], b"mdta", &[0; 13]].concat());
    let key = boxed(b"mdta", b"com.apple.quicktime.location.ISO6709");
    let keys = boxed(b"keys", &[&[0; 4][..], &be32(1), &key].concat());
    let value = boxed(b"data", &[&be32(1)[..], &be32(0), PLACE.as_bytes()].concat());
    let item = [&be32(value.len() + 8)[..], &be32(1), &value].concat();
    boxed(b"meta", &[hdlr, keys, boxed(b"ilst", &item)].concat())
}

/// Metadata as music programs write it.
fn tunes() -> Vec<u8> {
    let hdlr = boxed(b"hdlr", &[&[0; 8][..], b"mdirappl", &[0; 9]].concat());
    let value = boxed(b"data", &[&be32(1)[..], &be32(0), PLACE.as_bytes()].concat());
    let list = boxed(b"ilst", &boxed(b"\xA9cmt", &value));
    boxed(b"udta", &boxed(b"meta", &[&[0; 4][..], &hdlr, &list].concat()))
}

/// A film of 2.5 seconds whose data comes first, as recorders write it.
fn mp4(brand: &[u8], more: &[u8], measured: bool) -> Vec<u8> {
    let ftyp = boxed(b"ftyp", &[brand, &[0; 4], brand].concat());
    let samples = [vec![7; 1000], PLACE.as_bytes().to_vec()].concat();
    let start = ftyp.len() + 8;
    let handler: &[u8] = if brand == b"M4A " { b"soun" } else { b"vide" };
    let mut tracks = track(1, handler, start, 1000);
    if measured {
        tracks.extend(track(2, b"meta", start + 1000, PLACE.len()));
    }
    let mvhd = [&[0; 4][..], &[9; 8], &be32(1000), &be32(2500), &[0; 80]].concat();
    let moov = boxed(b"moov", &[boxed(b"mvhd", &mvhd), tracks, more.to_vec()].concat());
    let data = if measured { samples } else { samples[..1000].to_vec() };
    let uuid = [b"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC", &xmp()[..]].concat();
    [ftyp, boxed(b"mdat", &data), moov, boxed(b"uuid", &uuid)].concat()
}

fn track(id: usize, handler: &[u8], at: usize, bytes: usize) -> Vec<u8> {
    let one = 0x1_0000_u32.to_be_bytes();
    let nil = [0; 4];
    let matrix = [one, nil, nil, nil, one, nil, nil, nil, 0x4000_0000_u32.to_be_bytes()].concat();
    let sides = [be32(640 << 16), be32(360 << 16)].concat();
    let tkhd = [&be32(3)[..], &[9; 8], &be32(id), &nil, &be32(2500), &[0; 16], &matrix, &sides].concat();
    let mdhd = [&nil[..], &[9; 8], &be32(1000), &be32(2500), &nil].concat();
    let hdlr = [&[0; 8][..], handler, &[0; 12], b"Ana's camera 47.3769\0"].concat();
    let entry = if handler == b"meta" { boxed(b"mebx", &[0; 8]) } else { boxed(b"avc1", &[0; 78]) };
    let table = [
        boxed(b"stsd", &[&nil[..], &be32(1), &entry].concat()),
        boxed(b"stts", &[&nil[..], &be32(1), &be32(1), &be32(2500)].concat()),
        boxed(b"stsc", &[&nil[..], &be32(1), &be32(1), &be32(1), &be32(1)].concat()),
        boxed(b"stsz", &[&nil[..], &nil, &be32(1), &be32(bytes)].concat()),
        boxed(b"stco", &[&nil[..], &be32(1), &be32(at)].concat()),
    ];
    let dref = boxed(b"dref", &[&nil[..], &be32(1), &boxed(b"url ", &be32(1))].concat());
    let minf = [boxed(b"dinf", &dref), boxed(b"stbl", &table.concat())].concat();
    let mdia = [boxed(b"mdhd", &mdhd), boxed(b"hdlr", &hdlr), boxed(b"minf", &minf)].concat();
    boxed(b"trak", &[boxed(b"tkhd", &tkhd), boxed(b"mdia", &mdia)].concat())
}

/// A picture of 640×480 that is on its side, with EXIF among its data and XMP in its list of parts.
pub fn picture(brand: &[u8], codec: &[u8]) -> Vec<u8> {
    let ftyp = boxed(b"ftyp", &[brand, &[0; 4], b"mif1", brand].concat());
    let entry = |id: u8, kind: &[u8], more: &[u8]| {
        boxed(b"infe", &[b"\x02\0\0\0\0", &[id][..], b"\0\0", kind, more].concat())
    };
    let iinf = [
        b"\0\0\0\0\0\x03".to_vec(),
        entry(1, codec, b"\0"),
        entry(2, b"Exif", b"\0"),
        entry(3, b"mime", b"\0application/rdf+xml\0"),
    ];
    let exif = [&[0; 4][..], &exif()].concat();
    let xmp = xmp();
    let ispe = boxed(b"ispe", &[&be32(0)[..], &be32(640), &be32(480)].concat());
    let properties = boxed(b"ipco", &[ispe, boxed(b"irot", &[1])].concat());
    let ipma = boxed(b"ipma", &[&be32(0)[..], &be32(1), b"\0\x01\x02\x81\x82"].concat());
    let meta = |start: usize| {
        let place = |id: u8, method: u8, at: usize, bytes: usize| {
            [&[0, id, 0, method, 0, 0, 0, 1][..], &be32(at), &be32(bytes)].concat()
        };
        let iloc = [
            b"\x01\0\0\0\x44\0\0\x03".to_vec(),
            place(1, 0, start, 500),
            place(2, 0, start + 500, exif.len()),
            place(3, 1, 0, xmp.len()),
        ];
        let parts = [
            boxed(b"hdlr", &[&[0; 8][..], b"pict", &[0; 13]].concat()),
            boxed(b"pitm", &[0, 0, 0, 0, 0, 1]),
            boxed(b"iinf", &iinf.concat()),
            boxed(b"iloc", &iloc.concat()),
            boxed(b"idat", &xmp),
            boxed(b"iprp", &[&properties[..], &ipma].concat()),
        ];
        boxed(b"meta", &[&[0; 4][..], &parts.concat()].concat())
    };
    let start = ftyp.len() + meta(0).len() + 8;
    let data = [vec![7; 500], exif.clone()].concat();
    [ftyp, meta(start), boxed(b"mdat", &data)].concat()
}

/// A directory of a big-endian TIFF: tag, type, count, value or offset.
fn directory(entries: &[(u16, u16, usize, [u8; 4])]) -> Vec<u8> {
    let mut bytes = u16::try_from(entries.len()).unwrap().to_be_bytes().to_vec();
    for (tag, kind, count, value) in entries {
        bytes.extend([&tag.to_be_bytes()[..], &kind.to_be_bytes(), &be32(*count), value].concat());
    }
    [bytes, vec![0; 4]].concat()
}

/// The position, as cameras write it.
pub fn exif() -> Vec<u8> {
    let main = directory(&[(271, 2, 4, *b"Ana\0"), (34_853, 4, 1, be32(8 + 30))]);
    let place = directory(&[(1, 2, 2, *b"N\0\0\0"), (2, 5, 3, be32(8 + 30 + 30))]);
    [b"MM\0\x2A\0\0\0\x08".to_vec(), main, place, LATITUDE.to_vec()].concat()
}

/// A grey pixel with a position, an owner and XMP.
fn tiff() -> Vec<u8> {
    let xmp = xmp();
    let artist = b"Ana of 47.3769\0";
    // After the header, the directories of 9, 1 and 2 entries, and the position.
    let (exif_at, place_at) = (8 + 6 + 10 * 12, 8 + 6 + 10 * 12 + 6 + 12);
    let latitude_at = place_at + 6 + 2 * 12;
    let artist_at = latitude_at + LATITUDE.len();
    let xmp_at = artist_at + artist.len();
    let short = |number: u8| [0, number, 0, 0];
    let main = directory(&[
        (256, 3, 1, short(1)),
        (257, 3, 1, short(1)),
        (258, 3, 1, short(8)),
        (262, 3, 1, short(1)),
        (273, 4, 1, be32(xmp_at + xmp.len())),
        (279, 4, 1, be32(1)),
        (315, 2, artist.len(), be32(artist_at)),
        (700, 1, xmp.len(), be32(xmp_at)),
        (34_665, 4, 1, be32(exif_at)),
        (34_853, 4, 1, be32(place_at)),
    ]);
    let exif = directory(&[(36_864, 7, 4, *b"0232")]);
    let place = directory(&[(1, 2, 2, *b"N\0\0\0"), (2, 5, 3, be32(latitude_at))]);
    [&b"MM\0\x2A\0\0\0\x08"[..], &main, &exif, &place, &LATITUDE, artist, &xmp, &[200]].concat()
}

pub fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
    let length = 0x1000_0000 | u32::try_from(content.len()).unwrap();
    [id, &length.to_be_bytes(), content].concat()
}

/// A film of 1.5 seconds; with `live` as browsers record it: segment and clusters of unknown length.
fn webm(kind: &[u8], live: bool) -> Vec<u8> {
    let unknown = |id: &[u8], content: &[u8]| [id, &[1, 255, 255, 255, 255, 255, 255, 255], content].concat();
    let checksum = element(&[0xBF], &[1, 2, 3, 4]);
    let info = [
        checksum,
        element(&[0x2A, 0xD7, 0xB1], &[0x0F, 0x42, 0x40]),
        element(&[0x44, 0x89], &1500_f32.to_be_bytes()),
        element(&[0x44, 0x61], &[0; 8]),
        element(&[0x7B, 0xA9], b"At 47.3769"),
        element(&[0x4D, 0x80], b"muxer"),
        element(&[0x57, 0x41], b"Ana's phone"),
    ];
    let video = element(&[0xE0], &[element(&[0xB0], &[2, 128]), element(&[0xBA], &[1, 104])].concat());
    let track = [
        element(&[0xD7], &[1]),
        element(&[0x83], &[1]),
        element(&[0x86], b"V_VP8"),
        element(&[0x53, 0x6E], b"47.3769"),
        video,
    ];
    let tracks = element(&[0x16, 0x54, 0xAE, 0x6B], &element(&[0xAE], &track.concat()));
    let block = element(&[0xA3], &[0x81, 0, 0, 0x80, 1, 2, 3]);
    let cluster = [element(&[0xE7], &[0]), block].concat();
    let cluster = if live {
        unknown(&[0x1F, 0x43, 0xB6, 0x75], &cluster).repeat(2)
    } else {
        element(&[0x1F, 0x43, 0xB6, 0x75], &cluster)
    };
    let simple = element(
        &[0x67, 0xC8],
        &[element(&[0x45, 0xA3], b"LOCATION"), element(&[0x44, 0x87], PLACE.as_bytes())].concat(),
    );
    let tags = element(
        &[0x12, 0x54, 0xC3, 0x67],
        &element(&[0x73, 0x73], &[element(&[0x63, 0xC0], b""), simple].concat()),
    );
    let seek = element(
        &[0x4D, 0xBB],
        &[element(&[0x53, 0xAB], &[0x12, 0x54, 0xC3, 0x67]), element(&[0x53, 0xAC], &[0])].concat(),
    );
    let file = element(
        &[0x61, 0xA7],
        &[element(&[0x46, 0x6E], b"cover.jpg"), element(&[0x46, 0x5C], PLACE.as_bytes())].concat(),
    );
    let segment = [
        element(&[0x11, 0x4D, 0x9B, 0x74], &seek),
        element(&[0x15, 0x49, 0xA9, 0x66], &info.concat()),
        tracks,
        cluster,
        tags,
        element(&[0x19, 0x41, 0xA4, 0x69], &file),
    ]
    .concat();
    let head = element(&[0x1A, 0x45, 0xDF, 0xA3], &element(&[0x42, 0x82], kind));
    let segment_id = [0x18, 0x53, 0x80, 0x67];
    [head, if live { unknown(&segment_id, &segment) } else { element(&segment_id, &segment) }].concat()
}

fn wav() -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let pad = &[0][..content.len() % 2];
        [kind, &le32(content.len())[..], content, pad].concat()
    };
    let format = [&[1, 0, 1, 0][..], &le32(8000), &le32(16_000), &[2, 0, 16, 0]].concat();
    let mut bext = PLACE.as_bytes().to_vec();
    bext.resize(602, 0);
    let chunks = [
        chunk(b"fmt ", &format),
        chunk(b"LIST", &[b"INFO", &chunk(b"ICMT", PLACE.as_bytes())[..]].concat()),
        chunk(b"bext", &bext),
        chunk(b"iXML", b"<BWFXML><NOTE>47.3769</NOTE></BWFXML>"),
        chunk(b"data", &vec![5; 24_000]),
        chunk(b"id3 ", &id3()),
        chunk(b"_PMX", &xmp()),
    ]
    .concat();
    [b"RIFF", &le32(chunks.len() + 4)[..], b"WAVE", &chunks].concat()
}

fn id3() -> Vec<u8> {
    let comment = [b"\0eng\0", PLACE.as_bytes()].concat();
    let frame = [b"COMM", &be32(comment.len())[..], &[0, 0], &comment].concat();
    [&b"ID3\x03\0\0\0\0\0"[..], &[u8::try_from(frame.len() + 30).unwrap()], &frame, &[0; 30]].concat()
}

fn mp3() -> Vec<u8> {
    let frame = [&b"\xFF\xFB\x90\x64"[..], &[0; 413]].concat();
    let item = [&le32(PLACE.len())[..], &[0; 4], b"Comment\0", PLACE.as_bytes()].concat();
    let ape = |flags: u32| {
        [b"APETAGEX", &le32(2000)[..], &le32(item.len() + 32), &le32(1), &flags.to_le_bytes(), &[0; 8]]
            .concat()
    };
    let lyrics = b"LYRICSBEGININF00019At home, at 47.3769 ";
    let lyrics = [&lyrics[..], format!("{:06}", lyrics.len()).as_bytes(), b"LYRICS200"].concat();
    let mut old = [b"TAG", PLACE.as_bytes()].concat();
    old.resize(128, 0);
    let (header, footer) = (ape(0xA000_0000), ape(0x8000_0000));
    [id3(), frame.repeat(60), header, item.clone(), footer, lyrics, old].concat()
}

/// The list of comments, with the same format in FLAC, Vorbis and Opus.
fn comments() -> Vec<u8> {
    let comment = format!("LOCATION={PLACE}");
    let vendor = b"Ana's recorder";
    [&le32(vendor.len())[..], vendor, &le32(1), &le32(comment.len()), comment.as_bytes()].concat()
}

fn stream_block() -> Vec<u8> {
    let packed = (48_000_u64 << 44) | (1 << 41) | (15 << 36) | 0x1_1940;
    [&[16, 0, 16, 0, 0, 0, 0, 0, 0, 0][..], &packed.to_be_bytes(), &[0; 16]].concat()
}

fn block(kind: u8, content: &[u8]) -> Vec<u8> {
    [&[kind][..], &be32(content.len())[1..], content].concat()
}

fn flac() -> Vec<u8> {
    let cover = [&be32(3)[..], &be32(9), b"image/png", &be32(7), b"47.3769", &[0; 20]].concat();
    let application = [b"riff", PLACE.as_bytes()].concat();
    [
        b"fLaC".to_vec(),
        block(0, &stream_block()),
        block(4, &comments()),
        block(2, &application),
        block(0x86, &cover),
        b"\xFF\xF8\xC9\x18".to_vec(),
        vec![0; 64],
    ]
    .concat()
}

fn opus_packets() -> Vec<Vec<u8>> {
    let head = b"OpusHead\x01\x01\x38\x01\x80\xBB\0\0\0\0\0".to_vec();
    // A long packet takes several pages, like one with a cover.
    let tags = [b"OpusTags".to_vec(), comments(), PLACE.as_bytes().repeat(4000)].concat();
    vec![head, tags, vec![0xF8, 1, 2]]
}

fn vorbis_packets() -> Vec<Vec<u8>> {
    let head = [&b"\x01vorbis\0\0\0\0\x01"[..], &le32(48_000), &[0; 12], &[0xB8, 1]].concat();
    let tags = [&b"\x03vorbis"[..], &comments(), &[1]].concat();
    vec![head, tags, b"\x05vorbis and books".to_vec(), vec![4; 40]]
}

fn flac_packets() -> Vec<Vec<u8>> {
    let head = [&b"\x7FFLAC\x01\0\0\x02fLaC"[..], &block(0, &stream_block())].concat();
    vec![head, block(4, &comments()), block(0x82, PLACE.as_bytes()), vec![0xFF; 40]]
}

/// Pages as libogg divides them: the first packet alone, then at most 255 segments each.
fn ogg(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut segments = Vec::new();
    for packet in packets {
        let mut pieces: Vec<&[u8]> = packet.chunks(255).collect();
        if packet.len() % 255 == 0 {
            pieces.push(&[]);
        }
        segments.extend(pieces);
    }
    let (first, others) = segments.split_at(1);
    let mut bytes = page(0, 2, 0, first);
    let pages: Vec<&[&[u8]]> = others.chunks(255).collect();
    for (number, segments) in pages.iter().enumerate() {
        let last = number + 1 == pages.len();
        bytes.extend(page(number + 1, u8::from(last) * 4, if last { 72_312 } else { 0 }, segments));
    }
    bytes
}

fn page(number: usize, flags: u8, granule: u64, segments: &[&[u8]]) -> Vec<u8> {
    let lacing: Vec<u8> = segments.iter().map(|segment| u8::try_from(segment.len()).unwrap()).collect();
    let count = [u8::try_from(lacing.len()).unwrap()];
    let mut page = [
        b"OggS\0",
        &[flags][..],
        &granule.to_le_bytes(),
        b"\x07\0\0\0",
        &le32(number),
        &[0; 4],
        &count,
        &lacing,
        &segments.concat(),
    ]
    .concat();
    let sum = super::super::ogg::checksum(&page).to_le_bytes();
    page[22..26].copy_from_slice(&sum);
    page
}
