//! Where the cluster lives and who runs it.
//!
//! As an ordinary user everything is that user's, below the data directory. As root the server must run as
//! somebody else: its files then belong to that user, who must be able to enter every directory above them,
//! so a data directory below `/root` keeps its cluster in `/var/lib/sejawat` and a symlink to it.
//!
//! While root, this code never writes or changes the owner through a path that the other user could have
//! replaced by a link: such work is done as that user, or by calls that do not follow links.

use std::{
    fs::{self, DirBuilder, Metadata},
    io,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, PermissionsExt, lchown, symlink},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use rustix::process::{getegid, geteuid};
use sha2::{Digest, Sha256};

use super::{
    error::{Doing, EmbeddedError},
    process::{self, PORT},
};

/// Where root keeps clusters whose data directory the server's user cannot enter.
const REFUGE: &str = "/var/lib/sejawat";

/// The longest path of a socket: what `sockaddr_un` holds, without the closing zero.
const LONGEST_SOCKET: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

/// The user who runs the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ServerUser {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// The directories of one cluster.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// `DATA_DIR/postgres`, links resolved.
    pub(super) home: PathBuf,
    /// The cluster's files: `home/data`.
    pub(super) data: PathBuf,
    /// Where the socket is: `home/socket`, or a short directory in `/tmp`.
    pub(super) socket: PathBuf,
    /// `DATA_DIR/postgres.log`; opened by this process and handed to the server, who need not reach it.
    pub(super) log: PathBuf,
    /// Who runs the server.
    pub(super) user: ServerUser,
}

impl Place {
    /// Finds the cluster's home below a (canonical) data directory, and makes it when it is missing.
    pub(super) fn settle(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let name = short_hash(data_dir);
        let link = data_dir.join("postgres");
        let (home, user) = match fs::symlink_metadata(&link) {
            Ok(_) => existing_home(&link)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => new_home(data_dir, &link, &name)?,
            Err(error) => return Err(error).doing("look at", link),
        };
        if !user.can_enter(&home)? {
            return Err(EmbeddedError::Unreachable { dir: home, uid: user.uid });
        }
        let socket = match home.join("socket") {
            near if fits(&near) && plain(&near) => near,
            _ => PathBuf::from(format!("/tmp/sejawat-{name}")),
        };
        private_directory(&socket, user)?;
        Ok(Self { data: home.join("data"), log: data_dir.join("postgres.log"), home, socket, user })
    }
}

impl ServerUser {
    /// The user of this process.
    fn myself() -> Self {
        Self { uid: geteuid().as_raw(), gid: getegid().as_raw() }
    }

    /// Makes a command run as this user. Only root changes users; it also loses its other groups.
    pub(super) fn runs(self, command: &mut Command) -> &mut Command {
        if self == Self::myself() { command } else { command.uid(self.uid).gid(self.gid) }
    }

    /// Whether this user can enter a directory: tried rather than computed, for it may hang on more than modes.
    fn can_enter(self, dir: &Path) -> Result<bool, EmbeddedError> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", ":"]).current_dir(dir).stdin(Stdio::null());
        match self.runs(&mut command).status() {
            Ok(status) => Ok(status.success()),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
            Err(error) => Err(error).doing("enter", dir),
        }
    }
}

/// The home that is there. Its owner runs the server, whoever that was when it was made.
fn existing_home(link: &Path) -> Result<(PathBuf, ServerUser), EmbeddedError> {
    let home = fs::canonicalize(link).doing("find the directory that holds the database,", link)?;
    let metadata = fs::metadata(&home).doing("look at", &home)?;
    let (uid, gid) = (metadata.uid(), metadata.gid());
    let me = ServerUser::myself();
    if me.uid != 0 {
        return if uid == me.uid {
            Ok((home, me))
        } else {
            Err(EmbeddedError::WrongOwner { dir: home, owner: uid, wanted: me.uid })
        };
    }
    if uid != 0 {
        return Ok((home, ServerUser { uid, gid }));
    }
    let user = unprivileged_user()?;
    // An empty directory of root's is a fresh mount.
    let empty = fs::read_dir(&home)
        .doing("read", &home)?
        .all(|entry| entry.is_ok_and(|e| e.file_name() == "lost+found"));
    if !empty {
        return Err(EmbeddedError::WrongOwner { dir: home, owner: 0, wanted: user.uid });
    }
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).doing("set the permissions of", &home)?;
    lchown(&home, Some(user.uid), Some(user.gid)).doing("change the owner of", &home)?;
    Ok((home, user))
}

/// A new home: in the data directory when the server's user can enter it, else in [`REFUGE`].
fn new_home(data_dir: &Path, link: &Path, name: &str) -> Result<(PathBuf, ServerUser), EmbeddedError> {
    let me = ServerUser::myself();
    let user = if me.uid == 0 { unprivileged_user()? } else { me };
    if user.can_enter(data_dir)? {
        private_directory(link, user)?;
        return Ok((link.to_owned(), user));
    }
    if me.uid != 0 {
        return Err(EmbeddedError::Unreachable { dir: data_dir.to_owned(), uid: me.uid });
    }
    let refuge = Path::new(REFUGE);
    if !refuge.exists() {
        fs::create_dir_all(refuge).doing("create", refuge)?;
        fs::set_permissions(refuge, fs::Permissions::from_mode(0o755))
            .doing("set the permissions of", refuge)?;
    }
    let home = refuge.join(name);
    if fs::symlink_metadata(&home).is_ok() {
        set_aside(&home, &data_dir.join("postgres.log"))?;
    }
    private_directory(&home, user)?;
    symlink(&home, link).doing("link the database's directory at", link)?;
    Ok((home, user))
}

