//! Inviting libraries, and changing an invitation.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{DelegationForm, InviteForm},
    pages::{ChoosePage, EditPage},
    paths::{DelegationPath, DelegationsPath, InvitePath, RestorePath, WithdrawPath},
    sql, verbs,
};
use crate::{
    audit::{Change, Hand},
    auth::permission::InviteLibraries,
    error::Result,
    features::registration::{
        libraries::{self, LibraryFilter},
        people::Category,
    },
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, FormState, Problems, Query},
        guard::Can,
        page::{rejected, stale},
    },
};

/// Invites the libraries that were ticked.
pub async fn invite(
    path: InvitePath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
    Query(filter): Query<LibraryFilter>,
    Form(form): Form<InviteForm>,
) -> Result<Response> {
    let province = can.office()?.province.clone();
    let mut tx = app.db.begin(&can.scope).await?;
    let own = libraries::choosable(&mut tx, &province).await?;
    let plans = match form.parse(&own) {
        Ok(plans) => plans,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&ChoosePage::load(&mut tx, &can, filter, form).await?);
        }
    };
    let made = verbs::invite(&mut tx, &app.clock, path.event, &province, &plans).await?;
    tx.commit().await?;
    let left = plans.len() - made.len();
    let left = if left == 0 { String::new() } else { format!(" {left} lainnya sudah diundang.") };
    Ok(Done::to(DelegationsPath { place: path.place, event: path.event })
        .saying(format!("{} perpustakaan diundang.{left} Buat tautannya, lalu kirim kepada PIC.", made.len()))
        .into_response())
}

/// Changes an invitation, unless somebody else did meanwhile.
pub async fn update(
    path: DelegationPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
    Form(form): Form<DelegationForm>,
) -> Result<Response> {
    let (province, zone) = (&can.office()?.province, can.event()?.zone);
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::find(&mut tx, path.event, province, path.delegation).await?;
    sql::hold(&mut tx, path.event, path.delegation).await?;
    let named = sql::named(&mut tx, path.event, path.delegation).await?;
    let held = named.iter().filter(|person| person.holds_place()).count();
    let plan = match form.parse(i64::try_from(held).unwrap_or(i64::MAX)) {
        Ok(plan) => plan,
        Err(problems) => {
            let form = FormState::rejected(form, problems);
            return rejected(&EditPage::load(&mut tx, &app, &can, &before, form).await?);
        }
    };
    let hand = Hand::of(&tx, &app.clock);
    let at = (path.delegation, Problems::version(&form.version));
    if !sql::update(&mut tx, path.event, at, &plan, &hand).await? {
        let theirs = sql::find(&mut tx, path.event, province, path.delegation).await?;
        let when = text::moment(zone.local(theirs.changed_at.unwrap_or_default()), zone);
        let by = format!("{}, {when}", theirs.changed_by);
        let form =
            FormState::stale(form, &DelegationForm::of(&theirs), by).naming(|field, code| match field {
                "category" => Category::from_code(code).map(|category| category.label().to_owned()),
                _ => None,
            });
        return stale(&EditPage::load(&mut tx, &app, &can, &theirs, form).await?);
    }
    Change::new(&app.clock, "delegation.update", path.delegation)
        .in_event(path.event)
        .before(&DelegationForm::of(&before))
        .after(&plan)
        .record(&mut tx)
        .await?;
    tx.commit().await?;
    Ok(Done::to(DelegationsPath { place: path.place, event: path.event })
        .saying(format!("Undangan {} disimpan.", before.library_name))
        .into_response())
}

/// Withdraws an invitation; the next page offers to bring it back. Who was named stays on the event's list.
pub async fn withdraw(
    path: WithdrawPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let WithdrawPath { place, event, delegation } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let name = verbs::set_withdrawn(&mut tx, &app.clock, event, province, (delegation, true)).await?;
    let named = sql::named(&mut tx, event, delegation).await?;
    tx.commit().await?;
    let staying = named.iter().filter(|person| person.holds_place()).count();
    let staying = if staying == 0 {
        String::new()
    } else {
        format!(" {staying} orang yang sudah disebutkan tetap dalam daftar peserta.")
    };
    Ok(Done::to(DelegationsPath { place: place.clone(), event })
        .saying(format!("Undangan {name} ditarik; tautannya tidak berlaku lagi.{staying}"))
        .undo(RestorePath { place, event, delegation }))
}

/// Brings a withdrawn invitation back.
pub async fn restore(
    path: RestorePath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let RestorePath { place, event, delegation } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let name = verbs::set_withdrawn(&mut tx, &app.clock, event, province, (delegation, false)).await?;
    tx.commit().await?;
    Ok(Done::to(DelegationsPath { place, event }).saying(format!("Undangan {name} dikembalikan.")))
}
