//! Warnings as people read them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::model::{Prayer, Warning};
use crate::{
    auth::actor::EventHead,
    features::agenda::sql::Session,
    kernel::{
        ids::{ParticipantId, SessionId},
        text,
        zone::Zone,
    },
};

/// What warnings are told with.
#[derive(Clone, Debug)]
pub(super) struct Words {
    zone: Zone,
    first_day: NaiveDate,
    last_day: NaiveDate,
    sessions: HashMap<SessionId, Line>,
    names: HashMap<ParticipantId, String>,
}

/// A session as warnings name it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub title: String,
    pub room: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Words {
    /// The words of these sessions.
    pub fn new(event: &EventHead, sessions: &[Session]) -> Self {
        let line = |session: &Session| Line {
            title: session.title.clone(),
            room: session.room.clone(),
            starts_at: session.starts_at,
            ends_at: session.ends_at,
        };
        let mut names = HashMap::new();
        for session in sessions {
            let ids = session.leader_ids.iter().chain(&session.moderator_ids);
            let called = session.leader_names.iter().chain(&session.moderator_names);
            names.extend(ids.zip(called).map(|(id, name)| (ParticipantId(*id), name.clone())));
        }
        Self {
            zone: event.zone,
            first_day: event.programme_starts_on,
            last_day: event.programme_ends_on,
            sessions: sessions.iter().map(|session| (session.id, line(session))).collect(),
            names,
        }
    }

    /// A session of the agenda.
    pub fn session(&self, id: SessionId) -> Option<&Line> {
        self.sessions.get(&id)
    }

    /// `08.30`.
    pub fn starts(&self, id: SessionId) -> String {
        self.session(id).map(|line| text::time(self.zone.local(line.starts_at).time())).unwrap_or_default()
    }

    fn title(&self, id: SessionId) -> &str {
        self.session(id).map_or("", |line| line.title.as_str())
    }

    fn room(&self, id: SessionId) -> &str {
        self.session(id).map_or("", |line| line.room.as_str())
    }

    fn name(&self, id: ParticipantId) -> &str {
        self.names.get(&id).map_or("Seorang petugas", String::as_str)
    }

    /// `08.30-09.15`.
    fn hours(&self, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> String {
        let clock = |at| text::time(self.zone.local(at).time());
        format!("{}-{}", clock(starts_at), clock(ends_at))
    }

    /// `“Pembukaan” (08.30-09.15)`.
    fn told(&self, id: SessionId) -> String {
        let hours = self.session(id).map(|line| self.hours(line.starts_at, line.ends_at)).unwrap_or_default();
        format!("“{}” ({hours})", self.title(id))
    }

    /// `Selasa, 2 Agustus 2022`.
    fn day(&self, id: SessionId) -> String {
        self.session(id).map(|line| text::long_date(self.zone.date(line.starts_at))).unwrap_or_default()
    }

    /// The heading that it stands under.
    pub fn heading(warning: &Warning) -> &'static str {
        match warning {
            Warning::Room { .. } => "Ruang dipakai dua sesi sekaligus",
            Warning::Person { .. } => "Orang bertugas di dua sesi sekaligus",
            Warning::Elsewhere { .. } => "Orang bertugas di kegiatan lain",
            Warning::Capacity { .. } => "Ruang terlalu kecil",
            Warning::Presentations { .. } => "Paparan melewati akhir sesi",
            Warning::Days { .. } => "Di luar hari acara",
            Warning::Prayer { prayer: Prayer::Friday, .. } => "Waktu salat Jumat",
            Warning::Prayer { .. } => "Waktu salat",
        }
    }

    /// One sentence, and what to do.
    pub fn sentence(&self, warning: &Warning) -> String {
        match *warning {
            Warning::Room { one, other } => format!(
                "{}, {}: dipakai {} dan {}. Pindahkan salah satunya ke ruang atau jam lain.",
                self.room(one),
                self.day(one),
                self.told(one),
                self.told(other)
            ),
            Warning::Person { person, one, other } => format!(
                "{}, {}: bertugas di {} dan {}. Ganti petugas atau jam salah satunya.",
                self.name(person),
                self.day(one),
                self.told(one),
                self.told(other)
            ),
            Warning::Elsewhere { busy, session } => format!(
                "{} bertugas di kegiatan lain pukul {} {} saat {}, {}. Tanyakan kepadanya, atau ganti petugasnya.",
                self.name(busy.person),
                self.hours(busy.starts_at, busy.ends_at),
                self.zone,
                self.told(session),
                self.day(session)
            ),
            Warning::Capacity { session, holds, expected } => format!(
                "{} memuat {} orang, sedangkan {} peserta ditunggu pada {}, {}. Pilih ruang yang lebih besar.",
                self.room(session),
                text::number(holds.into()),
                text::number(expected),
                self.told(session),
                self.day(session)
            ),
            Warning::Presentations { session, over } => format!(
                "{}, {}: paparan selesai {over} menit sesudah sesi berakhir. Bagi ulang menit paparannya, atau panjangkan sesinya.",
                self.told(session),
                self.day(session)
            ),
            Warning::Days { session } => format!(
                "{}, {}: di luar hari acara, {}. Pindahkan harinya, atau perbaiki hari acara kegiatan ini.",
                self.told(session),
                self.day(session),
                text::date_range(self.first_day, self.last_day)
            ),
            Warning::Prayer { prayer: Prayer::Friday, day, session } => format!(
                "{}, {}: berlangsung pada waktu salat Jumat, {}. Salat Jumat wajib dan tidak dapat ditunda; pindahkan sesi ini.",
                self.told(session),
                text::long_date(day),
                prayer_hours(Prayer::Friday)
            ),
            Warning::Prayer { prayer, day, session } => format!(
                "{}, {}: melewati waktu salat {}, {}. Sisipkan jeda, atau pastikan peserta sempat salat.",
                self.told(session),
                text::long_date(day),
                prayer.label(),
                prayer_hours(prayer)
            ),
        }
    }

    /// A few words beside the session `here`, without a full stop.
    pub fn short(&self, warning: &Warning, here: SessionId) -> String {
        let beside = |one, other| if one == here { other } else { one };
        match *warning {
            Warning::Room { one, other } => {
                format!("ruang juga dipakai “{}”", self.title(beside(one, other)))
            }
            Warning::Person { person, one, other } => {
                format!("{} juga bertugas di “{}”", self.name(person), self.title(beside(one, other)))
            }
            Warning::Elsewhere { busy, .. } => format!(
                "{} bertugas di kegiatan lain pukul {}",
                self.name(busy.person),
                self.hours(busy.starts_at, busy.ends_at)
            ),
            Warning::Capacity { holds, expected, .. } => format!(
                "ruang memuat {} orang, {} peserta ditunggu",
                text::number(holds.into()),
                text::number(expected)
            ),
            Warning::Presentations { over, .. } => format!("paparan melewati akhir sesi {over} menit"),
            Warning::Days { .. } => "di luar hari acara".into(),
            Warning::Prayer { prayer: Prayer::Friday, .. } => {
                format!("bertabrakan dengan salat Jumat, {}", prayer_hours(Prayer::Friday))
            }
            Warning::Prayer { prayer, .. } => {
                format!("melewati waktu salat {}, {}", prayer.label(), prayer_hours(prayer))
            }
        }
    }
}

/// `12.00-13.00`.
fn prayer_hours(prayer: Prayer) -> String {
    let (from, to) = prayer.hours();
    format!("{}-{}", text::time(from), text::time(to))
}
