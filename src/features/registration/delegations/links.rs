//! Delegation links: made, shown once, ended.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::ChosenDelegations,
    model::Message,
    paths::{DelegationPath, DelegationsPath, LinkPath, LinksPath, RemindPath, RevokePath},
    sql::Addressed,
    verbs::{self, MadeLink},
};
use crate::{
    auth::{permission::InviteLibraries, token::Secret},
    error::{Error, Result},
    features::registration::naming::paths::NamingPath,
    kernel::{ids::DelegationId, names, text},
    web::{
        AppState, filters,
        flash::Done,
        form::Form,
        guard::Can,
        page::{Shell, page},
        qr, whatsapp,
    },
};

#[derive(Template)]
#[template(path = "registration/delegation_links.html")]
struct LinksPage {
    shell: Shell,
    made: Vec<Line>,
    /// Whose link stays.
    kept: Vec<String>,
    /// Where it is noted which messages were sent.
    note: String,
    back: String,
}

struct Line {
    id: DelegationId,
    library: String,
    pic: String,
    phone: String,
    url: String,
    code: String,
    message: String,
    whatsapp: String,
    /// Only where there is one link.
    qr: String,
}

/// What a message to this library's PIC says.
pub(super) fn message<'a>(can: &'a Can<InviteLibraries>, to: &'a Addressed) -> Result<Message<'a>> {
    let event = can.event()?;
    Ok(Message {
        pic: &to.pic_name,
        library: &to.library_name,
        office: &can.office()?.short_name,
        event: &event.title,
        when: text::date_range(event.programme_starts_on, event.programme_ends_on),
        places: to.places,
        closes_on: to.closes_on,
    })
}

impl LinksPage {
    fn new(
        app: &AppState,
        can: &Can<InviteLibraries>,
        to: &[Addressed],
        made: Vec<MadeLink>,
    ) -> Result<Self> {
        let (place, event) = (can.place.clone(), can.event()?.id);
        let back = DelegationsPath { place: place.clone(), event }.to_string();
        let is_one = made.len() == 1;
        let mut lines = Vec::new();
        for link in made {
            let Some(to) = to.iter().find(|to| to.id == link.delegation) else { continue };
            let url = format!("{}{}", app.base_url, NamingPath { token: Secret(link.secret) });
            let message = message(can, to)?.invitation(&url, &link.code);
            lines.push(Line {
                id: to.id,
                library: to.library_name.clone(),
                pic: to.pic_name.clone(),
                phone: names::phone_for_people(&to.pic_phone),
                whatsapp: whatsapp::link(app, &to.pic_phone, &message),
                qr: if is_one { qr::svg(&url, "Kode QR halaman perpustakaan")? } else { String::new() },
                code: link.code,
                message,
                url,
            });
        }
        Ok(Self {
            shell: can.shell().under("Undangan", &back),
            made: lines,
            kept: Vec::new(),
            note: RemindPath { place, event }.to_string(),
            back,
        })
    }

    fn kept(&self) -> String {
        text::list(&self.kept)
    }
}

/// Makes links for the libraries that were ticked, or for all without an answer, and shows them once; one that has a
/// link keeps it.
pub async fn make_several(
    path: LinksPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
    Form(form): Form<ChosenDelegations>,
) -> Result<Response> {
    let province = &can.office()?.province;
    let ids = form.ids();
    let is_all = form.all == "ya";
    if ids.is_empty() && !is_all {
        let back = DelegationsPath { place: path.place, event: path.event };
        let sentence = "Belum ada yang dipilih. Centang perpustakaannya dulu.";
        return Ok(Done::to(back).refusing(sentence).into_response());
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let to = verbs::addressed(&mut tx, path.event, province, (!is_all).then_some(&ids)).await?;
    let wanted: Vec<DelegationId> =
        to.iter().filter(|to| !to.has_link).map(|to| to.id).take(super::forms::MOST).collect();
    let made = verbs::make_links(&mut tx, &app.clock, path.event, province, &wanted).await?;
    tx.commit().await?;
    let mut shown = LinksPage::new(&app, &can, &to, made)?;
    if !is_all {
        shown.kept = to.iter().filter(|to| to.has_link).map(|to| to.library_name.clone()).collect();
    }
    page(&shown)
}

/// Makes a library's link, which ends the one before, and shows it once.
pub async fn make(
    path: LinkPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let to = verbs::addressed(&mut tx, path.event, province, Some(&[path.delegation])).await?;
    if to.is_empty() {
        return Err(Error::NotFound);
    }
    let made = verbs::make_links(&mut tx, &app.clock, path.event, province, &[path.delegation]).await?;
    tx.commit().await?;
    page(&LinksPage::new(&app, &can, &to, made)?)
}

/// Ends a library's link.
pub async fn revoke(
    path: RevokePath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let RevokePath { place, event, delegation } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    if verbs::addressed(&mut tx, event, province, Some(&[delegation])).await?.is_empty() {
        return Err(Error::NotFound);
    }
    verbs::revoke(&mut tx, &app.clock, event, province, delegation).await?;
    tx.commit().await?;
    Ok(Done::to(DelegationPath { place, event, delegation })
        .saying("Tautan dicabut. Siapa pun yang memegangnya tidak dapat membukanya lagi."))
}
