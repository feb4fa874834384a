//! The command line.

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};
use sejawat::{
    config::Config,
    program::{self, Failure},
};

#[derive(Parser)]
#[command(version, about = "Runs the provincial Peer Learning Meetings of Indonesia's national library")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Subcommand)]
enum Command {
    /// Serve the application (the default).
    Serve,
    /// Only work off what goes on after the answers, beside nodes that serve.
    Worker,
    /// Bring the database to this version's schema, as its owner.
    Migrate,
    /// Make a national coordinator and print the one-time link that is the way in.
    CreateAdmin {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
    },
    /// Seed the demo of the 2022 edition into an empty database.
    SeedDemo,
    /// Print the demo's logins.
    DemoLogins {
        #[arg(long)]
        json: bool,
    },
    /// Print every route with its method, path, guard and permission.
    Routes {
        #[arg(long)]
        json: bool,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().command.unwrap_or(Command::Serve)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "sejawat: {failure}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(command: Command) -> Result<(), Failure> {
    let config = Config::from_env()?;
    program::start_logging(config.log_json);
    match command {
        Command::Serve => program::serve(config).await,
        Command::Worker => program::work(config).await,
        Command::Migrate => program::migrate(config).await,
        Command::CreateAdmin { email, name } => program::create_admin(config, &email, &name).await,
        Command::SeedDemo => program::seed_demo(config).await,
        Command::DemoLogins { json } => program::demo_logins(&config, json),
        Command::Routes { json } => program::routes(json),
    }
}