/// A cluster whose data directory was deleted and made anew: it must not come back from the dead beside
/// files that are gone, and is not ours to delete.
fn set_aside(home: &Path, log: &Path) -> Result<(), EmbeddedError> {
    if let Some(pid) = process::end_strays(&home.join("socket"), Duration::from_secs(20)) {
        let (dir, pid, log) = (home.to_owned(), pid.as_raw_nonzero().get(), log.to_owned());
        return Err(EmbeddedError::Stuck { dir, pid, log });
    }
    let mut number = 1_u32;
    let mut aside = home.with_extension("removed");
    while fs::symlink_metadata(&aside).is_ok() {
        number += 1;
        aside = home.with_extension(format!("removed-{number}"));
    }
    fs::rename(home, &aside).doing("set aside", home)?;
    tracing::warn!(
        aside = %aside.display(),
        "the data directory is new; the database of its predecessor was set aside and may be deleted"
    );
    Ok(())
}

/// Makes a directory that only `user` can enter, or checks that the one there is such.
fn private_directory(dir: &Path, user: ServerUser) -> Result<(), EmbeddedError> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Ok(()) if user != ServerUser::myself() => {
            return lchown(dir, Some(user.uid), Some(user.gid)).doing("change the owner of", dir);
        }
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error).doing("create", dir),
    }
    let there = fs::symlink_metadata(dir).doing("look at", dir)?;
    if is_private(&there, user) {
        return Ok(());
    }
    // Left half-made by root: created, and not yet given away.
    let root = ServerUser { uid: 0, gid: 0 };
    if ServerUser::myself() == root && is_private(&there, root) {
        return lchown(dir, Some(user.uid), Some(user.gid)).doing("change the owner of", dir);
    }
    Err(EmbeddedError::SocketDirectory { dir: dir.to_owned(), uid: user.uid })
}

fn is_private(metadata: &Metadata, user: ServerUser) -> bool {
    metadata.is_dir() && metadata.uid() == user.uid && metadata.mode() & 0o777 == 0o700
}

/// `postgres` where a package made it, else `nobody`.
fn unprivileged_user() -> Result<ServerUser, EmbeddedError> {
    let passwd = fs::read_to_string("/etc/passwd").doing("read", "/etc/passwd")?;
    ["postgres", "nobody"].iter().find_map(|name| user_in(&passwd, name)).ok_or(EmbeddedError::NoServerUser)
}

fn user_in(passwd: &str, name: &str) -> Option<ServerUser> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        let found = fields.next() == Some(name);
        let (uid, gid) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
        (found && uid != 0).then_some(ServerUser { uid, gid })
    })
}

/// Whether a socket in this directory has a path the system takes.
fn fits(dir: &Path) -> bool {
    dir.as_os_str().len() + format!("/.s.PGSQL.{PORT}").len() <= LONGEST_SOCKET
}

/// Whether a directory can stand in a shell's command line, a server setting and a URL as it is.
fn plain(dir: &Path) -> bool {
    dir.as_os_str().as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(byte))
}

/// Twelve characters that stand for a path.
fn short_hash(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    let number = digest.iter().take(6).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:012x}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{ServerUser, fits, plain, short_hash, user_in};

    #[test]
    fn a_socket_path_of_107_bytes_is_the_longest() {
        let dir = format!("/{}", "x".repeat(92));
        assert_eq!(format!("{dir}/.s.PGSQL.5432").len(), 107);
        assert_eq!(fits(Path::new(&dir)), cfg!(target_os = "linux"));
        assert!(!fits(Path::new(&format!("{dir}x"))));
    }

    #[test]
    fn only_plain_paths_reach_a_command_line() {
        assert!(plain(Path::new("/srv/sejawat-2/postgres/socket")));
        for odd in ["/a b", "/a,b", "/a'b", "/a$b", "/ä"] {
            assert!(!plain(Path::new(odd)), "{odd}");
        }
    }

    #[test]
    fn finds_users_and_never_root() {
        let passwd =
            "root:x:0:0::/root:/bin/sh\npostgres:x:101:104:,,:/var/lib/postgresql:/bin/bash\nodd:x:0:0::/:\n";
        assert_eq!(user_in(passwd, "postgres"), Some(ServerUser { uid: 101, gid: 104 }));
        assert_eq!(user_in(passwd, "nobody"), None);
        assert_eq!(user_in(passwd, "odd"), None);
    }

    #[test]
    fn a_hash_is_short_and_steady() {
        assert_eq!(short_hash(Path::new("/a")), short_hash(Path::new("/a")));
        assert_eq!(short_hash(Path::new("/a")).len(), 12);
    }
}
