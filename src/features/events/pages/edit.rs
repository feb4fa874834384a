//! The forms of an event's frame, and of a reason.

use askama::Template;
use axum::{extract::State, response::Response};

use super::summary::words_of;
use crate::{
    auth::permission::EditEvent,
    error::{Error, Result},
    features::events::{
        forms::{self, FrameForm, ReasonForm},
        model::{Act, Funding},
        paths::{ActPath, EditPath, EventPath},
        sql::{self, Event},
    },
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

/// Who may pay for an event: outside the waves the state's budget does not, except for Perpusnas' own meetings.
pub fn fundings_of(in_wave: bool, host: &str) -> Vec<Funding> {
    Funding::ALL.iter().copied().filter(|f| in_wave || host == "00" || *f != Funding::Apbn).collect()
}

#[derive(Template)]
#[template(path = "events/edit.html")]
pub(in crate::features::events) struct EditPage {
    shell: Shell,
    form: FormState<FrameForm>,
    has_agenda: bool,
    zones: Vec<Choice>,
    modes: Vec<Choice>,
    fundings: Vec<Choice>,
    back: String,
}

impl EditPage {
    pub(in crate::features::events) fn new(
        can: &Can<EditEvent>,
        event: &Event,
        has_agenda: bool,
        form: FormState<FrameForm>,
    ) -> Self {
        Self {
            shell: can.shell(),
            form,
            has_agenda,
            zones: forms::zones(),
            modes: forms::modes(),
            fundings: forms::fundings(&fundings_of(event.wave.is_some(), &event.host)),
            back: EventPath { place: can.place.clone(), event: event.id }.to_string(),
        }
    }
}

/// The form of an event as it stands.
pub async fn edit(path: EditPath, can: Can<EditEvent>, State(app): State<AppState>) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let event = sql::find(&mut tx, path.event).await?;
    let has_agenda = !sql::programme(&mut tx, &[event.id]).await?.is_empty();
    page(&EditPage::new(&can, &event, has_agenda, FormState::fresh(FrameForm::of(&event))))
}

#[derive(Template)]
#[template(path = "events/reason.html")]
pub(in crate::features::events) struct ReasonPage {
    shell: Shell,
    title: &'static str,
    lead: &'static str,
    form: FormState<ReasonForm>,
    back: String,
}

impl ReasonPage {
    pub(in crate::features::events) fn new(
        can: &Can<EditEvent>,
        path: &ActPath,
        act: Act,
        form: FormState<ReasonForm>,
    ) -> Self {
        Self {
            shell: can.shell(),
            title: words_of(act),
            lead: match act {
                Act::Cancel => {
                    "Kegiatan tidak akan dilaksanakan. Datanya tetap tersimpan, dan pembatalan dapat dicabut."
                }
                _ => "Kegiatan akan dilaksanakan pada waktu lain. Datanya tetap tersimpan.",
            },
            form,
            back: EventPath { place: path.place.clone(), event: path.event }.to_string(),
        }
    }
}

/// Asks for the reason of a postponement or cancellation.
pub async fn reason(path: ActPath, can: Can<EditEvent>) -> Result<Response> {
    let act = Act::from_segment(&path.act).filter(|act| act.needs_reason()).ok_or(Error::NotFound)?;
    page(&ReasonPage::new(&can, &path, act, FormState::fresh(ReasonForm::default())))
}
