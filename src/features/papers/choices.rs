//! What an office chooses about a paper, as it is kept with it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::model::{BadgeSize, Letterhead, Order, RundownOf};
use crate::{
    db::scope::ProvinceCode,
    features::{registration::PersonKind, tenants::model::Paper},
    kernel::ids::{SessionId, SignerId},
};

/// A day or a session that a sheet is for: `2022-08-02`, or the session's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetOf {
    /// A whole day.
    Day(NaiveDate),
    /// One session.
    Session(SessionId),
}

impl SheetOf {
    /// As a form sends it.
    pub fn value(self) -> String {
        match self {
            SheetOf::Day(day) => day.to_string(),
            SheetOf::Session(session) => session.to_string(),
        }
    }

    /// Reads what a form sends.
    pub fn parse(value: &str) -> Option<Self> {
        let day = NaiveDate::parse_from_str(value, "%Y-%m-%d").ok().map(SheetOf::Day);
        day.or_else(|| value.parse().ok().map(SheetOf::Session))
    }
}

/// The command that a paper's form becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Whom it is for.
    pub kinds: Vec<PersonKind>,
    /// Only the people of one province.
    pub province: Option<ProvinceCode>,
    /// In which order.
    pub order: Order,
    /// Under whose letterhead.
    pub letterhead: Letterhead,
    /// On which paper.
    pub paper: Paper,
    /// Who signs; nobody, or a line left blank.
    pub signer: Signing,
    /// Whether telephone numbers are on it.
    pub with_phone: bool,
    /// How large badges are.
    pub badge_size: BadgeSize,
    /// The days and sessions of sheets.
    pub sheets: Vec<SheetOf>,
    /// How many forms nobody's name is on.
    pub blank_forms: u8,
    /// Which agenda a rundown is of.
    #[serde(default = "RundownOf::usual")]
    pub rundown_of: RundownOf,
}

/// Who signs at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signing {
    /// Nobody.
    Nobody,
    /// Somebody, by hand.
    Blank,
    /// One of the office's signers.
    Signer(SignerId),
}

impl Signing {
    /// As a form sends it.
    pub fn value(self) -> String {
        match self {
            Signing::Nobody => "tanpa".into(),
            Signing::Blank => "kosong".into(),
            Signing::Signer(id) => id.to_string(),
        }
    }

    /// Reads what a form sends.
    pub fn parse(value: &str) -> Option<Self> {
        match value {
            "tanpa" => Some(Signing::Nobody),
            "kosong" => Some(Signing::Blank),
            id => id.parse().ok().map(Signing::Signer),
        }
    }
}

/// How many people of a kind a province sends whom papers show.
#[derive(Clone, Debug)]
pub struct KindCount {
    /// As what they come.
    pub kind: PersonKind,
    /// Who sends them.
    pub province: ProvinceCode,
    /// How many.
    pub people: i64,
}
