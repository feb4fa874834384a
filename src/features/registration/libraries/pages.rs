//! Pages about a province's libraries.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    doubles::{self, paths::DoublesPath},
    forms::{LibraryFilter, LibraryForm, RegionQuery},
    model::{LibraryKind, UNIT_WORDS},
    paths::{LibrariesPath, LibraryPath, NewLibraryPath, RegionsPath, RemoveLibraryPath},
    sql::{self, Listed, Wanted},
};
use crate::{
    auth::permission::{EditLibraries, ViewLibraries},
    error::Result,
    features::registration::directory::{
        self,
        paths::{DirectoryExportPath, DirectoryImportPath, DirectoryImportsPath},
    },
    kernel::{ids::LibraryId, names, place::Place, text},
    regions::{self, Search},
    web::{
        AppState, filters,
        form::{FormState, Query},
        guard::Can,
        page::{Choice, Shell, page},
        paging::Paging,
    },
};

/// Libraries on one page of the list.
const PER_PAGE: i64 = 50;
/// Regions offered for what was typed.
const CANDIDATES: usize = 8;

#[derive(Template)]
#[template(path = "registration/libraries.html")]
struct ListPage {
    shell: Shell,
    filter: LibraryFilter,
    is_filtered: bool,
    here: String,
    kinds: Vec<Choice>,
    years: Vec<Choice>,
    rows: Vec<Row>,
    paging: Paging,
    /// Where a new library is made; empty for readers.
    create: String,
    /// Pairs that may be one library, in words, and where they are looked at; `None` where there is nothing to look at.
    doubles: Option<(String, String)>,
    import: String,
    /// What Perpusnas sent and nobody has accepted, in words, and where it is looked at.
    waiting: Option<(String, String)>,
    export: String,
    has_samples: bool,
}

struct Row {
    name: String,
    also: String,
    kind: &'static str,
    region: String,
    region_parents: String,
    cohorts: String,
    bimtek_completed: bool,
    is_champion: bool,
    pic: String,
    pic_phone: String,
    edit: String,
}

impl Row {
    fn of(place: &Place, library: Listed) -> Self {
        let region = match (&library.region_kind, &library.region) {
            (Some(kind), Some(name)) => format!("{kind} {name}"),
            _ => String::new(),
        };
        let mut cohorts: Vec<String> = library.cohorts.iter().map(ToString::to_string).collect();
        if cohorts.is_empty() {
            cohorts.extend(library.partner_since.map(|year| year.to_string()));
        }
        Self {
            name: library.name,
            also: library.also_known_as,
            kind: library.kind.label(),
            region,
            region_parents: library.region_parents.unwrap_or_default(),
            cohorts: cohorts.join(", "),
            bimtek_completed: library.bimtek_completed,
            is_champion: library.is_champion,
            pic: library.pic_name,
            pic_phone: names::phone_for_people(&library.pic_phone),
            edit: LibraryPath { place: place.clone(), library: library.id }.to_string(),
        }
    }
}

impl LibraryFilter {
    /// The filter as statements take it.
    pub(in crate::features::registration) fn wanted(&self) -> Wanted {
        Wanted {
            words: text::words(&self.cari),
            kind: LibraryKind::from_code(&self.jenis).map(|kind| kind.code().to_owned()).unwrap_or_default(),
            cohort: self.angkatan.parse().ok(),
            bimtek: match self.bimtek.as_str() {
                "sudah" => Some(true),
                "belum" => Some(false),
                _ => None,
            },
        }
    }
}

/// The libraries of the province, searched and filtered.
pub async fn list(
    path: LibrariesPath,
    can: Can<ViewLibraries>,
    State(app): State<AppState>,
    Query(filter): Query<LibraryFilter>,
) -> Result<Response> {
    let province = &can.office()?.province;
    let wanted = filter.wanted();
    let mut tx = app.db.begin(&can.scope).await?;
    let (found, all) = sql::count(&mut tx, province, &wanted).await?;
    let here = path.to_string();
    let paging = Paging::new(&here, &filter, &filter.halaman, PER_PAGE, found, "perpustakaan");
    let listed = sql::list(&mut tx, province, &wanted, PER_PAGE, paging.offset()).await?;
    let years = sql::cohorts(&mut tx, province).await?;
    let doubles = if can.may::<EditLibraries>() {
        let (pairs, decided) = doubles::sql::suspects(&mut tx, province).await?;
        let words =
            if pairs > 0 { format!("Mungkin ganda: {pairs} pasang") } else { "Data ganda".to_owned() };
        (pairs > 0 || decided).then(|| (words, DoublesPath { place: path.place.clone() }.to_string()))
    } else {
        None
    };
    let waiting = if can.may::<EditLibraries>() {
        directory::waiting_partners(&mut tx, province).await?.map(|(import, partners)| {
            let number = text::number(i64::from(partners));
            let words = format!("Perpusnas mengirim daftar mitra: {number} perpustakaan menunggu diterima.");
            (words, DirectoryImportPath { place: path.place.clone(), import }.to_string())
        })
    } else {
        None
    };
    drop(tx);
    let place = || path.place.clone();
    let [create, import, export] = if can.may::<EditLibraries>() {
        [
            NewLibraryPath { place: place() }.to_string(),
            DirectoryImportsPath { place: place() }.to_string(),
            DirectoryExportPath { place: place() }.to_string(),
        ]
    } else {
        Default::default()
    };
    page(&ListPage {
        shell: can.shell(),
        is_filtered: found != all || !filter.cari.is_empty(),
        filter,
        here,
        kinds: kinds(),
        years: years.into_iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect(),
        has_samples: listed.iter().any(|library| library.is_sample),
        rows: listed.into_iter().map(|library| Row::of(&path.place, library)).collect(),
        paging,
        create,
        doubles,
        import,
        waiting,
        export,
    })
}

