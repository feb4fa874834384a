//! What is done to the versions of an agenda.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::PublishForm,
    pages::PublishPage,
    paths::{PublishPath, VersionsPath, WithdrawPath},
    sql,
    verbs::{self, Publication},
};
use crate::{
    auth::permission::EditAgenda,
    error::{Error, Result},
    features::agenda::paths::AgendaPath,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Publishes the draft, unless it has changed since it was looked at.
pub async fn publish(
    path: PublishPath,
    can: Can<EditAgenda>,
    State(app): State<AppState>,
    Form(form): Form<PublishForm>,
) -> Result<Response> {
    let parsed = form.parse();
    let mut tx = app.db.begin(&can.scope).await?;
    let (note, seen) = match parsed {
        Ok(parsed) => parsed,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&PublishPage::load(&mut tx, &can, form, false).await?);
        }
    };
    let back = Done::to(AgendaPath { place: path.place, event: path.event });
    let done = match verbs::publish(&mut tx, &app.clock, path.event, Some(&seen), &note).await? {
        Publication::Published(number) => back.saying(format!("Agenda terbit sebagai versi {number}.")),
        Publication::Nothing(number) => {
            back.saying(format!("Agenda ini sudah terbit sebagai versi {number}; tidak ada yang berubah."))
        }
        Publication::Empty => {
            back.refusing("Agenda tidak diterbitkan karena masih kosong. Tambahkan sesi dulu.")
        }
        Publication::Stale => {
            let form = FormState::fresh(form);
            return stale(&PublishPage::load(&mut tx, &can, form, true).await?);
        }
    };
    tx.commit().await?;
    Ok(done.into_response())
}

/// Withdraws the version that counts. Done twice, it is done once.
pub async fn withdraw(path: WithdrawPath, can: Can<EditAgenda>, State(app): State<AppState>) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    if path.number < 1 || path.number > sql::last_number(&mut tx, path.event).await? {
        return Err(Error::NotFound);
    }
    let done = verbs::withdraw(&mut tx, &app.clock, path.event, path.number).await?;
    let back = sql::current(&mut tx, path.event).await?;
    tx.commit().await?;
    let number = path.number;
    let to = Done::to(VersionsPath { place: path.place, event: path.event });
    Ok(match back {
        _ if !done => {
            to.refusing(format!("Versi {number} tidak ditarik: versi itu bukan lagi yang dilihat pembaca."))
        }
        Some(version) => to.saying(format!(
            "Versi {number} ditarik kembali. Pembaca kini melihat versi {}.",
            version.number
        )),
        None => to.saying(format!("Versi {number} ditarik kembali. Pembaca kini tidak melihat agenda.")),
    })
}
