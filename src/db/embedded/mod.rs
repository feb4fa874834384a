//! A private PostgreSQL for a machine without `DATABASE_URL`.
//!
//! [`Embedded::start`] finds the server programs of the machine, keeps a cluster in `DATA_DIR/postgres`, and
//! holds the data directory by a lock that the kernel releases when this process is gone, however it went.
//! The server is a session of its own and outlives a crash of this process; the next start adopts it. It
//! is reached through a socket only; see `cluster` for why there are no passwords and `place` for root.
//!
//! It comes with an empty cluster; roles and the database are made by `db::setup`.
//!
//! Everything here blocks; call it through `spawn_blocking`.

mod binaries;
mod cluster;
mod error;
mod place;
mod process;
mod throwaway;

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use rustix::process::geteuid;

pub use self::{
    binaries::{Binaries, OLDEST_MAJOR, Search},
    error::EmbeddedError,
    throwaway::Throwaway,
};
use self::{cluster::Cluster, error::Doing, place::Place, process::PidFile};

/// Who connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login {
    /// The cluster's superuser: makes roles and databases, nothing else.
    Superuser,
    /// Owns the tables and migrates them.
    Owner,
    /// Serves requests; owns nothing.
    App,
    /// Backup and restore; row-level security does not bind it.
    Keeper,
}

impl Login {
    /// The role's name in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Superuser => "postgres",
            Self::Owner => "sejawat_owner",
            Self::App => "sejawat_app",
            Self::Keeper => "sejawat_keeper",
        }
    }
}

/// Whether what is committed survives a power failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It does.
    On,
    /// It does not, and everything is faster. For tests only.
    Off,
}

/// A running server of a data directory, and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    socket_dir: PathBuf,
    port: u16,
}

impl Running {
    fn of(file: &PidFile) -> Self {
        Self { socket_dir: file.socket_dir.clone(), port: file.port }
    }

    /// The URL of a database in it, as sqlx and libpq read it.
    pub fn url(&self, login: Login, database: &str) -> String {
        let host = percent_encoded(&self.socket_dir.to_string_lossy());
        format!(
            "postgres://{}@{host}:{}/{}?sslmode=disable",
            login.name(),
            self.port,
            percent_encoded(database)
        )
    }

    /// The directory of its socket, for programs that take host and port apart.
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }
}

/// The private server, held by this process. Dropping it gives up the data directory and leaves the server
/// running, to be adopted by the next start; [`Embedded::stop`] stops it.
#[derive(Debug)]
pub struct Embedded {
    cluster: Cluster,
    running: Running,
    /// Closed on drop, and with it the lock goes. Close-on-exec: no server process inherits it.
    lock: File,
}

impl Embedded {
    /// Takes the data directory and brings its server up: made, started, adopted or recovered as needed.
    pub fn start(data_dir: &Path, durability: Durability) -> Result<Self, EmbeddedError> {
        Self::start_with(data_dir, durability, &Search::machine())
    }

    /// The same, with the server programs looked for in other places.
    pub fn start_with(
        data_dir: &Path,
        durability: Durability,
        search: &Search,
    ) -> Result<Self, EmbeddedError> {
        let data_dir = make_data_dir(data_dir)?;
        let lock = take_lock(&data_dir)?;
        let cluster = Cluster::open(Place::settle(&data_dir)?, durability, search)?;
        let running = cluster.bring_up()?;
        tracing::info!(version = cluster.binaries.major, directory = %data_dir.display(), "private PostgreSQL is up");
        Ok(Self { cluster, running, lock })
    }

    /// The running server of a data directory that another process may hold; `None` when none runs there.
    /// Changes nothing. Needs the right to enter the directory: its owner's, or root's.
    pub fn find(data_dir: &Path) -> Result<Option<Running>, EmbeddedError> {
        let data = data_dir.join("postgres").join("data");
        let file = PidFile::read(&data).doing("read the database server's state in", data)?;
        Ok(file.filter(PidFile::answers).map(|file| Running::of(&file)))
    }

    /// The URL of a database, as sqlx and libpq read it.
    pub fn url(&self, login: Login, database: &str) -> String {
        self.running.url(login, database)
    }

    /// How to reach the server; stays true when this handle is gone and the server is not.
    pub fn running(&self) -> &Running {
        &self.running
    }

    /// The programs that run it; `pg_dump` and `pg_restore` usually lie beside them.
    pub fn binaries(&self) -> &Binaries {
        &self.cluster.binaries
    }

    /// Stops the server cleanly, then gives up the data directory.
    pub fn stop(self) -> Result<(), EmbeddedError> {
        let Self { cluster, lock, .. } = self;
        let stopped = cluster.stop();
        drop(lock);
        stopped
    }
}

/// Makes the data directory where it is missing, and resolves links in its path. Root lets others pass
/// through a directory it makes, but not list it: the server's user must come to its files.
fn make_data_dir(data_dir: &Path) -> Result<PathBuf, EmbeddedError> {
    let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
    if !data_dir.exists() {
        if let Some(parent) = data_dir.parent() {
            fs::create_dir_all(parent).doing("create", parent)?;
        }
        match DirBuilder::new().mode(mode).create(data_dir) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(error).doing("create", data_dir);
            }
            _ => {}
        }
    }
    fs::canonicalize(data_dir).doing("find the directory", data_dir)
}

/// Takes the lock of a data directory, or says who has it.
fn take_lock(data_dir: &Path) -> Result<File, EmbeddedError> {
    let path = data_dir.join("sejawat.lock");
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let mut file = options.open(&path).doing("open the lock", &path)?;
    // A process that is being started at this moment holds what its parent had open, and with it a lock that was given
    // up already, until it has become another program.
    let mut locked = file.try_lock();
    for _ in 0..4 {
        if matches!(locked, Err(TryLockError::WouldBlock)) {
            thread::sleep(Duration::from_millis(50));
            locked = file.try_lock();
        }
    }
    match locked {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let pid = file.read_to_string(&mut holder).ok().and_then(|_| holder.trim().parse().ok());
            return Err(EmbeddedError::Busy { dir: data_dir.to_owned(), pid });
        }
        Err(TryLockError::Error(source)) => return Err(source).doing("lock", path),
    }
    // The number is only there to be told to the next one.
    let noted =
        file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
    noted.doing("write", path)?;
    Ok(file)
}

/// Encodes everything that is not plainly a letter, a digit or one of `-._`.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests;
