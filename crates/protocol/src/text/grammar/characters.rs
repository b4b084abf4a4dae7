//! Character classes of the grammar; the web client has the same ones.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

/// White space as defined by `\s` in JavaScript, which the web client uses.
pub fn is_space(c: char) -> bool {
    (c.is_whitespace() && c != '\u{85}') || c == '\u{feff}'
}

/// The text without white space at its ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

fn is_word(c: char) -> bool {
    c == '_' || is_letter_number_or_mark(c)
}

fn is_letter_number_or_mark(c: char) -> bool {
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number | GeneralCategoryGroup::Mark
    )
}

/// Whether a word may start at `at`. Underscores right before it count as emphasis, so the character before
/// them decides. In scripts written without spaces, a mention or a URL may directly follow a word.
pub fn is_word_start(source: &str, at: usize) -> bool {
    let before = source[..at].trim_end_matches('_').chars().next_back();
    !before.is_some_and(|c| is_word(c) && !is_unspaced(c))
}

fn is_unspaced(c: char) -> bool {
    matches!(
        c.script(),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
}

pub fn is_latin(c: char) -> bool {
    c.script() == Script::Latin
}

/// Whether a run of underscores between these characters can begin emphasis. Emoticons such as >_< and
/// ¯\_(ツ)_/¯ do not.
pub fn underscore_opens(before: Option<char>, after: Option<char>) -> bool {
    let may_follow = before.is_none_or(|c| {
        is_space(c)
            || matches!(c, '~' | '|')
            || (!matches!(c, '@' | '\\') && c.general_category_group() == GeneralCategoryGroup::Punctuation)
            || c.general_category() == GeneralCategory::OtherSymbol
    });
    may_follow
        && after.is_some_and(|c| {
            matches!(c, '"' | '\'' | '`' | '@' | '*' | '~' | '|' | '#' | ':')
                || is_substance(c)
                || matches!(
                    c.general_category(),
                    GeneralCategory::OpenPunctuation | GeneralCategory::InitialPunctuation
                )
        })
}

/// Whether a run of underscores between these characters can end emphasis.
pub fn underscore_closes(before: Option<char>, after: Option<char>) -> bool {
    let may_end = before.is_some_and(|c| {
        matches!(c, '"' | '\'' | '`' | '.' | ',' | ':' | ';' | '!' | '?' | '…' | '%' | '*' | '~' | '|')
            || is_substance(c)
            || matches!(
                c.general_category(),
                GeneralCategory::ClosePunctuation | GeneralCategory::FinalPunctuation
            )
    });
    may_end && !after.is_some_and(|c| is_word(c) || c.general_category() == GeneralCategory::ModifierSymbol)
}

/// Whether the character is a letter, digit, mark, or a symbol such as an emoji or a currency sign.
fn is_substance(c: char) -> bool {
    is_letter_number_or_mark(c)
        || matches!(c.general_category(), GeneralCategory::OtherSymbol | GeneralCategory::CurrencySymbol)
}
