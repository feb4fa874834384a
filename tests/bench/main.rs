//! `cargo bench`: the rate and the CPU of storing one mark and of the participants page, beside the same statements by
//! pgbench and beside a bare axum handler, all in one run on one durable database; and a list of
//! 5,000 people; and papers. Read the ratios, not the figures:
//! the machine is noisy.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark may fail by panicking"
)]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "figures are small, and rounded anyway"
)]
#![expect(clippy::print_stdout, reason = "its figures are its purpose")]

mod bare;
mod import;
mod load;
mod marks;
mod papers;

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use sejawat::{
    app::{self, Needs},
    auth::token,
    db::{
        Db,
        embedded::{Durability, Embedded, Login},
        setup,
    },
    jobs::Bell,
    kernel::{clock::Clock, text},
};
use sqlx::{Connection as _, PgConnection};
use tokio::net::TcpListener;
use uuid::Uuid;

const DATABASE: &str = "bench";
/// Jambi's event, whose 50 people the page shows.
const EVENT: Uuid = Uuid::from_u128(0xe15);
/// Jawa Tengah's event, whose 2,000 people are marked.
const MARKED_EVENT: Uuid = Uuid::from_u128(0xe33);
const SESSION: Uuid = Uuid::from_u128(0x5e55);
const FACILITATOR: Uuid = Uuid::from_u128(0xf33);
const OPERATOR: Uuid = Uuid::from_u128(0xb15);
const SECRET: &str = "bench-sign-in";
/// What storing a mark takes at the least; what is asked for the page. `@TOKEN@` stands for the hash of the sign-in's secret.
const MARK: (&str, &str) = (include_str!("mark.sql"), "mark");
const PAGE: (&str, &str) = (include_str!("page.sql"), "page");
/// How long each figure is measured.
const SECONDS: u64 = 4;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match arguments.iter().position(|a| a == "--serve") {
        Some(at) => runtime.block_on(serve(&arguments[at + 1], &arguments[at + 2])),
        None => runtime.block_on(measure()),
    }
}

/// The server under measurement, a process of its own so that its CPU and memory can be read.
async fn serve(which: &str, url: &str) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    let router = match which {
        "app" => {
            let db = Db::connect(url, 12).await.unwrap();
            let (clock, bell) = (Clock::machine(), Bell::default());
            tokio::spawn(app::worker(&db, &clock, &bell).run());
            app::build(Needs { db, clock, base_url: "http://bench.test".into(), bell }).unwrap()
        }
        _ => bare::router(url).await,
    };
    axum::serve(listener, router).await.unwrap();
}

async fn measure() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let server = Embedded::start(folder.path(), Durability::On).unwrap();
    fill(&server).await;
    let url = server.url(Login::App, DATABASE);
    let app = Server::start("app", &url);
    let bare = Server::start("bare", &url);

    println!("\nOne mark stored (durable), per second and CPU of the server process");
    println!("{:<34}{:>12}{:>12}{:>14}{:>14}", "", "1 client", "8 clients", "us CPU/req", "of bare");
    row("pgbench, the two inserts alone", pgbench(&server, folder.path(), MARK), None, None);
    let mark = |address: String| move |n: u64| load::mark_request(&address, n);
    let b = bare.both(mark(bare.address.clone())).await;
    row("bare axum handler", b.rates, Some(b.cpu), None);
    let a = app.both(mark(app.address.clone())).await;
    row("Sejawat", a.rates, Some(a.cpu), Some(a.rates[1] / b.rates[1]));

    marks::measure(&app, &server, folder.path()).await;

    println!("\nParticipants page, 50 people, signed in");
    println!("{:<34}{:>12}{:>12}{:>14}{:>14}", "", "1 client", "8 clients", "us CPU/req", "of bare");
    row("pgbench, all that Sejawat asks", pgbench(&server, folder.path(), PAGE), None, None);
    let page = |address: String| move |_: u64| load::page_request(&address);
    let b = bare.both(page(bare.address.clone())).await;
    row("bare axum handler (rows as text)", b.rates, Some(b.cpu), None);
    let a = app.both(page(app.address.clone())).await;
    row("Sejawat", a.rates, Some(a.cpu), Some(a.rates[1] / b.rates[1]));
    println!(
        "p50 at one client: {:.2} ms (p99 {:.2} ms); resident memory {} MB",
        a.p50,
        a.p99,
        app.memory_mb()
    );

    let page = app.get(&load::page_path()).await;
    assert!(
        page.contains("Peserta Nomor 50"),
        "the page that was measured is not the participants page: {page}"
    );
    import::measure(&app).await;
    papers::measure(&app, 50).await;
    import::bring(&app, 150).await;
    papers::measure(&app, 200).await;
    drop((app, bare));
    server.stop().unwrap();
}

