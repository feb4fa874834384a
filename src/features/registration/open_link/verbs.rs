//! Opening a link, and registering by it; for the actions, and for filling the demo.

use super::{
    forms::ApplyForm,
    model::{Application, Sent, Terms, places},
    sql::{self, Times},
};
use crate::{
    audit::{Change, Hand},
    auth::{
        open_link::{LINK_LETTERS, OpenLink, RESUME_LETTERS},
        token,
    },
    db::Tx,
    error::{Error, Result},
    features::registration::{
        consents::{self, Channel},
        people::{self, Entry, PersonKind, PersonPlan, Status},
    },
    kernel::{
        clock::Clock,
        ids::{EventId, OpenLinkId, ParticipantId},
        origin::Origin,
        text,
    },
};

/// The terms as the statements take them.
fn times(terms: &Terms) -> Times<'_> {
    Times {
        opens_at: terms.opens_at,
        closes_at: terms.closes_at,
        places: terms.places.all,
        category_places: &terms.places.by_category,
    }
}

/// Changes the terms of the link that counts if it is still at `version`; says whether it was. One that was closed by
/// hand is open again.
pub(super) async fn change(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    (version, before): (i32, &Terms),
    terms: &Terms,
) -> Result<bool> {
    let hand = Hand::of(tx, clock);
    let changed = sql::change(tx, event, version, &times(terms), &hand).await?;
    if changed {
        let change = Change::new(clock, "open_link.change", event).in_event(event);
        change.before(before).after(terms).record(tx).await?;
    }
    Ok(changed)
}

/// Opens an event's first link; `None` when there is one already. The token is what its URL ends with.
pub async fn open(tx: &mut Tx, clock: &Clock, event: EventId, terms: &Terms) -> Result<Option<String>> {
    let (id, token) = (OpenLinkId::new(), token::short(LINK_LETTERS)?);
    let hand = Hand::of(tx, clock);
    if !sql::add(tx, event, (id, &token), &times(terms), &hand).await? {
        return Ok(None);
    }
    Change::new(clock, "open_link.open", id).in_event(event).after(terms).record(tx).await?;
    Ok(Some(token))
}

/// Puts another link with the same terms in the place of the one that counts.
pub(super) async fn renew(tx: &mut Tx, clock: &Clock, event: EventId) -> Result<()> {
    let old = sql::current(tx, event).await?.ok_or(Error::NotFound)?;
    let hand = Hand::of(tx, clock);
    sql::revoke(tx, event, &hand).await?;
    let id = OpenLinkId::new();
    let times = Times {
        opens_at: old.opens_at,
        closes_at: old.closes_at,
        places: old.places,
        category_places: &old.category_places,
    };
    sql::add(tx, event, (id, &token::short(LINK_LETTERS)?), &times, &hand).await?;
    Change::new(clock, "open_link.renew", id).in_event(event).before(&old.id).record(tx).await
}

/// The secret of the page that a draft's person gets; it follows from the draft's own, so that sending again after a lost
/// answer leads to the same page.
pub(super) fn page_secret(secret: &str) -> String {
    token::derived(secret, "halaman pribadi")
}

/// Registers somebody who waits for the office, with a page of their own that this device knows. The scope is the open
/// link's; `person` is its draft's id.
pub(super) async fn send(
    tx: &mut Tx,
    clock: &Clock,
    link: &OpenLink,
    (person, secret, device): (ParticipantId, &str, &str),
    application: &Application,
    origin: Origin,
) -> Result<Sent> {
    sql::hold_places(tx, link.event).await?;
    let now = clock.now();
    // Somebody else with the same draft was quicker: it is one person.
    if !sql::mark_sent(tx, link.event, person, now).await? {
        return Ok(Sent::Waits);
    }
    let taken = sql::taken(tx, link.event).await?;
    if !places(link).has_room(&taken, application.category) {
        return Ok(Sent::Full);
    }
    let mut plan = plan(application, origin);
    if application.province == link.host {
        let wanted = text::compact(&application.agency);
        let libraries = sql::libraries(tx, &link.host).await?;
        let found: Vec<_> = libraries.into_iter().filter(|(_, name)| text::compact(name) == wanted).collect();
        if let [(library, _)] = found.as_slice() {
            plan.library = Some(*library);
        }
    }
    people::register_as(tx, clock, link.event, person, &plan).await?;
    let who = (link.event, person);
    consents::give_first(tx, clock, who, &plan.province, &application.consents, Channel::OpenLink).await?;
    let code = format!(
        "{:04}",
        u16::from_str_radix(token::fresh()?.get(..4).unwrap_or("0"), 16).unwrap_or(0) % 10_000
    );
    let keys = (token::hash(&page_secret(secret)), token::hash(device));
    sql::add_own_page(
        tx,
        link.event,
        (person, &plan.province),
        (&keys.0, &code, &keys.1),
        link.about.ends_on,
        now,
    )
    .await?;
    Ok(Sent::Waits)
}

/// The same for somebody who has not begun: fills the demo.
pub async fn apply(
    tx: &mut Tx,
    clock: &Clock,
    link: &OpenLink,
    person: ParticipantId,
    application: &Application,
    origin: Origin,
) -> Result<Sent> {
    let secret = token::short(RESUME_LETTERS)?;
    let blank = ApplyForm::default();
    sql::begin(tx, link.event, person, &token::hash(&secret), &blank, clock.now()).await?;
    send(tx, clock, link, (person, &secret, &token::fresh()?), application, origin).await
}

fn plan(application: &Application, origin: Origin) -> PersonPlan {
    PersonPlan {
        category: Some(application.category),
        agency_name: application.agency.clone(),
        title_prefix: application.title_prefix.clone(),
        title_suffix: application.title_suffix.clone(),
        sex: application.sex.clone(),
        job_title: application.job_title.clone(),
        status: Status::AwaitingApproval,
        entry: Entry::Myself,
        contact: application.contact.clone(),
        data_origin: origin,
        ..PersonPlan::new(application.province.clone(), PersonKind::Peserta, application.full_name.clone())
    }
}
