//! What is typed about moving sessions.

use serde::{Deserialize, Serialize};

use super::model::{Until, Wish};
use crate::{
    features::agenda::forms::View,
    kernel::ids::SessionId,
    web::form::{Problem, Problems},
};

/// The minutes that stand ready to be picked.
pub(super) const MINUTES: [i64; 6] = [5, 10, 15, 20, 30, -10];

/// The choice of the end of the day.
pub(super) const DAY_END: &str = "akhir";

/// Which sessions are to be moved, by how much; part of the URL while it is being looked at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftForm {
    /// From which session on.
    pub mulai: String,
    /// One of [`MINUTES`].
    pub menit: String,
    /// Any other number of minutes.
    pub lain: String,
    /// Until which session, or [`DAY_END`]; empty for the next one with a fixed hour.
    pub sampai: String,
    /// `ya`: sessions with a fixed hour, too.
    pub tetap: String,
    /// `ya`: the result is to be shown.
    pub lihat: String,
    /// What was shown before it was confirmed.
    pub seal: String,
    /// `ya`: what comes of it is to be published, too.
    pub terbit: String,
    /// What was shown of version and draft.
    pub seen: String,
}

impl ShiftForm {
    /// Whether anything was asked.
    pub fn is_asked(&self) -> bool {
        !self.lihat.is_empty() || !self.menit.is_empty() || !self.lain.trim().is_empty()
    }

    /// Whether it is to be published, too.
    pub fn publishes(&self) -> bool {
        self.terbit == "ya"
    }

    /// What is asked for, or what is wrong.
    pub fn parse(&self) -> Result<Wish, Vec<Problem>> {
        let mut problems = Problems::new();
        let from = problems.choice("mulai", &self.mulai, "sesi", |raw| raw.parse::<SessionId>().ok());
        let minutes = if self.menit.is_empty() && self.lain.trim().is_empty() {
            problems.add("menit", "Pilih atau tulis berapa menit.");
            None
        } else if self.lain.trim().is_empty() {
            problems.choice("menit", &self.menit, "jumlah menit", |raw| {
                raw.parse::<i64>().ok().filter(|minutes| MINUTES.contains(minutes))
            })
        } else {
            problems.number("lain", &self.lain, "jumlah menit", -240, 240).map(i64::from)
        };
        if minutes == Some(0) {
            problems.add("lain", "Isi jumlah menit selain 0.");
        }
        let fixed_too = self.tetap == "ya";
        let wish = (|| Some(Wish { from: from?, minutes: minutes?, fixed_too, until: self.until() }))();
        problems.into_result(wish)
    }

    /// Until where; what is no session of the day is as good as nothing chosen.
    pub fn until(&self) -> Until {
        if self.sampai == DAY_END {
            Until::DayEnd
        } else {
            self.sampai.parse().map_or(Until::Next, Until::Session)
        }
    }
}

/// One session moved by hand: how its beginning and its end move, in minutes, to which room it goes, and where to go back to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NudgeForm {
    /// `-5 -5`
    pub by: String,
    /// `ya`: it goes to another room.
    pub pindah: String,
    /// To which one; empty for none.
    pub ruang: String,
    /// The version that was looked at.
    pub version: String,
    /// The view that it was done in, and its day.
    pub tampilan: String,
    pub hari: String,
}

impl NudgeForm {
    /// Where it was done.
    pub fn view(&self) -> View {
        View { tampilan: self.tampilan.clone(), hari: self.hari.clone() }
    }

    /// How the beginning and the end move, and to which room it goes, if to another.
    pub fn parse(&self) -> Option<((i64, i64), Option<String>)> {
        let (start, end) = self.by.trim().split_once(' ')?;
        let read = |raw: &str| raw.parse::<i64>().ok().filter(|minutes| minutes.abs() <= 24 * 60);
        let by = (read(start)?, read(end)?);
        let mut problems = Problems::new();
        let room = problems.optional("ruang", &self.ruang, "ruang", 100);
        let room = problems.into_result(Some(room)).ok()?;
        let room = (self.pindah == "ya").then_some(room);
        (by != (0, 0) || room.is_some()).then_some((by, room))
    }
}
