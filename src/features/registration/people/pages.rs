//! Pages about an event's people.

use std::collections::HashMap;

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    forms::{Kept, PeopleFilter, PersonForm},
    model::{PersonKind, Status, TrainerKind},
    paths::{NewPersonPath, PeoplePath, PersonPath, StatusOfSeveralPath, StatusPath, StatusWord},
    scene::{Counts, Scene},
    sql::{self, Listed, Person},
    standing::{Standing, twins_of},
};
use crate::{
    auth::permission::{EditParticipants, EditQuotas, ManageOpenLink, ViewParticipants},
    error::Result,
    features::registration::{
        consents::paths::ConsentsPath,
        import::paths::{ExportPath, ImportsPath},
        open_link::paths::OpenLinkPath,
        quick::paths::QuickPath,
        quotas::paths::QuotasPath,
    },
    kernel::{ids::ParticipantId, names},
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
        paging::{Paging, address},
    },
};

/// People on one page of the list.
const PER_PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "registration/people.html")]
struct ListPage {
    shell: Shell,
    filter: PeopleFilter,
    is_filtered: bool,
    here: String,
    counts: Counts,
    kinds: Vec<Choice>,
    categories: Vec<Choice>,
    /// Empty when the reader sees one province only.
    provinces: Vec<Choice>,
    statuses: Vec<Choice>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    paging: Paging,
    has_samples: bool,
    /// How many wait, where the list does not show only them.
    awaiting: i64,
    /// What the reader may do; `None` for readers, who see no telephone numbers either.
    edit: Option<EditLinks>,
}

struct EditLinks {
    create: String,
    quick: String,
    import: String,
    export: String,
    /// What can be done with those who are chosen.
    confirm: String,
    approve: String,
    refuse: String,
    /// Whether somebody on this page waits.
    has_awaiting: bool,
    links: String,
    renew: String,
    revoke: String,
    /// Where the open link is managed; empty for those who may not.
    open_link: String,
    /// Who has agreed to what.
    consents: String,
    /// What the list is filtered by, to come back to it.
    filter: String,
    /// Empty for those who may not set quotas.
    quotas: String,
}

impl EditLinks {
    fn new(path: &PeoplePath, can: &Can<ViewParticipants>, filter: &PeopleFilter, listed: &[Listed]) -> Self {
        let here = path.to_string();
        let bulk = |to| StatusOfSeveralPath { place: path.place.clone(), event: path.event, to }.to_string();
        Self {
            create: NewPersonPath { place: path.place.clone(), event: path.event }.to_string(),
            quick: QuickPath { place: path.place.clone(), event: path.event }.to_string(),
            import: ImportsPath { place: path.place.clone(), event: path.event }.to_string(),
            export: ExportPath { place: path.place.clone(), event: path.event }.to_string(),
            confirm: bulk(StatusWord::Terkonfirmasi),
            approve: bulk(StatusWord::Terdaftar),
            refuse: bulk(StatusWord::Ditolak),
            has_awaiting: listed.iter().any(|person| person.status == Status::AwaitingApproval),
            links: format!("{here}/terpilih/tautan"),
            renew: format!("{here}/terpilih/tautan/perbarui"),
            revoke: format!("{here}/terpilih/tautan/cabut"),
            open_link: if can.may::<ManageOpenLink>() {
                OpenLinkPath { place: path.place.clone(), event: path.event }.to_string()
            } else {
                String::new()
            },
            consents: ConsentsPath { place: path.place.clone(), event: path.event }.to_string(),
            filter: serde_html_form::to_string(filter).unwrap_or_default(),
            quotas: if can.may::<EditQuotas>() {
                QuotasPath { place: path.place.clone(), event: path.event }.to_string()
            } else {
                String::new()
            },
        }
    }
}

struct Column {
    label: &'static str,
    href: String,
    is_current: bool,
}

struct Row {
    id: ParticipantId,
    name: String,
    sub: String,
    agency: String,
    province: String,
    kind: String,
    sex: String,
    status: Status,
    phone: String,
    edit: String,
    /// What is done next with the person, and where; for those who may.
    deed: Option<(&'static str, String)>,
    /// Who may be the same person, of those who wait.
    twin: String,
}

impl PeopleFilter {
    fn is_active(&self) -> bool {
        [&self.cari, &self.jenis, &self.kategori, &self.provinsi, &self.status].iter().any(|f| !f.is_empty())
    }

