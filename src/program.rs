//! What the program's commands do. `main` only reads the command line.

use std::{io::Write as _, path::PathBuf};

use tokio::{net::TcpListener, signal::unix::SignalKind};

use crate::{
    app::{self, Needs},
    config::Config,
    db::{
        Db,
        embedded::{Durability, Embedded, Login},
        scope::Scope,
        setup,
    },
    demo,
    features::{
        identity::{
            self,
            model::Purpose,
            paths::{InvitationPath, ResetPath},
        },
        installation,
    },
    jobs::Bell,
    kernel::clock::Clock,
};

pub use crate::error::Failure;

/// The database's name in the private cluster.
const DATABASE: &str = "sejawat";
/// Its name while it is being made.
const UNFINISHED: &str = "sejawat_unfinished";

/// The database that a command works on. A private one is stopped by [`Database::stop`].
pub struct Database {
    app_url: String,
    private: Option<Embedded>,
}

impl Database {
    /// The operator's database, or the private one: started, made and migrated.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        if let Some(url) = &config.database_url {
            setup::check(url).await?;
            return Ok(Self { app_url: url.clone(), private: None });
        }
        let folder: PathBuf = config.data_dir.clone();
        let server = tokio::task::spawn_blocking(move || Embedded::start(&folder, Durability::On)).await??;
        if let Err(failure) = prepare(&server, config).await {
            tokio::task::spawn_blocking(move || server.stop()).await??;
            return Err(failure);
        }
        Ok(Self { app_url: server.url(Login::App, DATABASE), private: Some(server) })
    }

    /// A pool as the application's login.
    pub async fn connect(&self, config: &Config) -> Result<Db, Failure> {
        Ok(Db::connect(&self.app_url, config.database_connections).await?)
    }

    /// Whether it is the program's own.
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Stops a private server.
    pub async fn stop(self) -> Result<(), Failure> {
        if let Some(server) = self.private {
            tokio::task::spawn_blocking(move || server.stop()).await??;
        }
        Ok(())
    }
}

/// Brings the private database to this version; a new one is made beside its final name and renamed when everything
/// is in it, so that a start that was cut off is simply begun again.
async fn prepare(server: &Embedded, config: &Config) -> Result<(), Failure> {
    let superuser = |name: &str| server.url(Login::Superuser, name);
    if setup::exists(superuser, DATABASE).await? {
        setup::create_database(superuser, DATABASE).await?;
        return Ok(setup::migrate(&server.url(Login::Owner, DATABASE)).await?);
    }
    tracing::info!("making the database; this happens once");
    setup::drop_database(superuser, UNFINISHED).await?;
    setup::create_database(superuser, UNFINISHED).await?;
    setup::migrate(&server.url(Login::Owner, UNFINISHED)).await?;
    if config.demo {
        let db = Db::connect(&server.url(Login::App, UNFINISHED), 2).await?;
        let seeded = demo::seed(&db, &Clock::machine(), &config.data_dir).await;
        db.close().await;
        seeded?;
    }
    Ok(setup::rename_database(superuser, UNFINISHED, DATABASE).await?)
}

/// Serves until Ctrl-C or SIGTERM; open requests are finished first.
pub async fn serve(config: Config) -> Result<(), Failure> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {} (LISTEN): {error}", config.listen))?;
    let database = Database::open(&config).await?;
    let served = serve_on(listener, &config, &database).await;
    database.stop().await?;
    served
}

async fn serve_on(listener: TcpListener, config: &Config, database: &Database) -> Result<(), Failure> {
    let db = database.connect(config).await?;
    let clock = programme_clock(&db).await?;
    let is_demo = clock.is_demo();
    let bell = Bell::default();
    let worker = app::worker(&db, &clock, &bell);
    let router = app::build(Needs { db: db.clone(), clock, base_url: config.base_url.clone(), bell })
        .map_err(|error| error.to_string())?;
    if is_demo {
        demo_logins(config, false)?;
    }
    print(&format!("Sejawat: {}", config.base_url))?;
    // A job that is cut off by the end is taken up again by whoever works next.
    let worker = tokio::spawn(worker.run());
    axum::serve(listener, router).with_graceful_shutdown(stopped()).await?;
    worker.abort();
    db.close().await;
    Ok(())
}

