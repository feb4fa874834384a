//! What stands on a paper: an event's data in the shape that its Typst template reads.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    choices::{Choices, SheetOf, Signing},
    forms::MOST_PEOPLE,
    model::{BLANK_LINES, Letterhead, PaperKind, page_lengths, short_code},
    presence::Presence,
    rundown::Agenda,
    sql::{self, Lines, Person},
};
use crate::{
    auth::token,
    db::{Tx, scope::ProvinceCode},
    documents::typeset::{About, Template},
    error::{Error, Result},
    features::{
        agenda::{self, Session},
        events::{self, Event},
        tenants::{self, Tenant},
    },
    kernel::{ids::EventId, names, text},
    web::qr,
};

/// A paper, ready to be set.
pub(super) struct Content {
    pub template: Template,
    pub about: About,
    pub data: Value,
    pub people: usize,
    /// The emblem of the letterhead, where there is one.
    pub emblem: Option<Vec<u8>>,
}

macro_rules! template {
    ($name:literal) => {
        Template {
            name: concat!($name, ".typ"),
            text: include_str!(concat!("../../../templates/documents/", $name, ".typ")),
        }
    };
}

/// What papers need to know of their event.
pub(super) struct Ground {
    pub event: Event,
    pub office: Tenant,
    people: Vec<Person>,
    changed_at: DateTime<Utc>,
}

impl Ground {
    /// `MG Setos, Kota Semarang`; parts that are not known are left out.
    fn place(&self) -> String {
        let parts = [self.event.room.as_str(), &self.event.venue, &self.event.city];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn when(&self) -> String {
        text::date_range(self.event.programme_starts_on, self.event.programme_ends_on)
    }

    /// The lines under a paper's title.
    pub fn lines(&self) -> Vec<String> {
        let place = self.place();
        let second = if place.is_empty() { self.when() } else { format!("{place}, {}", self.when()) };
        vec![self.event.title.clone(), second]
    }

    fn is_sample(&self) -> bool {
        self.people.iter().any(|person| person.is_sample)
    }

    /// The province of a person, where people of several provinces are on the paper.
    fn province_of<'p>(&self, person: &'p Person) -> &'p str {
        let is_mixed = self.people.iter().any(|other| other.province != person.province);
        if is_mixed { &person.province_name } else { "" }
    }
}

/// What stands on a paper.
pub(super) async fn gather(
    tx: &mut Tx,
    (event, kind): (EventId, PaperKind),
    choices: &Choices,
    now: DateTime<Utc>,
) -> Result<Content> {
    let province = tx.scope().province_code().cloned().ok_or(Error::NotFound)?;
    let office = tenants::find(tx, &province).await?;
    let event = events::find(tx, event).await?;
    // That many were counted when it was asked for; a few may have come since.
    let people = if kind.is_of_people() {
        sql::people(tx, event.id, choices, 2 * MOST_PEOPLE).await?
    } else {
        Vec::new()
    };
    let changes =
        people.iter().map(|person| person.changed_at).chain(event.changed_at).chain([office.changed_at]);
    let changed_at = changes.max().unwrap_or(now);
    let mut ground = Ground { event, office, people, changed_at };
    let bears_emblem = kind.is_official() && choices.letterhead != Letterhead::National;
    let emblem = if bears_emblem { tenants::logo(tx, &province).await? } else { None };
    let mut on_it = ground.people.len();
    let (template, data) = match kind {
        PaperKind::ParticipantList => (template!("participant_list"), list(tx, &ground, choices).await?),
        PaperKind::AttendanceSheet => {
            (template!("attendance_sheet"), sheets(tx, &ground, choices, now).await?)
        }
        PaperKind::Badges => (template!("badges"), badges(tx, &ground, choices).await?),
        PaperKind::TableSigns => (template!("table_signs"), signs(&ground, choices)),
        PaperKind::Biodata => (template!("biodata"), biodata(&ground, choices)),
        PaperKind::Rundown => {
            let agenda = Agenda::load(tx, ground.event.id, choices).await?;
            ground.changed_at = agenda.changed_at.map_or(ground.changed_at, |at| at.max(ground.changed_at));
            (template!("rundown"), agenda.data(&ground, choices))
        }
        PaperKind::FinalAttendance => {
            let presence = Presence::load(tx, ground.event.id, choices).await?;
            ground.changed_at = presence.changed_at.map_or(ground.changed_at, |at| at.max(ground.changed_at));
            on_it = presence.people();
            (template!("final_attendance"), presence.data(tx, &ground, choices).await?)
        }
    };
    Ok(Content {
        template,
        about: About { title: format!("{} {}", kind.label(), ground.event.title), at: ground.changed_at },
        data,
        people: on_it,
        emblem,
    })
}

