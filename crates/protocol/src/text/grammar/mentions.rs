//! Where a mention begins and where its name ends.

use super::characters::{is_latin, is_word_start};

const NAME: std::ops::RangeInclusive<usize> = 2..=32;

/// The name after the `@` at `at`, as typed; `None` if it mentions nobody.
///
/// `before` is the end of the text before the `@`, without backslashes between the two. `pending` is the
/// number of underscores of open emphasis: up to that many at the end of the name close it.
pub fn name_at(source: &str, at: usize, before: usize, pending: usize) -> Option<&str> {
    if source[..before].ends_with('@') || !is_word_start(source, before) {
        return None;
    }
    let rest = &source[at + 1..];
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_.-".contains(b)).count();
    let whole = rest[..length].trim_end_matches(['.', '-']);
    // An `@` after the name makes it an email address; a letter makes it another word.
    if rest[whole.len()..].chars().next().is_some_and(|c| c == '@' || is_latin(c)) {
        return None;
    }
    let underscores = whole.len() - whole.trim_end_matches('_').len();
    let name = &whole[..whole.len() - underscores.min(pending)];
    NAME.contains(&name.len()).then_some(name)
}
