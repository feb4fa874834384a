//! The pages of libraries that may be there twice.

use std::collections::HashMap;

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    model::{self, FIELDS},
    paths::{ApartPath, AskAgainPath, ComparePath, DoublesPath, UndoPath},
    sql::{self, Decided, Found, Pair},
    verbs::Two,
};
use crate::{
    auth::{actor::Office, permission::EditLibraries},
    db::Tx,
    error::{Error, Result},
    features::registration::{
        libraries::paths::{LibrariesPath, LibraryPath},
        merging::{
            self, Field, MergeForm,
            view::{Compared, ComparedSide, DecidedPair, Member, SuspectedPair},
        },
    },
    kernel::{ids::LibraryId, text},
    regions,
    web::{
        AppState, filters,
        flash::Done,
        guard::Can,
        page::{Shell, page},
    },
};

#[derive(Template)]
#[template(path = "registration/library_doubles.html")]
struct ListPage {
    shell: Shell,
    pairs: Vec<SuspectedPair>,
    /// Whether there are more pairs than are shown here.
    is_cut: bool,
    most: i64,
    decided: Vec<DecidedPair>,
    not_same: &'static str,
    back: String,
}

fn suspected(path: &DoublesPath, pair: Pair) -> SuspectedPair {
    let place = path.place.clone();
    let (library, other) = (pair.one.0, pair.other.0);
    let member = |(library, name, sub): (LibraryId, String, String)| Member {
        href: LibraryPath { place: place.clone(), library }.to_string(),
        name,
        sub,
    };
    SuspectedPair {
        why: pair.alike.words(),
        compare: ComparePath { place: place.clone(), library, other }.to_string(),
        apart: ApartPath { place: place.clone(), library, other }.to_string(),
        members: [pair.one, pair.other].map(member),
    }
}

fn decided(path: &DoublesPath, office: &Office, decided: Decided) -> DecidedPair {
    let place = path.place.clone();
    let (library, other) = (decided.one, decided.other);
    DecidedPair {
        is_merged: decided.merge.is_some(),
        action: match decided.merge {
            Some(merge) => UndoPath { place, merge }.to_string(),
            None => AskAgainPath { place, library, other }.to_string(),
        },
        name: decided.name,
        other: decided.other_name,
        sub: String::new(),
        by: decided.by,
        when: text::moment(office.zone.local(decided.at), office.zone),
    }
}

/// Suspected pairs, and what was decided about others.
pub async fn list(
    path: DoublesPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let office = can.office()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let pairs = sql::pairs(&mut tx, &office.province).await?;
    let known = sql::decided(&mut tx, &office.province).await?;
    drop(tx);
    let back = LibrariesPath { place: path.place.clone() }.to_string();
    page(&ListPage {
        shell: can.shell().under("Perpustakaan", &back),
        is_cut: i64::try_from(pairs.len()).is_ok_and(|found| found >= sql::MOST),
        most: sql::MOST,
        pairs: pairs.into_iter().map(|pair| suspected(&path, pair)).collect(),
        decided: known.into_iter().map(|known| decided(&path, office, known)).collect(),
        not_same: "Bukan perpustakaan yang sama",
        back,
    })
}

#[derive(Template)]
#[template(path = "registration/library_compare.html")]
pub(super) struct ComparePage {
    shell: Shell,
    compared: Compared,
    /// Somebody has changed one of the rows since they were compared.
    is_stale: bool,
    /// How many people follow at most.
    people: i64,
    apart: String,
    back: String,
}

impl ComparePage {
    /// The two side by side; `form` is what was chosen before somebody else changed one of them.
    pub(super) async fn load(
        tx: &mut Tx,
        can: &Can<EditLibraries>,
        path: &ComparePath,
        form: Option<&MergeForm>,
    ) -> Result<Self> {
        let office = can.office()?;
        let two = Two::load(tx, &office.province, path.library, path.other).await?;
        let (one, other) = (two.one.side(), two.other.side());
        let mut regions: HashMap<String, String> = HashMap::new();
        for side in [&one, &other] {
            let code = model::text(&side.row, "region_code");
            if let Some(region) = regions::by_code(tx, code).await? {
                regions.insert(code.to_owned(), region.label());
            }
        }
        let region = |code: &str| regions.get(code).cloned().unwrap_or_else(|| code.to_owned());
        let blank = MergeForm::default();
        let chosen = form.unwrap_or(&blank);
        let pick = |field: &Field| chosen.picked(field, merging::usual(field, &one, &other), [&one, &other]);
        let kept = chosen
            .survivor([&one, &other])
            .map_or_else(|| two.usual_survivor(), |(survivor, _)| LibraryId(survivor.id));
        let mut compared =
            Compared::of(FIELDS, [&one, &other], pick, |field, row| model::shown(field, row, region));
        compared.sides = [&two.one, &two.other].map(|found| side(office, found, kept)).into();
        let ComparePath { place, library, other } = path.clone();
        let back = DoublesPath { place: place.clone() }.to_string();
        Ok(Self {
            shell: can
                .shell()
                .under("Perpustakaan", LibrariesPath { place: place.clone() })
                .under("Data ganda", &back),
            compared,
            is_stale: form.is_some(),
            people: two.one.people + two.other.people,
            apart: ApartPath { place, library, other }.to_string(),
            back,
        })
    }
}

fn side(office: &Office, found: &Found, kept: LibraryId) -> ComparedSide {
    let mut facts = vec![match found.people {
        0 => "Belum ada peserta".to_owned(),
        people => format!("{} orang dalam kegiatan", text::number(people)),
    }];
    facts.extend(found.changed_at.map(|at| format!("Diubah {}", text::date(office.zone.date(at)))));
    ComparedSide { id: found.id.to_string(), name: found.name().to_owned(), facts, is_kept: found.id == kept }
}

/// Two libraries side by side.
pub async fn compare(
    path: ComparePath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    if path.library == path.other {
        return Err(Error::NotFound);
    }
    let mut tx = app.db.begin(&can.scope).await?;
    let two = Two::load(&mut tx, &can.office()?.province, path.library, path.other).await?;
    if let Some(sentence) = two.obstacle() {
        return Ok(Done::to(DoublesPath { place: path.place }).refusing(sentence).into_response());
    }
    page(&ComparePage::load(&mut tx, &can, &path, None).await?)
}
