//! The page of one's own; on a new browser, its door.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::moment::Moment;
use crate::{
    auth::{personal::PersonalLink, token::Secret},
    error::Result,
    features::{
        achievements,
        agenda::{
            self,
            publication::{
                self, Version,
                changes::{Change, What},
            },
            speakers::paths::SpeakerPath,
        },
        attendance::{check_in, model},
        evaluation::{self, Invitation},
        events::model::Status as EventStatus,
        personal::{
            paths::{AnswerPath, DetailsPath, KeepDetailsPath, OwnCalendarPath, OwnConsentPath, OwnPagePath},
            sql,
        },
        registration::{
            Answer, CONSENT_NOTICE, DetailsForm, Entry, OwnRow, Purpose, Status, Word, consents_of, own_row,
        },
    },
    kernel::{ids::SessionId, text, zone::Zone},
    web::{
        AppState,
        door::{self, EventLine},
        filters,
        form::{FormState, Problem},
        guard::ByLink,
        page::{Choice, Shell, page},
    },
};

/// What the door says.
pub(in crate::features::personal) const DOOR: door::Words = door::Words {
    lead: "Halaman ini milik seorang peserta. Untuk membukanya pada perangkat ini, ketik 4 angka terakhir nomor telepon yang Anda daftarkan, atau kode dari panitia.",
    button: "Buka halaman saya",
};

#[derive(Template)]
#[template(path = "personal/own.html")]
pub(super) struct OwnPage {
    shell: Shell,
    event: EventLine,
    /// Where whoever speaks tells of themselves.
    speaker: Option<String>,
    /// What is said of an event that is called off.
    off: &'static str,
    name: String,
    standing: Standing,
    kind: String,
    agency: String,
    has_library: bool,
    /// Whether the own details can be corrected.
    is_open: bool,
    form: FormState<DetailsForm>,
    details: String,
    keep: String,
    sexes: Vec<Choice>,
    consents: Vec<ConsentLine>,
    consent: String,
    notice: &'static str,
    office: String,
    office_phone: String,
    /// The number as a dialler wants it.
    office_dial: String,
    zone: &'static str,
    /// The version of the agenda; empty where none is published.
    version: String,
    /// What is no longer on the agenda.
    gone: Vec<String>,
    calendar: String,
    days: Vec<Day>,
    /// What is going on, on the event's days.
    moment: Option<Moment>,
    /// The sessions in which one can mark oneself present now.
    asked: Vec<check_in::Asked>,
    /// Where one says what one thinks of the event, while that is asked.
    evaluation: Option<Invitation>,
    /// To tell what one's library has done.
    achievement: Option<achievements::Invitation>,
    /// Whether the last session has ended, and with it what one is asked about.
    is_over: bool,
}

/// Where one stands, in words, and what can be said about it.
struct Standing {
    meaning: &'static str,
    heading: &'static str,
    sentence: String,
    /// Where answers are sent; empty when there is nothing to say.
    answer: String,
    can_come: bool,
    can_decline: bool,
    can_take_back: bool,
    /// What is wrong with the reason.
    problem: String,
}

struct ConsentLine {
    purpose: Purpose,
    given: bool,
    since: String,
}

struct Day {
    name: String,
    slots: Vec<Slot>,
}

struct Slot {
    title: String,
    room: String,
    dress_code: String,
    /// When the own library presents; empty when it does not.
    turn: String,
    starts: String,
    ends: String,
    class: &'static str,
    /// Whether the page's head leads here.
    is_at: bool,
    /// What is otherwise than in the version before.
    changes: Vec<String>,
    state: Option<model::State>,
}

/// Whether the event's first session has begun; without an agenda, its first morning.
pub(super) async fn has_started(
    conn: &mut PgConnection,
    app: &AppState,
    link: &PersonalLink,
) -> Result<bool> {
    let sessions = agenda::list_for_event(conn, link.event).await?;
    Ok(app.clock.programme_now() >= starts_at(&sessions, link))
}

fn starts_at(sessions: &[agenda::Session], link: &PersonalLink) -> chrono::DateTime<chrono::Utc> {
    let morning = link.about.starts_on.and_time(NaiveTime::from_hms_opt(7, 0, 0).unwrap_or_default());
    let first = sessions.iter().map(|session| session.starts_at).min();
    first.unwrap_or_else(|| link.about.zone.instant(morning))
}

