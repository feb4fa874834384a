//! The demo's logins: who they are, their one password, and where the list is kept.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use serde::{Deserialize, Serialize};

use crate::{auth::permission::Role, error::Failure};

/// The password of every demo account. A demo holds nobody's data.
pub const PASSWORD: &str = "contoh-sejawat-2022";

/// An account of the demo.
#[derive(Clone, Copy, Debug)]
pub(super) struct DemoAccount {
    /// The part of the address before `@contoh.id.invalid`.
    pub(super) address: &'static str,
    /// A synthetic name.
    pub(super) name: &'static str,
    pub(super) role: Role,
    /// Kemendagri's code; empty for Perpusnas.
    pub(super) province: &'static str,
}

const fn account(
    address: &'static str,
    name: &'static str,
    role: Role,
    province: &'static str,
) -> DemoAccount {
    DemoAccount { address, name, role, province }
}

/// The accounts with a password.
pub(super) const ACCOUNTS: &[DemoAccount] = &[
    account("koordinator", "Ratna Koordinator (contoh)", Role::NationalCoordinator, ""),
    account("admin.jambi", "Budi Admin (contoh)", Role::ProvinceAdmin, "15"),
    account("operator.jambi", "Sari Operator (contoh)", Role::ProvinceOperator, "15"),
    account("fasilitator.jambi", "Tono Fasilitator (contoh)", Role::Facilitator, "15"),
    account("konsultan.jambi", "Maya Konsultan (contoh)", Role::Consultant, "15"),
    account("admin.jawa-tengah", "Wulan Admin (contoh)", Role::ProvinceAdmin, "33"),
    account("operator.jawa-tengah", "Agus Operator (contoh)", Role::ProvinceOperator, "33"),
    account("fasilitator.jawa-tengah", "Dewi Fasilitator (contoh)", Role::Facilitator, "33"),
    account("fasilitator2.jawa-tengah", "Hadi Fasilitator (contoh)", Role::Facilitator, "33"),
    account("admin.jawa-barat", "Asep Admin (contoh)", Role::ProvinceAdmin, "32"),
    account("operator.jawa-barat", "Neneng Operator (contoh)", Role::ProvinceOperator, "32"),
    account("admin.dki-jakarta", "Indah Admin (contoh)", Role::ProvinceAdmin, "31"),
    account("operator.dki-jakarta", "Fajar Operator (contoh)", Role::ProvinceOperator, "31"),
    account("admin.papua", "Yohana Admin (contoh)", Role::ProvinceAdmin, "91"),
];

/// The address of a demo account: a domain that cannot exist.
pub(super) fn address(part: &str) -> String {
    format!("{part}@contoh.id.invalid")
}

/// One line of `sejawat demo-logins`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DemoLogin {
    /// The role as the screen says it.
    pub role: String,
    /// The province's name.
    pub province: Option<String>,
    /// The event's title, for roles that count in one event.
    pub event: Option<String>,
    /// The address to sign in with.
    pub email: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// A personal link where the role has no account; kept as a path, printed with `BASE_URL`.
    pub link: Option<String>,
    /// The code that a new browser is asked for by the link.
    pub code: Option<String>,
}

const FILE: &str = "demo-logins.json";

/// Keeps the list beside the data: a personal link cannot be read back from the database.
pub fn save(data_dir: &Path, logins: &[DemoLogin]) -> Result<(), Failure> {
    fs::create_dir_all(data_dir)?;
    let mut file = fs::OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .mode(0o600)
        .open(data_dir.join(FILE))?;
    file.write_all(serde_json::to_string_pretty(logins)?.as_bytes())?;
    Ok(())
}

/// The list as it was kept, with full links. Needs no database and no lock.
pub fn load(data_dir: &Path, base_url: &str) -> Result<Vec<DemoLogin>, Failure> {
    let path = data_dir.join(FILE);
    let text = fs::read_to_string(&path).map_err(|error| {
        format!("no demo logins in {}: {error}. Start the demo once, or run seed-demo.", path.display())
    })?;
    let mut logins: Vec<DemoLogin> = serde_json::from_str(&text)?;
    for login in &mut logins {
        if let Some(path) = &login.link {
            login.link = Some(format!("{base_url}{path}"));
        }
    }
    Ok(logins)
}