    fn columns(&self, here: &str) -> Vec<Column> {
        [
            ("Nama", "nama"),
            ("Perpustakaan atau instansi", "instansi"),
            ("Kategori", "kategori"),
            ("Status", "status"),
        ]
        .into_iter()
        .map(|(label, sort)| Column {
            label,
            href: address(here, self, &[("urut", sort)]),
            is_current: self.urut == sort || (sort == "nama" && self.urut.is_empty()),
        })
        .collect()
    }
}

/// Everybody whom the reader sees, searched, filtered and sorted.
pub async fn list(
    path: PeoplePath,
    can: Can<ViewParticipants>,
    State(app): State<AppState>,
    Query(filter): Query<PeopleFilter>,
) -> Result<Response> {
    let event = can.event()?;
    let wanted = filter.wanted();
    let here = path.to_string();
    let may_edit = can.may::<EditParticipants>();
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    let counts = Counts::load(&mut tx, event.id, &scene).await?;
    let found = sql::count(&mut tx, event.id, &wanted).await?;
    let paging = Paging::new(&here, &filter, &filter.halaman, PER_PAGE, found, "orang");
    let listed = sql::list(&mut tx, event.id, &wanted, PER_PAGE, paging.offset()).await?;
    let phones: HashMap<ParticipantId, String> = if may_edit {
        let ids: Vec<Uuid> = listed.iter().map(|person| person.id.0).collect();
        sql::phones(&mut tx, event.id, &ids).await?.into_iter().collect()
    } else {
        HashMap::new()
    };
    let twins = if may_edit { twins_of(&mut tx, event.id, &listed).await? } else { HashMap::new() };
    let awaiting = if may_edit { sql::awaiting(&mut tx, event.id).await? } else { 0 };
    drop(tx);
    let edit = may_edit.then(|| EditLinks::new(&path, &can, &filter, &listed));
    let has_samples = listed.iter().any(|person| person.is_sample);
    let rows = listed
        .into_iter()
        .map(|person| {
            let twin = twins.get(&person.id).cloned().unwrap_or_default();
            Row { twin, ..row(&path, &scene, &phones, person, may_edit) }
        })
        .collect();
    page(&ListPage {
        shell: can.shell(),
        awaiting: if filter.status == Status::AwaitingApproval.code() { 0 } else { awaiting },
        is_filtered: filter.is_active(),
        kinds: PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
        categories: scene.category_choices(),
        provinces: if scene.sees_all_provinces() { scene.province_choices() } else { Vec::new() },
        statuses: Status::ALL.iter().map(|status| Choice::new(status.code(), status.label())).collect(),
        columns: filter.columns(&here),
        has_samples,
        rows,
        filter,
        here,
        counts,
        paging,
        edit,
    })
}

fn row(
    path: &PeoplePath,
    scene: &Scene,
    phones: &HashMap<ParticipantId, String>,
    person: Listed,
    may_edit: bool,
) -> Row {
    let PeoplePath { place, event } = path.clone();
    let deed = match person.status {
        Status::AwaitingApproval => Some(("Setujui", StatusWord::Terdaftar)),
        Status::Invited | Status::Registered => Some(("Konfirmasi", StatusWord::Terkonfirmasi)),
        _ => None,
    };
    let deed = deed.filter(|_| may_edit).map(|(label, to)| {
        (label, StatusPath { place: place.clone(), event, participant: person.id, to }.to_string())
    });
    Row {
        id: person.id,
        name: names::titled(&person.title_prefix, &person.full_name, &person.title_suffix),
        sub: match (person.delegation_role.as_str(), person.job_title.as_str()) {
            ("", job) => job.to_owned(),
            (part, "") => part.to_owned(),
            (part, job) => format!("{part} · {job}"),
        },
        agency: person.agency_name,
        province: if scene.sees_all_provinces() {
            scene.province_name(&person.province)
        } else {
            String::new()
        },
        kind: match person.category {
            Some(category) => scene.category_label(category),
            None => person.kind.label().to_owned(),
        },
        sex: person.sex,
        status: person.status,
        phone: phones.get(&person.id).map(|phone| names::phone_for_people(phone)).unwrap_or_default(),
        edit: if may_edit {
            PersonPath { place, event, participant: person.id }.to_string()
        } else {
            String::new()
        },
        deed,
        twin: String::new(),
    }
}

#[derive(Template)]
#[template(path = "registration/person.html")]
pub(super) struct EditPage {
    shell: Shell,
    form: FormState<PersonForm>,
    back: String,
    /// Several people are being added: Enter leads to the next one.
    is_series: bool,
    shows_more: bool,
    /// People who may be the same, in sentences; then the form asks whether to save anyway.
    twins: Vec<String>,
    kinds: Vec<Choice>,
    categories: Vec<Choice>,
    provinces: Vec<Choice>,
    libraries: Vec<Choice>,
    honorifics: Vec<Choice>,
    sexes: Vec<Choice>,
    trainers: Vec<Choice>,
    /// The person as they stand; `None` for a new one.
    standing: Option<Standing>,
}

/// Laki-laki and perempuan.
pub(super) fn sexes() -> Vec<Choice> {
    vec![Choice::new("L", "Laki-laki"), Choice::new("P", "Perempuan")]
}

impl EditPage {
    /// The page of the person form; `person` is `None` for a new one.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<EditParticipants>,
        scene: &Scene,
        person: Option<&Person>,
        form: FormState<PersonForm>,
    ) -> Result<Self> {
        let back = PeoplePath { place: can.place.clone(), event: can.event()?.id }.to_string();
        let standing = match person {
            Some(person) => Some(Standing::load(conn, can, scene, person).await?),
            None => None,
        };
        Ok(Self {
            shell: can.shell().under("Peserta", &back),
            back,
            is_series: form.values.next == "again",
            shows_more: form.values.has_more(),
            twins: Vec::new(),
            kinds: PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            categories: scene.category_choices(),
            provinces: if person.is_none() && scene.chooses_province() {
                scene.province_choices()
            } else {
                Vec::new()
            },
            libraries: scene.library_choices(),
            honorifics: vec![Choice::new("Bapak", "Bapak"), Choice::new("Ibu", "Ibu")],
            sexes: sexes(),
            trainers: TrainerKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            standing,
            form,
        })
    }

    /// The same page with people who may be the same.
    pub(super) fn warning(self, twins: Vec<String>) -> Self {
        Self { twins, ..self }
    }
}

/// The form of a new person.
pub async fn create(
    _: NewPersonPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Query(kept): Query<Kept>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?;
    let mut form = PersonForm::blank(&kept);
    form.next = if kept.lanjut.is_empty() { String::new() } else { "again".into() };
    page(&EditPage::load(&mut tx, &can, &scene, None, FormState::fresh(form)).await?)
}

/// The form of a person as they stand.
pub async fn edit(
    path: PersonPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let person = sql::find(&mut tx, path.event, path.participant).await?;
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?.keeping(&person);
    let form = FormState::fresh(PersonForm::of(&person));
    page(&EditPage::load(&mut tx, &can, &scene, Some(&person), form).await?)
}