impl Standing {
    fn of(row: &OwnRow, has_started: bool, token: &str, problems: &[Problem]) -> Self {
        let office = &row.office;
        let (meaning, heading, sentence) = match (row.status, row.answer) {
            (Status::AwaitingApproval, _) => (
                "late",
                "Menunggu persetujuan",
                format!(
                    "Pendaftaran Anda sudah diterima dan menunggu persetujuan {office}. Sampai disetujui, Anda dapat memperbaiki data di bawah."
                ),
            ),
            (Status::Refused, _) => (
                "refused",
                "Pendaftaran belum dapat disetujui",
                format!(
                    "Terima kasih sudah mendaftar. Mohon maaf, {office} belum dapat menyetujui pendaftaran Anda untuk kegiatan ini."
                ),
            ),
            (Status::Declined, Answer::NotComing) => {
                let reason = if row.answer_reason.is_empty() {
                    String::new()
                } else {
                    format!(" Alasan: {}.", row.answer_reason.trim_end_matches('.'))
                };
                ("neutral", "Anda menyatakan berhalangan", format!("Dinas sudah melihatnya.{reason}"))
            }
            (Status::Declined, _) => (
                "neutral",
                "Tercatat berhalangan",
                format!("{office} mencatat bahwa Anda tidak dapat hadir. Bila keliru, hubungi dinas."),
            ),
            (Status::Confirmed, _) => ("done", "Anda akan hadir", "Sampai jumpa di kegiatan.".to_owned()),
            _ => {
                let is_own = row.entry == Entry::Myself;
                let heading = if is_own { "Pendaftaran disetujui" } else { "Anda terdaftar" };
                let sentence = if has_started {
                    "Kegiatan sudah dimulai."
                } else {
                    "Pastikan kehadiran Anda, supaya panitia dapat bersiap."
                };
                ("way", heading, sentence.to_owned())
            }
        };
        let is_theirs = !has_started && Answer::Coming.leads_to(row.status, row.answer).is_some();
        let path = AnswerPath { token: token.to_owned() }.to_string();
        Self {
            meaning,
            heading,
            sentence,
            answer: if is_theirs { path } else { String::new() },
            can_come: row.status != Status::Confirmed,
            can_decline: row.status != Status::Declined,
            can_take_back: row.answer != Answer::Open,
            problem: problems.first().map(|problem| problem.sentence.clone()).unwrap_or_default(),
        }
    }
}

impl OwnPage {
    /// The page with this form of the details; `problems` are those of an answer.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        me: &ByLink,
        token: &str,
        form: FormState<DetailsForm>,
        problems: Vec<Problem>,
    ) -> Result<Self> {
        let link = &me.link;
        let row = own_row(conn, link.event, link.person).await?;
        let states = sql::states(conn, link.event, link.person).await?;
        let words = consents_of(conn, link.event, link.person).await?;
        let sessions = agenda::list_for_event(conn, link.event).await?;
        let now = app.clock.programme_now();
        let has_started = now >= starts_at(&sessions, link);
        let version = if row.status == Status::Refused {
            None
        } else {
            publication::of_readers(conn, link.event).await?
        };
        let shown = version.as_ref().map(|version| version.sessions.as_slice()).unwrap_or_default();
        let turns = row.library.map(|library| agenda::turns_of(shown, library)).unwrap_or_default();
        let off = publication::called_off(conn, link.event).await?.map_or("", EventStatus::off_notice);
        let changes = version.as_ref().map(Version::changes).unwrap_or_default();
        let evaluation = evaluation::invitation(conn, &app.clock, link, token).await?;
        let achievement = achievements::invitation(conn, link, token).await?;
        let speaks = shown.iter().any(|session| session.is_spoken_in_by(link.person));
        let moment = if off.is_empty() { Moment::of(shown, &turns, link, now) } else { None };
        let last = shown.iter().map(|session| session.ends_at).max();
        let is_over = last.map_or_else(|| link.about.zone.date(now) > link.about.ends_on, |last| now >= last);
        let asked = check_in::asked(conn, link.event, link.person, token).await?;
        let token = token.to_owned();
        Ok(Self {
            asked,
            speaker: speaks.then(|| SpeakerPath { token: Secret(token.clone()) }.to_string()),
            shell: me.shell.clone(),
            evaluation,
            achievement,
            is_over,
            event: EventLine::from(&link.about),
            off,
            name: row.titled(),
            standing: Standing::of(&row, has_started, &token, &problems),
            kind: row.kind.label().to_owned(),
            has_library: row.library.is_some(),
            is_open: row.status.counts() || row.status == Status::Declined,
            form,
            details: DetailsPath { token: token.clone() }.to_string(),
            keep: KeepDetailsPath { token: token.clone() }.to_string(),
            sexes: vec![Choice::new("L", "Laki-laki"), Choice::new("P", "Perempuan")],
            consents: consents(&words, link),
            calendar: OwnCalendarPath { token: token.clone() }.to_string(),
            consent: OwnConsentPath { token }.to_string(),
            notice: CONSENT_NOTICE,
            office_dial: row.office_phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            agency: row.agency_name,
            office: row.office,
            office_phone: row.office_phone,
            zone: link.about.zone.letters(),
            version: version.as_ref().map(|version| told(version, link)).unwrap_or_default(),
            gone: gone(&changes, link),
            days: version
                .map(|version| days(version, &changes, (&states, &turns), (now, moment.as_ref()), link))
                .unwrap_or_default(),
            moment,
        })
    }
}

