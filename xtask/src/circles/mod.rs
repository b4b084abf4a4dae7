//! Finds files that import each other in a circle, because such files cannot be read, tested or moved one at a time.
//! The compiler rejects circles between crates; this check rejects them inside each crate.

mod modules;
mod tokens;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use modules::{Import, Modules};

/// Fails with every circle in the crates of the checkout at `root`.
pub fn check(root: &Path) -> Result<(), String> {
    let mut told = String::new();
    for source in sources(root)? {
        for crate_root in ["lib.rs", "main.rs"].map(|name| source.join(name)) {
            if crate_root.exists() {
                let imports = Modules::read(&crate_root)?.imports();
                for circle in circles(&imports) {
                    told += &describe(&circle, root);
                }
            }
        }
    }
    if told.is_empty() { Ok(()) } else { Err(format!("files import each other in circles{told}")) }
}

/// The source folder of each crate.
fn sources(root: &Path) -> Result<Vec<PathBuf>, String> {
    let crates = root.join("crates");
    let entries = fs::read_dir(&crates).map_err(|error| format!("{}: {error}", crates.display()))?;
    let mut sources: Vec<PathBuf> = entries.flatten().map(|entry| entry.path().join("src")).collect();
    sources.push(root.join("xtask/src"));
    sources.sort();
    Ok(sources)
}

/// Where files all lead to each other: the shortest circle among them.
fn circles(imports: &[Import]) -> Vec<Vec<&Import>> {
    let mut next: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    for import in imports {
        next.entry(&import.from).or_default().push(&import.to);
    }
    let reached: BTreeMap<&Path, BTreeSet<&Path>> =
        next.keys().map(|file| (*file, reachable(&next, file))).collect();
    let leads = |from: &Path, to: &Path| reached.get(from).is_some_and(|files| files.contains(to));
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for file in next.keys() {
        let circle: BTreeSet<&Path> =
            reached[file].iter().copied().filter(|other| leads(other, file)).collect();
        if circle.len() > 1 && circle.iter().all(|file| seen.insert(*file)) {
            let is_part = |import: &&Import| circle.contains(&*import.from) && circle.contains(&*import.to);
            let part: Vec<&Import> = imports.iter().filter(is_part).collect();
            found.extend(part.iter().filter_map(|first| closed(&part, first)).min_by_key(Vec::len));
        }
    }
    found
}

/// The shortest circle that begins with an import.
fn closed<'a>(imports: &[&'a Import], first: &'a Import) -> Option<Vec<&'a Import>> {
    let mut seen = BTreeSet::from([&first.to]);
    let mut ways = VecDeque::from([vec![first]]);
    while let Some(way) = ways.pop_front() {
        let last = way.last()?;
        if last.to == first.from {
            return Some(way);
        }
        for next in imports.iter().filter(|import| import.from == last.to) {
            if seen.insert(&next.to) {
                ways.push_back([&way[..], &[*next]].concat());
            }
        }
    }
    None
}

/// Every file that one leads to, itself only where a circle leads back to it.
fn reachable<'a>(next: &BTreeMap<&'a Path, Vec<&'a Path>>, from: &'a Path) -> BTreeSet<&'a Path> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        for to in next.get(file).into_iter().flatten() {
            if found.insert(*to) {
                open.push(to);
            }
        }
    }
    found
}

fn describe(circle: &[&Import], root: &Path) -> String {
    let short = |file: &Path| file.strip_prefix(root).unwrap_or(file).display().to_string();
    let lines = circle
        .iter()
        .map(|import| format!("\n  {}:{} needs {}", short(&import.from), import.line, short(&import.to)));
    lines.fold("\na circle:".to_owned(), |told, line| told + &line)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{circles, modules::Modules};
    use crate::workspace;

    /// The circles of a crate of these files, each import as `FROM:LINE TO`.
    fn found(name: &str, files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let folder = workspace::target().join("tmp/circles").join(name);
        let _ = fs::remove_dir_all(&folder);
        for (file, source) in files {
            let file = folder.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, source).unwrap();
        }
        let imports = Modules::read(&folder.join("lib.rs")).unwrap().imports();
        let short = |file: &PathBuf| file.strip_prefix(&folder).unwrap().display().to_string();
        let told = circles(&imports).into_iter().map(|circle| {
            let told = circle.into_iter();
            told.map(|import| format!("{}:{} {}", short(&import.from), import.line, short(&import.to)))
                .collect()
        });
        told.collect()
    }

    #[test]
    fn a_circle_across_folders_is_found_through_re_exports_and_plain_paths() {
        let circle = found(
            "across",
            &[
                ("lib.rs", "mod a;\nmod b;\npub use b::Two;"),
                ("a/mod.rs", "pub mod one;\npub(crate) use one::One;"),
                ("a/one.rs", "//! crate::c\nuse std::{fmt, io};\n\nuse crate::{Two as Other, a};\n"),
                ("b/mod.rs", "mod two;\npub use two::{self, Two};"),
                (
                    "b/two.rs",
                    "pub struct Two;\nuse crate::a;\nfn two() -> crate::b::Two { a::One::new::<u8>() }",
                ),
            ],
        );
        assert_eq!(circle, [["a/one.rs:4 b/two.rs", "b/two.rs:3 a/one.rs"]]);
    }

    #[test]
    fn a_circle_inside_a_folder_is_found_even_through_the_folder_itself() {
        let near = found(
            "near",
            &[
                ("lib.rs", "mod a;"),
                ("a/mod.rs", "mod one;\nmod two;\npub use {one::One, two::Two};"),
                ("a/one.rs", "use super::Two;"),
                ("a/two.rs", "fn two() { super::one::One::new(); }"),
            ],
        );
        assert_eq!(near, [["a/one.rs:1 a/two.rs", "a/two.rs:1 a/one.rs"]]);
        let parent = found(
            "parent",
            &[
                ("lib.rs", "mod a;"),
                ("a/mod.rs", "mod one;\npub struct Two;\nfn two() { one::One::new(); }"),
                ("a/one.rs", "use super::Two;\npub struct One;"),
            ],
        );
        assert_eq!(parent, [["a/mod.rs:3 a/one.rs", "a/one.rs:1 a/mod.rs"]]);
    }

    #[test]
    fn folders_that_need_each_other_without_a_circle_of_files_and_tests_are_fine() {
        let circle = found(
            "fine",
            &[
                ("lib.rs", "mod a;\nmod b;"),
                ("a/mod.rs", "mod near;\nmod one;\nmod three;\npub use {one::One, three::Three};"),
                (
                    "a/one.rs",
                    "use crate::b::Two;\nuse super::near::Near;\n#[cfg(test)]\nmod tests { use crate::b::Four; }",
                ),
                ("a/near.rs", "use super::Three;"),
                ("a/three.rs", "'x: loop { \"crate::b::Four\" }"),
                ("b/mod.rs", "mod two;\nmod four;\npub use {four::Four, two::Two};\n"),
                ("b/two.rs", "use crate::a::Three;"),
                ("b/four.rs", "use crate::a::One;"),
            ],
        );
        assert!(circle.is_empty(), "{circle:?}");
    }
}