fn kinds() -> Vec<Choice> {
    LibraryKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect()
}

#[derive(Template)]
#[template(path = "registration/library.html")]
pub(super) struct EditPage {
    shell: Shell,
    form: FormState<LibraryForm>,
    is_new: bool,
    back: String,
    /// Where the library is removed; empty for a new one.
    remove: String,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    /// Where the script asks for regions.
    search: String,
    candidates: Vec<Candidate>,
    /// Something was searched and nothing resembles it.
    nothing_found: bool,
}

/// A region that can be chosen.
struct Candidate {
    code: String,
    title: String,
    parents: String,
    checked: bool,
}

impl From<regions::Found> for Candidate {
    fn from(found: regions::Found) -> Self {
        Self { title: found.title(), code: found.code, parents: found.parents, checked: false }
    }
}

impl EditPage {
    /// The page of the library form; `library` is `None` for a new one.
    pub(super) async fn load(
        conn: &mut PgConnection,
        can: &Can<EditLibraries>,
        library: Option<LibraryId>,
        form: FormState<LibraryForm>,
    ) -> Result<Self> {
        let place = &can.place;
        let back = LibrariesPath { place: place.clone() }.to_string();
        let chosen = form.values.region_code.trim();
        let mut candidates: Vec<Candidate> = Vec::new();
        if let Some(region) = regions::by_code(conn, chosen).await? {
            candidates.push(Candidate { checked: true, ..region.into() });
        }
        let query = form.values.region_query.trim();
        let found = search(conn, can.office()?.province.as_str(), query).await?;
        let nothing_found = !query.is_empty() && found.is_empty();
        candidates.extend(found.into_iter().filter(|region| region.code != chosen).map(Candidate::from));
        if let [only] = candidates.as_mut_slice() {
            only.checked = true;
        }
        Ok(Self {
            shell: can.shell().under("Perpustakaan", &back),
            is_new: library.is_none(),
            remove: library
                .map(|library| RemoveLibraryPath { place: place.clone(), library }.to_string())
                .unwrap_or_default(),
            back,
            kinds: kinds(),
            units: UNIT_WORDS.iter().map(|word| Choice::new(*word, *word)).collect(),
            search: RegionsPath { place: place.clone() }.to_string(),
            candidates,
            nothing_found,
            form,
        })
    }
}

async fn search(conn: &mut PgConnection, province: &str, query: &str) -> sqlx::Result<Vec<regions::Found>> {
    let wanted = Search { own_province: Some(province), limit: CANDIDATES, ..Search::default() };
    regions::search(conn, query, &wanted).await
}

/// The form of a new library.
pub async fn create(
    _: NewLibraryPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&EditPage::load(&mut tx, &can, None, FormState::fresh(LibraryForm::blank())).await?)
}

/// The form of a library as it stands.
pub async fn edit(
    path: LibraryPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let library = sql::find(&mut tx, &can.office()?.province, path.library).await?;
    let form = FormState::fresh(LibraryForm::of(&library));
    page(&EditPage::load(&mut tx, &can, Some(path.library), form).await?)
}

#[derive(Template)]
#[template(path = "registration/_regions.html")]
struct RegionsFragment {
    candidates: Vec<Candidate>,
    nothing_found: bool,
}

/// Regions that resemble what was typed, for the script of the form.
pub async fn region_choices(
    _: RegionsPath,
    can: Can<ViewLibraries>,
    State(app): State<AppState>,
    Query(query): Query<RegionQuery>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let found = search(&mut tx, can.office()?.province.as_str(), &query.cari).await?;
    drop(tx);
    let nothing_found = !query.cari.trim().is_empty() && found.is_empty();
    page(&RegionsFragment { candidates: found.into_iter().map(Candidate::from).collect(), nothing_found })
}
