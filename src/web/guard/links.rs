//! Guards of those who come by a link, without an account: participants, people who register, and the PICs of libraries.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{DEVICE_COOKIE, Description, Guard, framed, programme_clock, sealed};
use crate::{
    auth::{
        check_in::{self, OpenCheckIn},
        delegation::{self, DelegationLink},
        open_link::{self, LINK_LETTERS, OpenLink, RESUME_LETTERS},
        permission::{NameDelegates, Permission, ViewOwnPage},
        personal::{self, Opening, PersonalLink},
        token,
    },
    db::scope::Scope,
    error::{Error, Result},
    kernel::{
        ids::{ParticipantId, SessionId},
        zone::Zone,
    },
    web::{AppState, cookies, flash, page::Shell},
};

/// A participant, by the personal link in the URL (`{token}`). Until the device is known, only the event may be told.
#[derive(Debug)]
pub struct ByLink {
    /// What the request's transaction may see: one person's own rows. `None` until the device is known.
    pub scope: Option<Scope>,
    /// The link and its event.
    pub link: PersonalLink,
    /// The page's frame.
    pub shell: Shell,
}

impl sealed::Sealed for ByLink {}
impl Guard for ByLink {
    fn describe() -> Description {
        Description { name: "by_link", permission: Some(ViewOwnPage::NAME), roles: ViewOwnPage::ROLES }
    }
}
impl FromRequestParts<AppState> for ByLink {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let (secret, device) = secrets(parts, state).await?;
        let mut conn = state.db.before_scope().await?;
        let now = state.clock.now();
        let found = match secret {
            Some(secret) => personal::resolve(&mut conn, &secret, &device, now).await?,
            None => None,
        };
        let link = counted(&mut conn, &device, now, found, |link| link.known).await?;
        drop(conn);
        let scope = link.known.then(|| framed(Scope::person(link.event, link.person), parts, None));
        let shell = linked_shell(parts, state, link.about.zone);
        Ok(Self { scope, link, shell })
    }
}

/// The link that was found. One that does not exist is counted, and a device that has asked for too many of those waits,
/// unless the link knows it.
async fn counted<L>(
    conn: &mut PgConnection,
    device: &str,
    now: DateTime<Utc>,
    found: Option<L>,
    is_known: impl Fn(&L) -> bool,
) -> Result<L> {
    match found {
        Some(link) if is_known(&link) || !personal::must_wait(conn, device, now).await? => Ok(link),
        None if !personal::wrong_link(conn, device, now).await? => Err(Error::LinkOver),
        _ => Err(Error::TooManyLinks),
    }
}

/// Anybody who follows the code that a session's screen shows (`{session}`), on a device that may have opened personal
/// links.
#[derive(Debug)]
pub struct AtCheckIn {
    /// The session's check-in; `None` when none stands open.
    pub open: Option<OpenCheckIn>,
    /// Who has opened their own link on this device, and what a transaction of each may see.
    pub people: Vec<(ParticipantId, Scope)>,
    /// The page's frame.
    pub shell: Shell,
}

impl sealed::Sealed for AtCheckIn {}
impl Guard for AtCheckIn {
    fn describe() -> Description {
        Description { name: "at_check_in", permission: Some(ViewOwnPage::NAME), roles: ViewOwnPage::ROLES }
    }
}
impl FromRequestParts<AppState> for AtCheckIn {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::LinkOver)?;
        let session = params.iter().find(|(name, _)| *name == "session").and_then(|(_, id)| id.parse().ok());
        let session: SessionId = session.ok_or(Error::LinkOver)?;
        let device = cookies::read(&parts.headers, DEVICE_COOKIE).unwrap_or_default();
        let mut conn = state.db.before_scope().await?;
        let open = check_in::resolve(&mut conn, session, device, state.clock.now()).await?;
        drop(conn);
        let people = open.iter().flat_map(|open| open.people.iter().map(|person| (open.event, *person)));
        let people =
            people.map(|(event, person)| (person, framed(Scope::person(event, person), parts, None)));
        let zone = open.as_ref().map_or(Zone::Wib, |open| open.about.zone);
        Ok(Self { people: people.collect(), shell: linked_shell(parts, state, zone), open })
    }
}

/// The cookie that leads a browser back to what was begun by an open link.
pub const DRAFT_COOKIE: &str = "sejawat_daftar";

/// Anybody who holds an event's open link (`{token}`), or the secret of a draft that began with it (`{resume}`).
#[derive(Debug)]
pub struct ByOpenLink {
    /// What the request's transaction may see: the own draft, and the person who comes of it.
    pub scope: Scope,
    /// The link and its event.
    pub link: OpenLink,
    /// The secret that leads back to the draft, from the URL or from this browser.
    pub secret: Option<String>,
    /// Whose row it becomes.
    pub person: ParticipantId,
    /// The page's frame.
    pub shell: Shell,
}

