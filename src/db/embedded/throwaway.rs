//! The cluster that tests run on: fast, not durable, kept between runs, and never left running.

use std::{
    fs,
    path::Path,
    process::Child,
    thread,
    time::{Duration, Instant},
};

use super::{Durability, Embedded, EmbeddedError, Login, Search, cluster::Cluster, place::Place};

/// How many test runs may be under way side by side.
const PLACES: u32 = 8;

/// How long to wait for the first place: the run before this one is usually just stopping its server.
const COURTESY: Duration = Duration::from_secs(2);

/// A server for tests. It stops when this process is gone, also when that was killed. What is in it stays for
/// the next run (a template database is made once), except after a crash: it does not survive one.
#[derive(Debug)]
pub struct Throwaway {
    embedded: Embedded,
    /// Its standard input is held open by this handle. Waited for by nobody: it outlives us by design.
    leash: Child,
}

impl Throwaway {
    /// Starts a server below `parent` (`parent/1`, or the next number when another run uses that one).
    pub fn start(parent: &Path) -> Result<Self, EmbeddedError> {
        let mut place = 1;
        let deadline = Instant::now() + COURTESY;
        loop {
            match Self::start_in(&parent.join(place.to_string())) {
                Err(EmbeddedError::Busy { .. }) if place == 1 && Instant::now() < deadline => {
                    thread::sleep(Duration::from_millis(50));
                }
                Err(EmbeddedError::Busy { .. }) if place < PLACES => place += 1,
                other => return other,
            }
        }
    }

    fn start_in(dir: &Path) -> Result<Self, EmbeddedError> {
        let dir = super::make_data_dir(dir)?;
        let lock = super::take_lock(&dir)?;
        let mut cluster = open(&dir)?;
        // Before the server, so that none is ever without.
        let leash = cluster.leash(&lock)?;
        let running = match cluster.bring_up() {
            Err(EmbeddedError::Command { .. }) => {
                wipe(&cluster.place);
                cluster = open(&dir)?;
                cluster.bring_up()?
            }
            up => up?,
        };
        Ok(Self { embedded: Embedded { cluster, running, lock }, leash })
    }

    /// The URL of a database, as sqlx reads it.
    pub fn url(&self, login: Login, database: &str) -> String {
        self.embedded.url(login, database)
    }

    /// The server itself.
    pub fn embedded(&self) -> &Embedded {
        &self.embedded
    }

    /// The process that will stop the server.
    pub fn leash_id(&self) -> u32 {
        self.leash.id()
    }
}

/// Opens the cluster of a directory: a new one when the old did not end well, or is of a version that is gone.
fn open(dir: &Path) -> Result<Cluster, EmbeddedError> {
    let place = Place::settle(dir)?;
    match Cluster::open(place.clone(), Durability::Off, &Search::machine()) {
        Err(EmbeddedError::MajorMissing { .. } | EmbeddedError::Damaged { .. }) => {}
        Ok(cluster) if cluster.crashed()? => {}
        opened => return opened,
    }
    wipe(&place);
    Cluster::open(place, Durability::Off, &Search::machine())
}

/// Removes the cluster's files; what cannot be removed shows in the next step.
fn wipe(place: &Place) {
    if let Err(error) = fs::remove_dir_all(&place.data) {
        tracing::warn!(%error, "could not remove the test cluster's files");
    }
}
