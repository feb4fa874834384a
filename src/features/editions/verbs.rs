//! What is done to an edition, with its row in the audit log. National scope.

use super::{
    model::{Category, EditionPlan, Goal, WavePlan},
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
pub async fn set_goals(tx: &mut Tx, clock: &Clock, edition: EditionId, goals: &[Goal]) -> Result<()> {
    sql::replace_goals(tx, edition, goals).await?;
    Change::new(clock, "edition.set_goals", edition).after(&goals).record(tx).await
}

/// Sets the participant categories, in their order.
pub async fn set_categories(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    categories: &[Category],
) -> Result<()> {
    sql::replace_categories(tx, edition, categories).await?;
    Change::new(clock, "edition.set_categories", edition).after(&categories).record(tx).await
}
