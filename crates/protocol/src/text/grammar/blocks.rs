//! Blocks: fenced code, quotes, lists, tables, headings, and paragraphs for everything else.

use super::{
    Reading,
    characters::{is_space, trim},
    inline,
};

const DEPTH_MAX: usize = 4;
const COLUMNS_MAX: usize = 40;
/// Names of languages that may follow a fence, one per line; any other word there is the first line of the
/// code.
const LANGUAGES: &str = include_str!("../../../golden/languages.json");

/// Parses lines that are inside `depth` quotes and lists.
pub fn read(lines: &[&str], depth: usize, reading: &mut Reading) {
    let mut paragraph = Paragraph::default();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if let Some(fence) = fence_at(lines, at) {
            match fence {
                Fence::Empty { end } => {
                    lines[at..end].iter().for_each(|line| paragraph.push(line));
                    at = end;
                }
                Fence::Code { after, end } => {
                    paragraph.flush(reading);
                    if !after.is_empty() {
                        paragraph.push(after);
                    }
                    at = end;
                }
            }
        } else if let Some((rows, end)) = table_at(lines, at) {
            paragraph.flush(reading);
            rows.iter().flatten().for_each(|cell| inline::read(cell, reading));
            at = end;
        } else if quoted(line).is_some_and(|rest| rest.starts_with(' ')) && depth < DEPTH_MAX {
            paragraph.flush(reading);
            let inside: Vec<&str> = lines[at..].iter().map_while(|line| quote_on(line)).collect();
            read(&inside, depth + 1, reading);
            at += inside.len();
        } else if item(line).is_some() && depth < DEPTH_MAX {
            paragraph.flush(reading);
            at = read_list(lines, at, depth, reading);
        } else if let Some(text) = heading(line) {
            paragraph.flush(reading);
            inline::read(trim(text), reading);
            at += 1;
        } else {
            if trim(line).is_empty() {
                paragraph.flush(reading);
            } else {
                paragraph.push(&kept(line));
            }
            at += 1;
        }
    }
    paragraph.flush(reading);
}

#[derive(Default)]
struct Paragraph(String);

impl Paragraph {
    fn push(&mut self, line: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(line);
    }

    fn flush(&mut self, reading: &mut Reading) {
        inline::read(trim(&self.0), reading);
        self.0.clear();
    }
}

enum Fence<'a> {
    /// An empty block is not a block: its lines, up to `end`, are text.
    Empty { end: usize },
    /// Code, and the text after its closing fence.
    Code { after: &'a str, end: usize },
}

/// The line without its indentation of at most three spaces; `None` if it is indented further.
fn barely_indented(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ');
    (line.len() - text.len() <= 3).then_some(text)
}

/// The fence that opens a block, and what follows it on the line.
fn fence_marks(line: &str) -> Option<(&str, &str)> {
    let text = barely_indented(line)?;
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.len() - text.trim_start_matches(mark).len();
    (length >= 3).then(|| text.split_at(length))
}

fn fence_at<'a>(lines: &[&'a str], at: usize) -> Option<Fence<'a>> {
    let (marks, info) = fence_marks(lines[at])?;
    let mark = if marks.starts_with('`') { '`' } else { '~' };
    // Another backtick on the same line makes this inline code.
    if mark == '`' && info.contains('`') {
        return None;
    }
    let mut has_code = is_code(info);
    for (line, text) in lines.iter().enumerate().skip(at + 1) {
        let trimmed = trim(text);
        let rest = trimmed.trim_start_matches(mark);
        if trimmed.len() - rest.len() >= marks.len() {
            let after = trim(rest);
            if !after.contains(mark) {
                let end = line + 1;
                return Some(if has_code { Fence::Code { after, end } } else { Fence::Empty { end } });
            }
        } else if mark == '`' && trimmed.len() - trimmed.trim_end_matches('`').len() == marks.len() {
            return Some(Fence::Code { after: "", end: line + 1 });
        }
        has_code = has_code || !trimmed.is_empty();
    }
    let end = lines.len();
    Some(if has_code { Fence::Code { after: "", end } } else { Fence::Empty { end } })
}

/// Whether the text after the opening fence is code rather than the name of a language.
fn is_code(info: &str) -> bool {
    let word = trim(info);
    !word.is_empty()
        && !LANGUAGES.lines().any(|line| line.trim_matches([' ', '"', ',']).eq_ignore_ascii_case(word))
}

/// The text after the marker of a quote.
fn quoted(line: &str) -> Option<&str> {
    barely_indented(line)?.strip_prefix('>')
}

/// The text of a line that continues a quote.
fn quote_on<'a>(line: &&'a str) -> Option<&'a str> {
    let rest = quoted(line)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let rest = text.trim_start_matches(' ');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && rest.len() < text.len() && begins_with_word(rest)).then_some(rest)
}

fn begins_with_word(text: &str) -> bool {
    text.chars().next().is_some_and(|c| !is_space(c))
}

/// An item of a list: its indentation, the character after its number (`None` for a bullet), and its text.
struct Item<'a> {
    inset: usize,
    mark: Option<char>,
    text: &'a str,
}

