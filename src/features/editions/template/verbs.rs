//! What is done to a template, with its row in the audit log. National scope.

use super::{
    forms::TemplateSessionForm,
    sql::{self, Kept},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::Result,
    features::editions::model::{TemplateKind, TemplateSession},
    kernel::{
        clock::Clock,
        ids::{EditionId, TemplateSessionId},
        origin::Origin,
    },
};

/// Adds sessions to a template, as a whole.
pub async fn set_template(
    tx: &mut Tx,
    clock: &Clock,
    (edition, template): (EditionId, TemplateKind),
    sessions: &[TemplateSession],
    origin: (Origin, &str),
) -> Result<()> {
    for session in sessions {
        let hand = Hand::of(tx, clock);
        sql::insert(tx, (edition, template), TemplateSessionId::new(), session, origin, &hand).await?;
    }
    Change::new(clock, "template.set", edition).after(&sessions).record(tx).await
}

/// Adds one session.
pub(super) async fn add(
    tx: &mut Tx,
    clock: &Clock,
    (edition, template): (EditionId, TemplateKind),
    session: &TemplateSession,
) -> Result<()> {
    let id = TemplateSessionId::new();
    let hand = Hand::of(tx, clock);
    sql::insert(tx, (edition, template), id, session, (Origin::Real, ""), &hand).await?;
    Change::new(clock, "template.add", id).after(session).record(tx).await
}

/// Changes a session, unless somebody else did since `version`; says whether it was changed.
pub(super) async fn change(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    before: &Kept,
    version: i32,
    session: &TemplateSession,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let changed = sql::update(tx, edition, before.id, version, session, &hand).await?;
    if changed {
        Change::new(clock, "template.change", before.id)
            .before(&TemplateSessionForm::of(before))
            .after(session)
            .record(tx)
            .await?;
    }
    Ok(changed)
}

/// Removes a session, or brings it back.
pub(super) async fn set_removed(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    id: TemplateSessionId,
    removed: bool,
) -> Result<()> {
    let hand = Hand::of(tx, clock);
    if sql::set_removed(tx, edition, id, removed, &hand).await? {
        let action = if removed { "template.remove" } else { "template.restore" };
        Change::new(clock, action, id).record(tx).await?;
    }
    Ok(())
}
