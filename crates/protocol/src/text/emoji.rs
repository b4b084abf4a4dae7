//! Reactions: exactly one emoji of the Unicode standard.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ValueError;

/// One emoji of the Unicode standard, including skin tones and joined sequences, fully qualified.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct Emoji(String);

/// Selects the coloured form of a character that also has a plain one.
const VARIATION: char = '\u{FE0F}';

impl Emoji {
    /// The characters of the emoji.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Emoji {
    type Err = ValueError;

    /// Accepts the fully qualified form, and the form without variation selectors that some keyboards write.
    /// Nothing else may be missing: a digit is not the keycap with that digit.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let known = emojis::get(text).or_else(|| emojis::get(&format!("{text}\u{FE0F}")));
        let bare = |text: &str| text.replace(VARIATION, "");
        known
            .filter(|emoji| bare(emoji.as_str()) == bare(text))
            .map(|emoji| Self(emoji.as_str().to_owned()))
            .ok_or_else(|| ValueError::new("invalid", "a reaction must be one emoji"))
    }
}

impl TryFrom<String> for Emoji {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, ValueError> {
        text.parse()
    }
}

impl From<Emoji> for String {
    fn from(emoji: Emoji) -> Self {
        emoji.0
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

    /// The web client offers exactly the emoji in this list.
    #[test]
    fn every_accepted_emoji_is_in_the_list_for_clients() {
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
    fn a_reaction_is_stored_as_the_fully_qualified_emoji() {
        for emoji in ["👍", "👍🏽", "❤️", "👩‍👩‍👧", "🇩🇪", "#️⃣", "1️⃣", "*️⃣"]
        {
            assert_eq!(emoji.parse::<Emoji>().unwrap().as_str(), emoji);
        }
        assert_eq!("1\u{20E3}".parse::<Emoji>().unwrap().as_str(), "1️⃣");
        assert_eq!("❤".parse::<Emoji>().unwrap().as_str(), "❤️");
    }

    #[test]
    fn talk9_anything_but_one_emoji_is_refused() {
        let keys = ["1", "#", "*", "1\u{FE0F}", "#\u{FE0F}", "*\u{FE0F}", "\u{20E3}"];
        for text in
            ["", "a", "👍👍", "👍 ", "<b>", ":+1:", "\u{FE0F}", "❤\u{FE0F}\u{FE0F}"].into_iter().chain(keys)
        {
            assert!(text.parse::<Emoji>().is_err(), "{text}");
        }
    }
}
