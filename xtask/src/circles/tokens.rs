//! Rust source as the few tokens that module paths are made of: comments, strings and numbers are skipped.

use std::iter::Peekable;
use std::str::Chars;

/// A token, and the line that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub line: usize,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or a keyword; raw names come without their `r#`.
    Word(String),
    /// `::`
    Path,
    /// Any other character that is not white space.
    Sign(char),
}

impl Token {
    /// The name or keyword, if it is one.
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            Kind::Path | Kind::Sign(_) => None,
        }
    }

    /// Whether it is that sign.
    pub fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// Takes source apart.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { rest: source.chars().peekable(), line: 1 };
    std::iter::from_fn(|| reader.token()).collect()
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    line: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    fn eats(&mut self, expected: char) -> bool {
        let found = self.rest.peek() == Some(&expected);
        if found {
            self.next();
        }
        found
    }

    fn token(&mut self) -> Option<Token> {
        loop {
            let line = self.line;
            let kind = match self.next()? {
                space if space.is_whitespace() => continue,
                '/' if self.eats('/') => {
                    while self.next().is_some_and(|next| next != '\n') {}
                    continue;
                }
                '/' if self.eats('*') => {
                    self.block_comment();
                    continue;
                }
                '"' => {
                    self.text();
                    continue;
                }
                '\'' => {
                    self.character_or_lifetime();
                    continue;
                }
                ':' if self.eats(':') => Kind::Path,
                first if is_part_of_word(first) => match self.word(first) {
                    Some(word) => Kind::Word(word),
                    None => continue,
                },
                sign => Kind::Sign(sign),
            };
            return Some(Token { kind, line });
        }
    }

    /// The word that begins so; nothing for a number, and for a text with a prefix.
    fn word(&mut self, first: char) -> Option<String> {
        let mut word = String::from(first);
        while let Some(next) = self.rest.next_if(|next| is_part_of_word(*next)) {
            word.push(next);
        }
        let is_raw = matches!(word.as_str(), "r" | "br" | "cr");
        match self.rest.peek() {
            Some('"') if is_raw => self.raw_text(0),
            Some('"') if matches!(word.as_str(), "b" | "c") => {
                self.next();
                self.text();
            }
            Some('\'') if word == "b" => {
                self.next();
                self.character_or_lifetime();
            }
            Some('#') if is_raw => {
                let mut hashes = 0;
                while self.eats('#') {
                    hashes += 1;
                }
                match self.rest.next_if(|next| is_part_of_word(*next)) {
                    // A raw name: r#type.
                    Some(first) => return self.word(first),
                    None => self.raw_text(hashes),
                }
            }
            _ => return (!first.is_ascii_digit()).then_some(word),
        }
        None
    }

    /// The rest of a text, whose opening quote is taken.
    fn text(&mut self) {
        while let Some(next) = self.next() {
            match next {
                '\\' => drop(self.next()),
                '"' => return,
                _ => {}
            }
        }
    }

    /// A raw text from its opening quote to the quote that is followed by as many hashes.
    fn raw_text(&mut self, hashes: usize) {
        self.eats('"');
        while let Some(next) = self.next() {
            if next == '"' && (0..hashes).all(|_| self.eats('#')) {
                return;
            }
        }
    }

    /// `'a'` or `'\n'`, or a lifetime, whose name is no path either.
    fn character_or_lifetime(&mut self) {
        match self.next() {
            Some('\\') => {
                self.next();
                while self.next().is_some_and(|next| next != '\'') {}
            }
            Some(first) if is_part_of_word(first) => {
                while self.rest.next_if(|next| is_part_of_word(*next)).is_some() {}
                self.eats('\'');
            }
            _ => drop(self.eats('\'')),
        }
    }

    /// The rest of a block comment; they nest.
    fn block_comment(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.next() {
                Some('*') if self.eats('/') => depth -= 1,
                Some('/') if self.eats('*') => depth += 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}

fn is_part_of_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(source: &str) -> Vec<String> {
        tokens(source).iter().filter_map(|token| token.word().map(str::to_owned)).collect()
    }

    #[test]
    fn comments_and_literals_are_skipped() {
        assert_eq!(words("a // b\n/* c /* d */ e */ f"), ["a", "f"]);
        assert_eq!(
            words(r###"a "b \" c" d r#"e " f"# g b"h" i br##"j"# k"## l 1_u8 m"###),
            ["a", "d", "g", "i", "l", "m"]
        );
        assert_eq!(words(r"a 'b' '\'' '\u{63}' b'd' &'static e 'f: loop r#type"), ["a", "e", "loop", "type"]);
    }

    #[test]
    fn tokens_know_their_line() {
        let tokens = tokens("a\n\"b\n\"\n// c\nd::e");
        let lines: Vec<usize> = tokens.iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 5, 5, 5]);
    }
}
