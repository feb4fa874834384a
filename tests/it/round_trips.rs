//! How often the server and its database wait for each other while marks are stored.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use sejawat::db::{Db, embedded::Login};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
    task::JoinHandle,
};

use crate::{
    attendance_sync::{batch, fates, hall, mark, person, send},
    support::world::{JAMBI, Who},
};

/// What the pool says to a connection that was given back, to see whether it still lives: no request waits for it.
const SYNC: &[u8] = b"S\0\0\0\x04";

/// A way to the database that counts: each time the program speaks after the database has, one waited for the other.
struct Counted {
    folder: tempfile::TempDir,
    trips: Arc<AtomicUsize>,
    accepting: JoinHandle<()>,
}

impl Counted {
    fn way_to(socket: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(socket.file_name().unwrap())).unwrap();
        let trips = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&trips);
        let accepting = tokio::spawn(async move {
            loop {
                let (program, _) = listener.accept().await.unwrap();
                let database = UnixStream::connect(&socket).await.unwrap();
                tokio::spawn(carry(program, database, Arc::clone(&counter)));
            }
        });
        Self { folder, trips, accepting }
    }

    fn since_last_asked(&self) -> usize {
        self.trips.swap(0, Ordering::SeqCst)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn carry(mut program: UnixStream, mut database: UnixStream, trips: Arc<AtomicUsize>) {
    let (mut up, mut down) = (vec![0; 65536], vec![0; 65536]);
    let mut is_answered = true;
    loop {
        tokio::select! {
            sent = program.read(&mut up) => match sent {
                Ok(n) if n > 0 => {
                    trips.fetch_add(usize::from(is_answered && &up[..n] != SYNC), Ordering::SeqCst);
                    is_answered = false;
                    if database.write_all(&up[..n]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
            said = database.read(&mut down) => match said {
                Ok(n) if n > 0 => {
                    is_answered = true;
                    if program.write_all(&down[..n]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
        }
    }
}

/// The database's socket, and the address of the database with another folder for it.
fn through(url: &str, folder: &Path) -> (PathBuf, String) {
    let (login, rest) = url.split_once('@').unwrap();
    let (host, rest) = rest.split_once(':').unwrap();
    let (port, _) = rest.split_once('/').unwrap();
    let real = percent_encoding::percent_decode_str(host).decode_utf8().unwrap().into_owned();
    let other =
        percent_encoding::utf8_percent_encode(folder.to_str().unwrap(), percent_encoding::NON_ALPHANUMERIC);
    (Path::new(&real).join(format!(".s.PGSQL.{port}")), format!("{login}@{other}:{rest}"))
}

#[tokio::test]
async fn a_mark_takes_four_round_trips_and_five_hundred_take_no_more_than_six() {
    let mut world = hall(5, 100).await;
    let url = world.clone.url(Login::App);
    let (socket, _) = through(&url, Path::new("/"));
    let way = Counted::way_to(socket);
    let (_, counted) = through(&url, way.folder.path());
    world.db = Db::connect(&counted, 1).await.unwrap();
    let world = world.served_at("http://sejawat.test");
    let mut phone = world.browser(Who::JambiFacilitator).await;
    // What is asked for the first time has to be understood first.
    for id in 1..=3 {
        send(&mut phone, &batch(vec![mark(id, person(JAMBI, 0), "present")])).await;
    }
    way.since_last_asked();
    let (status, answer) = send(&mut phone, &batch(vec![mark(10, person(JAMBI, 1), "present")])).await;
    assert_eq!((status, fates(&answer)), (200, vec!["stored*".to_owned()]));
    let one = way.since_last_asked();
    let many: Vec<_> = (0..500)
        .map(|n| {
            let mut mark = mark(1000 + n, person(JAMBI, n % 100), "late");
            mark["session_id"] = crate::attendance_sync::session(JAMBI, n / 100).to_string().into();
            mark
        })
        .collect();
    let (status, answer) = send(&mut phone, &batch(many)).await;
    assert_eq!(status, 200);
    assert_eq!(fates(&answer).iter().filter(|fate| fate.starts_with("stored")).count(), 500);
    let many = way.since_last_asked();
    assert!((1..=4).contains(&one), "one mark took {one} round trips");
    assert!((1..=6).contains(&many), "five hundred marks took {many} round trips");
}
