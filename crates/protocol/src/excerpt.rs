//! The beginning of a message as a quote shows it: the same wherever it is made, on the server and in clients
//! that refresh the quotes of what they hold.

use crate::Limits;

/// Characters of a body that are looked at. As many as a database is asked for, so that an excerpt is the
/// same whether the whole body or only its beginning was at hand.
pub const EXCERPT_SOURCE_CHARS: usize = 400;

/// The first characters of a body, at most 140, on one line: runs of white space become one space.
pub fn excerpt(body: &str) -> String {
    let mut line = String::new();
    let mut space = false;
    let mut count = 0;
    for c in body.chars().take(EXCERPT_SOURCE_CHARS) {
        if c.is_whitespace() {
            space = count > 0;
            continue;
        }
        if space {
            line.push(' ');
            count += 1;
            space = false;
        }
        if count >= Limits::EXCERPT_CHARS {
            break;
        }
        line.push(c);
        count += 1;
    }
    line.truncate(line.trim_end().len());
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
}
