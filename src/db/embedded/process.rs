//! Who is the process named in a `postmaster.pid`? After a crash or a container's restart the number
//! may be free, or belong to somebody else; guessing wrong means two servers on the same files.

use std::{
    fs, io,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    io::Errno,
    process::{Pid, Signal, kill_process, test_kill_process},
};

/// The port is only part of the socket's name; the server does not listen on the network.
pub(super) const PORT: u16 = 5432;

/// What the server writes about itself into `postmaster.pid`.
#[derive(Debug)]
pub(super) struct PidFile {
    /// The server's process.
    pub(super) pid: Pid,
    /// Where its socket is; empty until it is made.
    pub(super) socket_dir: PathBuf,
    /// The port in the socket's name.
    pub(super) port: u16,
    /// `starting`, `ready`, `stopping`; empty at first.
    pub(super) status: String,
}

/// What a process number turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// No such process.
    Gone,
    /// The server that was started for this socket directory.
    Ours,
    /// Some process of some other program, or one that is dead and not yet reaped.
    Stranger,
    /// A PostgreSQL that was not started by us, or a process the system does not let us look at.
    Unsure,
}

impl PidFile {
    /// Reads the pid file of a cluster; `None` when there is none (or it names no process).
    pub(super) fn read(data: &Path) -> io::Result<Option<Self>> {
        let text = match fs::read_to_string(data.join("postmaster.pid")) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Option<Self> {
        let line = |number: usize| text.lines().nth(number).unwrap_or_default().trim();
        // A standalone back end writes its number negative.
        let pid = line(0).parse::<i32>().ok().and_then(|pid| Pid::from_raw(pid.checked_abs()?))?;
        Some(Self {
            pid,
            socket_dir: PathBuf::from(line(4)),
            port: line(3).parse().unwrap_or(PORT),
            status: line(7).to_owned(),
        })
    }

    /// Whether the server says it is ready and somebody listens on its socket.
    pub(super) fn answers(&self) -> bool {
        self.status == "ready"
            && UnixStream::connect(self.socket_dir.join(format!(".s.PGSQL.{}", self.port))).is_ok()
    }
}

/// Whether the lock beside the socket names a process that is no server: PostgreSQL would believe it.
pub(super) fn socket_lock_is_stale(socket_dir: &Path) -> bool {
    let text = fs::read_to_string(socket_lock(socket_dir)).unwrap_or_default();
    let holder = text.lines().next().and_then(|line| Pid::from_raw(line.trim().parse().ok()?));
    holder.is_some_and(|pid| matches!(who(pid, socket_dir), Who::Gone | Who::Stranger))
}

/// The lock file beside the socket.
pub(super) fn socket_lock(socket_dir: &Path) -> PathBuf {
    socket_dir.join(format!(".s.PGSQL.{PORT}.lock"))
}

/// Tells what `pid` is, for the server whose command line names `socket_dir`.
pub(super) fn who(pid: Pid, socket_dir: &Path) -> Who {
    if test_kill_process(pid) == Err(Errno::SRCH) {
        return Who::Gone;
    }
    let Some(words) = command_line(pid) else { return Who::Unsure };
    let program = words.first().and_then(|word| word.rsplit('/').next()).unwrap_or_default();
    let marker = format!("unix_socket_directories={}", socket_dir.display());
    if !program.starts_with("postgres") && !program.starts_with("postmaster") {
        Who::Stranger
    } else if words.contains(&marker) {
        Who::Ours
    } else {
        Who::Unsure
    }
}

/// The words a process was started with; empty for one that is dead and not yet reaped.
fn command_line(pid: Pid) -> Option<Vec<String>> {
    let pid = pid.as_raw_nonzero();
    if Path::new("/proc/self/cmdline").exists() {
        let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        Some(text.split_terminator('\0').map(str::to_owned).collect())
    } else {
        // Our own words hold no space (see `place::plain`), so splitting at spaces finds them again.
        let number = pid.to_string();
        let output = Command::new("ps")
            .args(["-ww", "-o", "command=", "-p", &number])
            .stdin(Stdio::null())
            .output()
            .ok()?;
        Some(String::from_utf8_lossy(&output.stdout).split_whitespace().map(str::to_owned).collect())
    }
}

/// Ends servers that were started for this socket directory and have no pid file any more, because their files
/// were deleted or moved under them. They would go by themselves within a minute, and until then write
/// their control file, by its path, into whatever cluster is there now. So they are not asked to shut down, which
/// would write it once more, but to quit; what they had committed is recovered from their log at the next start.
/// Gives the one that is still there after a while.
pub(super) fn end_strays(socket_dir: &Path, patience: Duration) -> Option<Pid> {
    let deadline = Instant::now() + patience;
    for pid in processes() {
        while who(pid, socket_dir) == Who::Ours {
            if Instant::now() > deadline || kill_process(pid, Signal::QUIT).is_err() {
                return Some(pid).filter(|pid| who(*pid, socket_dir) == Who::Ours);
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
    None
}

/// The numbers of all processes.
fn processes() -> Vec<Pid> {
    let names: Vec<String> = if let Ok(entries) = fs::read_dir("/proc") {
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
    } else {
        let ps = Command::new("ps").args(["-ax", "-o", "pid="]).stdin(Stdio::null()).output();
        let text = ps.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
        text.split_whitespace().map(str::to_owned).collect()
    };
    names.iter().filter_map(|name| Pid::from_raw(name.parse().ok()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::PidFile;

    #[test]
    fn reads_a_pid_file_whole_and_half_written() {
        let whole = "4711\n/data\n1700000000\n5432\n/data/socket\n\n  123 0\nready   \n";
        let found =
            PidFile::parse(whole).map(|f| (f.pid.as_raw_nonzero().get(), f.socket_dir, f.port, f.status));
        assert_eq!(found, Some((4711, "/data/socket".into(), 5432, "ready".to_owned())));
        assert_eq!(PidFile::parse("4711\n/data\n").map(|file| file.status).as_deref(), Some(""));
        assert!(PidFile::parse("").is_none());
    }
}
