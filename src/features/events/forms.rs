//! The forms of an event's frame and of its status.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    model::{Dates, Frame, Funding, Kind, Mode},
    sql::Event,
};
use crate::{
    features::editions::model::Level,
    kernel::{ids::EventId, text, zone::Zone},
    web::{
        form::{Problem, Problems},
        page::Choice,
    },
};

/// The frame of an event as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FrameForm {
    pub title: String,
    pub venue: String,
    pub room: String,
    pub address: String,
    pub city: String,
    pub starts_on: String,
    pub programme_starts_on: String,
    pub programme_ends_on: String,
    pub ends_on: String,
    pub zone: String,
    pub mode: String,
    pub funding: String,
    pub note: String,
    #[serde(skip_serializing)]
    pub move_agenda: String,
    pub version: String,
}

impl FrameForm {
    /// The form of an event as it stands.
    pub fn of(event: &Event) -> Self {
        let dates = event.dates();
        let travels = |travel: NaiveDate, programme: NaiveDate| {
            if travel == programme { String::new() } else { travel.to_string() }
        };
        Self {
            title: event.title.clone(),
            venue: event.venue.clone(),
            room: event.room.clone(),
            address: event.address.clone(),
            city: event.city.clone(),
            starts_on: travels(dates.starts_on, dates.programme_starts_on),
            programme_starts_on: dates.programme_starts_on.to_string(),
            programme_ends_on: dates.programme_ends_on.to_string(),
            ends_on: travels(dates.ends_on, dates.programme_ends_on),
            zone: event.zone.letters().into(),
            mode: event.mode.code().into(),
            funding: event.funding.code().into(),
            note: event.note.clone(),
            move_agenda: "ya".into(),
            version: event.version.to_string(),
        }
    }

    /// The frame, or what is wrong.
    pub fn parse(&self, fundings: &[Funding]) -> Result<Frame, Vec<Problem>> {
        let mut problems = Problems::new();
        let frame = self.read(&mut problems, fundings);
        problems.into_result(frame)
    }

    /// The frame as far as it can be read; what is wrong goes to `problems`.
    pub fn read(&self, problems: &mut Problems, fundings: &[Funding]) -> Option<Frame> {
        let title = problems.required("title", &self.title, "nama kegiatan", 200);
        if (1..3).contains(&title.chars().count()) {
            problems.add("title", "Nama kegiatan paling sedikit 3 huruf.");
        }
        let venue = problems.optional("venue", &self.venue, "tempat", 200);
        let room = problems.optional("room", &self.room, "ruang", 100);
        let address = problems.optional("address", &self.address, "alamat", 300);
        let city = problems.optional("city", &self.city, "kota", 100);
        let dates = self.dates(problems);
        let zone = problems.choice("zone", &self.zone, "zona waktu", Zone::from_letters);
        let mode = problems.choice("mode", &self.mode, "bentuk kegiatan", Mode::from_code);
        let funding = problems.choice("funding", &self.funding, "sumber dana", |code| {
            Funding::from_code(code).filter(|funding| fundings.contains(funding))
        });
        let note = problems.lines("note", &self.note, "catatan", 1000);
        Some(Frame {
            title,
            venue,
            room,
            address,
            city,
            dates: dates?,
            zone: zone?,
            mode: mode?,
            funding: funding?,
            note,
        })
    }

    /// The days; travel days that are left empty are the programme's.
    fn dates(&self, problems: &mut Problems) -> Option<Dates> {
        let first = problems.date("programme_starts_on", &self.programme_starts_on, "hari pertama acara");
        let last = problems.date("programme_ends_on", &self.programme_ends_on, "hari terakhir acara");
        let mut travel = |field, raw: &str, label, otherwise: Option<NaiveDate>| {
            if raw.trim().is_empty() { otherwise } else { problems.date(field, raw, label) }
        };
        let starts = travel("starts_on", &self.starts_on, "hari berangkat", first);
        let ends = travel("ends_on", &self.ends_on, "hari pulang", last);
        let (first, last, starts, ends) = (first?, last?, starts?, ends?);
        if last < first {
            problems.add(
                "programme_ends_on",
                format!("Hari terakhir acara tidak boleh sebelum hari pertamanya, {}.", text::date(first)),
            );
        } else if starts > first {
            problems.add(
                "starts_on",
                format!("Hari berangkat tidak boleh sesudah hari pertama acara, {}.", text::date(first)),
            );
        } else if ends < last {
            problems.add(
                "ends_on",
                format!("Hari pulang tidak boleh sebelum hari terakhir acara, {}.", text::date(last)),
            );
        } else if (ends - starts).num_days() > Dates::MOST_DAYS {
            problems.add(
                "ends_on",
                "Kegiatan paling lama 31 hari termasuk perjalanan; periksa bulan dan tahunnya.",
            );
        }
        Some(Dates { starts_on: starts, programme_starts_on: first, programme_ends_on: last, ends_on: ends })
    }

    /// Another's choice in words, for a stale form.
    pub fn name(field: &str, code: &str) -> Option<String> {
        match field {
            "mode" => Mode::from_code(code).map(|mode| mode.label().to_owned()),
            "funding" => Funding::from_code(code).map(|funding| funding.label().to_owned()),
            "starts_on" | "programme_starts_on" | "programme_ends_on" | "ends_on" => {
                code.parse::<NaiveDate>().ok().map(text::long_date)
            }
            _ => None,
        }
    }
}

