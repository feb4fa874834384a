//! Guards: the second argument of every handler, and the only makers of scopes from requests.
//!
//! The order of answers is: sign-in page, 404 when the place or the event is not the asker's, 403 when it is but
//! the deed is not. The scope comes from the URL, never from the sign-in, so two tabs can be in two provinces.

use std::{convert::Infallible, marker::PhantomData};

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{Method, request::Parts},
};

use super::{
    AppState, cookies, flash,
    page::{Area, Crumb, RailItem, Shell, UserBadge},
    trace::RequestId,
};
use crate::{
    auth::{
        self,
        actor::{Actor, EventHead, Office},
        permission::{Permission, ReachesAccounts, Role},
        token,
    },
    db::scope::Scope,
    error::{Error, Result},
    kernel::{ids::EventId, place::Place, text, zone::Zone},
};

mod caller;
mod links;

pub use caller::{Caller, Standing};
pub use links::{AtCheckIn, ByDelegation, ByLink, ByOpenLink, DRAFT_COOKIE};

/// The cookie that holds the sign-in's secret.
pub const SESSION_COOKIE: &str = "sejawat_masuk";
/// The cookie that tells the page without signal whose sign-in this is: the account's id, which opens nothing.
pub const WHO_COOKIE: &str = "sejawat_siapa";
/// What it says once that person has signed out.
pub const NOBODY: &str = "keluar";

mod sealed {
    pub trait Sealed {}
}

/// What a guard is, for the route table.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// `anyone`, `in_public`, `at_the_door`, `signed_in`, `by_link`, `by_open_link`, `by_delegation`, `caller` or `can`.
    pub name: &'static str,
    /// The permission asked for.
    pub permission: Option<&'static str>,
    /// Who holds it.
    pub roles: &'static [Role],
}

/// Says who may call a handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a guard: a handler must name who may call it",
    note = "take `Can<SomePermission>`, `SignedIn`, `ByDelegation`, `ByLink`, `AtTheDoor`, `InPublic` or `Anyone` right after the path"
)]
pub trait Guard: sealed::Sealed + FromRequestParts<AppState> {
    /// What the guard is.
    fn describe() -> Description;
}

/// Anybody, with no data at all.
#[derive(Debug)]
pub struct Anyone;

impl sealed::Sealed for Anyone {}
impl Guard for Anyone {
    fn describe() -> Description {
        Description { name: "anyone", permission: None, roles: &[] }
    }
}
impl FromRequestParts<AppState> for Anyone {
    type Rejection = Infallible;
    async fn from_request_parts(_: &mut Parts, _: &AppState) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

/// Anybody, to read what is public: the same for all, whoever is signed in.
#[derive(Debug)]
pub struct InPublic {
    /// What the public sees.
    pub scope: Scope,
    /// The frame of a page for nobody in particular.
    pub shell: Shell,
}

impl sealed::Sealed for InPublic {}
impl Guard for InPublic {
    fn describe() -> Description {
        Description { name: "in_public", permission: None, roles: &[] }
    }
}
impl FromRequestParts<AppState> for InPublic {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let shell = Shell { clock: programme_clock(state, Zone::Wib), ..Shell::default() };
        Ok(Self { scope: framed(Scope::public(), parts, None), shell })
    }
}

/// Anybody on the way in: sign-in, invitations, password resets. Reaches sign-in tables, no tenant's data.
#[derive(Debug)]
pub struct AtTheDoor {
    /// The system scope, for sign-in tables.
    pub scope: Scope,
    /// The frame of a page for somebody who is not signed in.
    pub shell: Shell,
    /// Who is signed in already, if anybody.
    pub actor: Option<Actor>,
}

impl sealed::Sealed for AtTheDoor {}
impl Guard for AtTheDoor {
    fn describe() -> Description {
        Description { name: "at_the_door", permission: None, roles: &[] }
    }
}
impl FromRequestParts<AppState> for AtTheDoor {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let actor = identify(parts, state, None, None).await?;
        let mut shell = Shell { clock: programme_clock(state, Zone::Wib), ..Shell::default() };
        shell.flash = flash::read(&parts.headers);
        Ok(Self { scope: framed(Scope::system(), parts, actor.as_ref()), shell, actor })
    }
}

/// Anybody who is signed in, for pages about the own account.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub actor: Actor,
    /// The system scope; the handler's SQL must name the account.
    pub scope: Scope,
    /// The page's frame.
    pub shell: Shell,
}

impl sealed::Sealed for SignedIn {}
impl Guard for SignedIn {
    fn describe() -> Description {
        Description { name: "signed_in", permission: None, roles: &[] }
    }
}
impl FromRequestParts<AppState> for SignedIn {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let actor = identify(parts, state, None, None).await?.ok_or_else(|| sign_in_first(parts))?;
        let scope = framed(Scope::system(), parts, Some(&actor));
        let mut shell = frame(parts, state, &actor, None, Zone::Wib);
        shell.home = "/".into();
        Ok(Self { actor, scope, shell })
    }
}

