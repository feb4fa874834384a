//! What is done to an office, with its row in the audit log.

use super::{
    model::{NewTenant, Settings, SignerPlan},
    sql::{self, Signer, Tenant},
};
use crate::{
    audit::{Change, Hand},
    db::{Tx, scope::ProvinceCode},
    error::Result,
    kernel::{clock::Clock, ids::SignerId},
};

/// The subject of a tenant's audit rows: its code, as the last digits of an id.
fn subject(province: &ProvinceCode) -> uuid::Uuid {
    uuid::Uuid::from_u128(u128::from_str_radix(province.as_str(), 16).unwrap_or_default())
}

/// Takes a province's office into the programme. National scope.
pub async fn add(tx: &mut Tx, clock: &Clock, tenant: &NewTenant) -> Result<()> {
    let hand = Hand::of(tx, clock);
    sql::insert(tx, tenant, &hand).await?;
    Change::new(clock, "tenant.add", subject(&tenant.province))
        .in_province(&tenant.province)
        .after(tenant)
        .record(tx)
        .await
}

/// Changes what an agency says about itself, if nobody else did since `before` was read. Province scope.
pub async fn configure(
    tx: &mut Tx,
    clock: &Clock,
    before: &Tenant,
    version: i32,
    settings: &Settings,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let changed = sql::update(tx, &before.province, version, settings, &hand).await?;
    if changed {
        Change::new(clock, "tenant.configure", subject(&before.province))
            .before(&before.settings())
            .after(settings)
            .record(tx)
            .await?;
    }
    Ok(changed)
}

/// Adds somebody who signs. Province scope.
pub async fn add_signer(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    plan: &SignerPlan,
) -> Result<SignerId> {
    let hand = Hand::of(tx, clock);
    let id = SignerId::new();
    sql::insert_signer(tx, province, id, plan, &hand).await?;
    Change::new(clock, "signer.add", id).after(plan).record(tx).await?;
    Ok(id)
}

/// Changes a signer, if nobody else did since `version`. Province scope.
pub async fn change_signer(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    before: &Signer,
    version: i32,
    plan: &SignerPlan,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let changed = sql::update_signer(tx, province, before.id, version, plan, &hand).await?;
    if changed {
        Change::new(clock, "signer.change", before.id).before(&before.plan()).after(plan).record(tx).await?;
    }
    Ok(changed)
}

/// Removes a signer, or brings it back; says whether anything changed. Province scope.
pub async fn set_signer_removed(
    tx: &mut Tx,
    clock: &Clock,
    province: &ProvinceCode,
    id: SignerId,
    removed: bool,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let changed = sql::set_signer_removed(tx, province, id, removed, &hand).await?;
    if changed {
        let action = if removed { "signer.remove" } else { "signer.restore" };
        Change::new(clock, action, id).record(tx).await?;
    }
    Ok(changed)
}