impl sealed::Sealed for ByOpenLink {}
impl Guard for ByOpenLink {
    fn describe() -> Description {
        Description { name: "by_open_link", permission: None, roles: &[] }
    }
}
impl FromRequestParts<AppState> for ByOpenLink {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::LinkOver)?;
        let param = |wanted: &str| params.iter().find(|(name, _)| *name == wanted).map(|(_, t)| t.to_owned());
        let (by_token, by_resume) = (param("token"), param("resume"));
        let device = cookies::read(&parts.headers, DEVICE_COOKIE).unwrap_or_default();
        let mut conn = state.db.before_scope().await?;
        let is_fine = by_token.as_deref().is_none_or(|t| token::is_short(t, LINK_LETTERS))
            && by_resume.as_deref().is_none_or(|t| token::is_short(t, RESUME_LETTERS));
        let kept = cookies::read(&parts.headers, DRAFT_COOKIE).filter(|t| token::is_short(t, RESUME_LETTERS));
        let secret = by_resume.or(kept.map(ToOwned::to_owned));
        let found = if is_fine {
            open_link::resolve(&mut conn, by_token.as_deref(), secret.as_deref()).await?
        } else {
            None
        };
        // Whoever holds an open link is nobody in particular, and none has to be shown who they are.
        let link = counted(&mut conn, device, state.clock.now(), found, |_| true).await?;
        drop(conn);
        let person = link.draft.map_or_else(ParticipantId::new, |draft| draft.id);
        let scope = Scope::open_link(link.event, link.host.clone(), link.link, person);
        let shell = linked_shell(parts, state, link.about.zone);
        Ok(Self { scope: framed(scope, parts, None), link, secret, person, shell })
    }
}

/// The PIC of an invited library, by the delegation link in the URL (`{token}`). Until the device is known, only the
/// event may be told.
#[derive(Debug)]
pub struct ByDelegation {
    /// What the request's transaction may see: one invitation and whom it names. `None` until the device is known.
    pub scope: Option<Scope>,
    /// The link, its invitation and its event.
    pub link: DelegationLink,
    /// The page's frame.
    pub shell: Shell,
    own: Scope,
}

impl ByDelegation {
    /// Shows a code for a device; the scope is for noting that the link was opened.
    pub async fn open(
        &self,
        state: &AppState,
        secret: &str,
        device: &str,
        code: &str,
    ) -> Result<(Opening, Option<&Scope>)> {
        let mut conn = state.db.before_scope().await?;
        let opening = delegation::open(&mut conn, secret, device, code, state.clock.now()).await?;
        Ok((opening, (opening == Opening::Open).then_some(&self.own)))
    }
}

impl sealed::Sealed for ByDelegation {}
impl Guard for ByDelegation {
    fn describe() -> Description {
        let (name, roles) = (NameDelegates::NAME, NameDelegates::ROLES);
        Description { name: "by_delegation", permission: Some(name), roles }
    }
}
impl FromRequestParts<AppState> for ByDelegation {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let (secret, device) = secrets(parts, state).await?;
        let mut conn = state.db.before_scope().await?;
        let found = match secret {
            Some(secret) => {
                delegation::resolve(&mut conn, &secret, &device, state.clock.programme_now()).await?
            }
            None => None,
        };
        let link = counted(&mut conn, &device, state.clock.now(), found, |link| link.known).await?;
        drop(conn);
        let own = framed(Scope::delegation(link.event, link.delegation), parts, None)
            .called(&format!("PIC {}", link.library));
        let shell = linked_shell(parts, state, link.about.zone);
        Ok(Self { scope: link.known.then(|| own.clone()), link, shell, own })
    }
}

/// The secret of the URL, if it can be one, and the device that brings it.
async fn secrets(parts: &mut Parts, state: &AppState) -> Result<(Option<String>, String)> {
    let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::LinkOver)?;
    let secret = params.iter().find(|(name, _)| *name == "token").map(|(_, t)| t.to_owned());
    let device = cookies::read(&parts.headers, DEVICE_COOKIE).unwrap_or_default();
    Ok((secret.filter(|t| t.len() == 64), device.to_owned()))
}

fn linked_shell(parts: &Parts, state: &AppState, zone: Zone) -> Shell {
    Shell { clock: programme_clock(state, zone), flash: flash::read(&parts.headers), ..Shell::default() }
}
