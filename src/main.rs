//! The command line.

use std::process::ExitCode;

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
    /// Bring the database to this version's schema, as its owner.
    Migrate,
    /// Make a national coordinator and print the one-time link that is the way in.
    CreateAdmin {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
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
            use std::io::Write as _;
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
        Command::Migrate => program::migrate(config).await,
        Command::CreateAdmin { email, name } => program::create_admin(config, &email, &name).await,
        Command::Routes { json } => program::routes(json),
    }
}
