//! What is done to an agenda beyond one session.

use uuid::Uuid;

use super::{
    model::{self, SessionPlan},
    sql,
};
use crate::{
    audit::{Change, Hand},
    auth::actor::EventHead,
    db::Tx,
    error::Result,
    features::editions::{self, model::TemplateKind},
    kernel::{
        clock::Clock,
        ids::{EventId, SessionId},
    },
};

/// What came of taking over a template, a pattern or an earlier agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// It stands in the agenda.
    Taken {
        /// How many sessions were made.
        made: usize,
        /// How many were not, since the event does not have their day.
        beyond: usize,
        /// Under which id it can be taken back.
        batch: Uuid,
    },
    /// The agenda has sessions already.
    AgendaNotEmpty,
    /// There is nothing to take over.
    Missing,
}

/// Lays a template of the edition over the event's programme days, if its agenda is empty.
pub async fn take_over_template(
    tx: &mut Tx,
    clock: &Clock,
    event: &EventHead,
    template: TemplateKind,
) -> Result<Template> {
    let template: Vec<_> = editions::template::list(tx, event.edition, template)
        .await?
        .into_iter()
        .map(|kept| kept.session)
        .collect();
    let (plans, beyond) =
        model::lay_template(&template, event.programme_starts_on, event.programme_ends_on, event.zone);
    take_over(tx, clock, event.id, &plans, beyond).await
}

/// Makes these sessions in one go, if the agenda is empty; `beyond` others have no day there.
pub(super) async fn take_over(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    plans: &[SessionPlan],
    beyond: usize,
) -> Result<Template> {
    if !sql::is_empty_and_held(tx, event).await? {
        return Ok(Template::AgendaNotEmpty);
    }
    if plans.is_empty() {
        return Ok(Template::Missing);
    }
    let batch = Uuid::now_v7();
    for plan in plans {
        let hand = Hand::of(tx, clock);
        sql::insert(tx, event, SessionId::new(), plan, Some(batch), &hand).await?;
    }
    Change::new(clock, "agenda.apply_template", batch).in_event(event).after(&plans).record(tx).await?;
    Ok(Template::Taken { made: plans.len(), beyond, batch })
}
