//! Pages about an event's people.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    forms::{Kept, PeopleFilter, PersonForm},
    list_head::{
        Column, EditLinks, columns, doubles_link, import_choices, known_sort, remember_sort, remembered_sort,
    },
    model::{PersonKind, Status, TrainerKind},
    paths::{NewPersonPath, PeoplePath, PersonPath, StatusPath, StatusWord},
    scene::{Counts, Scene},
    sql::{self, Listed, Person, Twin},
    standing::{Standing, twins_of},
};
use crate::{
    auth::permission::{EditParticipants, Permission, ViewParticipants},
    error::Result,
    features::registration::{import, saved},
    kernel::{ids::ParticipantId, names, text},
    web::{
        AppState, filters,
        flash::Done,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
        paging::Paging,
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
    /// Imports that people came by; empty for readers.
    imports: Vec<Choice>,
    columns: Vec<Column>,
    rows: Vec<Row>,
    paging: Paging,
    has_samples: bool,
    /// How many wait, where the list does not show only them.
    awaiting: i64,
    /// What the reader may do; `None` for readers, who see no telephone numbers either.
    edit: Option<EditLinks>,
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
    registered: String,
    phone: String,
    edit: String,
    /// What is done next with the person, and where; for those who may.
    deed: Option<(&'static str, String)>,
    /// Who may be the same person, of those who wait.
    twin: String,
}

/// Everybody whom the reader sees, searched, filtered and sorted.
pub async fn list(
    path: PeoplePath,
    can: Can<ViewParticipants>,
    State(app): State<AppState>,
    Query(mut filter): Query<PeopleFilter>,
    headers: HeaderMap,
) -> Result<Response> {
    let event = can.event()?;
    let chosen = known_sort(&filter.urut);
    if let (None, Some(sort)) = (chosen, remembered_sort(&headers, can.actor.account)) {
        sort.clone_into(&mut filter.urut);
    }
    let wanted = filter.wanted();
    let here = path.to_string();
    let may_edit = can.may::<EditParticipants>();
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    let counts = Counts::load(&mut tx, event.id, &scene).await?;
    let found = sql::count(&mut tx, event.id, &wanted).await?;
    let paging = Paging::new(&here, &filter, &filter.halaman, PER_PAGE, found, "orang");
    let listed = sql::list(&mut tx, event.id, &wanted, PER_PAGE, paging.offset()).await?;
    // Said where the list begins; a long list is not looked through at every turn of the page.
    let is_start = may_edit && !filter.is_active() && filter.halaman.is_empty();
    let suspects = if is_start { sql::suspects(&mut tx, event.id).await? } else { 0 };
    let phones: HashMap<ParticipantId, String> = if may_edit {
        let ids: Vec<Uuid> = listed.iter().map(|person| person.id.0).collect();
        sql::phones(&mut tx, event.id, &ids).await?.into_iter().collect()
    } else {
        HashMap::new()
    };
    let (mut imports, mut kept) = (Vec::new(), Vec::new());
    if let (true, Some(office)) = (may_edit, &can.actor.office) {
        imports = import_choices(import::accepted(&mut tx, event.id).await?, event.zone);
        kept = saved::all(&mut tx, &office.province).await?;
    }
    let twins = if may_edit { twins_of(&mut tx, event.id, &listed).await? } else { HashMap::new() };
    let awaiting = if may_edit { sql::awaiting(&mut tx, event.id).await? } else { 0 };
    drop(tx);
    let edit = may_edit.then(|| EditLinks {
        doubles: doubles_link(suspects, &here),
        has_awaiting: listed.iter().any(|person| person.status == Status::AwaitingApproval),
        ..EditLinks::of(&path, &can, &filter, kept, &imports)
    });
    let has_samples = listed.iter().any(|person| person.is_sample);
    let rows = listed
        .into_iter()
        .map(|person| {
            let twin = twins.get(&person.id).cloned().unwrap_or_default();
            let registered = text::date(event.zone.date(person.registered_at));
            Row { registered, twin, ..row(&path, &scene, &phones, person, may_edit) }
        })
        .collect();
    let mut response = page(&ListPage {
        shell: can.shell(),
        awaiting: if filter.status == Status::AwaitingApproval.code() { 0 } else { awaiting },
        is_filtered: filter.is_active(),
        kinds: PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
        categories: scene.category_choices(),
        provinces: if scene.sees_all_provinces() { scene.province_choices() } else { Vec::new() },
        statuses: Status::listed().map(|status| Choice::new(status.code(), status.label())).collect(),
        columns: columns(&filter, &here),
        imports,
        has_samples,
        rows,
        filter,
        here,
        counts,
        paging,
        edit,
    })?;
    if let Some(sort) = chosen {
        remember_sort(&mut response, sort, can.actor.account)?;
    }
    Ok(response)
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
        registered: String::new(),
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
    /// People who may be the same; then the form asks whether to save anyway.
    twins: Vec<TwinLine>,
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
    pub(super) fn warning(self, twins: Vec<TwinLine>) -> Self {
        Self { twins, ..self }
    }
}

/// Somebody who may be the same person, in a sentence, and where that can be settled.
pub(super) struct TwinLine {
    pub words: String,
    pub label: &'static str,
    /// Empty where there is nothing to be done about it here.
    pub href: String,
}

impl TwinLine {
    /// The warnings for a person about to be saved. Two rows of one province are compared; else the other is looked at.
    pub(super) fn all<P: Permission>(
        can: &Can<P>,
        twins: &[Twin],
        saved: Option<&Person>,
    ) -> Result<Vec<Self>> {
        let (place, event) = (&can.place, can.event()?.id);
        let line = |twin: &Twin| {
            let (label, href) = match saved {
                _ if twin.elsewhere.is_some() => ("", String::new()),
                Some(person) if person.province == twin.province => {
                    let list = PeoplePath { place: place.clone(), event };
                    ("Bandingkan dan gabungkan", format!("{list}/ganda/{}/{}", person.id, twin.id))
                }
                _ => {
                    let path = PersonPath { place: place.clone(), event, participant: twin.id };
                    ("Buka datanya", path.to_string())
                }
            };
            Self { words: twin.sentence(), label, href }
        };
        Ok(twins.iter().take(5).map(line).collect())
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
    if let Some(done) = elsewhere(&path, &person) {
        return Ok(done.into_response());
    }
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?.keeping(&person);
    let form = FormState::fresh(PersonForm::of(&person));
    page(&EditPage::load(&mut tx, &can, &scene, Some(&person), form).await?)
}

/// Whoever was merged has no page: the survivor's is shown instead, where that can be undone.
pub(super) fn elsewhere(path: &PersonPath, person: &Person) -> Option<Done> {
    let survivor = person.merged_into?;
    Some(Done::to(PersonPath { participant: survivor, ..path.clone() }).refusing(format!(
        "Data {} yang Anda buka sudah digabungkan ke data ini, dan tidak diubah lagi.",
        person.titled()
    )))
}
