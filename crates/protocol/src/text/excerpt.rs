//! The beginning of a message as a quote shows it: the same wherever it is made, on the server and in clients
//! that refresh the quotes of what they hold.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::{Limits, text::grammar::is_space};

/// Characters of a body that are looked at. As many as a database is asked for, so that an excerpt is the
/// same whether the whole body or only its beginning was at hand.
pub const EXCERPT_SOURCE_CHARS: usize = 400;

/// What is shown in place of hidden text.
const HIDDEN: &str = "▒▒▒";

/// The beginning of a body on one line, at most 140 characters: runs of white space become one space, hidden text
/// stays hidden, and what a reader sees as one character (an emoji of several code points, a letter with its
/// accents) is kept whole or left out.
pub fn excerpt(body: &str) -> String {
    let source: String = body.chars().take(EXCERPT_SOURCE_CHARS).collect();
    // A body that fills the source may go on beyond it.
    let source = without_spoilers(&source, source.chars().count() == EXCERPT_SOURCE_CHARS);
    let mut line = String::new();
    let mut count = 0;
    let mut space = false;
    for cluster in source.graphemes(true) {
        if cluster.chars().all(is_space) {
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

/// The source without what it hides. Which marks pair is for the grammar to say, and only of a whole message; so
/// in each paragraph everything goes from the first mark that may open to the last one that may close, and in a
/// paragraph that is cut, everything behind the first one.
fn without_spoilers(source: &str, is_cut: bool) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(break_at) = paragraph_break(rest) {
        hide(&rest[..break_at], false, &mut out);
        out.push_str("\n\n");
        rest = rest[break_at..].trim_start_matches(is_space);
    }
    hide(rest, is_cut, &mut out);
    out
}

/// Where the first paragraph ends: at a line break before a line of nothing but white space.
fn paragraph_break(text: &str) -> Option<usize> {
    text.match_indices('\n').map(|(at, _)| at).find(|at| {
        let blank = text[at + 1..].trim_start_matches(is_space);
        text[at + 1..text.len() - blank.len()].contains('\n')
    })
}

fn hide(paragraph: &str, is_cut: bool, out: &mut String) {
    let is_gap = |c: Option<char>| c.is_none_or(is_space);
    let mut marks = rows_of_two(paragraph);
    let opening = marks.find(|at| !is_gap(paragraph[at + 2..].chars().next()));
    let closing = marks.filter(|at| !is_gap(paragraph[..*at].chars().next_back())).last();
    let hidden = match (opening, closing) {
        (Some(from), _) if is_cut => Some((from, paragraph.len())),
        (Some(from), Some(to)) => Some((from, to + 2)),
        _ => None,
    };
    let Some((from, to)) = hidden else { return out.push_str(paragraph) };
    out.push_str(&paragraph[..from]);
    out.push_str(HIDDEN);
    out.push_str(&paragraph[to..]);
}

/// Where rows of exactly two bars begin.
fn rows_of_two(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices("||")
        .map(|(at, _)| at)
        .filter(|at| !text[..*at].ends_with('|') && !text[at + 2..].starts_with('|'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Case {
        body: String,
        excerpt: String,
    }

    #[test]
    fn text6_excerpts_are_cut_as_the_web_client_cuts_them() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../golden/excerpts.json")).unwrap();
        assert!(cases.len() >= 30);
        for Case { body, excerpt: expected } in cases {
            assert_eq!(excerpt(&body), expected, "{body:?}");
        }
    }

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