/// The cookie that tells devices apart, for sign-ins and personal links.
pub const DEVICE_COOKIE: &str = "sejawat_perangkat";
/// How long a device is remembered, in seconds: 400 days, the most that browsers keep.
pub const DEVICE_LASTS: i64 = 400 * 24 * 3600;

/// Somebody who holds the permission `P` in the place that the URL names. There is no other way to make one.
#[derive(Debug)]
pub struct Can<P: Permission> {
    /// What the request's transaction may see.
    pub scope: Scope,
    /// Who.
    pub actor: Actor,
    /// Where, as the URL says.
    pub place: Place,
    /// The role that counts here.
    pub role: Role,
    shell: Shell,
    accounts: Scope,
    permission: PhantomData<P>,
}

impl<P: Permission> Can<P> {
    /// The page's frame.
    pub fn shell(&self) -> Shell {
        self.shell.clone()
    }

    /// The event that the URL names.
    pub fn event(&self) -> Result<&EventHead> {
        self.actor.event.as_ref().ok_or(Error::NotFound)
    }

    /// The office that the URL names.
    pub fn office(&self) -> Result<&Office> {
        self.actor.office.as_ref().ok_or(Error::NotFound)
    }

    /// Whether the same person could also do `Q` here: decides which buttons a page shows.
    pub fn may<Q: Permission>(&self) -> bool {
        Q::ROLES.contains(&self.role)
    }
}

impl<P: ReachesAccounts> Can<P> {
    /// The system scope, for permissions whose work reaches sign-in tables.
    pub fn accounts(&self) -> &Scope {
        &self.accounts
    }
}

impl<P: Permission> sealed::Sealed for Can<P> {}
impl<P: Permission> Guard for Can<P> {
    fn describe() -> Description {
        Description { name: "can", permission: Some(P::NAME), roles: P::ROLES }
    }
}
impl<P: Permission> FromRequestParts<AppState> for Can<P> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let first = parts.uri.path().split('/').nth(1).unwrap_or_default();
        let Ok(place) = first.parse::<Place>();
        let slug = if let Place::Office(slug) = &place { Some(slug.clone()) } else { None };
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        let event = match params.iter().find(|(name, _)| *name == "event") {
            Some((_, id)) => Some(id.parse::<EventId>().map_err(|_| Error::NotFound)?),
            None => None,
        };

        let actor =
            identify(parts, state, slug.as_deref(), event).await?.ok_or_else(|| sign_in_first(parts))?;
        let (scope, roles) = standing(&actor, &place, event)?;
        let role = roles.iter().copied().find(|role| P::ROLES.contains(role)).ok_or(Error::Forbidden(
            "Peran Anda di sini tidak mencakup halaman ini. Bila memang perlu, mintalah kepada admin provinsi Anda.",
        ))?;
        let zone = actor.event.as_ref().map(|e| e.zone).or(actor.office.as_ref().map(|o| o.zone));
        let shell = frame(parts, state, &actor, Some((&place, role)), zone.unwrap_or(Zone::Wib));
        Ok(Self {
            scope: framed(scope, parts, Some(&actor)),
            accounts: framed(Scope::system(), parts, Some(&actor)),
            actor,
            place,
            role,
            shell,
            permission: PhantomData,
        })
    }
}

/// What the person is in this place: the scope, and the roles that count. 404 when nothing.
fn standing(actor: &Actor, place: &Place, event: Option<EventId>) -> Result<(Scope, Vec<Role>)> {
    if event.is_some() && actor.event.is_none() {
        return Err(Error::NotFound);
    }
    match place {
        Place::Office(_) => {
            let office = actor.office.as_ref().ok_or(Error::NotFound)?;
            let role = actor.office_role(&office.province).ok_or(Error::NotFound)?;
            let role = match event {
                None => role,
                Some(event) if actor.hosted.contains(&event) => role,
                Some(event) if actor.visiting.contains(&event) => role.as_guest(),
                Some(_) => return Err(Error::NotFound),
            };
            let scope =
                Scope::province(office.province.clone(), actor.hosted.clone(), actor.visiting.clone());
            Ok((scope, vec![role]))
        }
        Place::Duties => {
            let mut roles = Vec::new();
            if actor
                .grants
                .iter()
                .any(|g| g.role == Role::Facilitator && (event.is_none() || g.event == event))
            {
                roles.push(Role::Facilitator);
            }
            if actor.holds(Role::Consultant) {
                roles.push(Role::Consultant);
            }
            let reaches = event.is_none_or(|event| actor.assigned.contains(&event));
            if roles.is_empty() || !reaches {
                return Err(Error::NotFound);
            }
            Ok((Scope::assignment(actor.assigned.clone()), roles))
        }
        Place::National if actor.holds(Role::NationalCoordinator) => {
            Ok((Scope::national(), vec![Role::NationalCoordinator]))
        }
        Place::National => Err(Error::NotFound),
    }
}

