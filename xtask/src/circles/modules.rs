//! The modules of a crate, and which of them each one imports from.
//!
//! Reads `mod`, `use` and paths in code, and follows re-exports to the file that defines a name. Refuses tests, which
//! nobody imports, and everything that takes a compiler: what is reached through a method or a trait is no import.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::tokens::{Kind, Token, tokens};

/// Re-exports of re-exports that are followed.
const DEPTH: usize = 16;

/// The modules of a crate, the root first.
#[derive(Debug, Default)]
pub struct Modules(Vec<Module>);

#[derive(Debug, Default)]
struct Module {
    file: PathBuf,
    parent: usize,
    children: BTreeMap<String, usize>,
    /// What `use` brought into scope, under the name that it has here.
    names: BTreeMap<String, Vec<String>>,
    /// Paths that code and private imports name, and their lines.
    mentions: Vec<(Vec<String>, usize)>,
}

/// A file that imports from another one, and the first line that does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    pub from: PathBuf,
    pub to: PathBuf,
    pub line: usize,
}

impl Modules {
    /// The modules below the file of a crate's root.
    pub fn read(root: &Path) -> Result<Self, String> {
        let mut modules = Self::default();
        let folder = root.parent().unwrap_or(root);
        modules.read_file(root, folder, 0)?;
        Ok(modules)
    }

    /// Every import of a file from another one of this crate.
    pub fn imports(&self) -> Vec<Import> {
        let mut found = Vec::new();
        for (place, module) in self.0.iter().enumerate() {
            for (path, line) in &module.mentions {
                if let Some(to) = self.definer(place, path, DEPTH)
                    && self.0[to].file != module.file
                {
                    found.push(Import {
                        from: module.file.clone(),
                        to: self.0[to].file.clone(),
                        line: *line,
                    });
                }
            }
        }
        found.sort();
        found.dedup_by(|next, first| (&next.from, &next.to) == (&first.from, &first.to));
        found
    }

    /// The module that defines what a path names; nothing for other crates, and for a module itself, since only what is
    /// then taken from it counts.
    fn definer(&self, from: usize, path: &[String], depth: usize) -> Option<usize> {
        let depth = depth.checked_sub(1)?;
        let mut at = match path.first()?.as_str() {
            "crate" => 0,
            "self" => from,
            "super" => self.0[from].parent,
            name => match self.0[from].children.get(name) {
                Some(child) => *child,
                None => return self.through(from, name, &path[1..], depth),
            },
        };
        for (place, name) in path.iter().enumerate().skip(1) {
            at = match (name.as_str(), self.0[at].children.get(name)) {
                ("super", _) => self.0[at].parent,
                ("self", _) => at,
                (_, Some(child)) => *child,
                (name, None) if self.0[at].names.contains_key(name) => {
                    return self.through(at, name, &path[place + 1..], depth);
                }
                (_, None) => return Some(at),
            };
        }
        None
    }

    /// As [`Self::definer`], for a path that begins with a name that `use` brought into `from`.
    fn through(&self, from: usize, name: &str, rest: &[String], depth: usize) -> Option<usize> {
        let path: Vec<String> = self.0[from].names.get(name)?.iter().chain(rest).cloned().collect();
        self.definer(from, &path, depth)
    }

    /// Reads the module in a file; those inside it that have files are in `folder`.
    fn read_file(&mut self, file: &Path, folder: &Path, parent: usize) -> Result<usize, String> {
        let source = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let tokens = tokens(&source);
        let place = self.0.len();
        self.0.push(Module { file: file.to_owned(), parent, ..Module::default() });
        self.read_items(&tokens, folder, place)?;
        Ok(place)
    }

    fn read_items(&mut self, mut rest: &[Token], folder: &Path, place: usize) -> Result<(), String> {
        while let Some(first) = rest.first() {
            match first.word() {
                _ if words(rest, &["#", "[", "cfg", "(", "test", ")", "]"]) => rest = after_item(&rest[7..]),
                Some("mod") if rest.len() > 2 && rest[1].word().is_some() => {
                    let name = rest[1].word().unwrap_or_default().to_owned();
                    let child = if rest[2].is('{') {
                        let inner = inside(&rest[2..]);
                        rest = &rest[inner.len() + 4..];
                        self.read_inline(inner, &folder.join(&name), place)?
                    } else {
                        rest = &rest[3..];
                        self.read_child(&name, folder, place)?
                    };
                    self.0[place].children.insert(name, child);
                }
                Some("use") => {
                    let end = rest.iter().position(|token| token.is(';')).unwrap_or(rest.len() - 1);
                    // What is passed on is looked for behind this module, so it is no import of its own.
                    self.read_use(&rest[1..end], place);
                    rest = &rest[end + 1..];
                }
                // Visibility is no path: pub(crate), pub(in crate::a).
                Some("pub") if rest.get(1).is_some_and(|next| next.is('(')) => {
                    let end = rest.iter().position(|token| token.is(')')).unwrap_or(0);
                    rest = &rest[end + 1..];
                    if rest.first().and_then(Token::word) == Some("use") {
                        rest = self.read_passed_on(rest, place);
                    }
                }
                Some("pub") if rest.get(1).and_then(Token::word) == Some("use") => {
                    rest = self.read_passed_on(&rest[1..], place);
                }
                Some(_) => rest = self.read_path(rest, place),
                // A path that goes on behind brackets, as `<T as Trait>::NAME`, begins with no module.
                None if first.kind == Kind::Path => rest = rest.get(2..).unwrap_or_default(),
                None => rest = &rest[1..],
            }
        }
        Ok(())
    }

