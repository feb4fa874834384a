//! Filling the hotel's list.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{BedsForm, LodgingFilter, LodgingForm, Mates, RowForm},
    pages::{LodgingPage, Row, Scenery},
    paths::{BedsPath, LodgingPath},
    verbs::{self, Changed},
};
use crate::{
    auth::permission::ManageLodging,
    error::{Error, Result},
    kernel::{ids::ParticipantId, text},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems, Query},
        guard::Can,
        page::{rejected, stale},
        paging::address,
    },
};

/// Saves every row that was changed, or none.
pub async fn save(
    path: LodgingPath,
    can: Can<ManageLodging>,
    State(app): State<AppState>,
    Query(filter): Query<LodgingFilter>,
    Form(form): Form<LodgingForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let typed = form.rows();
    let people: Vec<ParticipantId> = typed.iter().filter_map(|row| row.person.parse().ok()).collect();
    let scenery = Scenery::load(&mut tx, &can, &people).await?;
    let Judged { rows, changed, is_stale } = judge(&can, &scenery, typed)?;
    if rows.iter().any(|row| row.form.has_problems() || row.form.is_stale()) {
        let page = LodgingPage::answering(&path, &can, &scenery, &filter, rows);
        return if is_stale { stale(&page) } else { rejected(&page) };
    }
    verbs::save(&mut tx, &app.clock, path.event, &changed).await?;
    tx.commit().await?;
    let back = Done::to(address(&path.to_string(), &filter, &[("halaman", &filter.halaman)]));
    Ok(match changed.len() {
        0 => back.saying("Tidak ada yang berubah."),
        people => back.saying(format!("{people} orang disimpan.")),
    }
    .into_response())
}

/// What is to be done with the rows as typed.
struct Judged {
    rows: Vec<Row>,
    changed: Vec<Changed>,
    is_stale: bool,
}

/// Rows of people who have left the list fall away; of a row that somebody else changed meanwhile, one is asked.
fn judge(can: &Can<ManageLodging>, scenery: &Scenery, typed: Vec<RowForm>) -> Result<Judged> {
    let event = can.event()?;
    let mates = Mates::of(&scenery.guests);
    let mut judged = Judged { rows: Vec::new(), changed: Vec::new(), is_stale: false };
    for form in typed {
        let Some(at) = scenery.guests.iter().position(|guest| guest.id.to_string() == form.person) else {
            continue;
        };
        let Some(guest) = scenery.guests.get(at) else { continue };
        let before = RowForm::of(guest, scenery.needs.get(&guest.id), &mates);
        if form.is_untouched() || !form.differs(&before) {
            judged.rows.push(Row::new(scenery, at, FormState::fresh(before)));
            continue;
        }
        let state = match form.parse(guest, &mates, event.starts_on) {
            Err(problems) => FormState::rejected(form, problems),
            Ok(_) if Problems::version(&form.version) != guest.version => {
                judged.is_stale = true;
                let at = guest.changed_at.unwrap_or_default();
                let by = format!("{}, {}", guest.changed_by, text::moment(event.zone.local(at), event.zone));
                FormState::stale(form, &before, by)
            }
            Ok((stay, needs)) => {
                judged.changed.push(Changed { before, after: form.clone(), stay, needs });
                FormState::fresh(form)
            }
        };
        judged.rows.push(Row::new(scenery, at, state));
    }
    Ok(judged)
}

/// Sets how many beds the rooms have that are in use.
pub async fn set_beds(
    path: BedsPath,
    can: Can<ManageLodging>,
    State(app): State<AppState>,
    Form(form): Form<BedsForm>,
) -> Result<Done> {
    if !can.actor.hosted.contains(&path.event) {
        return Err(Error::Invalid("Jumlah tempat tidur diatur oleh provinsi tuan rumah."));
    }
    let back = Done::to(LodgingPath { place: path.place, event: path.event });
    let rooms = match form.parse() {
        Ok(rooms) if rooms.is_empty() => return Ok(back.refusing("Belum ada kamar yang bernomor.")),
        Ok(rooms) => rooms,
        Err(room) => {
            let said = format!("Tempat tidur kamar {room} belum disimpan: isi dengan angka 1 sampai 20.");
            return Ok(back.refusing(said));
        }
    };
    let mut tx = app.db.begin(&can.scope).await?;
    verbs::set_beds(&mut tx, &app.clock, path.event, &rooms).await?;
    tx.commit().await?;
    Ok(back.saying("Jumlah tempat tidur disimpan."))
}
