//! Whom a text names: `@username` and `@room`, but nothing inside code.

use std::collections::BTreeSet;

/// What a text names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// Usernames, folded; whether anybody has them is another question.
    pub names: BTreeSet<String>,
    /// Whether it says `@room`.
    pub room: bool,
}

/// Reads a message's source.
pub(crate) fn named(body: &str) -> Named {
    let mut named = Named::default();
    // Most messages name nobody.
    if !body.contains('@') {
        return named;
    }
    let mut fence: Option<(char, usize)> = None;
    let mut plain = String::new();
    for line in body.split('\n') {
        match (fence, fence_of(line)) {
            (None, Some(opened)) => {
                spans(&plain, &mut named);
                plain.clear();
                fence = Some((opened.mark, opened.length));
            }
            (None, None) => {
                plain.push_str(line);
                plain.push('\n');
            }
            (Some((mark, length)), Some(closed))
                if closed.mark == mark && closed.length >= length && closed.bare =>
            {
                fence = None;
            }
            (Some(_), _) => {}
        }
    }
    spans(&plain, &mut named);
    named
}

/// The line that opens or closes a fenced block of code.
struct Fence {
    mark: char,
    length: usize,
    /// Nothing follows the marks: only such a line closes.
    bare: bool,
}

fn fence_of(line: &str) -> Option<Fence> {
    let text = line.trim_start_matches(' ');
    if line.len() - text.len() > 3 {
        return None;
    }
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.chars().take_while(|c| *c == mark).count();
    let rest = &text[length..];
    // A row of backticks with another one behind it is code within the line.
    if length < 3 || (mark == '`' && rest.contains('`')) {
        return None;
    }
    Some(Fence { mark, length, bare: rest.trim().is_empty() })
}

/// Reads text without fenced blocks: leaves out what stands between equal rows of backticks.
fn spans(text: &str, named: &mut Named) {
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        words(&rest[..start], named);
        let row = rest[start..].bytes().take_while(|b| *b == b'`').count();
        let inside = &rest[start + row..];
        // Without its counterpart a row of backticks is only that.
        rest = match closing(inside, row) {
            Some(end) => &inside[end..],
            None => inside,
        };
    }
    words(rest, named);
}

/// Where the text behind the next row of exactly `row` backticks begins.
fn closing(text: &str, row: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = text[from..].find('`') {
        let start = from + start;
        let length = text[start..].bytes().take_while(|b| *b == b'`').count();
        from = start + length;
        if length == row {
            return Some(from);
        }
    }
    None
}

fn words(text: &str, named: &mut Named) {
    let mut before = None;
    for (place, c) in text.char_indices() {
        // `a@b` is an address, `@@b` nobody.
        if c == '@'
            && !before.is_some_and(|b: char| b.is_alphanumeric() || matches!(b, '_' | '@' | '.' | '-'))
        {
            let name: String = text[place + 1..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
                .take(33)
                .collect();
            // A sentence may end behind a name.
            let name = name.trim_end_matches(['.', '-']).to_ascii_lowercase();
            if name == "room" {
                named.room = true;
            } else if (2..=32).contains(&name.len()) {
                named.names.insert(name);
            }
        }
        before = Some(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(body: &str) -> Vec<String> {
        named(body).names.into_iter().collect()
    }

    #[test]
    fn names_are_found_where_people_write_them() {
        assert_eq!(names("@ana, (@ben) and @Carl-2."), ["ana", "ben", "carl-2"]);
        assert_eq!(names("hi\n@ana: @ana"), ["ana"]);
        assert_eq!(names("¿@ana?"), ["ana"]);
        assert!(named("all in the @room!").room);
        assert!(!named("@roommate").room);
    }

    #[test]
    fn addresses_and_other_signs_are_no_names() {
        assert_eq!(names("me@example.org @ @a @@ana .@ben -@carl"), Vec::<String>::new());
        assert_eq!(names(&format!("@{}", "a".repeat(40))), Vec::<String>::new());
    }

    #[test]
    fn nothing_in_code_is_a_name() {
        assert_eq!(names("`@ana` @ben ``a ` @carl`` @dora"), ["ben", "dora"]);
        assert_eq!(names("```\n@ana\n```\n@ben"), ["ben"]);
        assert_eq!(names("~~~rust\n@ana\n```\n@carl\n~~~~\n@ben"), ["ben"]);
        assert_eq!(names("```\n@ana never closed"), Vec::<String>::new());
        assert_eq!(names("a lone ` before @ana"), ["ana"]);
        assert_eq!(names("``` not `` a fence @ana"), ["ana"]);
    }
}
