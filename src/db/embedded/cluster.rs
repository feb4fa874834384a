//! Makes, starts and stops one cluster with PostgreSQL's own programs.

use std::{
    env, fs,
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::{fs::OpenOptionsExt, process::CommandExt},
    path::Path,
    process::{self as std_process, Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::process::Pid;

use super::{
    Durability, Running,
    binaries::{Binaries, Search},
    error::{Doing, EmbeddedError},
    place::Place,
    process::{self, PORT, PidFile, Who},
};

/// How long a server that is starting, stopping or leaving shared memory behind is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A log longer than this is put aside at the next start.
const LONG_LOG: u64 = 16 * 1024 * 1024;

/// Written once, when the cluster is made; afterwards `postgresql.conf` is the operator's to change.
const SETTINGS: &str = "
# Sejawat: a small host that serves one program. What must not change (socket, no network) is on the
# server's command line and cannot be set here.
max_connections = 60
shared_buffers = 128MB
max_wal_size = 512MB
jit = off                       # short queries gain nothing from it
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
lc_messages = 'C'
";

/// Who may connect. No passwords: the socket's directory has mode 0700 and the server does not listen on
/// the network, so only the operating system's user who owns the cluster, and root, can reach the socket at
/// all. Both could read the files of the cluster as well; a password would guard nothing, and would have
/// to lie in a file beside it.
const ACCESS: &str = "\
# Sejawat: the socket's directory (mode 0700) decides who may connect; there is no network access.
# TYPE  DATABASE  USER  METHOD
local   all       all   trust
";

/// One cluster and the programs that run it.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) place: Place,
    pub(super) binaries: Binaries,
    durability: Durability,
}

/// What is going on in the cluster's directory.
enum State {
    /// Nothing runs.
    Down,
    /// The pid file is left over from a crash, and its number now belongs to somebody else.
    Stale,
    /// A server is starting or stopping.
    Changing(PidFile),
    /// A server of ours runs and cannot be used: its socket is gone, or it has the other durability.
    Unusable,
    /// A server runs and answers.
    Ready(Running),
}

impl Cluster {
    /// Chooses the programs, and makes the cluster's files when there are none.
    pub(super) fn open(place: Place, durability: Durability, search: &Search) -> Result<Self, EmbeddedError> {
        let binaries = match existing_major(&place.data)? {
            Some(major) => search.for_cluster_of(major, &place.data)?,
            None => search.for_new_cluster()?,
        };
        let cluster = Self { place, binaries, durability };
        if !cluster.place.data.exists() {
            cluster.create()?;
        }
        Ok(cluster)
    }

    /// Brings the server up, whatever state it was left in.
    pub(super) fn bring_up(&self) -> Result<Running, EmbeddedError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.state()? {
                State::Ready(running) => return Ok(running),
                State::Stale => self.remove_stale_files()?,
                State::Unusable => self.stop()?,
                State::Down => match self.launch() {
                    Err(EmbeddedError::Command { log_tail, .. })
                        if still_held(&log_tail) && Instant::now() < deadline =>
                    {
                        thread::sleep(Duration::from_millis(150));
                    }
                    launched => launched?,
                },
                State::Changing(file) => {
                    if Instant::now() > deadline {
                        return Err(self.stuck(file.pid));
                    }
                    thread::sleep(Duration::from_millis(25));
                }
            }
        }
    }

    /// Stops the server: connections are ended, everything is written. Fine when it does not run.
    pub(super) fn stop(&self) -> Result<(), EmbeddedError> {
        let mut command = self.command("pg_ctl", &self.place.data);
        command.args(["stop", "-D", ".", "-s", "-w", "-t", "120", "-m", "fast"]);
        let output = command.output().doing("run", self.binaries.dir.join("pg_ctl"))?;
        if output.status.success() || matches!(self.state()?, State::Down | State::Stale) {
            return Ok(());
        }
        Err(EmbeddedError::Command { what: "stop the database server", log_tail: tail(&output.stderr) })
    }

    /// Whether the server was not stopped cleanly and does not run now.
    pub(super) fn crashed(&self) -> Result<bool, EmbeddedError> {
        Ok(self.place.data.join("postmaster.pid").exists()
            && matches!(self.state()?, State::Down | State::Stale))
    }

    /// A process that stops the server as soon as its standard input is closed, that is when this process
    /// is gone, however it went. It holds the lock until then: nobody adopts a server about to stop. It tries
    /// a few times, for the server may just be starting.
    pub(super) fn leash(&self, lock: &File) -> Result<Child, EmbeddedError> {
        const SCRIPT: &str = "trap '' INT HUP TERM; read -r _; for _ in 1 2 3 4 5; do \
            \"$0\" stop -D data -s -w -m fast && exit; sleep 1; done";
        let lock = lock.try_clone().doing("share the lock of", &self.place.home)?;
        let mut command = self.command_at(Path::new("/bin/sh"), &self.place.home);
        command.args(["-c", SCRIPT]).arg(self.binaries.dir.join("pg_ctl")).process_group(0);
        command.stdin(Stdio::piped()).stdout(lock).stderr(Stdio::null()).spawn().doing("run", "/bin/sh")
    }

    fn state(&self) -> Result<State, EmbeddedError> {
        let Place { data, socket, .. } = &self.place;
        let Some(file) = PidFile::read(data).doing("read the server's state in", data)? else {
            return Ok(State::Down);
        };
        let usable = file.answers();
        Ok(match process::who(file.pid, socket) {
            Who::Gone => State::Down,
            Who::Stranger => State::Stale,
            Who::Ours if file.status != "ready" => State::Changing(file),
            Who::Ours if !usable || !self.has_my_durability() => State::Unusable,
            // Somebody started it by hand. When it does not answer, PostgreSQL itself judges the pid file.
            Who::Unsure if !usable => State::Down,
            Who::Ours | Who::Unsure => State::Ready(Running::of(&file)),
        })
    }

    /// Whether the running server was started as we would start it.
    fn has_my_durability(&self) -> bool {
        let started_with = fs::read_to_string(self.place.data.join("postmaster.opts")).unwrap_or_default();
        started_with.contains("fsync=off") == (self.durability == Durability::Off)
    }

    /// PostgreSQL takes any live process with the right number for a server and would refuse to start.
    fn remove_stale_files(&self) -> Result<(), EmbeddedError> {
        remove(&self.place.data.join("postmaster.pid"))?;
        remove(&process::socket_lock(&self.place.socket))
    }

    /// Starts the server; returns when it takes connections. `pg_ctl` makes it a session of its own, so a
    /// Ctrl-C in our terminal does not reach it.
    fn launch(&self) -> Result<(), EmbeddedError> {
        self.end_strays()?;
        if process::socket_lock_is_stale(&self.place.socket) {
            remove(&process::socket_lock(&self.place.socket))?;
        }
        let mut log = self.open_log()?;
        let before = log.seek(SeekFrom::End(0)).doing("read", &self.place.log)?;
        let errors = log.try_clone().doing("open", &self.place.log)?;
        let output = log.try_clone().doing("open", &self.place.log)?;
        let mut command = self.command("pg_ctl", &self.place.data);
        command.args(["start", "-D", ".", "-s", "-w", "-t", "300", "-o", &self.options()]);
        // Not `pg_ctl -l`: the server's user may not reach the log, but may write to it when it is open.
        let status = command.stdout(output).stderr(errors).status();
        if status.doing("run", self.binaries.dir.join("pg_ctl"))?.success() {
            return Ok(());
        }
        let mut said = Vec::new();
        log.seek(SeekFrom::Start(before)).doing("read", &self.place.log)?;
        log.read_to_end(&mut said).doing("read", &self.place.log)?;
        Err(EmbeddedError::Command { what: "start the database server", log_tail: tail(&said) })
    }

    /// Ends servers that run without a pid file here.
    fn end_strays(&self) -> Result<(), EmbeddedError> {
        process::end_strays(&self.place.socket, PATIENCE).map_or(Ok(()), |pid| Err(self.stuck(pid)))
    }

    fn stuck(&self, pid: Pid) -> EmbeddedError {
        let (dir, log) = (self.place.data.clone(), self.place.log.clone());
        EmbeddedError::Stuck { dir, pid: pid.as_raw_nonzero().get(), log }
    }

    /// What a shell is to hand to the server. The socket's directory is plain (see `place`), so nothing is quoted.
    fn options(&self) -> String {
        let mut options = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c unix_socket_permissions=0700 \
             -c port={PORT} -c cluster_name=sejawat",
            self.place.socket.display()
        );
        if self.durability == Durability::Off {
            options +=
                " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200";
        }
        options
    }

    fn open_log(&self) -> Result<File, EmbeddedError> {
        let path = &self.place.log;
        if fs::metadata(path).is_ok_and(|log| log.len() > LONG_LOG) {
            fs::rename(path, path.with_extension("log.old")).doing("put aside", path)?;
        }
        OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)
            .doing("open the log", path)
    }

    /// Makes the files under another name first: one that is interrupted leaves no half a cluster.
    fn create(&self) -> Result<(), EmbeddedError> {
        let home = &self.place.home;
        for entry in fs::read_dir(home).doing("read", home)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with("data.new-") {
                fs::remove_dir_all(entry.path()).doing("remove the unfinished", entry.path())?;
            }
        }
        self.end_strays()?;
        let name = format!("data.new-{}", std_process::id());
        let mut last = String::new();
        for locale in locales(self.binaries.major) {
            let mut command = self.command("initdb", home);
            command.args([
                "-D",
                &name,
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--data-checksums",
                "--no-instructions",
            ]);
            command.args(["--auth-local=trust", "--auth-host=reject"]).args(*locale).arg("--lc-messages=C");
            if self.durability == Durability::Off {
                command.arg("--no-sync");
            }
            let output = command.output().doing("run", self.binaries.dir.join("initdb"))?;
            if output.status.success() {
                let new = home.join(&name);
                self.write(&new, "cat >> postgresql.conf", SETTINGS)?;
                self.write(&new, "cat > pg_hba.conf", ACCESS)?;
                fs::rename(&new, &self.place.data).doing("put in place", &self.place.data)?;
                return File::open(home).and_then(|dir| dir.sync_all()).doing("write", home);
            }
            last = tail(&output.stderr);
        }
        Err(EmbeddedError::Command { what: "make the database's files", log_tail: last })
    }

    /// Writes a file of the cluster as its owner.
    fn write(&self, dir: &Path, script: &str, text: &str) -> Result<(), EmbeddedError> {
        let mut command = self.command_at(Path::new("/bin/sh"), dir);
        command.args(["-c", &format!("umask 077; {script}")]).stdin(Stdio::piped());
        let written = command.spawn().and_then(|mut child| {
            // Taken, so that it is closed and the shell comes to its end.
            let sent = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(text.as_bytes()));
            let status = child.wait()?;
            sent.and_then(|()| checked(status))
        });
        written.doing("write the settings in", dir)
    }

    fn command(&self, program: &str, dir: &Path) -> Command {
        self.command_at(&self.binaries.dir.join(program), dir)
    }

    /// A command that runs as the server's user, in a directory it can enter, and knows none of our environment:
    /// neither our secrets nor somebody's `PGPORT`. The cluster is named by the working directory, because
    /// `pg_ctl` hands paths to a shell.
    fn command_at(&self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(dir).stdin(Stdio::null()).env_clear().env("LC_ALL", "C");
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        self.place.user.runs(&mut command);
        command
    }
}

