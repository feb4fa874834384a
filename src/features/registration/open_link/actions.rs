//! Opening, changing, closing and renewing the link, by the host's office.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::TermsForm,
    model::{Places, Terms},
    pages::OfficePage,
    paths::{ClosePath, OpenLinkPath, RenewPath},
    sql::{self, Link},
    verbs,
};
use crate::{
    audit::{Change, Hand},
    auth::permission::ManageOpenLink,
    error::{Error, Result},
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::Can,
        page::{rejected, stale},
    },
};

/// The terms that stand.
pub(super) fn terms(link: &Link) -> Terms {
    Terms {
        opens_at: link.opens_at,
        closes_at: link.closes_at,
        places: Places { all: link.places, by_category: link.category_places.0.clone() },
    }
}

/// Opens the link, or changes its terms, unless somebody else did meanwhile.
pub async fn save(
    path: OpenLinkPath,
    can: Can<ManageOpenLink>,
    State(app): State<AppState>,
    Form(form): Form<TermsForm>,
) -> Result<Response> {
    let zone = can.event()?.zone;
    let mut tx = app.db.begin(&can.scope).await?;
    let wanted = match form.parse(zone) {
        Ok(terms) => terms,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&OfficePage::load(&mut tx, &app, &can, Some(form)).await?);
        }
    };
    let current = sql::current(&mut tx, path.event).await?;
    let saved = match &current {
        None => verbs::open(&mut tx, &app.clock, path.event, &wanted).await?.is_some(),
        Some(link) => {
            let before = (Problems::version(&form.version), &terms(link));
            verbs::change(&mut tx, &app.clock, path.event, before, &wanted).await?
        }
    };
    if !saved {
        let theirs = sql::current(&mut tx, path.event).await?.ok_or(Error::NotFound)?;
        let at = theirs.changed_at.unwrap_or_default();
        let by = format!("{}, {}", theirs.changed_by, text::moment(zone.local(at), zone));
        let now = TermsForm::of(&terms(&theirs), theirs.version, zone);
        let form = FormState::stale(form, &now, by);
        return stale(&OfficePage::load(&mut tx, &app, &can, Some(form)).await?);
    }
    tx.commit().await?;
    let said =
        if current.is_none() { "Tautan pendaftaran dibuat." } else { "Ketentuan pendaftaran disimpan." };
    Ok(Done::to(path).saying(said).into_response())
}

/// Closes the registration at once.
pub async fn close(path: ClosePath, can: Can<ManageOpenLink>, State(app): State<AppState>) -> Result<Done> {
    let ClosePath { place, event } = path;
    let back = Done::to(OpenLinkPath { place, event });
    let mut tx = app.db.begin(&can.scope).await?;
    let hand = Hand::of(&tx, &app.clock);
    let Some(link) = sql::close(&mut tx, event, app.clock.programme_now(), &hand).await? else {
        return Ok(back.refusing("Pendaftaran sudah tertutup."));
    };
    Change::new(&app.clock, "open_link.close", link).in_event(event).record(&mut tx).await?;
    tx.commit().await?;
    Ok(back.saying("Pendaftaran ditutup. Simpan ketentuannya lagi bila ingin membukanya kembali."))
}

/// Makes another link; the old one says that it was replaced.
pub async fn renew(path: RenewPath, can: Can<ManageOpenLink>, State(app): State<AppState>) -> Result<Done> {
    let RenewPath { place, event } = path;
    let back = Done::to(OpenLinkPath { place, event });
    let mut tx = app.db.begin(&can.scope).await?;
    if sql::current(&mut tx, event).await?.is_none() {
        return Ok(back.refusing("Belum ada tautan yang dapat diganti. Buka pendaftaran dulu."));
    }
    verbs::renew(&mut tx, &app.clock, event).await?;
    tx.commit().await?;
    Ok(back.saying("Tautan diganti. Tautan lama tidak dapat dipakai mendaftar lagi."))
}