fn item(line: &str) -> Option<Item<'_>> {
    let sign = line.trim_start_matches(' ');
    let digits = sign.bytes().take_while(u8::is_ascii_digit).count();
    let (mark, rest) = match digits {
        0 => (None, sign.strip_prefix(['-', '*', '+'])?),
        1..=3 => {
            let mark = sign[digits..].chars().next().filter(|c| matches!(c, '.' | ')'))?;
            (Some(mark), &sign[digits + 1..])
        }
        _ => return None,
    };
    let text = rest.trim_start_matches(' ');
    (text.len() < rest.len() && begins_with_word(text)).then(|| Item {
        inset: line.len() - sign.len(),
        mark,
        text,
    })
}

/// Parses the list that begins at line `from`; returns the line after it.
fn read_list(lines: &[&str], from: usize, depth: usize, reading: &mut Reading) -> usize {
    let Some(Item { inset: indent, mark, .. }) = item(lines[from]) else { return from + 1 };
    let mut items: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut blank = 0;
    let mut at = from;
    while at < lines.len() {
        let line = lines[at];
        if trim(line).is_empty() {
            blank += 1;
            at += 1;
            continue;
        }
        let inset = line.len() - line.trim_start_matches(is_space).len();
        if let Some(found) = item(line).filter(|_| inset <= indent + 1) {
            if found.inset < indent || found.mark != mark {
                break;
            }
            items.push((line.len() - found.text.len(), vec![task_text(found.text, mark)]));
        } else {
            let Some((width, inside)) = items.last_mut().filter(|_| inset >= indent + 2) else { break };
            inside.extend(std::iter::repeat_n("", blank));
            let cut = (0..=inset.min(*width)).rev().find(|cut| line.is_char_boundary(*cut));
            inside.push(&line[cut.unwrap_or(0)..]);
        }
        blank = 0;
        at += 1;
    }
    for (_, inside) in &items {
        read(inside, depth + 1, reading);
    }
    // Blank lines after the last item belong to what follows.
    at - blank
}

/// The text of an item without its task checkbox.
fn task_text(text: &str, mark: Option<char>) -> &str {
    if mark.is_some() {
        return text;
    }
    let Some(rest) = ["[ ]", "[x]", "[X]"].iter().find_map(|sign| text.strip_prefix(sign)) else {
        return text;
    };
    let words = rest.trim_start_matches(' ');
    if words.len() < rest.len() && begins_with_word(words) { words } else { text }
}

/// The line as text, without a backslash that prevents it from beginning a block.
fn kept(line: &str) -> std::borrow::Cow<'_, str> {
    let spaces = line.bytes().take_while(|b| *b == b' ').count();
    let digits = line[spaces.min(line.len())..].bytes().take_while(u8::is_ascii_digit).count();
    if spaces > 3 || digits > 3 {
        return line.into();
    }
    let (head, tail) = line.split_at(spaces + digits);
    match tail.strip_prefix('\\') {
        Some(rest) if rest.starts_with(['-', '*', '+', '>', '#', '`', '~', '.', ')']) => {
            let without = format!("{head}{rest}");
            if begins(&without) { without.into() } else { line.into() }
        }
        _ => line.into(),
    }
}

/// Whether the line alone would begin a block.
fn begins(line: &str) -> bool {
    quoted(line).is_some_and(|rest| rest.starts_with(' '))
        || item(line).is_some()
        || heading(line).is_some()
        || fence_marks(line).is_some()
}

/// The cells of the table that begins at the line, and the line after it.
fn table_at(lines: &[&str], at: usize) -> Option<(Vec<Vec<String>>, usize)> {
    let (first, second) = (lines[at], lines.get(at + 1)?);
    if !first.contains('|') || !second.contains('|') {
        return None;
    }
    if !second.chars().all(|c| is_space(c) || matches!(c, '|' | ':' | '-')) {
        return None;
    }
    let (head, dashes) = (cells(first), cells(second));
    let is_divider = |cell: &String| {
        let inner = cell.strip_prefix(':').unwrap_or(cell);
        let inner = inner.strip_suffix(':').unwrap_or(inner);
        !inner.is_empty() && inner.bytes().all(|b| b == b'-')
    };
    if head.len() != dashes.len() || head.len() > COLUMNS_MAX || !dashes.iter().all(is_divider) {
        return None;
    }
    let columns = head.len();
    let mut rows = vec![head];
    let mut end = at + 2;
    while let Some(line) = lines.get(end).filter(|line| line.contains('|')) {
        let row = cells(line);
        // A row with more cells than the head would lose some, so the table ends before it.
        if row.len() > columns {
            break;
        }
        rows.push(row);
        end += 1;
    }
    Some((rows, end))
}

/// The cells of a row. A bar separates cells unless it follows a backslash or is inside code.
fn cells(line: &str) -> Vec<String> {
    let line = trim(line);
    let text = line.strip_prefix('|').unwrap_or(line);
    let (mut out, mut cell, mut in_code) = (Vec::new(), String::new(), false);
    let last_tick = text.rfind('`');
    let mut characters = text.char_indices().peekable();
    while let Some((place, c)) = characters.next() {
        match c {
            '\\' if characters.peek().is_some_and(|(_, next)| *next == '|') => {
                characters.next();
                cell.push('|');
            }
            '|' if !in_code => out.push(trim(&std::mem::take(&mut cell)).to_owned()),
            _ => {
                if c == '`' {
                    in_code = !in_code && last_tick.is_some_and(|last| last > place);
                }
                cell.push(c);
            }
        }
    }
    if !trim(&cell).is_empty() || !text.ends_with('|') {
        out.push(trim(&cell).to_owned());
    }
    out
}
