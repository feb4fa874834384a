//! What can go wrong with the private server, in sentences that tell the operator what to do.

use std::{io, path::PathBuf};

use super::binaries::OLDEST_MAJOR;

/// Why the private PostgreSQL could not be started, stopped or found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmbeddedError {
    /// The machine has no PostgreSQL server programs at all.
    #[error(
        "no PostgreSQL server was found on this machine: install it with `sudo apt-get install postgresql` \
         (Debian, Ubuntu), `sudo dnf install postgresql-server postgresql-contrib` (Fedora) or \
         `brew install postgresql@17` (macOS), or set DATABASE_URL to a server you have"
    )]
    NoBinaries,
    /// The machine has PostgreSQL, but none that is new enough.
    #[error(
        "PostgreSQL {newest} is the newest on this machine and version {OLDEST_MAJOR} or later is needed: \
         install a newer one (https://www.postgresql.org/download/) or set DATABASE_URL to a server you have"
    )]
    TooOld {
        /// The newest major version found.
        newest: u32,
    },
    /// The cluster was made by a version that is no longer installed.
    #[error(
        "the database in {} was made by PostgreSQL {wanted}, which is not installed (found: {found}): \
         install PostgreSQL {wanted} again (Debian, Ubuntu: `sudo apt-get install postgresql-{wanted}`), \
         or make a backup where it still runs and restore it into an empty data directory",
        dir.display()
    )]
    MajorMissing {
        /// The cluster's files.
        dir: PathBuf,
        /// The major version that made them.
        wanted: u32,
        /// The major versions found, or "none".
        found: String,
    },
    /// Another instance of the program works in this data directory.
    #[error(
        "another Sejawat{} is already running in {}: stop it first, or give this one a DATA_DIR of its own",
        pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), dir.display()
    )]
    Busy {
        /// The data directory.
        dir: PathBuf,
        /// The process that holds it, where known.
        pid: Option<u32>,
    },
    /// Running as root on a machine without an unprivileged user to run the server as.
    #[error(
        "PostgreSQL refuses to run as root and /etc/passwd has neither `postgres` nor `nobody`: \
         start Sejawat as an ordinary user, or add a user with `useradd --system postgres`"
    )]
    NoServerUser,
    /// The directory belongs to a user other than the one who would run the server.
    #[error(
        "{} belongs to user id {owner}, but the server would run as user id {wanted}: start Sejawat as its owner \
         (or as root when another user made it), or choose another DATA_DIR",
        dir.display()
    )]
    WrongOwner {
        /// The directory.
        dir: PathBuf,
        /// Who owns it.
        owner: u32,
        /// Who should.
        wanted: u32,
    },
    /// The user who runs the server cannot enter the directory of its files.
    #[error(
        "the user who runs PostgreSQL (id {uid}) may not enter {}: allow it with `chmod o+x` on that directory \
         and those above it, or choose another DATA_DIR",
        dir.display()
    )]
    Unreachable {
        /// The directory.
        dir: PathBuf,
        /// The user.
        uid: u32,
    },
    /// The short socket directory cannot be trusted.
    #[error(
        "{} is not a private directory of user id {uid}, so the database's socket is not put there: \
         remove it, or choose a DATA_DIR with a shorter path",
        dir.display()
    )]
    SocketDirectory {
        /// The directory.
        dir: PathBuf,
        /// The user it should belong to.
        uid: u32,
    },
    /// The cluster's directory is there and is no cluster.
    #[error(
        "{} exists but holds no PostgreSQL database (no readable PG_VERSION): put the right files back from a \
         backup, or move that directory away to begin with an empty database",
        dir.display()
    )]
    Damaged {
        /// The directory.
        dir: PathBuf,
    },
    /// A server process neither answers nor ends.
    #[error(
        "the database server in {} (process {pid}) neither answers nor ends: look at {}, then end that process and try again",
        dir.display(), log.display()
    )]
    Stuck {
        /// The cluster's files.
        dir: PathBuf,
        /// The server's process.
        pid: i32,
        /// The server's log.
        log: PathBuf,
    },
    /// One of PostgreSQL's programs failed.
    #[error("could not {what}; PostgreSQL says:\n{log_tail}")]
    Command {
        /// What was tried.
        what: &'static str,
        /// The last lines of what it printed.
        log_tail: String,
    },
    /// The operating system refused something.
    #[error("could not {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

/// Names the act and the path of a failed system call.
pub(super) trait Doing<T> {
    /// Turns the bare error into one that says what was tried, and on what.
    fn doing(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T, EmbeddedError>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: &'static str, path: impl Into<PathBuf>) -> Result<T, EmbeddedError> {
        self.map_err(|source| EmbeddedError::Io { what, path: path.into(), source })
    }
}
