//! Pages about invited libraries.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::{DelegationFilter, DelegationForm, InviteForm},
    model::default_places,
    paths::{
        DelegationPath, DelegationsPath, InvitePath, LinkPath, LinksPath, RemindPath, RevokePath,
        WithdrawPath,
    },
    sql::{self, Delegation, Invitable, Listed, Totals},
};
use crate::{
    auth::permission::InviteLibraries,
    error::Result,
    features::registration::{
        libraries::{self, LibraryFilter, LibraryKind},
        people::{Category, Probe, Scene, Twin, paths::PersonPath, twins},
    },
    kernel::{
        ids::{DelegationId, LibraryId},
        names, text,
        zone::Zone,
    },
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
        paging::{Paging, address},
    },
};

/// Invitations on one page of the list.
const PER_PAGE: i64 = 50;
/// Libraries on one page to choose from.
const CHOICES: i64 = 100;

#[derive(Template)]
#[template(path = "registration/delegations.html")]
struct ListPage {
    shell: Shell,
    filter: DelegationFilter,
    is_filtered: bool,
    here: String,
    totals: Totals,
    rows: Vec<Row>,
    paging: Paging,
    provinces: Vec<Choice>,
    has_samples: bool,
    unanswered: String,
    invite: String,
    links: String,
    remind: String,
}

struct Row {
    id: DelegationId,
    library: String,
    kind: &'static str,
    /// Where there are several.
    province: String,
    named: i64,
    places: i32,
    doubles: i64,
    meaning: &'static str,
    answer: &'static str,
    reason: String,
    pic: String,
    phone: String,
    link: String,
    link_opened: String,
    reminded: String,
    /// Empty for a guest's.
    edit: String,
}

impl Row {
    fn of(can: &Can<InviteLibraries>, scene: &Scene, zone: Zone, listed: Listed) -> Result<Self> {
        let day = |at| text::date(zone.date(at));
        let (meaning, answer) = listed.answer.standing(listed.named);
        let is_own = listed.province == scene.own;
        Ok(Self {
            id: listed.id,
            library: listed.library_name,
            kind: listed.library_kind.label(),
            province: if scene.sees_all_provinces() {
                scene.province_name(&listed.province)
            } else {
                String::new()
            },
            named: listed.named,
            places: listed.places,
            doubles: listed.doubles,
            meaning,
            answer,
            reason: listed.answer_reason,
            pic: listed.pic_name,
            phone: names::phone_for_people(&listed.pic_phone),
            link: listed.link_made_at.map(|at| format!("dibuat {}", day(at))).unwrap_or_default(),
            link_opened: listed.link_opened_at.map(|at| format!("dibuka {}", day(at))).unwrap_or_default(),
            reminded: listed
                .reminded_at
                .map(|at| format!("{}, {}", day(at), listed.reminded_by))
                .unwrap_or_default(),
            edit: if is_own {
                let event = can.event()?.id;
                DelegationPath { place: can.place.clone(), event, delegation: listed.id }.to_string()
            } else {
                String::new()
            },
        })
    }
}

/// The invited libraries, those first that have not answered.
pub async fn list(
    path: DelegationsPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
    Query(filter): Query<DelegationFilter>,
) -> Result<Response> {
    let (event, zone) = (path.event, can.event()?.zone);
    let here = path.to_string();
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    let totals = sql::totals(&mut tx, event, &scene.own).await?;
    let wanted = filter.wanted();
    let asked = filter.halaman.trim().parse::<i64>().unwrap_or(1).clamp(1, 1000);
    let mut listed = sql::list(&mut tx, event, &wanted, PER_PAGE, (asked - 1) * PER_PAGE).await?;
    if listed.is_empty() && asked > 1 {
        listed = sql::list(&mut tx, event, &wanted, PER_PAGE, 0).await?;
    }
    drop(tx);
    let found = listed.first().map_or(0, |row| row.found);
    let DelegationsPath { place, .. } = path;
    page(&ListPage {
        shell: can.shell(),
        paging: Paging::new(&here, &filter, &filter.halaman, PER_PAGE, found, "perpustakaan"),
        unanswered: address(&here, &DelegationFilter::default(), &[("jawaban", "belum")]),
        is_filtered: filter.is_active(),
        filter,
        here,
        totals,
        has_samples: listed.iter().any(|row| row.is_sample),
        rows: listed.into_iter().map(|row| Row::of(&can, &scene, zone, row)).collect::<Result<_>>()?,
        provinces: if scene.sees_all_provinces() { scene.province_choices() } else { Vec::new() },
        invite: InvitePath { place: place.clone(), event }.to_string(),
        links: LinksPath { place: place.clone(), event }.to_string(),
        remind: RemindPath { place, event }.to_string(),
    })
}

