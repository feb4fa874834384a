//! The rows of the hotel's list as typed.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    model::room_key,
    sql::{Guest, Needs, NewNeeds, NewStay},
};
use crate::{
    kernel::{
        ids::ParticipantId,
        text::{self, compact},
    },
    web::form::{Problem, Problems},
};

/// The page as typed: one list per column, all of the same length; `consent` names the people who are ticked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LodgingForm {
    pub person: Vec<String>,
    pub version: Vec<String>,
    pub arrives_on: Vec<String>,
    pub arrives_at: Vec<String>,
    pub arrives_by: Vec<String>,
    pub departs_on: Vec<String>,
    pub departs_at: Vec<String>,
    pub departs_by: Vec<String>,
    pub needs_room: Vec<String>,
    pub room: Vec<String>,
    pub mate: Vec<String>,
    pub consent: Vec<String>,
    pub access: Vec<String>,
    pub diet: Vec<String>,
}

/// One row as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RowForm {
    pub person: String,
    pub arrives_on: String,
    pub arrives_at: String,
    pub arrives_by: String,
    pub departs_on: String,
    pub departs_at: String,
    pub departs_by: String,
    /// `ya`, `tidak`, or nothing while nobody has said.
    pub needs_room: String,
    pub room: String,
    /// The room-mate's name as the list offers it.
    pub mate: String,
    /// `ya` when the person agrees that needs are noted.
    pub consent: String,
    pub access: String,
    pub diet: String,
    pub version: String,
}

impl LodgingForm {
    /// The rows, each for itself.
    pub fn rows(&self) -> Vec<RowForm> {
        let at = |column: &[String], i: usize| column.get(i).cloned().unwrap_or_default();
        let rows = self.person.iter().take(MOST_ROWS).enumerate();
        rows.map(|(i, person)| RowForm {
            person: person.clone(),
            arrives_on: at(&self.arrives_on, i),
            arrives_at: at(&self.arrives_at, i),
            arrives_by: at(&self.arrives_by, i),
            departs_on: at(&self.departs_on, i),
            departs_at: at(&self.departs_at, i),
            departs_by: at(&self.departs_by, i),
            needs_room: at(&self.needs_room, i),
            room: at(&self.room, i),
            mate: at(&self.mate, i),
            consent: if self.consent.contains(person) { "ya".into() } else { String::new() },
            access: at(&self.access, i),
            diet: at(&self.diet, i),
            version: at(&self.version, i),
        })
        .collect()
    }
}

/// The most rows that are saved at once.
const MOST_ROWS: usize = 200;

/// `1/8/2022`, as people type a day.
pub(super) fn short_day(day: Option<NaiveDate>) -> String {
    day.map(|day| format!("{}/{}/{}", day.day(), day.month(), day.year())).unwrap_or_default()
}

/// The people of the list as room-mates are named: by name, and where names repeat with the agency.
pub(super) struct Mates(Vec<(ParticipantId, String, String)>);

impl Mates {
    /// Everybody of the list.
    pub fn of(guests: &[Guest]) -> Self {
        let mut names: Vec<String> = guests.iter().map(|guest| compact(&guest.titled())).collect();
        names.sort();
        let repeats = |name: &str| {
            names.partition_point(|n| n.as_str() <= name) - names.partition_point(|n| n.as_str() < name) > 1
        };
        let label = |guest: &Guest| {
            let name = guest.titled();
            if repeats(&compact(&name)) && !guest.agency_name.is_empty() {
                format!("{name} ({})", guest.agency_name)
            } else {
                name
            }
        };
        Self(guests.iter().map(|guest| (guest.id, label(guest), compact(&guest.full_name))).collect())
    }

    /// How the list names somebody; nothing for nobody, and for who has left the list.
    pub fn name(&self, person: Option<ParticipantId>) -> String {
        let found = person.and_then(|person| self.0.iter().find(|(id, ..)| *id == person));
        found.map(|(_, label, _)| label.clone()).unwrap_or_default()
    }

    fn find(&self, typed: &str) -> Result<ParticipantId, &'static str> {
        let wanted = compact(typed);
        if let Some((id, ..)) = self.0.iter().find(|(_, label, _)| compact(label) == wanted) {
            return Ok(*id);
        }
        let mut found = self.0.iter().filter(|(.., name)| *name == wanted);
        match (found.next(), found.next()) {
            (Some((id, ..)), None) => Ok(*id),
            (Some(_), Some(_)) => {
                Err("Ada beberapa orang bernama ini. Pilih satu yang menyebut instansinya.")
            }
            _ => Err("Tidak ada orang bernama ini dalam daftar. Pilih dari saran, atau kosongkan."),
        }
    }
}

impl RowForm {
    /// The row as it stands.
    pub(super) fn of(guest: &Guest, needs: Option<&Needs>, mates: &Mates) -> Self {
        let hour = |at: Option<chrono::NaiveTime>| at.map(text::time).unwrap_or_default();
        Self {
            person: guest.id.to_string(),
            arrives_on: short_day(guest.arrives_on),
            arrives_at: hour(guest.arrives_at),
            arrives_by: guest.arrives_by.clone(),
            departs_on: short_day(guest.departs_on),
            departs_at: hour(guest.departs_at),
            departs_by: guest.departs_by.clone(),
            needs_room: match guest.needs_room {
                Some(true) => "ya".into(),
                Some(false) => "tidak".into(),
                None => String::new(),
            },
            room: guest.room.clone(),
            mate: mates.name(guest.mate),
            consent: if needs.is_some() { "ya".into() } else { String::new() },
            access: needs.map(|needs| needs.access.clone()).unwrap_or_default(),
            diet: needs.map(|needs| needs.diet.clone()).unwrap_or_default(),
            version: guest.version.to_string(),
        }
    }

