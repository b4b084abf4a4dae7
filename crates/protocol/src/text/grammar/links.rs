//! Which URLs a message may link to, and where a URL in running text ends.

use super::characters::{is_space, trim};
use crate::text::characters::has_visible;

/// Maximum characters of a URL, of a link's text and of its title. Longer ones are not links.
const ADDRESS_MAX: usize = 2_000;
const TEXT_MAX: usize = 500;
const TITLE_MAX: usize = 300;
const DEPTH_MAX: usize = 8;

/// Whether the text looks like a URL that may be linked to: http, https or mailto, without spaces and control
/// characters.
fn looks_linkable(address: &str) -> bool {
    let begins = match scheme(address) {
        Some(rest) => rest.chars().next().is_some_and(|c| !matches!(c, '/' | '?' | '#' | '\n')),
        None => {
            strip_prefix(address, "mailto:").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('\n'))
        }
    };
    begins && !address.contains(|c| matches!(c, '\0'..=' ' | '\u{7f}'..='\u{a0}'))
}

/// The text after `http://` or `https://`, ignoring case.
fn scheme(text: &str) -> Option<&str> {
    strip_prefix(text, "https://").or_else(|| strip_prefix(text, "http://"))
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Whether a URL ends before this character: white space, quotation marks, angle brackets, invisible
/// characters or full-width punctuation.
fn ends_address(c: char) -> bool {
    is_space(c)
        || matches!(c,
            '\0'..=' ' | '\u{7f}'..='\u{a0}' | '<' | '>' | '"' | '`' | '|' | '«' | '»'
            | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' | '\u{964}' | '\u{965}'
            | '\u{200b}'..='\u{200f}' | '\u{2018}'..='\u{201f}' | '\u{2026}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}' | '\u{feff}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
            | '\u{ff3b}'..='\u{ff3d}' | '\u{ff5b}'..='\u{ff65}')
}

/// The URL at the start of the text, without the punctuation that ends a sentence.
///
/// `pending` is the number of underscores of open emphasis: up to that many at the end of the URL close it.
pub fn bare_link(text: &str, pending: usize) -> Option<&str> {
    let rest = scheme(text)?;
    let from = text.len() - rest.len();
    let rest = beginning(rest, ADDRESS_MAX + 1);
    let length = rest.find(ends_address).unwrap_or(rest.len());
    let mut found = &text[..from + length];
    // Part of a URL would lead elsewhere.
    if found.chars().nth(ADDRESS_MAX).is_some() || !looks_linkable(found) {
        return None;
    }
    let mut open = [('(', ')'), ('[', ']'), ('{', '}')].map(|(opening, closing)| {
        let more = found.matches(closing).count().saturating_sub(found.matches(opening).count());
        (closing, more)
    });
    let mut underscores = pending;
    while let Some(last) = found.chars().next_back() {
        let shorter = &found[..found.len() - last.len_utf8()];
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' => found = shorter,
            ')' | ']' | '}' => {
                let Some((_, more)) = open.iter_mut().find(|(closing, more)| *closing == last && *more > 0)
                else {
                    break;
                };
                *more -= 1;
                found = shorter;
            }
            '_' if underscores > 0 => {
                underscores -= 1;
                found = shorter;
            }
            '*' | '~' => {
                let without = found.trim_end_matches(last);
                // Marks that also occur inside the URL are part of it: https://a.example/*x*.
                if without.contains(&found[without.len()..]) {
                    break;
                }
                found = without;
            }
            _ => break,
        }
    }
    looks_linkable(found).then_some(found)
}

/// The URL in angle brackets at the start of the text.
pub fn angle_link(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    scheme(inside).or_else(|| strip_prefix(inside, "mailto:")).filter(|rest| !rest.starts_with('>'))?;
    let length = inside.find(|c: char| c == '>' || c == '<' || is_space(c))?;
    let address = &inside[..length];
    (inside[length..].starts_with('>') && looks_linkable(address)).then_some(address)
}

/// `[text](address "title")` at the start of the text: the URL, and the length of the whole link.
pub fn written_link(text: &str) -> Option<(&str, usize)> {
    let close = closing_bracket(text).filter(|close| shows_something(&text[1..*close]))?;
    let rest = text[close + 1..].strip_prefix('(')?.trim_start_matches(' ');
    let (address, tail) = match rest.strip_prefix('<') {
        Some(inside) => {
            let length = inside.find(|c: char| c == '>' || c == '<' || is_space(c))?;
            let address = beginning(&inside[..length], ADDRESS_MAX);
            (address, inside[address.len()..].strip_prefix('>')?)
        }
        None => rest.split_at(address_length(rest)?),
    };
    if !looks_linkable(address) {
        return None;
    }
    let end = title_and_end(tail)?;
    Some((address, text.len() - tail.len() + end))
}

/// Whether the text of a link has something visible. Marks of emphasis are visible only if there is nothing
/// else.
fn shows_something(text: &str) -> bool {
    let words = text.replace(['*', '_', '~', '|', '`', '\\'], "");
    if trim(&words).is_empty() { words != text } else { has_visible(&words) }
}

fn closing_bracket(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (place, c) in text.char_indices().take(TEXT_MAX + 2) {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\n' => return None,
            '\\' => escaped = true,
            '[' => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return None;
                }
            }
            ']' => {
                depth -= 1;
                if depth == 0 {
                    return (place > 1).then_some(place);
                }
            }
            _ => {}
        }
    }
    None
}

/// Length of a URL without angle brackets: it ends at white space or at a bracket that it did not open.
fn address_length(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (place, c) in text.char_indices().take(ADDRESS_MAX + 1) {
        match c {
            '(' => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return None;
                }
            }
            ')' if depth == 0 => return Some(place),
            ')' => depth -= 1,
            '<' | '>' => return None,
            _ if is_space(c) => return Some(place),
            _ => {}
        }
    }
    None
}

/// The length of the title, if there is one, together with the bracket that ends the link.
fn title_and_end(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(' ');
    if rest.starts_with(')') {
        return Some(text.len() - rest.len() + 1);
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if rest.len() == text.len() {
        return None;
    }
    let inside = &rest[1..];
    let close = beginning(inside, TITLE_MAX + 1).find(quote)?;
    if inside[..close].contains('\n') {
        return None;
    }
    let rest = inside[close + 1..].trim_start_matches(' ');
    rest.starts_with(')').then(|| text.len() - rest.len() + 1)
}

/// The first `characters` characters of the text.
fn beginning(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}
