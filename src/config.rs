//! What the operator decides, from the environment. Everything has a default that suits a demo on one machine.

use std::{env, net::SocketAddr, path::PathBuf};

/// The program's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// `LISTEN`: where the program answers.
    pub listen: SocketAddr,
    /// `DATA_DIR`: where the private database and uploaded files lie.
    pub data_dir: PathBuf,
    /// `DATABASE_URL`: a PostgreSQL 15 or later, as the login `sejawat_app`. Without it, a private one is started.
    pub database_url: Option<String>,
    /// `DATABASE_OWNER_URL`: the same database as the login `sejawat_owner`; only `migrate` uses it.
    pub database_owner_url: Option<String>,
    /// `DATABASE_CONNECTIONS`: how many connections the program holds at most.
    pub database_connections: u32,
    /// `BASE_URL`: the address that people type, without a trailing slash.
    pub base_url: String,
    /// `DEMO=no`: a private database that is made begins empty instead of with the demo.
    pub demo: bool,
    /// `LOG_FORMAT=json`: structured logs.
    pub log_json: bool,
}

/// Settings that cannot be read, all at once.
#[derive(Debug, thiserror::Error)]
#[error("the configuration cannot be used:\n{}", .0.join("\n"))]
pub struct ConfigError(Vec<String>);

impl Config {
    /// Reads the environment and names everything that is wrong with it at once.
    pub fn from_env() -> Result<Self, ConfigError> {
        let mut wrong = Vec::new();
        let given = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
        let listen = given("LISTEN").unwrap_or_else(|| "127.0.0.1:8080".into());
        let address = listen.parse::<SocketAddr>();
        if address.is_err() {
            wrong.push(format!("LISTEN={listen}: give an address and a port, such as 127.0.0.1:8080"));
        }
        let connections = given("DATABASE_CONNECTIONS").unwrap_or_else(|| "12".into());
        let database_connections = connections.parse::<u32>().ok().filter(|n| (2..=200).contains(n));
        if database_connections.is_none() {
            wrong.push(format!("DATABASE_CONNECTIONS={connections}: give a number from 2 to 200"));
        }
        let base_url = given("BASE_URL").unwrap_or_else(|| format!("http://{listen}"));
        let base_url = base_url.trim_end_matches('/').to_owned();
        if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
            wrong.push(format!("BASE_URL={base_url}: begin with https:// (or http:// for a trial)"));
        }
        let log_json = match given("LOG_FORMAT").as_deref() {
            None | Some("text") => false,
            Some("json") => true,
            Some(other) => {
                wrong.push(format!("LOG_FORMAT={other}: give text or json"));
                false
            }
        };
        let demo = match given("DEMO").as_deref() {
            None | Some("yes") => true,
            Some("no") => false,
            Some(other) => {
                wrong.push(format!("DEMO={other}: give yes or no"));
                true
            }
        };
        match (address, database_connections) {
            (Ok(listen), Some(database_connections)) if wrong.is_empty() => Ok(Self {
                listen,
                data_dir: given("DATA_DIR").map_or_else(|| PathBuf::from(".data"), PathBuf::from),
                database_url: given("DATABASE_URL"),
                database_owner_url: given("DATABASE_OWNER_URL"),
                database_connections,
                base_url,
                demo,
                log_json,
            }),
            _ => Err(ConfigError(wrong)),
        }
    }
}