/// Said where nobody is on a paper.
const NOBODY: &str = "Belum ada orang untuk pilihan ini.";

async fn list(tx: &mut Tx, ground: &Ground, choices: &Choices) -> Result<Value> {
    let people: Vec<Value> = ground
        .people
        .iter()
        .map(|person| {
            json!({
                "name": person.titled(), "nip": names::nip_for_people(&person.nip), "sex": person.sex, "job": person.job_title,
                "rank": person.rank, "agency": person.agency_name, "province": ground.province_of(person),
                "role": role(person), "phone": names::phone_for_people(&person.phone),
            })
        })
        .collect();
    Ok(json!({
        "paper": choices.paper.code(), "title": "Daftar peserta", "lines": ground.lines(),
        "letterhead": letterhead(&ground.office, choices.letterhead), "signer": signer(tx, ground, choices).await?,
        "counts": counts(&ground.people), "foot": foot(ground), "is_sample": ground.is_sample(),
        "with_phone": choices.with_phone, "people": people, "empty": NOBODY,
    }))
}

/// `16 orang: 9 perempuan, 7 laki-laki`; who was not asked is not counted as either.
fn counts(people: &[Person]) -> String {
    let of = |sex: &str| people.iter().filter(|person| person.sex == sex).count();
    let (women, men) = (of("P"), of("L"));
    let mut said = format!("{} orang", people.len());
    let rest = people.len() - women - men;
    let parts: Vec<String> = [(women, "perempuan"), (men, "laki-laki"), (rest, "belum ditanyakan")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    if women + men > 0 {
        said.push_str(": ");
        said.push_str(&parts.join(", "));
    }
    said
}

/// What somebody is at the event: a peserta's category, anybody else's kind.
fn role(person: &Person) -> String {
    if person.category.is_empty() { person.kind.label().to_owned() } else { person.category.clone() }
}

pub(super) fn foot(ground: &Ground) -> String {
    let zone = ground.event.zone;
    let changed = zone.local(ground.changed_at);
    format!("Data per {}, {} {zone}", text::date(changed.date()), text::time(changed.time()))
}

/// One agency after the other, as the letterhead says it.
pub(super) fn letterhead(office: &Tenant, whose: Letterhead) -> Vec<Value> {
    let national = || json!({ "above": "", "name": "Perpustakaan Nasional Republik Indonesia", "lines": [] });
    let province = || {
        let head = office.letterhead();
        let lines: Vec<String> =
            [head.address, head.contact].into_iter().filter(|line| !line.is_empty()).collect();
        json!({ "above": head.authority, "name": head.name, "lines": lines })
    };
    match whose {
        Letterhead::Province => vec![province()],
        Letterhead::National => vec![national()],
        Letterhead::Both => vec![national(), province()],
    }
}

pub(super) async fn signer(tx: &mut Tx, ground: &Ground, choices: &Choices) -> Result<Option<Value>> {
    let date = text::date(ground.event.programme_starts_on);
    let place = ground.event.city.strip_prefix("Kota ").unwrap_or(&ground.event.city);
    let by_hand = json!({ "place": "", "date": "", "position": "", "name": "", "nip": "" });
    let id = match choices.signer {
        Signing::Nobody => return Ok(None),
        Signing::Blank => return Ok(Some(by_hand)),
        Signing::Signer(id) => id,
    };
    Ok(Some(match tenants::signer(tx, &ground.office.province, id).await {
        Ok(signer) => {
            let plan = signer.plan();
            json!({ "place": place, "date": date, "position": plan.full_position(), "name": plan.titled(),
                    "nip": names::nip_for_people(&plan.nip) })
        }
        // Removed since: a line to be signed is better than no paper.
        Err(sqlx::Error::RowNotFound) => by_hand,
        Err(error) => return Err(error.into()),
    }))
}

async fn sheets(tx: &mut Tx, ground: &Ground, choices: &Choices, now: DateTime<Utc>) -> Result<Value> {
    let sessions = agenda::list_for_event(tx, ground.event.id).await?;
    let lines: Vec<Value> = ground
        .people
        .iter()
        .map(|person| {
            json!({ "name": person.titled(), "nip": names::nip_for_people(&person.nip), "agency": person.agency_name, "job": person.job_title })
        })
        .collect();
    let people: Vec<Uuid> = ground.people.iter().map(|person| person.id).collect();
    let signer = signer(tx, ground, choices).await?;
    let lengths = page_lengths(people.len() + BLANK_LINES, choices.paper, signer.is_some());
    let mut sheets = Vec::new();
    for sheet in &choices.sheets {
        // A session that was removed since has no sheet.
        let Some(of) = Of::find(*sheet, &sessions, ground) else { continue };
        let code = code(tx, ground, &of, (&people, &lengths), now).await?;
        let mut pages = Vec::new();
        let mut number = 0;
        for (i, length) in lengths.iter().enumerate() {
            let page: Vec<Value> = (number..number + length)
                .map(|line| json!({ "number": line + 1, "line": lines.get(line) }))
                .collect();
            number += length;
            pages.push(json!({ "lines": page, "qr": qr::pixels(&format!("SEJAWAT:DH:{code}-{}", i + 1))? }));
        }
        sheets.push(json!({ "code": code, "short": of.short, "facts": of.facts, "pages": pages }));
    }
    Ok(json!({
        "paper": choices.paper.code(), "title": "Daftar hadir", "lines": [&ground.event.title],
        "letterhead": letterhead(&ground.office, choices.letterhead), "signer": signer, "foot": ground.event.title,
        "is_sample": ground.is_sample(), "sheets": sheets,
    }))
}

/// A day or a session as its sheet says it.
struct Of {
    day: chrono::NaiveDate,
    session: Option<crate::kernel::ids::SessionId>,
    short: String,
    facts: Vec<(&'static str, String)>,
}

impl Of {
    fn find(sheet: SheetOf, sessions: &[Session], ground: &Ground) -> Option<Self> {
        let zone = ground.event.zone;
        let place = ground.place();
        let mut facts = Vec::new();
        let (day, session, short) = match sheet {
            SheetOf::Day(day) => {
                facts.push(("Hari, tanggal", text::long_date(day)));
                (day, None, text::date(day))
            }
            SheetOf::Session(id) => {
                let session = sessions.iter().find(|session| session.id == id)?;
                let (starts, ends) = (zone.local(session.starts_at), zone.local(session.ends_at));
                facts.push(("Hari, tanggal", text::long_date(starts.date())));
                facts.push(("Acara", session.title.clone()));
                facts.push((
                    "Waktu",
                    format!("{}-{} {zone}", text::time(starts.time()), text::time(ends.time())),
                ));
                (starts.date(), Some(id), session.title.clone())
            }
        };
        facts.push(("Tempat", if place.is_empty() { "belum ditetapkan".into() } else { place }));
        Some(Self { day, session, short, facts })
    }
}

/// The code of a sheet: the same for the same lines, and no other sheet's.
async fn code(
    tx: &mut Tx,
    ground: &Ground,
    of: &Of,
    (people, lengths): (&[Uuid], &[usize]),
    now: DateTime<Utc>,
) -> Result<String> {
    let mut page_ends = Vec::new();
    let mut end = 0_i32;
    for length in lengths {
        end += i32::try_from(*length).unwrap_or(i32::MAX);
        page_ends.push(end);
    }
    let lines = Lines {
        province: &ground.office.province,
        day: of.day,
        session: of.session,
        people,
        page_ends: &page_ends,
    };
    for salt in 0..8 {
        let code = short_code(format!("{salt} {} {lines:?}", ground.event.id).as_bytes());
        if sql::keep_sheet(tx, (ground.event.id, &code), &lines, now).await? {
            return Ok(code);
        }
    }
    Err(Error::Internal("no free code for an attendance sheet".into()))
}

async fn badges(tx: &mut Tx, ground: &Ground, choices: &Choices) -> Result<Value> {
    let ids: Vec<Uuid> = ground.people.iter().map(|person| person.id).collect();
    let provinces: Vec<String> =
        ground.people.iter().map(|person| ProvinceCode::as_str(&person.province).to_owned()).collect();
    let fresh = ids.iter().map(|_| badge_token()).collect::<Result<Vec<_>>>()?;
    let tokens: HashMap<Uuid, String> =
        sql::badge_tokens(tx, ground.event.id, (&ids, &provinces), &fresh).await?.into_iter().collect();
    let mut people = Vec::new();
    for person in &ground.people {
        let token = tokens.get(&person.id).ok_or(Error::NotFound)?;
        people.push(json!({
            "name": person.titled(), "agency": person.agency_name, "province": ground.province_of(person),
            "kind": person.kind.code(), "role": role(person), "token": token,
            "qr": qr::pixels(&format!("SEJAWAT:{token}"))?,
        }));
    }
    Ok(json!({
        "paper": choices.paper.code(), "size": choices.badge_size.code(), "event": ground.event.title, "when": ground.when(),
        "place": ground.event.venue, "is_sample": ground.is_sample(), "people": people, "empty": NOBODY,
    }))
}

/// Eighty random bits as twenty letters.
fn badge_token() -> Result<String> {
    Ok(token::fresh()?.chars().take(20).collect::<String>().to_uppercase())
}

fn signs(ground: &Ground, choices: &Choices) -> Value {
    let people: Vec<Value> = ground
        .people
        .iter()
        .map(|person| json!({ "name": person.titled(), "job": person.job_title, "agency": person.agency_name }))
        .collect();
    json!({ "paper": choices.paper.code(), "event": ground.event.title, "is_sample": ground.is_sample(), "people": people, "empty": NOBODY })
}

fn biodata(ground: &Ground, choices: &Choices) -> Value {
    let sex = |person: &Person| match person.sex.as_str() {
        "L" => "Laki-laki",
        "P" => "Perempuan",
        _ => "",
    };
    let sheet = |person: Option<&Person>| {
        let of = |value: fn(&Person) -> String| person.map(value).unwrap_or_default();
        let facts = [
            ("Nama lengkap dan gelar", of(Person::titled), true),
            ("NIP", of(|person| names::nip_for_people(&person.nip)), false),
            ("Pangkat/golongan", of(|person| person.rank.clone()), false),
            ("Jabatan", of(|person| person.job_title.clone()), false),
            ("Instansi", of(|person| person.agency_name.clone()), false),
            ("Provinsi", of(|person| person.province_name.clone()), false),
            ("Hadir sebagai", of(role), false),
            ("Peran dalam delegasi", of(|person| person.delegation_role.clone()), false),
            ("Jenis kelamin", person.map(sex).unwrap_or_default().to_owned(), false),
            ("Telepon/WhatsApp", of(|person| names::phone_for_people(&person.phone)), false),
            ("Surel", of(|person| person.email.clone()), false),
        ];
        json!({ "name": of(Person::titled), "facts": facts })
    };
    // A file with nobody in it still has a form to fill.
    let blank = usize::from(choices.blank_forms).max(usize::from(ground.people.is_empty()));
    let people: Vec<Value> = ground
        .people
        .iter()
        .map(|person| sheet(Some(person)))
        .chain((0..blank).map(|_| sheet(None)))
        .collect();
    json!({
        "paper": choices.paper.code(), "title": "Biodata", "lines": ground.lines(), "foot": foot(ground),
        "letterhead": letterhead(&ground.office, choices.letterhead), "is_sample": ground.is_sample(),
        "city": ground.event.city.strip_prefix("Kota ").unwrap_or(&ground.event.city), "people": people,
    })
}