fn row(name: &str, rates: [f64; 2], cpu: Option<f64>, of_bare: Option<f64>) {
    let cpu = cpu.map_or("-".into(), |cpu| format!("{cpu:.0}"));
    let of_bare = of_bare.map_or("-".into(), |ratio| format!("{:.0} %", 100.0 * ratio));
    println!("{name:<34}{:>12.0}{:>12.0}{cpu:>14}{of_bare:>14}", rates[0], rates[1]);
}

/// The world of the tests, with 50 people in one event and 2,000 in another.
async fn fill(server: &Embedded) {
    setup::create_database(|name| server.url(Login::Superuser, name), DATABASE).await.unwrap();
    setup::migrate(&server.url(Login::Owner, DATABASE)).await.unwrap();
    let mut conn = PgConnection::connect(&server.url(Login::Superuser, DATABASE)).await.unwrap();
    sqlx::raw_sql(include_str!("../it/support/world.sql")).execute(&mut conn).await.unwrap();
    sqlx::raw_sql(include_str!("fill.sql")).execute(&mut conn).await.unwrap();
    for (account, secret) in [(FACILITATOR, format!("{SECRET}-mark")), (OPERATOR, format!("{SECRET}-page"))] {
        sqlx::query(
            "insert into logins (id, token_hash, account_id, device, started_at, seen_at, expires_at)
             values (gen_random_uuid(), $1, $2, 'bench', now(), now(), now() + interval '1 day')",
        )
        .bind(token::hash(&secret))
        .bind(account)
        .execute(&mut conn)
        .await
        .unwrap();
    }
    sqlx::raw_sql("vacuum analyze").execute(&mut conn).await.unwrap();
}

/// Transactions per second by pgbench at one and at eight clients.
fn pgbench(server: &Embedded, folder: &Path, (script, who): (&str, &str)) -> [f64; 2] {
    let token = text::hex(&token::hash(&format!("{SECRET}-{who}")));
    let script = script.replace("@TOKEN@", &token);
    [1, 8].map(|clients| pgbench_at(server, folder, &script, clients))
}

fn pgbench_at(server: &Embedded, folder: &Path, statements: &str, clients: u32) -> f64 {
    let script = folder.join("statements.sql");
    std::fs::write(&script, statements).unwrap();
    // pgbench runs as whoever runs the benchmark, and reaches the socket as that user.
    let socket = server.running().socket_dir().to_path_buf();
    let output = Command::new(beside_postgres(server))
        .args(["-n", "-M", "prepared", "-T", &SECONDS.to_string(), "-c", &clients.to_string(), "-j", "2"])
        .args(["-U", "sejawat_app", "-h"])
        .arg(socket)
        .arg("-f")
        .arg(&script)
        .arg(DATABASE)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let tps = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    tps.unwrap_or_else(|| panic!("pgbench: {text}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// `pgbench` beside the server's programs, which may be links; else from the `PATH`.
fn beside_postgres(server: &Embedded) -> PathBuf {
    let dir = &server.binaries().dir;
    let real = std::fs::canonicalize(dir.join("postgres")).unwrap();
    [dir.join("pgbench"), real.with_file_name("pgbench")]
        .into_iter()
        .find(|path| path.is_file())
        .unwrap_or_else(|| "pgbench".into())
}

struct Server {
    process: Child,
    address: String,
}

/// What was measured of one kind of request.
struct Figures {
    /// Per second at one and at eight clients.
    rates: [f64; 2],
    /// Microseconds of CPU of the server per request, at eight clients.
    cpu: f64,
    /// Milliseconds at one client.
    p50: f64,
    p99: f64,
}

impl Server {
    fn start(which: &str, url: &str) -> Self {
        use std::io::BufRead as _;
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--serve", which, url])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        std::io::BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { process, address: address.trim().to_owned() }
    }

    async fn both(&self, request: impl Fn(u64) -> String + Clone + Send + 'static) -> Figures {
        load::run(&self.address, 1, Duration::from_millis(500), request.clone()).await;
        let one = load::run(&self.address, 1, Duration::from_secs(SECONDS), request.clone()).await;
        let before = self.cpu_micros();
        let eight = load::run(&self.address, 8, Duration::from_secs(SECONDS), request).await;
        let cpu = (self.cpu_micros() - before) / eight.count;
        Figures {
            rates: [one.rate(), eight.rate()],
            cpu,
            p50: one.percentile(0.5),
            p99: one.percentile(0.99),
        }
    }

    async fn get(&self, path: &str) -> String {
        load::once(&self.address, load::get(&self.address, path).as_bytes()).await
    }

    /// User and system time of the process so far.
    fn cpu_micros(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap();
        let after_name = stat.rsplit(") ").next().unwrap();
        let ticks: f64 = after_name.split(' ').skip(11).take(2).map(|t| t.parse::<f64>().unwrap()).sum();
        ticks * 10_000.0
    }

    fn memory_mb(&self) -> u64 {
        self.memory("VmRSS")
    }

    /// The most that the server has had at once.
    /// Lets the next figure count from now.
    fn forget_most_memory(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").unwrap();
    }

    fn most_memory_mb(&self) -> u64 {
        self.memory("VmHWM")
    }

    fn memory(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(what)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
