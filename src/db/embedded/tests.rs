//! Against the machine's real PostgreSQL.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use super::{Durability, Embedded, EmbeddedError, Login, Search, percent_encoded};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A directory that the server's user can enter, also when the tests run as root.
fn directory() -> std::io::Result<tempfile::TempDir> {
    let dir = tempfile::tempdir()?;
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o711))?;
    Ok(dir)
}

fn start(dir: &Path) -> Result<Embedded, EmbeddedError> {
    Embedded::start(dir, Durability::Off)
}

fn server_pid(dir: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let text = fs::read_to_string(dir.join("postgres/data/postmaster.pid"))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn a_cluster_is_made_kept_and_refused_to_a_second_instance() -> Outcome {
    let dir = directory()?;
    assert!(Embedded::find(dir.path())?.is_none());
    let first = start(dir.path())?;
    assert_eq!(Embedded::find(dir.path())?.as_ref(), Some(first.running()));
    match start(dir.path()) {
        Err(error @ EmbeddedError::Busy { .. }) => {
            assert!(error.to_string().contains(&format!("(process {})", std::process::id())));
        }
        other => return Err(format!("not refused: {other:?}").into()),
    }
    let socket = fs::metadata(first.running().socket_dir())?;
    assert_eq!(socket.mode() & 0o777, 0o700, "only the server's user and root may reach the socket");
    first.stop()?;
    assert!(Embedded::find(dir.path())?.is_none());
    let again = start(dir.path())?;
    again.stop()?;
    Ok(())
}

#[test]
fn a_server_left_running_is_adopted_and_a_killed_one_recovered() -> Outcome {
    let dir = directory()?;
    drop(start(dir.path())?);
    let orphan = server_pid(dir.path())?;
    drop(start(dir.path())?);
    assert_eq!(server_pid(dir.path())?, orphan, "the same server goes on");

    assert!(Command::new("kill").args(["-9", &orphan]).status()?.success());
    let recovered = start(dir.path())?;
    assert_ne!(server_pid(dir.path())?, orphan);
    recovered.stop()?;
    Ok(())
}

#[test]
fn a_pid_file_that_names_somebody_else_is_no_obstacle() -> Outcome {
    let dir = directory()?;
    start(dir.path())?.stop()?;
    let pid_file = dir.path().join("postgres/data/postmaster.pid");
    fs::write(&pid_file, format!("{}\n/x\n1\n5432\n/x\n\n0 0\nready\n", std::process::id()))?;
    start(dir.path())?.stop()?;
    Ok(())
}

#[test]
fn long_and_odd_paths_get_a_short_socket_directory() -> Outcome {
    let dir = directory()?;
    let long = dir.path().join(format!("a \"$(odd)\" name/{}", "x".repeat(120)));
    // Made here, for root must be able to pass the server through.
    fs::create_dir_all(&long)?;
    let running = start(&long)?;
    assert!(running.running().socket_dir().starts_with("/tmp"));
    assert_eq!(Embedded::find(&long)?.as_ref(), Some(running.running()));
    let socket = running.running().socket_dir().to_owned();
    running.stop()?;

    fs::remove_dir(&socket)?;
    symlink("/tmp", &socket)?;
    let refused = start(&long);
    fs::remove_file(&socket)?;
    assert!(matches!(refused, Err(EmbeddedError::SocketDirectory { .. })), "{refused:?}");
    Ok(())
}

#[test]
fn the_missing_is_named() -> Outcome {
    let dir = directory()?;
    let nowhere = Search::only([PathBuf::from("/nonexistent")]);
    match Embedded::start_with(dir.path(), Durability::Off, &nowhere) {
        Err(error @ EmbeddedError::NoBinaries) => {
            assert!(error.to_string().contains("apt-get install postgresql"));
        }
        other => return Err(format!("{other:?}").into()),
    }
    start(dir.path())?.stop()?;
    fs::write(dir.path().join("postgres/data/PG_VERSION"), "99\n")?;
    let missing = start(dir.path());
    assert!(matches!(missing, Err(EmbeddedError::MajorMissing { wanted: 99, .. })), "{missing:?}");
    fs::remove_file(dir.path().join("postgres/data/PG_VERSION"))?;
    let damaged = start(dir.path());
    assert!(matches!(damaged, Err(EmbeddedError::Damaged { .. })), "{damaged:?}");
    Ok(())
}

#[test]
fn a_url_names_the_socket_by_its_directory() {
    let running = super::Running { socket_dir: PathBuf::from("/srv/s-1/socket"), port: 5432 };
    assert_eq!(
        running.url(Login::App, "uji 1"),
        "postgres://sejawat_app@%2Fsrv%2Fs-1%2Fsocket:5432/uji%201?sslmode=disable"
    );
    assert_eq!(percent_encoded("é"), "%C3%A9");
}
