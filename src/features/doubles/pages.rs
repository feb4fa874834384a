//! The pages of people who may be on the list twice.

use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};

use super::{
    model::{self, FIELDS},
    paths::{ApartPath, AskAgainPath, ComparePath, DoublesPath, UndoPath},
    sql::{self, Decided, Pair, Seen},
    verbs::Two,
};
use crate::{
    auth::{actor::EventHead, permission::EditParticipants},
    db::Tx,
    error::{Error, Result},
    features::registration::{
        Category,
        merging::{
            Field, MergeForm,
            view::{Compared, ComparedSide, DecidedPair, Member, SuspectedPair},
        },
        people::paths::{PeoplePath, PersonPath},
    },
    kernel::{ids::ParticipantId, place::Place, text},
    web::{
        AppState, filters,
        flash::Done,
        form::Query,
        guard::Can,
        page::{Shell, page},
        paging::Paging,
    },
};

/// Pairs on one page of the list.
const PER_PAGE: usize = 25;

/// Which page of the list, as the URL says it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// The page, from 1.
    pub halaman: String,
}

#[derive(Template)]
#[template(path = "doubles/list.html")]
struct ListPage {
    shell: Shell,
    pairs: Vec<SuspectedPair>,
    /// Whether there are more pairs than are looked at here.
    is_cut: bool,
    most: i64,
    paging: Paging,
    decided: Vec<DecidedPair>,
    not_same: &'static str,
    back: String,
}

fn suspected(path: &DoublesPath, pair: Pair) -> SuspectedPair {
    let DoublesPath { place, event } = path.clone();
    let (participant, other) = (pair.one.id, pair.other.id);
    let member = |seen: Seen| Member {
        href: PersonPath { place: place.clone(), event, participant: seen.id }.to_string(),
        name: seen.name,
        sub: if seen.agency.is_empty() {
            seen.status.label().to_owned()
        } else {
            format!("{} · {}", seen.agency, seen.status.label())
        },
    };
    SuspectedPair {
        why: pair.alike.words(),
        compare: ComparePath { place: place.clone(), event, participant, other }.to_string(),
        apart: ApartPath { place: place.clone(), event, participant, other }.to_string(),
        members: [pair.one, pair.other].map(member),
    }
}

fn decided(path: &DoublesPath, head: &EventHead, decided: Decided) -> DecidedPair {
    let DoublesPath { place, event } = path.clone();
    let (participant, other) = (decided.one, decided.other);
    DecidedPair {
        is_merged: decided.merge.is_some(),
        action: match decided.merge {
            Some(merge) => UndoPath { place, event, merge }.to_string(),
            None => AskAgainPath { place, event, participant, other }.to_string(),
        },
        name: decided.name,
        other: decided.other_name,
        sub: decided.agency,
        by: decided.by,
        when: text::moment(head.zone.local(decided.at), head.zone),
    }
}

/// Suspected pairs, and what was decided about others.
pub async fn list(
    path: DoublesPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let head = can.event()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let pairs = sql::pairs(&mut tx, path.event).await?;
    let known = sql::decided(&mut tx, path.event).await?;
    drop(tx);
    let found = i64::try_from(pairs.len()).unwrap_or(sql::MOST);
    let (paging, pairs) = Paging::cut(&path.to_string(), &query, &query.halaman, PER_PAGE, pairs, "pasang");
    let back = PeoplePath { place: path.place.clone(), event: path.event }.to_string();
    page(&ListPage {
        shell: can.shell().under("Peserta", &back),
        pairs: pairs.into_iter().map(|pair| suspected(&path, pair)).collect(),
        is_cut: found >= sql::MOST,
        most: sql::MOST,
        paging,
        not_same: "Bukan orang yang sama",
        decided: known.into_iter().map(|known| decided(&path, head, known)).collect(),
        back,
    })
}

#[derive(Template)]
#[template(path = "doubles/compare.html")]
pub(super) struct ComparePage {
    shell: Shell,
    compared: Compared,
    /// What follows from merging, in sentences.
    follows: Vec<String>,
    /// Somebody has changed one of the rows since they were compared.
    is_stale: bool,
    apart: String,
    back: String,
}