/// The zones, to choose from.
pub fn zones() -> Vec<Choice> {
    Zone::ALL.iter().map(|zone| Choice::new(zone.letters(), zone.letters())).collect()
}

/// The modes, to choose from.
pub fn modes() -> Vec<Choice> {
    Mode::ALL.iter().map(|mode| Choice::new(mode.code(), mode.label())).collect()
}

/// These sources of funding, to choose from.
pub fn fundings(allowed: &[Funding]) -> Vec<Choice> {
    allowed.iter().map(|funding| Choice::new(funding.code(), funding.label())).collect()
}

/// Why an event is postponed or cancelled, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub reason: String,
}

impl ReasonForm {
    /// The reason, or what is wrong.
    pub fn parse(&self) -> Result<String, Vec<Problem>> {
        let mut problems = Problems::new();
        let reason = problems.lines("reason", &self.reason, "alasan", 500);
        if reason.is_empty() {
            problems.add("reason", "Isi alasan; peserta, fasilitator, dan Perpusnas akan membacanya.");
        }
        problems.into_result(Some(reason))
    }
}

/// A self-funded event as typed: its frame, and what it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    pub kind: String,
    pub level: String,
    pub region_code: String,
    pub quota: String,
    /// The event it is a copy of; empty when it is none.
    pub copied_from: String,
    // The fields of a frame. They stand here once more because forms are read flat.
    pub title: String,
    pub venue: String,
    pub room: String,
    pub address: String,
    pub city: String,
    pub starts_on: String,
    pub programme_starts_on: String,
    pub programme_ends_on: String,
    pub ends_on: String,
    pub zone: String,
    pub mode: String,
    pub funding: String,
    pub note: String,
}

/// A self-funded event as a person wants it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: Kind,
    pub level: Level,
    pub region_code: String,
    pub quota: i32,
    pub copied_from: Option<EventId>,
    pub frame: Frame,
}

/// What a province may choose from for an event of its own.
#[derive(Clone, Debug)]
pub struct DraftRules {
    pub levels: Vec<Level>,
    pub fundings: Vec<Funding>,
    pub regions: Vec<Choice>,
}

impl DraftForm {
    /// The form filled with an earlier event, a year later on the same weekdays; people do not come along.
    pub fn copy_of(event: &Event, quota: i32, rules: &DraftRules) -> Self {
        let mut event = event.clone();
        let later = event.dates().shifted(364);
        (event.starts_on, event.ends_on) = (later.starts_on, later.ends_on);
        (event.programme_starts_on, event.programme_ends_on) =
            (later.programme_starts_on, later.programme_ends_on);
        let frame = FrameForm::of(&event);
        let level = if rules.levels.contains(&event.level) { event.level.code() } else { "" };
        let year = chrono::Datelike::year(&later.starts_on);
        Self {
            kind: event.kind.code().into(),
            level: level.into(),
            region_code: event.region_code.clone(),
            quota: quota.to_string(),
            copied_from: event.id.to_string(),
            title: frame.title.replace(&(year - 1).to_string(), &year.to_string()),
            venue: frame.venue,
            room: frame.room,
            address: frame.address,
            city: frame.city,
            starts_on: frame.starts_on,
            programme_starts_on: frame.programme_starts_on,
            programme_ends_on: frame.programme_ends_on,
            ends_on: frame.ends_on,
            zone: frame.zone,
            mode: frame.mode,
            funding: if rules.fundings.contains(&event.funding) { frame.funding } else { String::new() },
            note: String::new(),
        }
    }

    /// The command, or what is wrong.
    pub fn parse(&self, rules: &DraftRules) -> Result<Draft, Vec<Problem>> {
        let mut problems = Problems::new();
        let kind = problems.choice("kind", &self.kind, "jenis kegiatan", Kind::from_code);
        let level = problems.choice("level", &self.level, "tingkat", |code| {
            Level::from_code(code).filter(|level| rules.levels.contains(level))
        });
        let mut region_code = String::new();
        if level == Some(Level::Regency) {
            self.region_code.trim().clone_into(&mut region_code);
            if !rules.regions.is_empty() && !rules.regions.iter().any(|region| region.value == region_code) {
                problems.add("region_code", "Pilih kabupaten atau kota yang menyelenggarakan.");
            }
        }
        let frame = self.frame().read(&mut problems, &rules.fundings);
        let quota = if self.quota.trim().is_empty() {
            Some(0)
        } else {
            problems.number("quota", &self.quota, "jumlah tempat peserta", 0, 999)
        };
        let draft = (|| {
            Some(Draft {
                kind: kind?,
                level: level?,
                region_code,
                quota: quota?,
                copied_from: self.copied_from.parse().ok(),
                frame: frame?,
            })
        })();
        problems.into_result(draft)
    }

    fn frame(&self) -> FrameForm {
        let form = self.clone();
        FrameForm {
            title: form.title,
            venue: form.venue,
            room: form.room,
            address: form.address,
            city: form.city,
            starts_on: form.starts_on,
            programme_starts_on: form.programme_starts_on,
            programme_ends_on: form.programme_ends_on,
            ends_on: form.ends_on,
            zone: form.zone,
            mode: form.mode,
            funding: form.funding,
            note: form.note,
            ..FrameForm::default()
        }
    }
}
