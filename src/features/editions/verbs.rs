//! What is done to an edition, with its row in the audit log. National scope.

use super::{
    model::{AwardCategory, CategoryLabel, EditionPlan, TemplateSession, WavePlan},
    sql,
};
use crate::{
    audit::Change,
    db::Tx,
    error::Result,
    kernel::{
        clock::Clock,
        ids::{EditionId, WaveId},
        origin::Origin,
    },
};

/// Makes an edition without waves, goals or template.
pub async fn create(
    tx: &mut Tx,
    clock: &Clock,
    plan: &EditionPlan,
    (origin, source): (Origin, &str),
) -> Result<EditionId> {
    let id = EditionId::new();
    sql::insert(tx, id, plan, origin, source).await?;
    Change::new(clock, "edition.create", id).after(plan).record(tx).await?;
    Ok(id)
}

/// Adds a wave.
pub async fn add_wave(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    plan: &WavePlan,
    (origin, source): (Origin, &str),
) -> Result<WaveId> {
    let id = WaveId::new();
    sql::insert_wave(tx, edition, id, plan, origin, source).await?;
    Change::new(clock, "wave.add", id).after(plan).record(tx).await?;
    Ok(id)
}

/// Sets the goals, numbered from one.
pub async fn set_goals(tx: &mut Tx, clock: &Clock, edition: EditionId, goals: &[String]) -> Result<()> {
    sql::replace_goals(tx, edition, goals).await?;
    Change::new(clock, "edition.set_goals", edition).after(&goals).record(tx).await
}

/// Sets the labels of the participant categories, in their order.
pub async fn set_categories(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    labels: &[CategoryLabel],
) -> Result<()> {
    sql::replace_categories(tx, edition, labels).await?;
    Change::new(clock, "edition.set_categories", edition).after(&labels).record(tx).await
}

/// Sets the awards, in their order.
pub async fn set_award_categories(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    awards: &[AwardCategory],
) -> Result<()> {
    sql::replace_awards(tx, edition, awards).await?;
    Change::new(clock, "edition.set_award_categories", edition).after(&awards).record(tx).await
}

/// Sets the agenda template, in its order.
pub async fn set_template(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    sessions: &[TemplateSession],
) -> Result<()> {
    sql::replace_template(tx, edition, sessions).await?;
    Change::new(clock, "edition.set_template", edition).after(&sessions).record(tx).await
}