impl ComparePage {
    /// The two side by side; `form` is what was chosen before somebody else changed one of them.
    pub(super) async fn load(
        tx: &mut Tx,
        can: &Can<EditParticipants>,
        path: &ComparePath,
        form: Option<&MergeForm>,
    ) -> Result<Self> {
        let head = can.event()?;
        let two = Two::load(tx, path.event, path.participant, path.other).await?;
        let labels = sql::category_labels(tx, head.edition).await?;
        let label = |category: Category| {
            let known = labels.iter().find(|(known, _)| *known == category);
            known.map_or_else(|| category.label().to_owned(), |(_, label)| label.clone())
        };
        let (one, other) = (two.one.side(), two.other.side());
        let blank = MergeForm::default();
        let form_or_blank = form.unwrap_or(&blank);
        let pick =
            |field: &Field| form_or_blank.picked(field, model::usual(field, &one, &other), [&one, &other]);
        let shown = |field: &Field, row: &_| model::shown(field, row, label);
        let kept = form_or_blank
            .survivor([&one, &other])
            .map_or_else(|| two.usual_survivor(), |(survivor, _)| ParticipantId(survivor.id));
        let mut compared = Compared::of(FIELDS, [&one, &other], pick, shown);
        compared.sides = [&two.one, &two.other].map(|found| side(head, found, kept)).into();
        let DoublesPath { place, event } = DoublesPath { place: path.place.clone(), event: path.event };
        let back = DoublesPath { place: place.clone(), event }.to_string();
        Ok(Self {
            shell: can
                .shell()
                .under("Peserta", PeoplePath { place: place.clone(), event })
                .under("Data ganda", &back),
            compared,
            follows: follows(tx, &two, path).await?,
            is_stale: form.is_some(),
            apart: apart(place, path),
            back,
        })
    }
}

fn apart(place: Place, path: &ComparePath) -> String {
    ApartPath { place, event: path.event, participant: path.participant, other: path.other }.to_string()
}

fn side(head: &EventHead, found: &sql::Found, kept: ParticipantId) -> ComparedSide {
    let mut facts = vec![format!("Didaftarkan {}", text::date(head.zone.date(found.registered_at)))];
    if let Some(at) = found.changed_at.filter(|at| *at != found.registered_at) {
        let by =
            if found.changed_by.is_empty() { String::new() } else { format!(" oleh {}", found.changed_by) };
        facts.push(format!("Diubah {}{by}", text::date(head.zone.date(at))));
    }
    facts.push(match found.marks {
        0 => "Belum ada tanda kehadiran".to_owned(),
        marks => format!("{} tanda kehadiran", text::number(marks)),
    });
    if found.has_link {
        facts.push("Tautan pribadi berlaku".to_owned());
    }
    ComparedSide { id: found.id.to_string(), name: found.titled(), facts, is_kept: found.id == kept }
}

/// What happens to marks, links and replacements.
async fn follows(tx: &mut Tx, two: &Two, path: &ComparePath) -> Result<Vec<String>> {
    let mut follows = Vec::new();
    let (one, other) = (&two.one, &two.other);
    if one.marks + other.marks > 0 {
        follows.push(format!(
            "Semua tanda kehadiran, {} dan {}, dihitung untuk data yang dipertahankan; juga tanda yang masih tersimpan di ponsel petugas.",
            text::number(one.marks), text::number(other.marks)
        ));
    }
    let differing = sql::differing_sessions(tx, path.event, path.participant, path.other).await?;
    if differing > 0 {
        follows.push(format!(
            "Pada {differing} sesi keduanya ditandai berbeda. Kedua tanda disimpan, dan admin provinsi akan diminta memutuskan."
        ));
    }
    match (one.has_link, other.has_link) {
        (true, true) => follows.push(
            "Satu tautan pribadi tetap berlaku, yaitu tautan data yang dipertahankan; yang lain dicabut."
                .into(),
        ),
        (true, false) | (false, true) => {
            follows.push("Tautan pribadi yang ada tetap berlaku, untuk data yang dipertahankan.".into());
        }
        (false, false) => {}
    }
    let replacements = sql::replacements(tx, path.event, path.participant, path.other).await?;
    if !replacements.is_empty() {
        follows.push(format!(
            "Penggantian dengan {} ikut ke data yang dipertahankan.",
            text::list(&replacements)
        ));
    }
    follows.push(
        "Data yang lain tidak lagi ada di daftar dan hitungan mana pun. Penggabungan dapat dibatalkan."
            .into(),
    );
    Ok(follows)
}

/// Two people side by side.
pub async fn compare(
    path: ComparePath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    if path.participant == path.other {
        return Err(Error::NotFound);
    }
    let mut tx = app.db.begin(&can.scope).await?;
    if let Some(sentence) = Two::load(&mut tx, path.event, path.participant, path.other).await?.obstacle() {
        let list = DoublesPath { place: path.place, event: path.event };
        return Ok(Done::to(list).refusing(sentence).into_response());
    }
    page(&ComparePage::load(&mut tx, &can, &path, None).await?)
}