/// Works off jobs until Ctrl-C or SIGTERM, and serves nothing: beside nodes that serve, for more hands.
pub async fn work(config: Config) -> Result<(), Failure> {
    let database = Database::open(&config).await?;
    let db = database.connect(&config).await?;
    let worker = app::worker(&db, &programme_clock(&db).await?, &Bell::default());
    tokio::select! {
        () = worker.run() => {}
        () = stopped() => {}
    }
    db.close().await;
    database.stop().await
}

/// The machine's clock, with the demo's programme time if this installation is a demo.
pub async fn programme_clock(db: &Db) -> Result<Clock, Failure> {
    let mut tx = db.begin(&Scope::system().read_only()).await?;
    Ok(match installation::demo_start(&mut tx).await? {
        Some((seeded_at, start)) => Clock::machine().with_programme(seeded_at, start),
        None => Clock::machine(),
    })
}

/// Migrates the operator's database as its owner.
pub async fn migrate(config: Config) -> Result<(), Failure> {
    match config.database_owner_url.as_ref().or(config.database_url.as_ref()) {
        Some(url) => Ok(setup::migrate(url).await?),
        None => Database::open(&config).await?.stop().await,
    }
}

/// Seeds the demo into a database that is empty, and refuses any other.
pub async fn seed_demo(config: Config) -> Result<(), Failure> {
    // A new private database is seeded as it is made.
    let database = Database::open(&Config { demo: true, ..config.clone() }).await?;
    let db = database.connect(&config).await?;
    let seeded = match programme_clock(&db).await {
        Ok(clock) if clock.is_demo() => Ok(()),
        Ok(_) => demo::seed(&db, &Clock::machine(), &config.data_dir).await,
        Err(failure) => Err(failure),
    };
    db.close().await;
    database.stop().await?;
    seeded?;
    demo_logins(&config, false)
}

/// Prints the demo's logins, also while another process serves from the same folder.
pub fn demo_logins(config: &Config, json: bool) -> Result<(), Failure> {
    let logins = demo::load(&config.data_dir, &config.base_url)?;
    if json {
        return print(&serde_json::to_string_pretty(&logins)?);
    }
    for login in logins {
        let place = login.event.or(login.province).unwrap_or_else(|| "Perpusnas".into());
        let way = match (login.email, login.password, login.link) {
            (Some(email), Some(password), _) => format!("{email}  {password}"),
            (_, _, Some(link)) => format!("{link}  (kode {})", login.code.unwrap_or_default()),
            _ => String::new(),
        };
        print(&format!("{:<22} {way}\n{:<22} {place}", login.role, ""))?;
    }
    Ok(())
}

/// Prints the route table.
pub fn routes(json: bool) -> Result<(), Failure> {
    let table = app::route_table();
    if json {
        return print(&serde_json::to_string_pretty(&table)?);
    }
    for route in table {
        let who = route.permission.unwrap_or(route.guard);
        print(&format!("{:<5} {:<60} {who}", route.method, route.path))?;
    }
    Ok(())
}

fn print(line: &str) -> Result<(), Failure> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping: finishing open requests");
}

/// Logs to standard error; `RUST_LOG` chooses how much.
pub fn start_logging(json: bool) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx::postgres::notice=warn"));
    let logger = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { logger.json().init() } else { logger.init() }
}

/// Makes a national coordinator and prints the one-time link that is the way in.
pub async fn create_admin(config: Config, email: &str, name: &str) -> Result<(), Failure> {
    let email = email.trim().to_lowercase();
    if !email.contains('@') || email.len() > 200 || !(1..=120).contains(&name.trim().chars().count()) {
        return Err("give --email as a full address and --name as one name of at most 120 letters".into());
    }
    let database = Database::open(&config).await?;
    let made = create_admin_on(&config, &database, &email, name.trim()).await;
    database.stop().await?;
    made
}

async fn create_admin_on(
    config: &Config,
    database: &Database,
    email: &str,
    name: &str,
) -> Result<(), Failure> {
    let db = database.connect(config).await?;
    let mut tx = db.begin(&Scope::system()).await?;
    let (purpose, secrets) = identity::create_admin(&mut tx, &Clock::machine(), email, name)
        .await
        .map_err(|error| error.to_string())?;
    tx.commit().await?;
    db.close().await;
    let path = match purpose {
        Purpose::Invitation => InvitationPath { token: secrets.link }.to_string(),
        Purpose::PasswordReset => ResetPath { token: secrets.link }.to_string(),
    };
    print(&format!("{email}: open this link within 7 days; it can be used once.\n{}{path}", config.base_url))
}
