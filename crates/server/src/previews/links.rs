//! The links in a message that get a card: at most three, none out of code.

use std::collections::HashSet;

use reqwest::Url;

/// Cards under one message.
pub const LINKS: usize = 3;
/// Bytes of a link; longer ones get no card.
const LONGEST: usize = 2048;

/// What a message links to, in its order and each once.
pub fn links(body: &str) -> Vec<Url> {
    let text = without_code(body);
    let mut seen = HashSet::new();
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|'))
        .filter_map(link)
        .filter(|url| seen.insert(url.clone()))
        .take(LINKS)
        .collect()
}

/// The link in a word, which may stand in brackets or behind other characters.
fn link(word: &str) -> Option<Url> {
    let folded = word.to_ascii_lowercase();
    let from = folded.find("https://").into_iter().chain(folded.find("http://")).min()?;
    let mut text = &word[from..];
    // A closing bracket belongs to the link only where one was opened in it.
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' if depth == 0 => {
                text = &text[..at];
                break;
            }
            ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    let text = text.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~', '(', '[', '{', '}']);
    if text.len() > LONGEST {
        return None;
    }
    let mut url = Url::parse(text).ok()?;
    url.set_fragment(None);
    Some(url)
}

/// The text with what stands in fences and between backticks left out.
fn without_code(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut fenced = false;
    for line in body.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            // Every second part stands between backticks; behind a last one that is not closed, all counts.
            let parts: Vec<&str> = line.split('`').collect();
            let last = parts.len() - 1;
            for (place, part) in parts.iter().enumerate() {
                if place % 2 == 0 || place == last {
                    text.push_str(part);
                }
                text.push(' ');
            }
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::links;

    fn found(body: &str) -> Vec<String> {
        links(body).into_iter().map(String::from).collect()
    }

    #[test]
    fn prev2_links_are_found_where_a_reader_sees_them() {
        assert_eq!(found("see https://a.example/x, ok?"), ["https://a.example/x"]);
        assert_eq!(found("[words](https://a.example/x)."), ["https://a.example/x"]);
        assert_eq!(found("(HTTP://A.example/w_(x))"), ["http://a.example/w_(x)"]);
        assert_eq!(found("**https://a.example/**"), ["https://a.example/"]);
        assert_eq!(found("https://a.example/#one https://a.example/#two"), ["https://a.example/"]);
        assert_eq!(found("ftp://a.example javascript:alert(1) mailto:a@b.example"), [""; 0]);
    }

    #[test]
    fn prev2_code_has_no_links() {
        assert_eq!(found("`https://a.example/` and\n```\nhttps://b.example/\n```\n"), [""; 0]);
        assert_eq!(found("a ` b https://c.example/"), ["https://c.example/"]);
    }

    #[test]
    fn prev2_three_at_most_and_none_that_is_endless() {
        let many: Vec<String> = (0..9).map(|n| format!("https://{n}.example/")).collect();
        assert_eq!(found(&many.join(" ")), many[..3]);
        assert_eq!(found(&format!("https://a.example/{}", "x".repeat(3000))), [""; 0]);
    }
}
