//! What is done with the evaluation, with its row in the audit log.

use super::{
    model::{Answers, Window},
    paths::EvaluatePath,
    sql,
};
use crate::{
    audit::Change,
    auth::personal::PersonalLink,
    db::Tx,
    error::{Error, Result},
    kernel::{
        clock::Clock,
        ids::{EvaluationAnswerId, EventId, ParticipantId},
    },
};

/// A person is asked what they think of their event.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Where they answer.
    pub href: String,
    /// Whether they have answered.
    pub is_given: bool,
}

/// The window of a link's event, today.
pub(super) fn window(clock: &Clock, link: &PersonalLink) -> Window {
    let today = link.about.zone.date(clock.programme_now());
    Window::on(today, link.about.starts_on, link.about.ends_on)
}

/// Whether the holder of a link is asked what they think, today.
pub async fn invitation(
    conn: &mut sqlx::PgConnection,
    clock: &Clock,
    link: &PersonalLink,
    token: &str,
) -> Result<Option<Invitation>> {
    if !matches!(window(clock, link), Window::Open(_)) {
        return Ok(None);
    }
    let standing = sql::standing(conn, link.event, link.person).await?;
    let href = EvaluatePath { token: token.to_owned() }.to_string();
    Ok(standing.is_asked.then_some(Invitation { href, is_given: standing.has_given }))
}

/// Keeps a person's answers without the person; says whether they are their first. The audit row tells of the event that
/// somebody has answered, and not who or what.
pub async fn give(
    tx: &mut Tx,
    clock: &Clock,
    (event, person): (EventId, ParticipantId),
    answers: &Answers,
) -> Result<bool> {
    let standing = sql::standing(tx, event, person).await?;
    if !standing.is_asked {
        return Err(Error::NotFound);
    }
    if !sql::give(tx, &standing.province, answers).await? {
        return Ok(false);
    }
    Change::new(clock, "evaluation.give", event).in_event(event).record(tx).await?;
    Ok(true)
}

/// Hides a text or shows it again.
pub(super) async fn set_hidden(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    id: EvaluationAnswerId,
    hidden: bool,
) -> Result<()> {
    if sql::set_hidden(tx, event, id, hidden).await?.ok_or(Error::NotFound)? {
        let action = if hidden { "evaluation.hide_text" } else { "evaluation.show_text" };
        Change::new(clock, action, id).in_event(event).record(tx).await?;
    }
    Ok(())
}
