//! One entry, to be changed.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{challenges, kinds};
use crate::{
    auth::permission::WriteMinutes,
    error::{Error, Result},
    features::minutes::{
        forms::EntryForm,
        model::{Entry, MOST},
        paths::{EntryPath, MinutesPath, SessionMinutesPath},
        sql,
    },
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

#[derive(Template)]
#[template(path = "minutes/entry.html")]
pub(in crate::features::minutes) struct EntryPage {
    shell: Shell,
    session: String,
    form: FormState<EntryForm>,
    kinds: Vec<Choice>,
    challenges: Vec<Choice>,
    agencies: Vec<String>,
    back: String,
}

impl EntryPage {
    /// The page of an entry with this form on it.
    pub(in crate::features::minutes) async fn load(
        conn: &mut PgConnection,
        can: &Can<WriteMinutes>,
        entry: &Entry,
        form: FormState<EntryForm>,
    ) -> Result<Self> {
        let event = can.event()?.id;
        let head = sql::sessions(conn, event, Some(entry.session)).await?.pop().ok_or(Error::NotFound)?;
        let entries = sql::entries(conn, event, Some(entry.session), MOST * 2).await?;
        let place = can.place.clone();
        let back = SessionMinutesPath { place: place.clone(), event, session: entry.session }.to_string();
        Ok(Self {
            shell: can.shell().under("Notulen", MinutesPath { place, event }).under(&head.title, &back),
            session: head.title,
            form,
            kinds: kinds(),
            challenges: challenges(entries.iter().filter(|other| other.id != entry.id)),
            agencies: sql::agencies(conn, event).await?,
            back: format!("{back}#butir-{}", entry.id),
        })
    }
}

/// The form of an entry as it stands.
pub async fn edit(path: EntryPath, can: Can<WriteMinutes>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let entry = sql::entry(&mut tx, path.event, path.entry).await?;
    let form = FormState::fresh(EntryForm::of(&entry));
    page(&EntryPage::load(&mut tx, &can, &entry, form).await?)
}
