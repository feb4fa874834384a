//! The three Indonesian time zones. None has daylight saving (Keppres 41/1987).

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, Offset as _, Utc};
use serde::{Deserialize, Serialize};

/// WIB (UTC+7), WITA (UTC+8) or WIT (UTC+9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Zone {
    /// Waktu Indonesia Barat.
    Wib,
    /// Waktu Indonesia Tengah.
    Wita,
    /// Waktu Indonesia Timur.
    Wit,
}

impl Zone {
    /// All three, from west to east.
    pub const ALL: [Zone; 3] = [Zone::Wib, Zone::Wita, Zone::Wit];

    /// The letters people write after a time.
    pub const fn letters(self) -> &'static str {
        match self {
            Zone::Wib => "WIB",
            Zone::Wita => "WITA",
            Zone::Wit => "WIT",
        }
    }

    /// Reads the letters; anything else is `None`.
    pub fn from_letters(letters: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.letters() == letters)
    }

    /// The zone's name in the world's list of zones.
    pub const fn name(self) -> &'static str {
        match self {
            Zone::Wib => "Asia/Jakarta",
            Zone::Wita => "Asia/Makassar",
            Zone::Wit => "Asia/Jayapura",
        }
    }

    /// How far its clocks are before UTC: `+0700`.
    pub const fn utc_offset(self) -> &'static str {
        match self {
            Zone::Wib => "+0700",
            Zone::Wita => "+0800",
            Zone::Wit => "+0900",
        }
    }

    fn offset(self) -> FixedOffset {
        let hours = match self {
            Zone::Wib => 7,
            Zone::Wita => 8,
            Zone::Wit => 9,
        };
        FixedOffset::east_opt(hours * 3600).unwrap_or_else(|| Utc.fix())
    }

    /// The wall clock of this zone at an instant.
    pub fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.offset()).naive_local()
    }

    /// The date in this zone at an instant.
    pub fn date(self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The instant of a wall clock in this zone.
    pub fn instant(self, local: NaiveDateTime) -> DateTime<Utc> {
        DateTime::from_naive_utc_and_offset(local - self.offset(), Utc)
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.letters())
    }
}

impl sqlx::Type<sqlx::Postgres> for Zone {
    fn type_info() -> sqlx::postgres::PgTypeInfo {
        <str as sqlx::Type<sqlx::Postgres>>::type_info()
    }
    fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
        <str as sqlx::Type<sqlx::Postgres>>::compatible(ty)
    }
}

impl<'r> sqlx::Decode<'r, sqlx::Postgres> for Zone {
    fn decode(value: sqlx::postgres::PgValueRef<'r>) -> Result<Self, sqlx::error::BoxDynError> {
        let letters = <&str as sqlx::Decode<sqlx::Postgres>>::decode(value)?;
        Zone::from_letters(letters).ok_or_else(|| format!("unknown zone {letters}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_morning_in_papua_is_the_evening_before_in_utc() {
        let seven = NaiveDate::from_ymd_opt(2022, 8, 9).and_then(|d| d.and_hms_opt(7, 0, 0)).unwrap();
        let instant = Zone::Wit.instant(seven);
        assert_eq!(instant.to_rfc3339(), "2022-08-08T22:00:00+00:00");
        assert_eq!(Zone::Wit.local(instant), seven);
        assert_eq!(Zone::Wib.local(instant).to_string(), "2022-08-09 05:00:00");
    }
}
