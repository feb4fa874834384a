//! The guard of the interface for programs: a sign-in, and rights that are judged by what the request names.

use std::{collections::BTreeSet, marker::PhantomData, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};

use super::{Description, Guard, SESSION_COOKIE, sealed};
use crate::{
    auth::{
        caller::{self, Known, KnownEvent},
        permission::{Permission, Role},
        token,
    },
    db::scope::Scope,
    error::{Error, Result},
    kernel::ids::{AccountId, EventId, SessionId},
    web::{AppState, cookies, trace::RequestId},
};

/// Somebody who asks by a program and is signed in, to do `P` in events that the URL or the body names. Until those are
/// known, it can do nothing.
#[derive(Debug)]
pub struct Caller<P> {
    /// The hash of the sign-in's secret.
    token: Vec<u8>,
    request_id: Arc<str>,
    reads: bool,
    permission: PhantomData<P>,
}

impl<P: Permission> sealed::Sealed for Caller<P> {}
impl<P: Permission> Guard for Caller<P> {
    fn describe() -> Description {
        Description { name: "caller", permission: Some(P::NAME), roles: P::ROLES }
    }
}
impl<P: Permission> FromRequestParts<AppState> for Caller<P> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self> {
        let secret = cookies::read(&parts.headers, SESSION_COOKIE).ok_or_else(nobody)?;
        Ok(Self {
            token: token::hash(secret),
            request_id: parts
                .extensions
                .get::<RequestId>()
                .map_or_else(|| Arc::from(""), |id| Arc::clone(&id.0)),
            reads: matches!(parts.method, Method::GET | Method::HEAD),
            permission: PhantomData,
        })
    }
}

fn nobody() -> Error {
    Error::SignIn { next: String::new() }
}

/// Where a caller stands in one event.
#[derive(Debug)]
pub struct Standing {
    /// What the transaction may see.
    pub scope: Scope,
    /// The role by which.
    pub role: Role,
    /// Whether the right has ended: what was done under it can only be proposed.
    pub is_over: bool,
}

impl<P: Permission> Caller<P> {
    /// Who it is, and what they are in these events and in those of these sessions. One round trip.
    pub async fn known(&self, app: &AppState, events: &[EventId], sessions: &[SessionId]) -> Result<Known> {
        self.resolve(app, Some((events, sessions))).await
    }

    /// Who it is, and every event in which something is theirs.
    pub async fn everywhere(&self, app: &AppState) -> Result<Known> {
        self.resolve(app, None).await
    }

    async fn resolve(&self, app: &AppState, named: Option<(&[EventId], &[SessionId])>) -> Result<Known> {
        let mut conn = app.db.before_scope().await?;
        caller::resolve(&mut conn, &self.token, app.clock.now(), named).await?.ok_or_else(nobody)
    }

    /// In which of the caller's events somebody else may mark, or might once.
    pub async fn shared_with(
        &self,
        app: &AppState,
        known: &Known,
        other: AccountId,
    ) -> Result<BTreeSet<EventId>> {
        let events: Vec<EventId> = known.events.iter().map(|event| event.id).collect();
        let mut conn = app.db.before_scope().await?;
        Ok(caller::may_have_marked(&mut conn, other, &events).await?.into_iter().collect())
    }

    /// What the caller may see of an event in which `P` is, or was, theirs; `None` where it never was.
    pub fn standing(&self, known: &Known, event: &KnownEvent) -> Option<Standing> {
        let right = event.right(P::ROLES)?;
        let scope = match right.role {
            Role::ProvinceAdmin | Role::ProvinceOperator if !right.is_over => {
                Scope::province(event.host.clone(), vec![event.id], Vec::new())
            }
            _ => Scope::assignment(vec![event.id]),
        };
        let scope = scope.within_request(&self.request_id).acting(known.account, &known.name);
        let scope = if self.reads { scope.read_only() } else { scope };
        Some(Standing { scope, role: right.role, is_over: right.is_over })
    }
}
