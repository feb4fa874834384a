//! Making a paper, after the answer.

use serde::{Deserialize, Serialize};

use super::{content, sql};
use crate::{
    db::Db,
    documents::typeset,
    error::{Error, Result},
    jobs::Job,
    kernel::{
        clock::Clock,
        ids::{EventId, PaperId},
    },
};

/// The kind of these jobs.
pub const KIND: &str = "paper";

/// The steps of making a paper: read, set, keep.
const STEPS: i32 = 3;

/// Which paper.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Payload {
    pub event: EventId,
    pub paper: PaperId,
}

/// Makes one paper. Made twice, it is kept once.
pub async fn make(db: Db, clock: Clock, job: Job) -> Result<()> {
    let Payload { event, paper } =
        serde_json::from_value(job.payload.clone()).map_err(|error| Error::Internal(error.into()))?;
    job.report(1, STEPS).await?;
    let mut tx = db.begin(&job.scope).await?;
    let asked = sql::find(&mut tx, event, paper).await?;
    let content = content::gather(&mut tx, (event, asked.kind), &asked.choices, clock.now()).await?;
    tx.commit().await?;

    job.report(2, STEPS).await?;
    let people = count(content.people);
    let made = tokio::task::spawn_blocking(move || {
        typeset::typeset(content.template, &content.about, &content.data, content.emblem)
    });
    let made = made.await.map_err(|error| Error::Internal(error.into()))?;
    let made = made.map_err(|error| Error::Internal(error.into()))?;

    job.report(STEPS, STEPS).await?;
    let mut tx = db.begin(&job.scope).await?;
    sql::keep(&mut tx, (event, paper), &made.file, count(made.pages), people).await?;
    Ok(tx.commit().await?)
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
