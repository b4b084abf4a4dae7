//! Where a mention begins and how far its name goes.

use super::characters::{is_latin, is_word_start};

const NAME: std::ops::RangeInclusive<usize> = 2..=32;

/// The name behind the `@` at `at`, as typed, or nothing where it mentions nobody.
///
/// `before` is where the text before the `@` ends (backslashes between the two do not count); `pending` is the
/// number of underscores that opened emphasis and are still open: as many at the name's end close it.
pub fn name_at(source: &str, at: usize, before: usize, pending: usize) -> Option<&str> {
    if source[..before].ends_with('@') || !is_word_start(source, before) {
        return None;
    }
    let rest = &source[at + 1..];
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_.-".contains(b)).count();
    let whole = rest[..length].trim_end_matches(['.', '-']);
    // Behind the whole name, `@` makes it an address and a letter makes it another word.
    if rest[whole.len()..].chars().next().is_some_and(|c| c == '@' || is_latin(c)) {
        return None;
    }
    let underscores = whole.len() - whole.trim_end_matches('_').len();
    let name = &whole[..whole.len() - underscores.min(pending)];
    NAME.contains(&name.len()).then_some(name)
}