    fn read_inline(&mut self, inner: &[Token], folder: &Path, parent: usize) -> Result<usize, String> {
        let place = self.0.len();
        self.0.push(Module { file: self.0[parent].file.clone(), parent, ..Module::default() });
        self.read_items(inner, folder, place)?;
        Ok(place)
    }

    fn read_child(&mut self, name: &str, folder: &Path, parent: usize) -> Result<usize, String> {
        let inner = folder.join(name);
        let own = inner.join("mod.rs");
        let file = if own.exists() { own } else { folder.join(format!("{name}.rs")) };
        self.read_file(&file, &inner, parent)
    }

    /// Reads a `use` that passes on what it names: that is where others look for it, and no import of this file.
    fn read_passed_on<'a>(&mut self, rest: &'a [Token], place: usize) -> &'a [Token] {
        let end = rest.iter().position(|token| token.is(';')).unwrap_or(rest.len() - 1);
        for (name, path, _) in leaves(&rest[1..end]) {
            self.0[place].names.insert(name, path);
        }
        &rest[end + 1..]
    }

    fn read_use(&mut self, tree: &[Token], place: usize) {
        for (name, path, line) in leaves(tree) {
            self.0[place].names.insert(name, path.clone());
            self.0[place].mentions.push((path, line));
        }
    }

    /// Takes a path in code, or a word that is none.
    fn read_path<'a>(&mut self, rest: &'a [Token], place: usize) -> &'a [Token] {
        let mut path = vec![rest[0].word().unwrap_or_default().to_owned()];
        let mut read = 1;
        while let (Some(Kind::Path), Some(next)) =
            (rest.get(read).map(|token| &token.kind), rest.get(read + 1).and_then(Token::word))
        {
            path.push(next.to_owned());
            read += 2;
        }
        if path.len() > 1 {
            self.0[place].mentions.push((path, rest[0].line));
        }
        &rest[read..]
    }
}

/// The names in a `use`, each with its whole path and its line.
fn leaves(tree: &[Token]) -> Vec<(String, Vec<String>, usize)> {
    let mut found = Vec::new();
    let mut prefixes: Vec<Vec<String>> = vec![Vec::new()];
    let mut path: Vec<String> = Vec::new();
    let (mut alias, mut line) = (None, 0);
    let mut words = tree.iter();
    let mut leaf = |path: &mut Vec<String>, alias: &mut Option<String>, line| {
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        if let Some(last) = path.last().cloned() {
            found.push((alias.take().unwrap_or(last), std::mem::take(path), line));
        }
    };
    while let Some(token) = words.next() {
        match &token.kind {
            Kind::Word(word) if word == "as" => alias = words.next().and_then(Token::word).map(str::to_owned),
            Kind::Word(word) => {
                if path.is_empty() {
                    path = prefixes.last().cloned().unwrap_or_default();
                }
                path.push(word.clone());
                line = token.line;
            }
            Kind::Sign('{') => prefixes.push(std::mem::take(&mut path)),
            Kind::Sign(',') => leaf(&mut path, &mut alias, line),
            Kind::Sign('}') => {
                leaf(&mut path, &mut alias, line);
                prefixes.pop();
            }
            Kind::Path | Kind::Sign(_) => {}
        }
    }
    leaf(&mut path, &mut alias, line);
    found
}

/// Whether the tokens begin with these words and signs.
fn words(tokens: &[Token], expected: &[&str]) -> bool {
    tokens.len() >= expected.len()
        && tokens.iter().zip(expected).all(|(token, expected)| match &token.kind {
            Kind::Word(word) => word == expected,
            Kind::Sign(sign) => expected.chars().eq([*sign]),
            Kind::Path => false,
        })
}

/// What is inside the braces that the tokens begin with.
fn inside(tokens: &[Token]) -> &[Token] {
    let mut depth = 0;
    for (place, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Sign('{') => depth += 1,
            Kind::Sign('}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &tokens[1..place];
        }
    }
    &tokens[1..]
}

/// What follows the item that the tokens begin with: it ends with a semicolon, or with its braces.
fn after_item(tokens: &[Token]) -> &[Token] {
    match tokens.iter().position(|token| token.is(';') || token.is('{')) {
        Some(end) if tokens[end].is('{') => &tokens[end + inside(&tokens[end..]).len() + 2..],
        Some(end) => &tokens[end + 1..],
        None => &[],
    }
}
