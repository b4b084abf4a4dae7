//! Reactions are emoji: one of the standard's, nothing else.

use std::{fmt, str::FromStr};

use crate::ValueError;

/// One emoji of the Unicode standard, skin tones and joined sequences included, in its full spelling.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Emoji(String);

/// Asks for the colourful form of a character that has a plain one too.
const VARIATION: char = '\u{FE0F}';

impl Emoji {
    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Emoji {
    type Err = ValueError;

    /// Takes the full spelling, and the one without variation selectors that some keyboards write. Nothing else
    /// may be missing: a digit is not the keycap with that digit.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let known = emojis::get(text).or_else(|| emojis::get(&format!("{text}\u{FE0F}")));
        let bare = |text: &str| text.replace(VARIATION, "");
        known
            .filter(|emoji| bare(emoji.as_str()) == bare(text))
            .map(|emoji| Self(emoji.as_str().to_owned()))
            .ok_or_else(|| ValueError::new("invalid", "a reaction is one emoji"))
    }
}

impl fmt::Display for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::{fmt::Write as _, path::Path};

    use super::*;
    use crate::golden;

    /// The web client offers what stands in this list, and nothing else.
    #[test]
    fn all_that_is_taken_is_listed_for_clients() {
        let mut list = String::new();
        for emoji in emojis::iter() {
            match emoji.skin_tones() {
                Some(tones) => tones.for_each(|one| writeln!(list, "{one}").unwrap()),
                None => writeln!(list, "{emoji}").unwrap(),
            }
        }
        assert!(list.lines().all(|one| one.parse::<Emoji>().unwrap().as_str() == one));
        golden::check(Path::new("golden/emoji.txt"), &list);
    }

    #[test]
    fn one_emoji_is_taken_in_its_full_spelling() {
        for emoji in ["👍", "👍🏽", "❤️", "👩‍👩‍👧", "🇩🇪", "#️⃣", "1️⃣", "*️⃣"]
        {
            assert_eq!(emoji.parse::<Emoji>().unwrap().as_str(), emoji);
        }
        assert_eq!("1\u{20E3}".parse::<Emoji>().unwrap().as_str(), "1️⃣");
        assert_eq!("❤".parse::<Emoji>().unwrap().as_str(), "❤️");
    }

    #[test]
    fn talk9_what_is_not_one_emoji_is_refused() {
        let keys = ["1", "#", "*", "1\u{FE0F}", "#\u{FE0F}", "*\u{FE0F}", "\u{20E3}"];
        for text in
            ["", "a", "👍👍", "👍 ", "<b>", ":+1:", "\u{FE0F}", "❤\u{FE0F}\u{FE0F}"].into_iter().chain(keys)
        {
            assert!(text.parse::<Emoji>().is_err(), "{text}");
        }
    }
}
