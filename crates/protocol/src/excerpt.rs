//! The beginning of a message as a quote shows it: the same wherever it is made, on the server and in clients
//! that refresh the quotes of what they hold.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::Limits;

/// Characters of a body that are looked at. As many as a database is asked for, so that an excerpt is the
/// same whether the whole body or only its beginning was at hand.
pub const EXCERPT_SOURCE_CHARS: usize = 400;

/// The beginning of a body on one line, at most 140 characters: runs of white space become one space, and what a
/// reader sees as one character (an emoji of several code points, a letter with its accents) is kept whole or left
/// out.
pub fn excerpt(body: &str) -> String {
    let source: String = body.chars().take(EXCERPT_SOURCE_CHARS).collect();
    let mut line = String::new();
    let mut count = 0;
    let mut space = false;
    for cluster in source.graphemes(true) {
        if cluster.chars().all(char::is_whitespace) {
            space = count > 0;
            continue;
        }
        let more = cluster.chars().count() + usize::from(space);
        if count + more > Limits::EXCERPT_CHARS {
            break;
        }
        if space {
            line.push(' ');
        }
        line.push_str(cluster);
        count += more;
        space = false;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn msg8_an_excerpt_is_one_line_of_at_most_140_characters() {
        assert_eq!(excerpt("  a\n\n b\tc  "), "a b c");
        assert_eq!(excerpt(&"é".repeat(300)).chars().count(), 140);
        assert_eq!(excerpt(&"ab ".repeat(200)).chars().count(), 140);
        assert_eq!(excerpt(&" ".repeat(500)), "");
    }

    #[test]
    fn text6_an_excerpt_never_cuts_what_a_reader_sees_as_one_character() {
        let family = "👨\u{200d}👩\u{200d}👧";
        let cut = excerpt(&format!("{}{family}{family}", "x".repeat(134)));
        assert_eq!(cut, format!("{}{family}", "x".repeat(134)));
        assert_eq!(excerpt(&format!("{}e\u{301}", "x".repeat(139))), "x".repeat(139));
        let flags = excerpt(&"🇩🇪".repeat(200));
        assert_eq!(flags, "🇩🇪".repeat(70));
    }
}
