//! The calendar of somebody's assignments, at a secret address of their own.

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};

use super::{
    Calendar, Entry, calendar,
    paths::{FeedPath, LinkPath, RevokePath},
    sql,
};
use crate::{
    audit::Change,
    auth::{
        permission::Role,
        token::{self, Secret},
    },
    error::Result,
    kernel::{text, zone::Zone},
    web::{
        AppState, file, filters,
        flash::Done,
        guard::{InPublic, SignedIn},
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "agenda/calendar/link.html")]
struct LinkPage {
    shell: Shell,
    /// The new address: for a browser, and for a calendar program.
    made: Option<(String, String)>,
    /// Since when there is one.
    since: String,
    /// Whether there are assignments that it tells.
    is_assigned: bool,
    make: String,
    revoke: String,
}

impl LinkPage {
    fn new(me: &SignedIn, since: String, made: Option<(String, String)>) -> Self {
        let accompanies = |role| matches!(role, Role::Facilitator | Role::Consultant);
        Self {
            shell: me.shell.clone().under("Akun saya", "/akun"),
            made,
            since,
            is_assigned: me.actor.grants.iter().any(|grant| accompanies(grant.role)),
            make: LinkPath.to_string(),
            revoke: RevokePath.to_string(),
        }
    }
}

/// `plm.example.go.id/...` of an address, as calendar programs subscribe to it.
pub(in crate::features::agenda) fn subscription(url: &str) -> String {
    format!("webcal://{}", url.split_once("://").map_or(url, |(_, rest)| rest))
}

/// Whether there is an address, and how to make one.
pub async fn link(_: LinkPath, me: SignedIn, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&me.scope).await?;
    let since = sql::linked_since(&mut tx, me.actor.account).await?;
    let since = since.map(|at| text::moment(Zone::Wib.local(at), Zone::Wib)).unwrap_or_default();
    page(&LinkPage::new(&me, since, None))
}

/// Makes an address and shows it, once.
pub async fn make(_: LinkPath, me: SignedIn, State(app): State<AppState>) -> Result<Response> {
    let (secret, now) = (token::fresh()?, app.clock.now());
    let mut tx = app.db.begin(&me.scope).await?;
    sql::set_link(&mut tx, me.actor.account, &token::hash(&secret), now).await?;
    Change::new(&app.clock, "calendar_link.make", me.actor.account).record(&mut tx).await?;
    tx.commit().await?;
    let url = format!("{}{}", app.base_url, FeedPath { token: Secret(secret) });
    let since = text::moment(Zone::Wib.local(now), Zone::Wib);
    page(&LinkPage::new(&me, since, Some((url.clone(), subscription(&url)))))
}

/// Ends the address.
pub async fn revoke(_: RevokePath, me: SignedIn, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&me.scope).await?;
    if sql::end_link(&mut tx, me.actor.account).await? {
        Change::new(&app.clock, "calendar_link.revoke", me.actor.account).record(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(Done::to(LinkPath).saying("Alamat kalender dicabut. Kalender yang memakainya tidak diperbarui lagi."))
}

/// The agendas of all events behind an address. Each session says of which event it is.
pub async fn file(
    path: FeedPath,
    reader: InPublic,
    State(app): State<AppState>,
    headers: HeaderMap,
) -> Result<Response> {
    let mut tx = app.db.begin(&reader.scope).await?;
    let events = sql::of_link(&mut tx, &token::hash(&path.token.0), app.clock.programme_now()).await?;
    drop(tx);
    let mut entries = Vec::new();
    for event in &events {
        let named =
            |entry: Entry| Entry { description: format!("{}\n{}", event.title, entry.description), ..entry };
        entries.extend(event.entries().into_iter().map(named));
    }
    let about = Calendar {
        name: "Tugas saya di PLM",
        base_url: &app.base_url,
        zone: events.first().map_or(Zone::Wib, |event| event.zone),
    };
    Ok(file::calendar("tugas.ics", &calendar(&about, &entries), &headers))
}
