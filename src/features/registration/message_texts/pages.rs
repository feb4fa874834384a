//! The page of a wording, with its preview.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    forms::WordingForm,
    model::{MessageKind, Placeholder, Wording},
    paths::{ResetPath, WordingPath},
    sql,
};
use crate::{
    auth::permission::EditParticipants,
    error::Result,
    features::registration::people::paths::PeoplePath,
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "registration/wording.html")]
pub(super) struct WordingPage {
    shell: Shell,
    kind: MessageKind,
    form: FormState<WordingForm>,
    placeholders: &'static [Placeholder],
    /// What people will read; empty while something is wrong.
    preview: String,
    /// Where the usual wording is taken again; empty where it is.
    reset: String,
    back: String,
}

impl WordingPage {
    /// The page with this form.
    pub(super) fn new(
        can: &Can<EditParticipants>,
        path: &WordingPath,
        is_own: bool,
        form: FormState<WordingForm>,
    ) -> Result<Self> {
        let kind = MessageKind::from(path.message);
        let title = &can.event()?.title;
        let values: Vec<(&str, &str)> = kind
            .placeholders()
            .iter()
            .map(|p| (p.name, if p.name == "kegiatan" { title.as_str() } else { p.sample }))
            .collect();
        let preview = match form.values.parse(kind) {
            Ok(text) => Wording { text, version: 0 }.fill(&values),
            Err(_) => String::new(),
        };
        let WordingPath { place, event, message } = path.clone();
        let back = PeoplePath { place: place.clone(), event }.to_string();
        Ok(Self {
            shell: can.shell().under("Peserta", &back),
            kind,
            placeholders: kind.placeholders(),
            preview,
            reset: if is_own { ResetPath { place, event, message }.to_string() } else { String::new() },
            back,
            form,
        })
    }
}

/// The wording as it counts.
pub async fn edit(
    path: WordingPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let office = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    let wording = sql::wording(&mut tx, path.event, office, path.message.into()).await?;
    drop(tx);
    let form = FormState::fresh(WordingForm::of(&wording));
    page(&WordingPage::new(&can, &path, wording.version > 0, form)?)
}