#[derive(Template)]
#[template(path = "registration/invite.html")]
pub(super) struct ChoosePage {
    shell: Shell,
    filter: LibraryFilter,
    is_filtered: bool,
    here: String,
    /// Where the form is sent: with what the list is filtered by.
    action: String,
    back: String,
    form: FormState<InviteForm>,
    kinds: Vec<Choice>,
    years: Vec<Choice>,
    categories: Vec<Choice>,
    /// The day on which names close when nothing is said.
    usual_close: String,
    rows: Vec<Offer>,
    paging: Paging,
    /// Whether there are any libraries at all.
    has_libraries: bool,
    directory: String,
}

/// A library that can be chosen.
struct Offer {
    id: LibraryId,
    name: String,
    kind: &'static str,
    parents: String,
    pic: String,
    phone: String,
    bimtek_completed: bool,
    places: String,
    is_chosen: bool,
    is_other: bool,
}

impl Offer {
    fn of(form: &InviteForm, library: Invitable) -> Self {
        Self {
            id: library.id,
            kind: library.kind.label(),
            is_other: library.kind == LibraryKind::Other,
            places: form
                .places_of(library.id)
                .map_or_else(|| default_places(library.kind).to_string(), ToOwned::to_owned),
            is_chosen: form.is_chosen(library.id),
            name: library.name,
            parents: library.region_parents.unwrap_or_default(),
            pic: library.pic_name,
            phone: names::phone_for_people(&library.pic_phone),
            bimtek_completed: library.bimtek_completed,
        }
    }
}

impl ChoosePage {
    /// The page of libraries that are not invited yet.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<InviteLibraries>,
        filter: LibraryFilter,
        form: FormState<InviteForm>,
    ) -> Result<Self> {
        let (event, place) = (can.event()?, can.place.clone());
        let province = &can.office()?.province;
        let scene = Scene::load(conn, can).await?;
        let asked = filter.halaman.trim().parse::<i64>().unwrap_or(1).clamp(1, 1000);
        let offset = (asked - 1) * CHOICES;
        let found = sql::invitable(conn, event.id, province, &filter.wanted(), CHOICES, offset).await?;
        let years = libraries::cohorts(conn, province).await?;
        let here = InvitePath { place: place.clone(), event: event.id }.to_string();
        let total = found.first().map_or(0, |library| library.found);
        let is_filtered =
            [&filter.cari, &filter.jenis, &filter.angkatan, &filter.bimtek].iter().any(|f| !f.is_empty());
        let back = DelegationsPath { place: place.clone(), event: event.id }.to_string();
        Ok(Self {
            shell: can.shell().under("Undangan", &back),
            action: address(&here, &filter, &[("halaman", &filter.halaman)]),
            paging: Paging::new(&here, &filter, &filter.halaman, CHOICES, total, "perpustakaan"),
            is_filtered,
            filter,
            here,
            back,
            kinds: LibraryKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            years: years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect(),
            categories: scene.category_choices(),
            usual_close: text::long_date(event.programme_starts_on),
            has_libraries: !libraries::choosable(conn, province).await?.is_empty(),
            directory: libraries::paths::LibrariesPath { place }.to_string(),
            rows: found.into_iter().map(|library| Offer::of(&form.values, library)).collect(),
            form,
        })
    }

    fn has_others(&self) -> bool {
        self.rows.iter().any(|row| row.is_other)
    }
}

/// Libraries of the directory to be invited.
pub async fn choose(
    _: InvitePath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
    Query(filter): Query<LibraryFilter>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let form = InviteForm { category: Category::VillageLibrary.code().into(), ..InviteForm::default() };
    page(&ChoosePage::load(&mut tx, &can, filter, FormState::fresh(form)).await?)
}

#[derive(Template)]
#[template(path = "registration/delegation.html")]
pub(super) struct EditPage {
    shell: Shell,
    library: String,
    kind: &'static str,
    meaning: &'static str,
    answer: &'static str,
    reason: String,
    answered: String,
    form: FormState<DelegationForm>,
    categories: Vec<Choice>,
    usual_close: String,
    people: Vec<NamedLine>,
    held: i64,
    places: i32,
    link: Option<LinkLine>,
    reminded: String,
    /// The link cannot be opened any more, because names have closed.
    is_over: bool,
    closes: String,
    make: String,
    revoke: String,
    withdraw: String,
    id: DelegationId,
    remind: String,
    back: String,
}

