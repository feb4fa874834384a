//! What is done to award categories, with its row in the audit log. National scope.

use super::{
    forms::AwardForm,
    sql::{self, Kept},
};
use crate::{
    audit::{Change, Hand},
    db::Tx,
    error::Result,
    features::editions::model::AwardCategory,
    kernel::{
        clock::Clock,
        ids::{AwardCategoryId, EditionId},
        origin::Origin,
    },
};

/// Adds award categories, in their order.
pub async fn set_award_categories(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    awards: &[AwardCategory],
    origin: (Origin, &str),
) -> Result<()> {
    for award in awards {
        let hand = Hand::of(tx, clock);
        sql::insert(tx, edition, AwardCategoryId::new(), award, origin, &hand).await?;
    }
    Change::new(clock, "award_category.set", edition).after(&awards).record(tx).await
}

/// Adds one category after the others.
pub(super) async fn add(tx: &mut Tx, clock: &Clock, edition: EditionId, award: &AwardCategory) -> Result<()> {
    let id = AwardCategoryId::new();
    let hand = Hand::of(tx, clock);
    sql::insert(tx, edition, id, award, (Origin::Real, ""), &hand).await?;
    Change::new(clock, "award_category.add", id).after(award).record(tx).await
}

/// Changes a category, unless somebody else did since `version`; says whether it was changed.
pub(super) async fn change(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    before: &Kept,
    version: i32,
    award: &AwardCategory,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let changed = sql::update(tx, edition, before.id, version, award, &hand).await?;
    if changed {
        Change::new(clock, "award_category.change", before.id)
            .before(&AwardForm::of(before))
            .after(award)
            .record(tx)
            .await?;
    }
    Ok(changed)
}

/// Removes a category, or brings it back.
pub(super) async fn set_removed(
    tx: &mut Tx,
    clock: &Clock,
    edition: EditionId,
    id: AwardCategoryId,
    removed: bool,
) -> Result<()> {
    let hand = Hand::of(tx, clock);
    if sql::set_removed(tx, edition, id, removed, &hand).await? {
        let action = if removed { "award_category.remove" } else { "award_category.restore" };
        Change::new(clock, action, id).record(tx).await?;
    }
    Ok(())
}
