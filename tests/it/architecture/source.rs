//! Source files as the architecture tests read them: without comments, without strings, and the paths they use.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the repository.
pub struct File {
    /// From the repository's root.
    pub path: String,
    /// As it is.
    pub text: String,
    /// Without comments; every line stays where it is.
    pub uncommented: String,
    /// Without comments and strings; every line stays where it is.
    pub code: String,
}

/// A path that a file uses.
pub struct Used {
    /// Counted from one.
    pub line: usize,
    /// `crate::db::scope::Scope`.
    pub path: String,
}

impl File {
    /// Every path of every `use`, spread out, and every `crate::` path within expressions.
    pub fn uses(&self) -> Vec<Used> {
        let mut found = Vec::new();
        let mut starts: Vec<(usize, bool)> = Vec::new();
        for (at, word) in self.code.match_indices("use ") {
            let before = self.code[..at].chars().next_back();
            if before.is_none_or(|c| c.is_whitespace() || c == '{') {
                starts.push((at + word.len(), true));
            }
        }
        for (at, _) in self.code.match_indices("crate::") {
            let before = self.code[..at].chars().next_back();
            if before != Some('$') {
                starts.push((at, false));
            }
        }
        for (start, _) in starts {
            spread(&self.code, start, "", &mut |at, path| {
                found.push(Used { line: self.code[..at].matches('\n').count() + 1, path });
            });
        }
        found
    }

    /// The lines, counted from one, whose code holds `words` with no letter before them.
    pub fn lines_with<'a>(&'a self, words: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.lines().enumerate().filter_map(move |(number, line)| {
            line.match_indices(words)
                .any(|(at, _)| {
                    !line[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
                })
                .then_some(number + 1)
        })
    }
}

/// Reads a use-tree from `at` on and reports each leaf; gives back where it ends.
fn spread(code: &str, at: usize, prefix: &str, report: &mut impl FnMut(usize, String)) -> usize {
    let word: String = code[at..].chars().take_while(|c| c.is_alphanumeric() || "_*#".contains(*c)).collect();
    let mut end = at + word.len();
    let path = if prefix.is_empty() { word.clone() } else { format!("{prefix}::{word}") };
    if word.is_empty() && code[at..].starts_with('{') {
        let mut inner = at + 1;
        loop {
            inner += code[inner..].len() - code[inner..].trim_start().len();
            match code[inner..].chars().next() {
                None => return inner,
                Some('}') => return inner + 1,
                Some(',') => inner += 1,
                Some(_) => {
                    let next = spread(code, inner, prefix, report);
                    // `as other`, and anything that is no use-tree after all.
                    let rest = &code[next..];
                    inner = next + rest.find([',', '}']).unwrap_or(rest.len());
                    if next == inner && rest.is_empty() {
                        return inner;
                    }
                }
            }
        }
    }
    if code[end..].starts_with("::")
        && (code[end + 2..].starts_with(|c: char| c.is_alphanumeric() || "_*{".contains(c)))
    {
        end = spread(code, end + 2, &path, report);
    } else if !word.is_empty() {
        report(at, path);
    }
    end
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// `sql` for `src/auth/sql.rs`.
pub fn stem(path: &str) -> String {
    Path::new(path).file_stem().unwrap().to_string_lossy().into_owned()
}

/// Every file of this kind below a folder, sorted.
pub fn files(folder: &str, kind: &str) -> Vec<File> {
    let mut paths = Vec::new();
    collect(&root().join(folder), kind, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            let text = read(&path);
            let (uncommented, code) = match kind {
                "rs" => (blank(&text, false), blank(&text, true)),
                "sql" => {
                    let bare: Vec<_> = text.lines().map(|line| line.split("--").next().unwrap()).collect();
                    (bare.join("\n"), String::new())
                }
                _ => (text.clone(), String::new()),
            };
            File { path, text, uncommented, code }
        })
        .collect()
}

fn collect(folder: &Path, kind: &str, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, kind, into);
        } else if path.extension().is_some_and(|extension| extension == kind) {
            into.push(path);
        }
    }
}

/// Rust without comments, and without what stands in strings if so wished. Lines stay where they are.
fn blank(text: &str, strings: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, keep) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (rest.find("*/").map_or(rest.len(), |end| end + 2), false)
        } else if let Some(length) = string_length(rest, out.chars().next_back()) {
            (length, !strings)
        } else {
            (first.len_utf8(), true)
        };
        let (piece, after) = rest.split_at(length);
        if keep {
            out.push_str(piece);
        } else {
            out.extend(piece.chars().filter(|c| *c == '\n'));
            out.push(' ');
        }
        rest = after;
    }
    out
}

/// The length of the string or character that `rest` begins with.
fn string_length(rest: &str, before: Option<char>) -> Option<usize> {
    if rest.starts_with("r\"") || rest.starts_with("r#") {
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
        if !rest[1 + hashes..].starts_with('"') {
            return None;
        }
        let close = format!("\"{}", "#".repeat(hashes));
        let body = 2 + hashes;
        return rest[body..].find(&close).map(|end| body + end + close.len());
    }
    if rest.starts_with('\'') {
        // A character; a lifetime has no closing mark so near.
        let mut chars = rest.char_indices().skip(1);
        let (_, first) = chars.next()?;
        if first == '\\' {
            return rest[3..].find('\'').map(|end| 3 + end + 1);
        }
        return chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at + 1);
    }
    if !rest.starts_with('"') {
        return None;
    }
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[test]
fn uses_are_spread_out_and_comments_and_strings_are_not_read() {
    let text = "use crate::{a::B, c::{self, D as E}};\n// use crate::x;\nlet s = \"crate::y\"; crate::f::g(1);\n'\"'; crate::h;\n";
    let file = File {
        path: String::new(),
        text: text.into(),
        uncommented: blank(text, false),
        code: blank(text, true),
    };
    let mut paths: Vec<_> = file.uses().into_iter().map(|used| (used.line, used.path)).collect();
    paths.sort();
    paths.dedup();
    let wanted =
        [(1, "crate::a::B"), (1, "crate::c::D"), (1, "crate::c::self"), (3, "crate::f::g"), (4, "crate::h")];
    assert_eq!(paths, wanted.map(|(line, path)| (line, path.to_owned())));
}