struct NamedLine {
    name: String,
    role: String,
    status: &'static str,
    meaning: &'static str,
    href: String,
    twins: Vec<String>,
}

struct LinkLine {
    code: String,
    made: String,
    opened: String,
}

impl EditPage {
    /// The page of an invitation.
    pub(super) async fn load(
        conn: &mut PgConnection,
        app: &AppState,
        can: &Can<InviteLibraries>,
        delegation: &Delegation,
        form: FormState<DelegationForm>,
    ) -> Result<Self> {
        let (event, place) = (can.event()?, can.place.clone());
        let (id, zone) = (delegation.id, event.zone);
        let scene = Scene::load(conn, can).await?;
        let people = named_lines(conn, can, id).await?;
        let held = people.iter().filter(|(holds, _)| *holds).count();
        let held = i64::try_from(held).unwrap_or(i64::MAX);
        let link = sql::link_state(conn, event.id, id).await?;
        let moment = |at| text::moment(zone.local(at), zone);
        let (meaning, answer) = delegation.answer.standing(held);
        let path = || (place.clone(), event.id);
        let back = DelegationsPath { place: place.clone(), event: event.id }.to_string();
        Ok(Self {
            shell: can.shell().under("Undangan", &back),
            library: delegation.library_name.clone(),
            kind: delegation.library_kind.label(),
            meaning,
            answer,
            reason: delegation.answer_reason.clone(),
            answered: delegation.answered_at.map(moment).unwrap_or_default(),
            categories: scene.category_choices(),
            usual_close: text::long_date(event.programme_starts_on),
            people: people.into_iter().map(|(_, line)| line).collect(),
            held,
            places: delegation.places,
            link: link.map(|link| LinkLine {
                code: link.code,
                made: format!("{}, {}", link.made_by, moment(link.made_at)),
                opened: delegation.link_opened_at.map(moment).unwrap_or_default(),
            }),
            reminded: delegation
                .reminded_at
                .map(|at| format!("{}, {}", delegation.reminded_by, moment(at)))
                .unwrap_or_default(),
            is_over: zone.date(app.clock.programme_now()) > delegation.closes_on,
            closes: text::long_date(delegation.closes_on),
            make: {
                let (place, event) = path();
                LinkPath { place, event, delegation: id }.to_string()
            },
            revoke: {
                let (place, event) = path();
                RevokePath { place, event, delegation: id }.to_string()
            },
            withdraw: {
                let (place, event) = path();
                WithdrawPath { place, event, delegation: id }.to_string()
            },
            remind: {
                let (place, event) = path();
                RemindPath { place, event }.to_string()
            },
            id,
            back,
            form,
        })
    }
}

/// Whom the library named, whether each holds a place, and who each may be besides.
async fn named_lines(
    conn: &mut PgConnection,
    can: &Can<InviteLibraries>,
    id: DelegationId,
) -> Result<Vec<(bool, NamedLine)>> {
    let event = can.event()?.id;
    let people = sql::named(conn, event, id).await?;
    let probes: Vec<Probe> =
        people.iter().map(|person| Probe::of(&person.full_name, &person.phone, person.id)).collect();
    let found = twins(conn, event, &can.office()?.province, &probes).await?;
    Ok(people
        .into_iter()
        .zip(1_i64..)
        .map(|(person, of)| {
            let line = NamedLine {
                name: person.titled(),
                role: person.delegation_role.clone(),
                status: person.status.label(),
                meaning: person.status.meaning(),
                href: PersonPath { place: can.place.clone(), event, participant: person.id }.to_string(),
                twins: if person.holds_place() {
                    found.iter().filter(|twin| twin.of == of).take(3).map(Twin::sentence).collect()
                } else {
                    Vec::new()
                },
            };
            (person.holds_place(), line)
        })
        .collect())
}

/// One invitation: its form, its link, its answer, its people.
pub async fn edit(
    path: DelegationPath,
    can: Can<InviteLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let delegation = sql::find(&mut tx, path.event, &can.office()?.province, path.delegation).await?;
    let form = FormState::fresh(DelegationForm::of(&delegation));
    page(&EditPage::load(&mut tx, &app, &can, &delegation, form).await?)
}
