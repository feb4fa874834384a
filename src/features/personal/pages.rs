//! The personal page, and the office's page about its link.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    paths::{LinkPath, OwnPagePath, RevokeLinkPath},
    sql::{self, MadeLink, Person},
};
use crate::{
    auth::{actor::EventHead, permission::EditParticipants},
    error::Result,
    features::{agenda, attendance::model},
    kernel::{names, text},
    web::{
        AppState,
        door::{self, EventLine},
        filters,
        guard::{ByLink, Can},
        page::{Shell, page},
        qr, whatsapp,
    },
};

/// What the door says.
pub(super) const DOOR: door::Words = door::Words {
    lead: "Halaman ini milik seorang peserta. Untuk membukanya pada perangkat ini, ketik 4 angka terakhir nomor telepon yang Anda daftarkan, atau kode dari panitia.",
    button: "Buka halaman saya",
};

#[derive(Template)]
#[template(path = "personal/own.html")]
struct OwnPage {
    shell: Shell,
    event: EventLine,
    name: String,
    agency: String,
    job_title: String,
    kind: String,
    phone: String,
    email: String,
    office: String,
    office_phone: String,
    /// The number as a dialler wants it.
    office_dial: String,
    zone: &'static str,
    days: Vec<Day>,
}

struct Day {
    name: String,
    slots: Vec<Slot>,
}

struct Slot {
    title: String,
    starts: String,
    ends: String,
    room: String,
    dress_code: String,
    class: &'static str,
    state: Option<model::State>,
}

/// The personal page; on a new browser, its door.
pub async fn own(_: OwnPagePath, me: ByLink, State(app): State<AppState>) -> Result<Response> {
    let Some(scope) = &me.scope else {
        return door::closed(&app, me.shell, &me.link.about, DOOR);
    };
    let event = EventLine::from(&me.link.about);
    let mut tx = app.db.begin(scope).await?;
    let person = sql::person(&mut tx, me.link.event, me.link.person).await?;
    let states = sql::states(&mut tx, me.link.event, me.link.person).await?;
    let sessions = agenda::list_for_event(&mut tx, me.link.event).await?;
    drop(tx);
    let (zone, now) = (me.link.about.zone, app.clock.programme_now());
    let mut days: Vec<Day> = Vec::new();
    for session in sessions {
        let name = text::long_date(zone.date(session.starts_at));
        let slot = Slot {
            starts: text::time(zone.local(session.starts_at).time()),
            ends: text::time(zone.local(session.ends_at).time()),
            class: agenda::model::moment_class(session.starts_at, session.ends_at, now),
            state: states
                .iter()
                .find(|(id, state)| *id == session.id && *state != model::State::Cleared)
                .map(|(_, state)| *state),
            title: session.title,
            room: session.room,
            dress_code: session.dress_code,
        };
        match days.last_mut() {
            Some(day) if day.name == name => day.slots.push(slot),
            _ => days.push(Day { name, slots: vec![slot] }),
        }
    }
    page(&OwnPage {
        shell: me.shell,
        event,
        name: names::titled(&person.title_prefix, &person.full_name, &person.title_suffix),
        agency: person.agency_name,
        job_title: person.job_title,
        kind: person.kind,
        phone: person.phone.map(|phone| names::phone_for_people(&phone)).unwrap_or_default(),
        email: person.email.unwrap_or_default(),
        office: person.office,
        office_dial: person.office_phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
        office_phone: person.office_phone,
        zone: zone.letters(),
        days,
    })
}

#[derive(Template)]
#[template(path = "personal/link.html")]
pub(super) struct LinkPage {
    shell: Shell,
    name: String,
    state: Option<LinkLine>,
    made: Option<MadeLine>,
    make: String,
    revoke: String,
    back: String,
}

struct LinkLine {
    code: String,
    made: String,
    until: String,
}

struct MadeLine {
    url: String,
    code: String,
    whatsapp: String,
    qr: String,
}

impl LinkPage {
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        can: &Can<EditParticipants>,
        path: &LinkPath,
        made: Option<MadeLink>,
    ) -> Result<Self> {
        let event = can.event()?;
        let person = sql::person(conn, path.event, path.participant).await?;
        let state = sql::link_state(conn, path.event, path.participant).await?;
        let name = names::titled(&person.title_prefix, &person.full_name, &person.title_suffix);
        let made = match made {
            None => None,
            Some(made) => {
                let (url, whatsapp) = told(app, event, &person, &made);
                Some(MadeLine {
                    whatsapp,
                    qr: qr::svg(&url, "Kode QR halaman pribadi")?,
                    code: made.code,
                    url,
                })
            }
        };
        let LinkPath { place, event: id, participant } = path.clone();
        let back = format!("/{place}/kegiatan/{id}/peserta");
        Ok(Self {
            shell: can.shell().under("Peserta", &back),
            name,
            state: state.map(|state| LinkLine {
                made: format!(
                    "{}, {}",
                    state.made_by,
                    text::moment(event.zone.local(state.made_at), event.zone)
                ),
                until: text::date(event.zone.date(state.expires_at)),
                code: state.code,
            }),
            made,
            make: path.to_string(),
            revoke: RevokeLinkPath { place, event: id, participant }.to_string(),
            back,
        })
    }
}

/// The URL of a link that was just made, and the message that brings it.
fn told(app: &AppState, event: &EventHead, person: &Person, made: &MadeLink) -> (String, String) {
    let name = titled(person);
    let url = format!("{}{}", app.base_url, OwnPagePath { token: made.secret.clone() });
    let message = format!(
        "Yth. {name}, ini halaman pribadi Anda untuk {}: {url} . Bila diminta, masukkan kode {}.",
        event.title, made.code
    );
    let whatsapp = whatsapp::link(app, person.phone.as_deref().unwrap_or_default(), &message);
    (url, whatsapp)
}

fn titled(person: &Person) -> String {
    names::titled(&person.title_prefix, &person.full_name, &person.title_suffix)
}

#[derive(Template)]
#[template(path = "personal/links.html")]
pub(super) struct LinksPage {
    shell: Shell,
    made: Vec<OneLink>,
    /// Who has a link that counts already.
    kept: Vec<String>,
    /// Who has no page.
    left: Vec<String>,
    back: String,
}

struct OneLink {
    name: String,
    url: String,
    code: String,
    whatsapp: String,
}

impl LinksPage {
    pub(super) fn new(can: &Can<EditParticipants>, back: String) -> Self {
        let shell = can.shell().under("Peserta", &back);
        Self { shell, made: Vec::new(), kept: Vec::new(), left: Vec::new(), back }
    }

    /// Somebody for whom a link was just made.
    pub(super) fn add(&mut self, app: &AppState, event: &EventHead, person: &Person, made: MadeLink) {
        let (url, whatsapp) = told(app, event, person, &made);
        self.made.push(OneLink { name: titled(person), url, code: made.code, whatsapp });
    }

    /// Somebody whose link stays.
    pub(super) fn keep(&mut self, person: &Person) {
        self.kept.push(titled(person));
    }

    /// Somebody who gets none.
    pub(super) fn leave(&mut self, person: &Person) {
        self.left.push(titled(person));
    }

    fn kept(&self) -> String {
        text::list(&self.kept)
    }

    fn left(&self) -> String {
        text::list(&self.left)
    }
}

/// The state of a person's link.
pub async fn link(
    path: LinkPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&LinkPage::load(&mut tx, &app, &can, &path, None).await?)
}
