//! Libraries that have not answered, one after another, each with a message that is ready; and the note that it was sent.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};

use super::{
    forms::ChosenDelegations,
    links::message,
    paths::{DelegationsPath, LinkPath, RemindPath},
    verbs,
};
use crate::{
    auth::permission::InviteLibraries,
    error::Result,
    kernel::{ids::DelegationId, names, text},
    web::{
        AppState, filters,
        flash::Done,
        form::{Form, Query},
        guard::Can,
        page::{Shell, page},
        paging::address,
        whatsapp,
    },
};

/// How many are skipped for now, as the URL says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Skipped {
    lewati: String,
}

#[derive(Clone, Debug)]
struct One {
    id: DelegationId,
    library: String,
    pic: String,
    phone: String,
    message: String,
    whatsapp: String,
    /// Who wrote last, and when; empty when nobody did.
    last: String,
    is_opened: bool,
    renew: String,
}

#[derive(Template)]
#[template(path = "registration/reminders.html")]
struct RemindPage {
    shell: Shell,
    /// Whose turn it is; nobody's when all have been written to today.
    one: Option<One>,
    /// Which one it is, and of how many.
    at: usize,
    of: usize,
    /// Libraries without a link, who are not reminded of one.
    without_link: usize,
    here: String,
    skip: String,
    skipped: usize,
    back: String,
}

/// The next library that has not answered and was not written to today.
pub async fn next(
    path: RemindPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
    Query(query): Query<Skipped>,
) -> Result<Response> {
    let (place, event, zone) = (&can.place, can.event()?.id, can.event()?.zone);
    let mut tx = app.db.begin(&can.scope).await?;
    let unanswered = verbs::addressed(&mut tx, event, &can.office()?.province, None).await?;
    drop(tx);
    let today = zone.date(app.clock.now());
    let without_link = unanswered.iter().filter(|to| !to.has_link).count();
    let waiting: Vec<_> = unanswered
        .iter()
        .filter(|to| to.has_link && to.reminded_at.is_none_or(|at| zone.date(at) != today))
        .collect();
    let skipped = query.lewati.parse::<usize>().unwrap_or_default();
    let one = match waiting.get(skipped) {
        None => None,
        Some(to) => {
            let text = message(&can, to)?.reminder();
            Some(One {
                id: to.id,
                library: to.library_name.clone(),
                pic: to.pic_name.clone(),
                phone: names::phone_for_people(&to.pic_phone),
                whatsapp: whatsapp::link(&app, &to.pic_phone, &text),
                message: text,
                last: to
                    .reminded_at
                    .map(|at| format!("{}, {}", to.reminded_by, text::moment(zone.local(at), zone)))
                    .unwrap_or_default(),
                is_opened: to.link_opened_at.is_some(),
                renew: LinkPath { place: place.clone(), event, delegation: to.id }.to_string(),
            })
        }
    };
    let here = path.to_string();
    let back = DelegationsPath { place: place.clone(), event }.to_string();
    let after = (skipped + 1).to_string();
    page(&RemindPage {
        shell: can.shell().under("Undangan", &back),
        skip: if skipped + 1 < waiting.len() {
            address(&here, &Skipped::default(), &[("lewati", &after)])
        } else {
            String::new()
        },
        one,
        at: skipped + 1,
        of: waiting.len(),
        without_link,
        here,
        skipped,
        back,
    })
}

/// Notes that messages were sent; goes on with the next library, or back to the list.
pub async fn note(
    path: RemindPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
    Form(form): Form<ChosenDelegations>,
) -> Result<Response> {
    let list = DelegationsPath { place: path.place.clone(), event: path.event }.to_string();
    let to = if form.next == "urut" {
        address(&path.to_string(), &Skipped::default(), &[("lewati", form.lewati.trim())])
    } else {
        list
    };
    let ids = form.ids();
    if ids.is_empty() {
        let sentence = "Belum ada yang dicatat. Centang perpustakaan yang sudah dikirimi pesan.";
        return Ok(Done::to(to).refusing(sentence).into_response());
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let noted = verbs::note_reminded(&mut tx, &app.clock, path.event, &can.office()?.province, &ids).await?;
    tx.commit().await?;
    Ok(Done::to(to).saying(format!("{noted} pengiriman dicatat.")).into_response())
}
