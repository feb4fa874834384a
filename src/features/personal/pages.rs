//! The office's pages about personal links.

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
    features::registration::{MessageKind, MessageWord, Wording, WordingPath, wording},
    kernel::{names, text},
    web::{
        AppState, filters,
        guard::Can,
        page::{Shell, page},
        qr, whatsapp,
    },
};

#[derive(Template)]
#[template(path = "personal/link.html")]
pub(super) struct LinkPage {
    shell: Shell,
    name: String,
    state: Option<LinkLine>,
    made: Option<MadeLine>,
    /// Where the wording of the message is changed.
    wording: String,
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
                let office = &can.office()?.province;
                let wording = wording(conn, event.id, office, MessageKind::PersonalLink).await?;
                let (url, whatsapp) = told(app, event, &wording, &person, &made);
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
            wording: WordingPath { place: place.clone(), event: id, message: MessageWord::TautanPribadi }
                .to_string(),
            make: path.to_string(),
            revoke: RevokeLinkPath { place, event: id, participant }.to_string(),
            back,
        })
    }
}

/// The URL of a link that was just made, and the message that brings it.
fn told(
    app: &AppState,
    event: &EventHead,
    wording: &Wording,
    person: &Person,
    made: &MadeLink,
) -> (String, String) {
    let url = format!("{}{}", app.base_url, OwnPagePath { token: made.secret.clone() });
    let message = wording.fill(&[
        ("nama", &titled(person)),
        ("kegiatan", &event.title),
        ("tautan", &url),
        ("kode", &made.code),
    ]);
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
    /// Where the wording is changed.
    wording: String,
    event: String,
    host: String,
}

struct OneLink {
    name: String,
    agency: String,
    url: String,
    code: String,
    whatsapp: String,
    qr: String,
}

impl LinksPage {
    pub(super) fn new(app: &AppState, can: &Can<EditParticipants>, back: String) -> Result<Self> {
        let shell = can.shell().under("Peserta", &back);
        let event = can.event()?;
        let path =
            WordingPath { place: can.place.clone(), event: event.id, message: MessageWord::TautanPribadi };
        Ok(Self {
            shell,
            made: Vec::new(),
            kept: Vec::new(),
            left: Vec::new(),
            back,
            wording: path.to_string(),
            event: event.title.clone(),
            host: app.base_url.split("://").last().unwrap_or_default().to_owned(),
        })
    }

    /// Somebody for whom a link was just made.
    pub(super) fn add(
        &mut self,
        app: &AppState,
        event: &EventHead,
        wording: &Wording,
        (person, made): (&Person, MadeLink),
    ) -> Result<()> {
        let (url, whatsapp) = told(app, event, wording, person, &made);
        let name = titled(person);
        let qr = qr::svg(&url, &format!("Kode QR {name}"))?;
        let agency = person.agency_name.clone();
        self.made.push(OneLink { name, agency, url, code: made.code, whatsapp, qr });
        Ok(())
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
