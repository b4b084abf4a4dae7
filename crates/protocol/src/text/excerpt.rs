//! Excerpts: the beginning of a message as quotes show it. The server and clients that refresh quotes
//! themselves must make identical excerpts.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::{Limits, text::grammar::is_space};

/// Characters of a body that are considered. Database queries select this many, so that an excerpt is the
/// same whether it is made from the whole body or from its beginning.
pub const EXCERPT_SOURCE_CHARS: usize = 400;

/// Text shown in place of a spoiler.
const HIDDEN: &str = "▒▒▒";

/// The beginning of a body on one line, at most 140 characters. Runs of white space become one space,
/// spoilers stay hidden, and grapheme clusters (an emoji of several code points, a letter with its accents)
/// are never cut.
pub fn excerpt(body: &str) -> String {
    let source: String = body.chars().take(EXCERPT_SOURCE_CHARS).collect();
    // A body that fills the source may be longer.
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

/// The source without its spoilers. Only the grammar can tell which marks pair, and only for a whole message.
/// So each paragraph loses everything from the first mark that may open to the last one that may close, and a
/// paragraph that is cut loses everything after the first mark.
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

/// Where the first paragraph ends: at the line break before a blank line.
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

/// Positions of runs of exactly two bars.
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
    fn text6_an_excerpt_never_cuts_a_grapheme_cluster() {
        let family = "👨\u{200d}👩\u{200d}👧";
        let cut = excerpt(&format!("{}{family}{family}", "x".repeat(134)));
        assert_eq!(cut, format!("{}{family}", "x".repeat(134)));
        assert_eq!(excerpt(&format!("{}e\u{301}", "x".repeat(139))), "x".repeat(139));
        let flags = excerpt(&"🇩🇪".repeat(200));
        assert_eq!(flags, "🇩🇪".repeat(70));
    }
}
