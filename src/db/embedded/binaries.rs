//! Finds the PostgreSQL server programs of this machine.

use std::{
    cmp::Reverse,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::error::EmbeddedError;

/// The oldest major version this program works with.
pub const OLDEST_MAJOR: u32 = 15;

/// What a directory must hold to count as a server installation.
const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Where packages put one directory per major version: parent, what stands before the number, what follows it.
const VERSIONED: [(&str, &str, &str); 6] = [
    ("/usr/lib/postgresql", "", "bin"),          // Debian, Ubuntu
    ("/usr", "pgsql-", "bin"),                   // Fedora, RHEL from postgresql.org
    ("/opt/homebrew/opt", "postgresql@", "bin"), // Homebrew on Apple silicon
    ("/usr/local/opt", "postgresql@", "bin"),    // Homebrew on Intel
    ("/usr/lib", "postgresql", "bin"),           // openSUSE
    ("/usr/libexec", "postgresql", ""),          // Alpine
];

/// The directories to look in, in order of preference.
#[derive(Debug, Clone)]
pub struct Search(Vec<PathBuf>);

/// The server programs of one installed version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// Where the programs are.
    pub dir: PathBuf,
    /// Their major version.
    pub major: u32,
}

impl Search {
    /// `PATH` first, then the places packages use, newest version first.
    pub fn machine() -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut dirs: Vec<PathBuf> = env::split_paths(&path).filter(|dir| dir.is_absolute()).collect();
        for (parent, before, after) in VERSIONED {
            dirs.extend(versioned(Path::new(parent), before, after));
        }
        Self(dirs)
    }

    /// These directories and no others.
    pub fn only(dirs: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(dirs.into_iter().collect())
    }

    /// The programs for a new cluster: the first that is new enough.
    pub(super) fn for_new_cluster(&self) -> Result<Binaries, EmbeddedError> {
        let mut newest = None;
        for binaries in self.found() {
            if binaries.major >= OLDEST_MAJOR {
                return Ok(binaries);
            }
            newest = newest.max(Some(binaries.major));
        }
        Err(newest.map_or(EmbeddedError::NoBinaries, |newest| EmbeddedError::TooOld { newest }))
    }

    /// The programs for an existing cluster: exactly its major version.
    pub(super) fn for_cluster_of(&self, wanted: u32, data: &Path) -> Result<Binaries, EmbeddedError> {
        if let Some(binaries) = self.found().find(|binaries| binaries.major == wanted) {
            return Ok(binaries);
        }
        let mut majors: Vec<u32> = self.found().map(|binaries| binaries.major).collect();
        majors.sort_unstable();
        majors.dedup();
        let found = if majors.is_empty() {
            "none".to_owned()
        } else {
            majors.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
        };
        Err(EmbeddedError::MajorMissing { dir: data.to_owned(), wanted, found })
    }

    /// Every installation, looked at only when the one before it did not do.
    fn found(&self) -> impl Iterator<Item = Binaries> {
        self.0.iter().filter_map(|dir| {
            let complete = NEEDED.iter().all(|program| dir.join(program).is_file());
            let major = if complete { major_of(&dir.join("postgres")) } else { None };
            major.map(|major| Binaries { dir: dir.clone(), major })
        })
    }
}

/// The directories below `parent` that are named by a version number, newest first.
fn versioned(parent: &Path, before: &str, after: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name();
            let number = name.to_str()?.strip_prefix(before)?.parse().ok()?;
            Some((number, parent.join(&name).join(after)))
        })
        .collect();
    found.sort_by_key(|(number, _)| Reverse(*number));
    found.into_iter().map(|(_, dir)| dir).collect()
}

/// Asks the server program for its version.
fn major_of(postgres: &Path) -> Option<u32> {
    let output = Command::new(postgres).arg("--version").stdin(Stdio::null()).output().ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// `postgres (PostgreSQL) 17.2 (Debian 17.2-1)` and `postgres (PostgreSQL) 18beta1` give 17 and 18.
fn parse_major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL)")?.1.trim_start();
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse_major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_major("postgres (EnterpriseDB) 15.1"), None);
        assert_eq!(parse_major(""), None);
    }
}
