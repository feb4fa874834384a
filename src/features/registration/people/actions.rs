//! Registering a person, and changing what is known of one.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::PersonForm,
    model::{Category, PersonKind, TrainerKind},
    pages::{EditPage, TwinLine, elsewhere},
    paths::{NewPersonPath, PeoplePath, PersonPath, StatusPath, StatusWord},
    scene::{Counts, Scene},
    sql::{self, Twin},
    verbs,
};
use crate::{
    audit::{Change, Hand},
    auth::permission::EditParticipants,
    error::Result,
    kernel::{names, text},
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems},
        guard::Can,
        page::{rejected, stale},
        paging::address,
    },
};

impl Twin {
    /// Who it may be, and why: `Siti Aminah, Perpustakaan Desa Loram Wetan (terdaftar): nama sama`.
    pub(in crate::features::registration) fn sentence(&self) -> String {
        let mut out = names::titled(&self.title_prefix, &self.full_name, &self.title_suffix);
        if !self.agency_name.is_empty() {
            out = format!("{out}, {}", self.agency_name);
        }
        let same: Vec<&str> =
            [(self.same_name, "nama"), (self.same_phone, "nomor telepon"), (self.same_nip, "NIP")]
                .into_iter()
                .filter_map(|(is_same, word)| is_same.then_some(word))
                .collect();
        let at = self.elsewhere.as_ref().map(|event| format!(" pada {event}")).unwrap_or_default();
        format!("{out} ({}{at}): {} sama", self.status.label().to_lowercase(), same.join(" dan "))
    }
}

/// Registers a person.
pub async fn create(
    path: NewPersonPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?;
    let plan = match form.parse(&scene) {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &can, &scene, None, form).await?);
        }
    };
    if form.save_anyway != "ya" {
        let twins = verbs::twins(&mut tx, path.event, &plan, None).await?;
        if !twins.is_empty() {
            let twins = TwinLine::all(&can, &twins, None)?;
            let form = FormState::fresh(form);
            return rejected(&EditPage::load(&mut tx, &can, &scene, None, form).await?.warning(twins));
        }
    }
    let participant = verbs::register(&mut tx, &app.clock, path.event, &plan).await?;
    let over = Counts::load(&mut tx, path.event, &scene).await?.over();
    tx.commit().await?;
    let NewPersonPath { place, event } = path.clone();
    let to = if form.next == "again" {
        address(&path.to_string(), &form.kept(), &[])
    } else {
        PeoplePath { place: place.clone(), event }.to_string()
    };
    Ok(Done::to(to)
        .saying(format!("{} terdaftar{}.{over}", plan.titled(), scene.said_as(plan.category)))
        .warning_if(!over.is_empty())
        .undo(StatusPath { place, event, participant, to: StatusWord::Dibatalkan })
        .into_response())
}

/// Changes a person, unless somebody else did meanwhile.
pub async fn update(
    path: PersonPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(mut form): Form<PersonForm>,
) -> Result<Response> {
    let event = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.event, path.participant).await?;
    if let Some(done) = elsewhere(&path, &before) {
        return Ok(done.into_response());
    }
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?.keeping(&before);
    form.province = before.province.to_string();
    let mut plan = match form.parse(&scene) {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &can, &scene, Some(&before), form).await?);
        }
    };
    let is_renamed = plan.full_name != before.full_name
        || plan.contact.phone != before.phone
        || plan.contact.nip != before.nip;
    if is_renamed && form.save_anyway != "ya" {
        let twins = verbs::twins(&mut tx, path.event, &plan, Some(path.participant)).await?;
        if !twins.is_empty() {
            let twins = TwinLine::all(&can, &twins, Some(&before))?;
            let page = EditPage::load(&mut tx, &can, &scene, Some(&before), FormState::fresh(form)).await?;
            return rejected(&page.warning(twins));
        }
    }
    if plan.library.is_some() && plan.library == before.library {
        plan.agency_name.clone_from(&before.agency_name);
    } else {
        plan = verbs::with_agency(&mut tx, &plan).await?;
    }
    let hand = Hand::of(&tx, &app.clock);
    let version = Problems::version(&form.version);
    if !sql::update(&mut tx, path.event, path.participant, version, &plan, &hand).await? {
        let theirs = sql::find(&mut tx, path.event, path.participant).await?;
        let at = theirs.changed_at.unwrap_or_default();
        let by = format!("{}, {}", theirs.changed_by, text::moment(event.zone.local(at), event.zone));
        let form = FormState::stale(form, &PersonForm::of(&theirs), by)
            .naming(|field, code| words(&scene, &theirs.agency_name, field, code));
        return stale(&EditPage::load(&mut tx, &can, &scene, Some(&theirs), form).await?);
    }
    Change::new(&app.clock, "participant.update", path.participant)
        .in_event(path.event)
        .before(&PersonForm::of(&before))
        .after(&plan)
        .record(&mut tx)
        .await?;
    let over = Counts::load(&mut tx, path.event, &scene).await?.over();
    tx.commit().await?;
    Ok(Done::to(PeoplePath { place: path.place, event: path.event })
        .saying(format!("{} disimpan.{over}", plan.titled()))
        .warning_if(!over.is_empty())
        .into_response())
}

/// The words of a choice that somebody else made meanwhile.
fn words(scene: &Scene, agency: &str, field: &str, code: &str) -> Option<String> {
    match field {
        "kind" => PersonKind::from_code(code).map(|kind| kind.label().to_owned()),
        "category" => Category::from_code(code).map(|category| scene.category_label(category)),
        "library" => code.parse::<uuid::Uuid>().ok().map(|_| agency.to_owned()),
        "sex" => match code {
            "L" => Some("Laki-laki".into()),
            "P" => Some("Perempuan".into()),
            _ => None,
        },
        "trainer_kind" => TrainerKind::from_code(code).map(|kind| kind.label().to_owned()),
        _ => None,
    }
}