fn consents(words: &[Word], link: &PersonalLink) -> Vec<ConsentLine> {
    Purpose::ALL
        .iter()
        .map(|purpose| {
            let word = words.iter().find(|word| word.purpose == *purpose);
            let since = word.map(|word| {
                let at = text::moment(link.about.zone.local(word.at), link.about.zone);
                if word.given { format!("Disetujui {at}") } else { format!("Ditarik {at}") }
            });
            ConsentLine {
                purpose: *purpose,
                given: word.is_some_and(|word| word.given),
                since: since.unwrap_or_else(|| "Belum disetujui".into()),
            }
        })
        .collect()
}

/// `Giliran perpustakaan Anda: 09.45-10.00, urutan ke-3`
fn turn_words(turn: &agenda::Turn, starts_at: DateTime<Utc>, zone: Zone) -> String {
    let from = starts_at + TimeDelta::minutes(turn.after);
    let to = from + TimeDelta::minutes(turn.minutes.into());
    let time = |at| text::time(zone.local(at).time());
    format!("Giliran perpustakaan Anda: {}-{}, urutan ke-{}", time(from), time(to), turn.nth)
}

/// `Versi 2, diterbitkan Senin, 1 Agustus 2022, 09.05 WIB. Menunggu kepastian narasumber.`
fn told(version: &Version, link: &PersonalLink) -> String {
    let at = text::moment(link.about.zone.local(version.published_at), link.about.zone);
    let note = if version.note.is_empty() { String::new() } else { format!(" {}", version.note) };
    format!("Versi {}, diterbitkan {at}.{note}", version.number)
}

/// Sessions that readers saw before and see no longer.
fn gone(changes: &[Change], link: &PersonalLink) -> Vec<String> {
    let is_gone = |change: &&Change| matches!(change.what, What::Removed(_));
    changes.iter().filter(is_gone).map(|change| change.sentence(link.about.zone)).collect()
}

fn days(
    version: Version,
    changes: &[Change],
    (states, turns): (&[(SessionId, model::State)], &[agenda::Turn]),
    (now, moment): (DateTime<Utc>, Option<&Moment>),
    link: &PersonalLink,
) -> Vec<Day> {
    let zone = link.about.zone;
    let mut days: Vec<Day> = Vec::new();
    for session in version.sessions {
        let name = text::long_date(zone.date(session.starts_at));
        let own = changes.iter().filter(|change| change.session == session.id);
        let slot = Slot {
            starts: text::time(zone.local(session.starts_at).time()),
            ends: text::time(zone.local(session.ends_at).time()),
            class: agenda::model::moment_class(session.starts_at, session.ends_at, now),
            changes: own.map(|change| change.remark(zone)).collect(),
            is_at: moment.is_some_and(|moment| moment.at == session.id),
            // Who was marked before a session was moved has not been there yet.
            state: states
                .iter()
                .filter(|_| session.starts_at <= now)
                .find(|(id, state)| *id == session.id && *state != model::State::Cleared)
                .map(|(_, state)| *state),
            turn: turns
                .iter()
                .find(|turn| turn.session == session.id)
                .map(|turn| turn_words(turn, session.starts_at, zone))
                .unwrap_or_default(),
            title: session.title,
            room: session.room,
            dress_code: session.dress_code,
        };
        match days.last_mut() {
            Some(day) if day.name == name => day.slots.push(slot),
            _ => days.push(Day { name, slots: vec![slot] }),
        }
    }
    days
}

/// The personal page; on a new browser, its door.
pub async fn own(path: OwnPagePath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return door::closed(&app, me.shell, &me.link.about, DOOR);
    };
    let mut tx = app.db.begin(scope).await?;
    let row = own_row(&mut tx, me.link.event, me.link.person).await?;
    let form = FormState::fresh(DetailsForm::of(&row));
    page(&OwnPage::load(&mut tx, &app, &me, &path.token, form, Vec::new()).await?)
}
