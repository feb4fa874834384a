//! The program is killed while a telephone sends: as a process of its own, without a chance to say anything.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use sejawat::db::embedded::Login;
use serde_json::json;
use tokio::net::TcpStream;

use crate::{
    link::{Link, State},
    offline::{MARKS, PAGE, PRESENT, SENT, event, kept, open_session, ready},
    support::{World, world::Who},
    tab::Tab,
};

/// The program on a port of its own, over a world's database.
struct Program {
    address: String,
    url: String,
    process: Child,
    folder: tempfile::TempDir,
}

impl Program {
    async fn start(world: &World) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let (url, folder) = (world.clone.url(Login::App), tempfile::tempdir().unwrap());
        let process = Self::run(&address, &url, &folder);
        let program = Self { address, url, process, folder };
        program.answers().await;
        program
    }

    fn run(address: &str, url: &str, folder: &tempfile::TempDir) -> Child {
        Command::new(env!("CARGO_BIN_EXE_sejawat"))
            .env("LISTEN", address)
            .env("DATABASE_URL", url)
            .env("DATABASE_CONNECTIONS", "4")
            .env("DATA_DIR", folder.path())
            .env("DEMO", "no")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// As `kill -9` does.
    fn is_killed(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    async fn starts_again(&mut self) {
        self.process = Self::run(&self.address, &self.url, &self.folder);
        self.answers().await;
    }

    async fn answers(&self) {
        for _ in 0..600 {
            if TcpStream::connect(&self.address).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the program does not answer at {}", self.address);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Keeps every delivery of the event waiting.
const HOLD: &str = "select pg_advisory_lock(hashtextextended('00000000-0000-0000-0000-000000000e15', 50))";
const LET_GO: &str = "select pg_advisory_unlock_all()";

async fn online(tab: &Tab) {
    tab.ask("dispatchEvent(new Event('online'))", vec![]).await;
}

/// Waits until so many statements that take marks are under way.
async fn under_way(world: &World, wanted: i64) {
    for _ in 0..400 {
        let there = "select count(*) from pg_stat_activity where datname = current_database() and query like '%take_marks%' and pid <> pg_backend_pid() and state = 'active'";
        if world.count(there).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{wanted} statements that take marks are not under way");
}

#[tokio::test]
async fn a_program_that_is_killed_in_mid_batch_keeps_all_of_it_or_nothing_and_gets_it_again() {
    let site = event(60).await;
    let mut program = Program::start(&site.world).await;
    let link = Link::to(&format!("http://{}", program.address)).await;
    let Some(tab) = Tab::through(&link.base).await else { return };
    tab.phone().await;
    tab.be(&site, Some(Who::JambiFacilitator)).await;
    tab.open(PAGE).await;
    ready(&tab).await;
    link.becomes(State::Cut);
    for session in 0..3 {
        open_session(&tab, session).await;
        tab.ask(
            "document.querySelectorAll('[data-group=peserta] .mark[value=present]').forEach((b) => b.click())",
            vec![],
        )
        .await;
        tab.expect(&format!("{} belum terkirim", 60 * (session + 1))).await;
        tab.ask("document.querySelector('[data-back]').click()", vec![]).await;
    }

    // Killed before it could commit: somebody else holds what the batch needs.
    let mut holder = site.world.look().await;
    sqlx::query(HOLD).execute(&mut holder).await.unwrap();
    link.becomes(State::Good);
    online(&tab).await;
    under_way(&site.world, 1).await;
    program.is_killed();
    sqlx::query(LET_GO).execute(&mut holder).await.unwrap();
    under_way(&site.world, 0).await;
    assert_eq!(site.world.count(MARKS).await, 0, "nothing of what was not committed");
    tab.expect("180 belum terkirim").await;

    // Killed when it had committed, before the telephone heard of it.
    sqlx::query(HOLD).execute(&mut holder).await.unwrap();
    program.starts_again().await;
    online(&tab).await;
    under_way(&site.world, 1).await;
    link.becomes(State::LosesAnswers);
    sqlx::query(LET_GO).execute(&mut holder).await.unwrap();
    for _ in 0..400 {
        if site.world.count(MARKS).await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    program.is_killed();
    assert_eq!(site.world.count(MARKS).await, 180, "all of what was committed");
    tab.expect("180 belum terkirim").await;
    assert_eq!(kept(&tab, "queue").await, json!(180));

    link.becomes(State::Good);
    program.starts_again().await;
    online(&tab).await;
    tab.expect(SENT).await;
    assert_eq!(site.world.count(MARKS).await, 180);
    assert_eq!(site.world.count("select count(distinct id) from attendance_marks").await, 180);
    assert_eq!(site.world.count(PRESENT).await, 180);
    assert_eq!(kept(&tab, "queue").await, json!(0));
}