    /// Whether what is typed says something else than what stands.
    pub(super) fn differs(&self, standing: &Self) -> bool {
        let plain = |form: &Self| {
            let mut form = Self { version: String::new(), ..form.clone() };
            for field in [&mut form.room, &mut form.mate, &mut form.access, &mut form.diet] {
                *field = field.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            form
        };
        plain(self) != plain(standing)
    }

    /// Whether the row is as it was drawn, whatever has become of it since.
    pub(super) fn is_untouched(&self) -> bool {
        let drawn =
            self.version.split_once(' ').and_then(|(_, drawn)| serde_json::from_str::<Self>(drawn).ok());
        drawn.is_some_and(|drawn| !self.differs(&drawn))
    }

    /// The commands, or what is wrong. `near` is the event's first day, which says what `1/8` and `1` mean.
    pub(super) fn parse(
        &self,
        guest: &Guest,
        mates: &Mates,
        near: NaiveDate,
    ) -> Result<(NewStay, Option<NewNeeds>), Vec<Problem>> {
        let mut problems = Problems::new();
        let arrives_on = day(&mut problems, "arrives_on", &self.arrives_on, near);
        let departs_on = day(&mut problems, "departs_on", &self.departs_on, near);
        if let (Some(arrives), Some(departs)) = (arrives_on, departs_on)
            && departs < arrives
        {
            problems.add("departs_on", "Pulangnya lebih awal daripada datangnya.");
        }
        let arrives_at = hour(&mut problems, "arrives_at", &self.arrives_at, arrives_on.is_some());
        let departs_at = hour(&mut problems, "departs_at", &self.departs_at, departs_on.is_some());
        let needs_room = match self.needs_room.as_str() {
            "ya" => Some(true),
            "tidak" => Some(false),
            _ => None,
        };
        let room = problems.optional("room", &self.room, "nomor kamar", 20);
        if !room.is_empty() && room_key(&room).is_empty() {
            problems.add("room", "Ketik nomor kamarnya.");
        }
        let mate = self.mate(&mut problems, guest.id, mates);
        let access = problems.optional("access", &self.access, "kebutuhan akses", 200);
        let diet = problems.optional("diet", &self.diet, "makanan", 200);
        let consents = self.consent == "ya";
        let has_needs = !access.is_empty() || !diet.is_empty();
        if has_needs && !consents {
            problems.add(
                "consent",
                "Tanyakan dulu kepada orangnya, lalu centang. Tanpa persetujuan, kebutuhan tidak disimpan.",
            );
        }
        let arrives_by = problems.optional("arrives_by", &self.arrives_by, "kendaraan", 40);
        let departs_by = problems.optional("departs_by", &self.departs_by, "kendaraan", 40);
        let province = guest.province.clone();
        let stay = NewStay {
            person: guest.id,
            province: province.clone(),
            version: guest.version,
            arrives: (arrives_on, arrives_at, arrives_by),
            departs: (departs_on, departs_at, departs_by),
            needs_room,
            room,
            mate,
        };
        let needs = consents.then_some(NewNeeds { person: guest.id, province, access, diet });
        problems.into_result(Some((stay, needs)))
    }

    fn mate(&self, problems: &mut Problems, own: ParticipantId, mates: &Mates) -> Option<ParticipantId> {
        if self.mate.trim().is_empty() {
            return None;
        }
        match mates.find(&self.mate) {
            Ok(mate) if mate == own => {
                problems.add("mate", "Teman sekamar adalah orang lain.");
                None
            }
            Ok(mate) => Some(mate),
            Err(sentence) => {
                problems.add("mate", sentence);
                None
            }
        }
    }
}

/// A day as people type it beside others: `1/8/2022`, `1/8`, `1`.
fn day(problems: &mut Problems, field: &'static str, typed: &str, near: NaiveDate) -> Option<NaiveDate> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let parts: Vec<Option<u32>> = typed.split(['/', '-', '.', ' ']).map(|part| part.parse().ok()).collect();
    let short = match parts.as_slice() {
        [Some(day)] => NaiveDate::from_ymd_opt(near.year(), near.month(), *day),
        [Some(day), Some(month)] => NaiveDate::from_ymd_opt(near.year(), *month, *day),
        _ => None,
    };
    short.or_else(|| problems.date(field, typed, "hari"))
}

/// An hour, which needs its day.
fn hour(
    problems: &mut Problems,
    field: &'static str,
    typed: &str,
    has_day: bool,
) -> Option<chrono::NaiveTime> {
    if typed.trim().is_empty() {
        return None;
    }
    let hour = problems.time(field, typed, "jam");
    if !has_day && hour.is_some() {
        problems.add(field, "Isi juga harinya.");
        return None;
    }
    hour
}

/// How many beds the rooms have, as typed: two lists of the same length.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BedsForm {
    pub number: Vec<String>,
    pub beds: Vec<String>,
}

impl BedsForm {
    /// Rooms and beds, or which room has something else in it.
    pub fn parse(&self) -> Result<Vec<(String, i32)>, String> {
        let rooms = self.number.iter().zip(&self.beds).take(500);
        rooms
            .map(|(room, beds)| {
                let room: String = room.trim().chars().take(20).collect();
                match beds.trim().parse::<i32>() {
                    Ok(beds) if (1..=20).contains(&beds) && !room_key(&room).is_empty() => {
                        Ok((room_key(&room), beds))
                    }
                    _ => Err(room),
                }
            })
            .collect()
    }
}

/// What of the list is shown.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LodgingFilter {
    /// Words of a name, an agency or a room.
    pub cari: String,
    /// `periksa` for what is odd, `belum` for who has said nothing, `kamar` for who needs a room.
    pub tampil: String,
    /// The page, from 1.
    pub halaman: String,
}