/// The locales to try, best first: letters and cases of all languages, order by code point, English messages.
fn locales(major: u32) -> &'static [&'static [&'static str]] {
    const LIBC: &[&str] = &["--locale=C.UTF-8"];
    /// macOS has no C.UTF-8.
    const MAC: &[&str] = &["--locale=C", "--lc-ctype=en_US.UTF-8"];
    const BUILTIN: &[&str] = &["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"];
    const BUILTIN_MAC: &[&str] =
        &["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=en_US.UTF-8"];
    const BUILTIN_C: &[&str] = &["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
    if major >= 17 { &[BUILTIN, BUILTIN_MAC, BUILTIN_C] } else { &[LIBC, MAC] }
}

/// The version that made the cluster; `None` when there is no cluster yet.
fn existing_major(data: &Path) -> Result<Option<u32>, EmbeddedError> {
    match fs::symlink_metadata(data) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.doing("look at", data)?,
    };
    let version = fs::read_to_string(data.join("PG_VERSION")).unwrap_or_default();
    version.trim().parse().map(Some).map_err(|_| EmbeddedError::Damaged { dir: data.to_owned() })
}

/// Whether a server did not start because another is about to be gone, or about to show itself: processes of a
/// crashed one that have not all noticed, or a start that a killed program had begun.
fn still_held(log: &str) -> bool {
    log.contains("pre-existing shared memory block")
        || log.contains("lock file \"postmaster.pid\" already exists")
}

/// Removes what a crashed server left behind.
fn remove(file: &Path) -> Result<(), EmbeddedError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.doing("remove", file),
    }
}

fn checked(status: ExitStatus) -> io::Result<()> {
    if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) }
}

/// The last lines of what a program printed.
fn tail(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines.iter().skip(lines.len().saturating_sub(12)).copied().collect::<Vec<_>>().join("\n")
}
