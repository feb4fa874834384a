//! The office's page about the open link.

use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{
    actions::terms,
    forms::TermsForm,
    model::{Places, Taken, Terms},
    paths::{ApplyPath, ClosePath, OpenLinkPath, RenewPath},
    sql::{self, Link},
};
use crate::{
    auth::{actor::EventHead, permission::ManageOpenLink},
    error::Result,
    features::registration::{
        message_texts::{
            MessageKind,
            paths::{MessageWord, WordingPath},
            wording,
        },
        people::{Category, Counts, Scene, Status, paths::PeoplePath},
    },
    kernel::text,
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Shell, page},
        qr, whatsapp,
    },
};

#[derive(Template)]
#[template(path = "registration/open_link.html")]
pub(super) struct OfficePage {
    shell: Shell,
    form: FormState<TermsForm>,
    categories: Vec<(Category, String)>,
    zone: &'static str,
    /// `16 dari 18`: how many places the event has filled in all.
    filled: String,
    link: Option<LinkLine>,
    back: String,
}

/// The link as it stands.
struct LinkLine {
    meaning: &'static str,
    state: &'static str,
    sentence: String,
    url: String,
    whatsapp: String,
    wording: String,
    qr: String,
    /// `3 dari 10`.
    taken: String,
    /// Where those who wait are; their number.
    awaiting: (String, i64),
    /// Empty while it is closed.
    close: String,
    renew: String,
}

/// Where a link stands: its meaning, its word, and the sentence.
fn state(
    link: &Link,
    taken: &Taken,
    event: &EventHead,
    now: DateTime<Utc>,
) -> (&'static str, &'static str, String) {
    let moment = |at| text::moment(event.zone.local(at), event.zone);
    let places = Places { all: link.places, by_category: link.category_places.0.clone() };
    match link.closed_at {
        Some(at) => ("refused", "Ditutup", format!("Ditutup dinas {}.", moment(at))),
        None if now >= link.closes_at => {
            ("refused", "Sudah tutup", format!("Ditutup pada {}.", moment(link.closes_at)))
        }
        None if now < link.opens_at => ("way", "Belum dibuka", format!("Dibuka {}.", moment(link.opens_at))),
        None if places.is_full(taken) => ("late", "Penuh", "Semua tempat sudah terisi.".into()),
        None => ("done", "Terbuka", format!("Terbuka sampai {}.", moment(link.closes_at))),
    }
}

impl OfficePage {
    /// The page; without a form, the one that stands.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        can: &Can<ManageOpenLink>,
        form: Option<FormState<TermsForm>>,
    ) -> Result<Self> {
        let event = can.event()?;
        let now = app.clock.programme_now();
        let scene = Scene::load(conn, can).await?;
        let counts = Counts::load(conn, event.id, &scene).await?;
        let link = sql::current(conn, event.id).await?;
        let standing = match &link {
            Some(link) => TermsForm::of(&terms(link), link.version, event.zone),
            None => TermsForm::of(
                &usual(event, now, counts.peserta.places - counts.peserta.people),
                0,
                event.zone,
            ),
        };
        let back = PeoplePath { place: can.place.clone(), event: event.id }.to_string();
        let link = match link {
            Some(link) => Some(LinkLine::load(conn, app, can, &link, &back).await?),
            None => None,
        };
        Ok(Self {
            shell: can.shell().under("Peserta", &back),
            form: form.unwrap_or_else(|| FormState::fresh(standing)),
            categories: Category::ALL.iter().map(|c| (*c, scene.category_label(*c))).collect(),
            zone: event.zone.letters(),
            filled: counts.peserta.words(),
            link,
            back,
        })
    }
}

/// Terms that suit most: from now until the eve of the journey, for the places that are left.
fn usual(event: &EventHead, now: DateTime<Utc>, left: i64) -> Terms {
    let hour = TimeDelta::hours(1);
    let at = |day: chrono::NaiveDate| {
        let four = NaiveTime::from_hms_opt(16, 0, 0).unwrap_or_default();
        event.zone.instant(day.and_time(four))
    };
    let eve = at(event.starts_on - TimeDelta::days(1));
    let closes_at = if eve > now + hour { eve } else { at(event.ends_on).max(now + hour) };
    let all = i32::try_from(left.clamp(1, 999)).unwrap_or(1);
    Terms { opens_at: now, closes_at, places: Places { all, by_category: std::collections::BTreeMap::new() } }
}

impl LinkLine {
    async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        can: &Can<ManageOpenLink>,
        link: &Link,
        list: &str,
    ) -> Result<Self> {
        let event = can.event()?;
        let (place, id) = (can.place.clone(), event.id);
        let taken = sql::taken(conn, id).await?;
        let awaiting = sql::awaiting(conn, id).await?;
        let (meaning, word, sentence) = state(link, &taken, event, app.clock.programme_now());
        let url = format!("{}{}", app.base_url, ApplyPath { token: link.token.clone() });
        let closes = text::moment(event.zone.local(link.closes_at), event.zone);
        let wording = wording(conn, id, &can.office()?.province, MessageKind::OpenLink).await?;
        let message = wording.fill(&[("kegiatan", &event.title), ("tautan", &url), ("tutup", &closes)]);
        let is_open = link.closed_at.is_none() && app.clock.programme_now() < link.closes_at;
        let wording =
            WordingPath { place: place.clone(), event: id, message: MessageWord::UndanganMendaftar };
        Ok(Self {
            meaning,
            state: word,
            sentence,
            whatsapp: whatsapp::link(app, "", &message),
            wording: wording.to_string(),
            qr: qr::svg(&url, "Kode QR pendaftaran")?,
            url,
            taken: format!("{} dari {}", taken.all(), link.places),
            awaiting: (format!("{list}?status={}", Status::AwaitingApproval.code()), awaiting),
            close: if is_open {
                ClosePath { place: place.clone(), event: id }.to_string()
            } else {
                String::new()
            },
            renew: RenewPath { place, event: id }.to_string(),
        })
    }
}

/// The open link and its terms.
pub async fn office(
    _: OpenLinkPath,
    can: Can<ManageOpenLink>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&OfficePage::load(&mut tx, &app, &can, None).await?)
}
