//! Work that goes on after the answer: papers of hundreds of people, and whatever else takes longer than a page may.
//!
//! A job is written in the transaction that asks for it, so that it exists exactly when what it is about does. It keeps
//! whose eyes that transaction had, and the worker opens the same scope again: a job can reach nothing that its asker
//! could not. Whoever works on a job says so every few seconds; after a crash somebody else takes it up. A job may
//! therefore run twice, and what it writes must bear that.

mod sql;

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use serde::Serialize;
use tokio::sync::Notify;

use crate::{
    db::{Db, Tx, scope::Scope},
    error::{Error, Result},
    kernel::{clock::Clock, ids::JobId},
};

/// How long a worker may be silent before its job is anybody's.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often it says that it is still at it.
const HEARTBEAT: Duration = Duration::from_secs(8);
/// How often a worker looks for jobs that nobody rang for.
const LOOK: Duration = Duration::from_secs(2);
/// How often a job is tried.
const TRIES: i32 = 3;
/// How long ended jobs are kept, with what hangs on them.
const KEPT: TimeDelta = TimeDelta::days(14);
/// How often old jobs are looked for.
const SWEEP: Duration = Duration::from_hours(6);

/// Asks for work, within the transaction that it is about.
pub async fn ask(tx: &mut Tx, clock: &Clock, kind: &'static str, payload: &impl Serialize) -> Result<JobId> {
    let id = JobId::new();
    let payload = serde_json::to_value(payload).map_err(|error| Error::Internal(error.into()))?;
    sql::insert(tx, id, kind, &payload, clock.now()).await?;
    Ok(id)
}

/// Wakes the worker of this process when a job was asked for.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// There is a job. Without it the worker finds it a little later.
    pub fn ring(&self) {
        self.0.notify_one();
    }
}

/// A job at work.
pub struct Job {
    /// Whose eyes it has.
    pub scope: Scope,
    /// What it is about.
    pub payload: serde_json::Value,
    id: JobId,
    db: Db,
}

impl Job {
    /// Says how far it is, to whoever watches.
    pub async fn report(&self, step: i32, steps: i32) -> Result<()> {
        let mut tx = self.db.begin(&Scope::system()).await?;
        sql::report(&mut tx, self.id, step, steps).await?;
        Ok(tx.commit().await?)
    }
}

type Work = Box<dyn Fn(Job) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> + Send + Sync>;

/// Forgets what nobody needs any more, under the program's own eyes.
type Forget = Box<dyn for<'t> Fn(&'t mut Tx, &'t Clock) -> Forgetting<'t> + Send + Sync>;
/// That, under way.
pub type Forgetting<'t> = Pin<Box<dyn Future<Output = Result<()>> + Send + 't>>;

/// What does the jobs of one kind each.
pub struct Worker {
    db: Db,
    clock: Clock,
    bell: Bell,
    kinds: HashMap<&'static str, Work>,
    forgets: Vec<Forget>,
}

impl Worker {
    /// A worker that can do nothing yet.
    pub fn new(db: Db, clock: Clock, bell: Bell) -> Self {
        Self { db, clock, bell, kinds: HashMap::new(), forgets: Vec::new() }
    }

    /// Teaches it one kind.
    #[must_use]
    pub fn doing<F>(mut self, kind: &'static str, work: impl Fn(Job) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        self.kinds.insert(kind, Box::new(move |job| Box::pin(work(job))));
        self
    }

    /// Teaches it to forget something from time to time; what it already forgot does no harm to forget again.
    #[must_use]
    pub fn forgetting(
        mut self,
        forget: impl for<'t> Fn(&'t mut Tx, &'t Clock) -> Forgetting<'t> + Send + Sync + 'static,
    ) -> Self {
        self.forgets.push(Box::new(forget));
        self
    }

    /// Works for ever, one job at a time.
    pub async fn run(self) {
        let mut swept: Option<Instant> = None;
        loop {
            if swept.is_none_or(|at| at.elapsed() > SWEEP) {
                swept = Some(Instant::now());
                if let Err(error) = self.sweep().await {
                    tracing::warn!(%error, "what is old was not swept");
                }
            }
            match self.work_off().await {
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "the worker cannot reach the jobs"),
            }
            let _ = tokio::time::timeout(LOOK, self.bell.0.notified()).await;
        }
    }

    /// Does every job that is due, and comes back.
    pub async fn work_off(&self) -> Result<()> {
        while let Some(taken) = self.take().await? {
            self.work_on(taken).await?;
        }
        Ok(())
    }

    /// Removes jobs that ended long ago and what hangs on them, and forgets whatever else is to be forgotten.
    pub async fn sweep(&self) -> Result<()> {
        let mut tx = self.db.begin(&Scope::system()).await?;
        sql::sweep(&mut tx, self.clock.now() - KEPT).await?;
        tx.commit().await?;
        for forget in &self.forgets {
            let mut tx = self.db.begin(&Scope::system()).await?;
            forget(&mut tx, &self.clock).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn take(&self) -> Result<Option<sql::Taken>> {
        let now = self.clock.now();
        let mut tx = self.db.begin(&Scope::system()).await?;
        let taken = sql::take(&mut tx, now, now + LEASE).await?;
        tx.commit().await?;
        Ok(taken)
    }

    async fn work_on(&self, taken: sql::Taken) -> Result<()> {
        let (id, attempts, kind) = (taken.id, taken.attempts, taken.kind.clone());
        let done = match (self.kinds.get(kind.as_str()), taken.into_scope()) {
            (Some(work), Some((scope, payload))) => {
                self.alive(id, work(Job { scope, payload, id, db: self.db.clone() })).await
            }
            _ => Err(Error::Internal(format!("nobody can do jobs of the kind {kind}").into())),
        };
        let now = self.clock.now();
        let mut tx = self.db.begin(&Scope::system()).await?;
        match done {
            Ok(()) => sql::end(&mut tx, id, now).await?,
            Err(error) => {
                tracing::error!(job = %id, kind, attempts, %error, "a job failed");
                let again = (attempts < TRIES).then(|| now + TimeDelta::seconds(i64::from(attempts * 5)));
                sql::fail(&mut tx, id, now, again).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Does the work in a task of its own, so that a panic is a failure like any other, and says meanwhile that it is
    /// being done.
    async fn alive(&self, id: JobId, work: Pin<Box<dyn Future<Output = Result<()>> + Send>>) -> Result<()> {
        let mut task = tokio::spawn(work);
        loop {
            tokio::select! {
                ended = &mut task => return ended.map_err(|error| Error::Internal(error.into()))?,
                () = tokio::time::sleep(HEARTBEAT) => {
                    let mut tx = self.db.begin(&Scope::system()).await?;
                    sql::renew(&mut tx, id, self.clock.now() + LEASE).await?;
                    tx.commit().await?;
                }
            }
        }
    }
}