/// Who holds the request's cookie, by one call of the session function.
async fn identify(
    parts: &Parts,
    state: &AppState,
    slug: Option<&str>,
    event: Option<EventId>,
) -> Result<Option<Actor>> {
    let Some(secret) = cookies::read(&parts.headers, SESSION_COOKIE) else { return Ok(None) };
    let mut conn = state.db.before_scope().await?;
    Ok(auth::resolve(&mut conn, &token::hash(secret), state.clock.now(), slug, event).await?)
}

/// Only a GET can be repeated after signing in.
fn sign_in_first(parts: &Parts) -> Error {
    let next = match (&parts.method, parts.uri.path_and_query()) {
        (&Method::GET, Some(path)) => path.as_str().to_owned(),
        _ => String::new(),
    };
    Error::SignIn { next }
}

/// The scope as this request uses it: on whose behalf, under which id, and unable to change anything on a GET.
fn framed(scope: Scope, parts: &Parts, actor: Option<&Actor>) -> Scope {
    let scope = match parts.extensions.get::<RequestId>() {
        Some(id) => scope.within_request(&id.0),
        None => scope,
    };
    let scope = match actor {
        Some(actor) => scope.acting(actor.account, &actor.name),
        None => scope,
    };
    if matches!(parts.method, Method::GET | Method::HEAD) { scope.read_only() } else { scope }
}

fn programme_clock(state: &AppState, zone: Zone) -> Option<String> {
    state.clock.is_demo().then(|| text::moment(zone.local(state.clock.programme_now()), zone))
}

fn frame(parts: &Parts, state: &AppState, actor: &Actor, at: Option<(&Place, Role)>, zone: Zone) -> Shell {
    let mut shell = Shell {
        clock: programme_clock(state, zone),
        flash: flash::read(&parts.headers),
        places: places(actor),
        user: Some(UserBadge {
            name: actor.name.clone(),
            role: at.map_or("", |(_, r)| r.label()).to_owned(),
        }),
        ..Shell::default()
    };
    let Some((place, role)) = at else { return shell };
    let area = match (place, &actor.event) {
        (Place::National, _) => Area::National,
        (_, Some(_)) => Area::Event,
        _ => Area::Office,
    };
    shell.home = format!("/{place}");
    shell.place = match (place, &actor.office) {
        (Place::Office(_), Some(office)) => format!("Provinsi {}", office.name),
        (Place::Duties, _) => "Tugas saya".into(),
        _ => "Perpusnas".into(),
    };
    shell.places.retain(|other| other.href != shell.home);
    let event = actor.event.as_ref().map(|e| e.id.to_string()).unwrap_or_default();
    let here = parts.uri.path();
    let mut rail: Vec<RailItem> = state
        .rail
        .iter()
        .filter(|entry| entry.area == area && entry.roles.contains(&role))
        .map(|entry| {
            let href = entry.path.replace("{place}", place.segment()).replace("{event}", &event);
            RailItem { label: entry.label, href, icon: entry.icon, current: false }
        })
        .collect();
    // The longest path above the page is where the page stands.
    let current = rail
        .iter()
        .filter(|item| here == item.href || here.starts_with(&format!("{}/", item.href)))
        .map(|item| item.href.clone())
        .max_by_key(String::len);
    for item in &mut rail {
        item.current = Some(&item.href) == current.as_ref();
    }
    shell.crumbs.push(Crumb { label: shell.place.clone(), href: shell.home.clone() });
    if let (Area::Event, Some(event), Some(summary)) = (area, &actor.event, rail.first())
        && here != summary.href
    {
        shell.crumbs.push(Crumb { label: event.title.clone(), href: summary.href.clone() });
    }
    shell.rail = rail;
    shell
}

/// Every place this person may go to.
pub fn places(actor: &Actor) -> Vec<Crumb> {
    let mut places = Vec::new();
    if actor.holds(Role::NationalCoordinator) {
        places.push(Crumb { label: "Perpusnas".into(), href: format!("/{}", Place::National) });
    }
    for grant in &actor.grants {
        if let (Role::ProvinceAdmin | Role::ProvinceOperator, Some(slug), Some(name)) =
            (grant.role, &grant.slug, &grant.province_name)
        {
            let place = Crumb { label: format!("Provinsi {name}"), href: format!("/{slug}") };
            if !places.iter().any(|p: &Crumb| p.href == place.href) {
                places.push(place);
            }
        }
    }
    if actor.holds(Role::Facilitator) || actor.holds(Role::Consultant) {
        places.push(Crumb { label: "Tugas saya".into(), href: format!("/{}", Place::Duties) });
    }
    places
}
