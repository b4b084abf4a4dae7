//! Which characters are visible, and which invisible ones still shape their neighbours.

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Whether a text has anything visible: a character that is not white space and has a shape of its own.
pub fn has_visible(text: &str) -> bool {
    text.chars().any(|c| {
        !c.is_whitespace()
            && !c.is_control()
            && !is_default_ignorable(c)
            && !is_blank(c)
            && !is_combining_mark(c)
    })
}

/// Characters that fonts do not display at all: Unicode's property `Default_Ignorable_Code_Point`, version
/// 17, as in DerivedCoreProperties.txt, and the interlinear annotation marks.
const fn is_default_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Letters and symbols whose shape is empty: Braille without dots, a note without a head, the blanks of
/// Egyptian hieroglyphs.
const fn is_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{1D159}' | '\u{13441}' | '\u{13442}')
}

/// The characters of a text without the invisible ones. There are three classes of these: direction controls
/// and blanks are always removed; joiners stay where they shape their neighbours.
pub fn shown(text: &str) -> impl Iterator<Item = char> {
    let mut before = None;
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        loop {
            let c = rest.next()?;
            let is_shown = if is_joiner(c) {
                before.is_some_and(|before| joins(before, rest.clone().next()))
            } else {
                !is_direction_control(c) && !is_removed_blank(c)
            };
            if is_shown {
                before = Some(c);
                return Some(c);
            }
        }
    })
}

/// Characters that change the order in which others appear: they make a text read as another one.
const fn is_direction_control(c: char) -> bool {
    matches!(c,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}')
}

/// Characters without any shape or effect: they make two different texts look the same.
const fn is_removed_blank(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}')
}

/// The zero-width joiner and non-joiner.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a joiner between these characters shapes them: after a virama, where it selects a half form or
/// prevents a ligature, and between letters that join or parts of an emoji (UAX #31, section 2.3).
fn joins(before: char, after: Option<char>) -> bool {
    canonical_combining_class(before) == VIRAMA || (is_joined(before) && after.is_some_and(is_joined))
}

/// Canonical combining class of viramas, the signs that remove a letter's vowel.
const VIRAMA: u8 = 9;

/// Whether joiners shape this character: letters of the scripts from Hebrew to Mongolian and of later Indic
/// blocks, and parts of emoji. Beside other characters, joiners are merely invisible.
const fn is_joined(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{109F}' | '\u{1700}'..='\u{1CFF}' | '\u{A800}'..='\u{AAFF}' | '\u{ABC0}'..='\u{ABFF}'
        | '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{10A00}'..='\u{11FFF}' | '\u{1E900}'..='\u{1E95F}'
        | '\u{1F000}'..='\u{1FAFF}')
}
