//! The form of an official.

use askama::Template;
use axum::{extract::State, response::Response};

use super::{SLOTS, forms::OfficialForm, slot_name, sql};
use crate::{
    auth::permission::EditEvent,
    error::{Error, Result},
    features::events::{
        model::{ActingStatus, Ceremony, Phase},
        paths::{EventPath, OfficialPath, RemoveOfficialPath},
    },
    kernel::place::Place,
    web::{
        AppState, filters,
        form::FormState,
        guard::Can,
        page::{Choice, Shell, page},
    },
};

/// The slot that a segment of the URL names.
pub(super) fn slot_of(segment: &str) -> Result<(Ceremony, Phase)> {
    let found = SLOTS.iter().find(|(name, ..)| *name == segment).ok_or(Error::NotFound)?;
    Ok((found.1, found.2))
}

#[derive(Template)]
#[template(path = "events/official.html")]
pub(super) struct OfficialPage {
    shell: Shell,
    title: &'static str,
    form: FormState<OfficialForm>,
    honorifics: Vec<Choice>,
    standings: Vec<Choice>,
    back: String,
    /// Where the official is removed, if one is recorded.
    remove: Option<String>,
    is_copied_from_plan: bool,
}

impl OfficialPage {
    pub(super) fn new(
        can: &Can<EditEvent>,
        path: &OfficialPath,
        slot: (Ceremony, Phase),
        form: FormState<OfficialForm>,
    ) -> Self {
        let OfficialPath { place, event, official } = path.clone();
        let recorded = !form.values.version.is_empty();
        Self {
            shell: can.shell(),
            title: slot_name(slot.0, slot.1),
            honorifics: ["Bapak", "Ibu"].iter().map(|word| Choice::new(*word, *word)).collect(),
            standings: ActingStatus::ALL.iter().map(|s| Choice::new(s.code(), s.label())).collect(),
            back: EventPath { place: place.clone(), event }.to_string(),
            remove: recorded.then(|| RemoveOfficialPath { place, event, official }.to_string()),
            is_copied_from_plan: !recorded && !form.values.full_name.is_empty() && !form.has_problems(),
            form,
        }
    }
}

/// The form of an official; one who really came is proposed from the plan.
pub async fn edit(path: OfficialPath, can: Can<EditEvent>, State(app): State<AppState>) -> Result<Response> {
    let slot = slot_of(&path.official)?;
    let mut tx = app.db.begin(&can.scope).await?;
    let officials = sql::list(&mut tx, path.event).await?;
    drop(tx);
    let find = |phase| officials.iter().find(|o| o.ceremony == slot.0 && o.phase == phase);
    let form = match find(slot.1) {
        Some(official) => OfficialForm::of(official),
        None => OfficialForm::blank(find(Phase::Planned)),
    };
    page(&OfficialPage::new(&can, &path, slot, FormState::fresh(form)))
}

/// Where an official is recorded.
pub fn href(place: &Place, event: crate::kernel::ids::EventId, segment: &str) -> String {
    OfficialPath { place: place.clone(), event, official: segment.to_owned() }.to_string()
}
