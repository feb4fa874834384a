//! What can be done with invitations, for the actions and for the demo. The scope must be the library's own province's.

use uuid::Uuid;

use super::{
    model::InvitationPlan,
    sql::{self, Addressed, NewLink},
};
use crate::{
    audit::{self, Change, Hand, One},
    auth::token,
    db::{Tx, scope::ProvinceCode},
    error::{Error, Result},
    kernel::{
        clock::Clock,
        ids::{DelegationId, EventId, LibraryId},
    },
};

/// Invites libraries; one that is invited already stays as it is. The invitations that came of it.
pub async fn invite(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    province: &ProvinceCode,
    plans: &[InvitationPlan],
) -> Result<Vec<(DelegationId, LibraryId)>> {
    let hand = Hand::of(tx, clock);
    let made = sql::invite(tx, event, province, plans, &hand).await?;
    let changes = made
        .iter()
        .map(|(id, library)| {
            let plan = plans.iter().find(|plan| plan.library == *library);
            One { subject: id.0, before: None, after: plan.and_then(|plan| serde_json::to_value(plan).ok()) }
        })
        .collect();
    audit::record_all(tx, clock, "delegation.invite", event, changes).await?;
    Ok(made)
}

/// A link that was just made: its secret is shown once and then forgotten.
#[derive(Clone, Debug)]
pub struct MadeLink {
    /// Whose invitation.
    pub delegation: DelegationId,
    /// The secret of the URL.
    pub secret: String,
    /// The code that the office reads out.
    pub code: String,
}

/// Makes links; those that counted before are revoked.
pub async fn make_links(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    province: &ProvinceCode,
    these: &[DelegationId],
) -> Result<Vec<MadeLink>> {
    make(tx, clock, event, province, these, None).await
}

/// The same with a code that is known beforehand, for the demo.
pub async fn make_links_with_code(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    province: &ProvinceCode,
    these: &[DelegationId],
    code: &str,
) -> Result<Vec<MadeLink>> {
    make(tx, clock, event, province, these, Some(code)).await
}

async fn make(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    province: &ProvinceCode,
    these: &[DelegationId],
    code: Option<&str>,
) -> Result<Vec<MadeLink>> {
    let hand = Hand::of(tx, clock);
    let ids: Vec<Uuid> = these.iter().map(|id| id.0).collect();
    sql::revoke(tx, event, province, &ids, hand.at).await?;
    let mut made = Vec::new();
    let mut links = Vec::new();
    for id in these {
        let secret = token::fresh()?;
        let code = match code {
            Some(code) => code.to_owned(),
            None => token::four_digits()?,
        };
        links.push(NewLink { delegation: *id, hash: token::hash(&secret), code: code.clone() });
        made.push(MadeLink { delegation: *id, secret, code });
    }
    sql::insert_links(tx, event, province, &links, &hand).await?;
    let changes = these.iter().map(|id| One { subject: id.0, before: None, after: None }).collect();
    audit::record_all(tx, clock, "delegation_link.make", event, changes).await?;
    Ok(made)
}

/// Ends a library's link; says whether there was one.
pub(super) async fn revoke(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    province: &ProvinceCode,
    id: DelegationId,
) -> Result<bool> {
    let revoked = sql::revoke(tx, event, province, &[id.0], clock.now()).await? > 0;
    if revoked {
        Change::new(clock, "delegation_link.revoke", id).in_event(event).record(tx).await?;
    }
    Ok(revoked)
}

/// Withdraws an invitation or brings it back; the library's name.
pub(super) async fn set_withdrawn(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    province: &ProvinceCode,
    (id, is_withdrawn): (DelegationId, bool),
) -> Result<String> {
    let hand = Hand::of(tx, clock);
    let name =
        sql::set_withdrawn(tx, event, province, id, is_withdrawn, &hand).await?.ok_or(Error::NotFound)?;
    let action = if is_withdrawn { "delegation.withdraw" } else { "delegation.restore" };
    Change::new(clock, action, id).in_event(event).record(tx).await?;
    Ok(name)
}

/// Notes that messages were sent; how many.
pub(super) async fn note_reminded(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    province: &ProvinceCode,
    these: &[DelegationId],
) -> Result<usize> {
    let hand = Hand::of(tx, clock);
    let ids: Vec<Uuid> = these.iter().map(|id| id.0).collect();
    let noted = sql::note_reminded(tx, event, province, &ids, &hand).await?;
    let count = noted.len();
    let changes = noted.into_iter().map(|id| One { subject: id.0, before: None, after: None }).collect();
    audit::record_all(tx, clock, "delegation.remind", event, changes).await?;
    Ok(count)
}

/// The office's own invitations among these, or all that have not answered.
pub(super) async fn addressed(
    tx: &mut Tx,
    event: EventId,
    province: &ProvinceCode,
    these: Option<&[DelegationId]>,
) -> Result<Vec<Addressed>> {
    let ids: Option<Vec<Uuid>> = these.map(|these| these.iter().map(|id| id.0).collect());
    Ok(sql::addressed(tx, event, province, ids.as_deref()).await?)
}
