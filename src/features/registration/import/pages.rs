//! Pages about lists that come as spreadsheets.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    columns::Column,
    forms::RowsFilter,
    judge::{Answer, Deed, Judged, Verdict},
    paths::{ColumnsPath, ForgetPath, ImportPath, ImportsPath, TemplatePath, UndoPath},
    sql::{self, State as Standing},
    verbs::{self, MOST_PEOPLE, Opened, tally},
    view::{AskedFile, EarlierFile, FileColumn, Tab},
};
use crate::{
    auth::permission::EditParticipants,
    error::Result,
    features::registration::people::{Category, PersonKind, Scene, paths::PeoplePath},
    kernel::{names, text},
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Choice, Shell, page},
        paging::{Paging, address},
    },
};

/// Rows on one page of a list.
const PER_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "registration/imports.html")]
pub(super) struct ChoosePage {
    shell: Shell,
    action: String,
    template: String,
    back: String,
    kinds: Vec<Choice>,
    /// Empty unless the office brings people of several provinces.
    provinces: Vec<Choice>,
    own: String,
    file: AskedFile,
    earlier: Vec<EarlierFile>,
}

impl ChoosePage {
    pub(super) async fn load(
        conn: &mut PgConnection,
        path: &ImportsPath,
        can: &Can<EditParticipants>,
        scene: &Scene,
    ) -> Result<Self> {
        let (place, event) = (path.place.clone(), path.event);
        let back = PeoplePath { place: place.clone(), event }.to_string();
        let zone = can.event()?.zone;
        let earlier = sql::list(conn, event).await?.into_iter().map(|import| {
            let draft = import.state == Standing::Draft;
            let (place, import_id) = (place.clone(), import.id);
            EarlierFile {
                when: text::moment(zone.local(import.made_at), zone),
                by: import.made_by,
                done: match import.state {
                    Standing::Accepted => {
                        format!("{} ditambahkan, {} diperbarui", import.added, import.changed)
                    }
                    Standing::Draft | Standing::Undone => String::new(),
                },
                file_name: import.file_name,
                meaning: match import.state {
                    Standing::Draft => "late",
                    Standing::Accepted => "done",
                    Standing::Undone => "neutral",
                },
                label: import.state.label(),
                open: ImportPath { place: place.clone(), event, import: import_id }.to_string(),
                forget: draft
                    .then(|| ForgetPath { place: place.clone(), event, import: import_id }.to_string()),
                undo: (import.state == Standing::Accepted)
                    .then(|| UndoPath { place, event, import: import_id }.to_string()),
            }
        });
        Ok(Self {
            action: path.to_string(),
            template: TemplatePath { place: path.place.clone(), event }.to_string(),
            shell: can.shell().under("Peserta", &back),
            back,
            kinds: PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            provinces: if scene.chooses_province() { scene.province_choices() } else { Vec::new() },
            own: scene.own.to_string(),
            file: AskedFile::new("daftar peserta"),
            earlier: earlier.collect(),
        })
    }

    /// The same page with the reason why a file was not read.
    pub(super) fn refusing(self, name: &str, sentence: &str) -> Self {
        Self { file: self.file.refusing(name, sentence), ..self }
    }
}

/// The page where a file is chosen.
pub async fn choose(
    path: ImportsPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    page(&ChoosePage::load(&mut tx, &path, &can, &scene).await?)
}

#[derive(Template)]
#[template(path = "registration/import.html")]
pub(super) struct RowsPage {
    shell: Shell,
    file_name: String,
    /// `Lembar “Peserta”, judul di baris 4`.
    read_as: String,
    is_draft: bool,
    standing: String,
    here: String,
    forget: String,
    columns_action: String,
    columns: Vec<FileColumn>,
    unknown: usize,
    has_name: bool,
    meanings: Vec<Choice>,
    sheets: Vec<Choice>,
    sheet: String,
    heading_row: i32,
    kinds: Vec<Choice>,
    kind: String,
    categories: Vec<Choice>,
    category: String,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    paging: Paging,
    ready: String,
    asked: usize,
    wrong: usize,
    /// People beyond the most that one list brings, and that most.
    left_over: usize,
    most: String,
}

struct Row {
    number: i32,
    verdict: Verdict,
    name: Cell,
    facts: Vec<Cell>,
    reasons: Vec<String>,
    answers: Vec<Choice>,
    answer: &'static str,
}

/// A cell as the page shows it: what it says, what is wrong, what it was.
struct Cell {
    column: Column,
    text: String,
    before: Option<String>,
    problem: Option<String>,
    note: Option<String>,
    /// What can be chosen in it; empty for a line of text.
    choices: Vec<Choice>,
}

impl Row {
    fn has_open_facts(&self) -> bool {
        self.facts.iter().any(Cell::is_open)
    }
}

impl Cell {
    /// Whether it stands there to be mended.
    fn is_open(&self) -> bool {
        self.problem.is_some() || self.note.is_some()
    }
}

impl RowsPage {
    pub(super) fn new(
        path: &ImportPath,
        can: &Can<EditParticipants>,
        scene: &Scene,
        opened: Opened,
        filter: &RowsFilter,
    ) -> Self {
        let (place, event, import) = (path.place.clone(), path.event, path.import);
        let counts = tally(opened.rows.iter().map(|row| row.verdict));
        let filter = &filter.within(&counts);
        let of = |verdict: Verdict| counts.get(&verdict).copied().unwrap_or_default();
        let here = path.to_string();
        let ready = opened.rows.iter().filter(|row| row.deed.is_some()).count();
        let shown: Vec<&Judged> = opened
            .rows
            .iter()
            .filter(|row| filter.verdict().is_none_or(|verdict| row.verdict == verdict))
            .collect();
        let (paging, shown) = Paging::cut(&here, filter, &filter.halaman, PER_PAGE, shown, "baris");
        let rows = shown.into_iter().map(|row| drawn(row, scene)).collect();
        let tabs = Tab::all(&here, &counts, filter);
        let Opened { import: head, headings, samples, left_over, .. } = opened;
        let columns = FileColumn::all(headings.names, samples, &head.mapping, head.heading_row);
        let sheet_at = usize::try_from(head.sheet - 1).unwrap_or_default();
        let sheet_name = head.sheets.get(sheet_at).cloned().unwrap_or_default();
        let back = ImportsPath { place: place.clone(), event }.to_string();
        Self {
            shell: can
                .shell()
                .under("Peserta", PeoplePath { place: place.clone(), event })
                .under("Impor", &back),
            read_as: read_as(&sheet_name, head.heading_row),
            file_name: head.file_name,
            is_draft: head.state == Standing::Draft,
            standing: match head.state {
                Standing::Draft => String::new(),
                Standing::Accepted => {
                    format!("Sudah diterima: {} orang ditambahkan, {} diperbarui.", head.added, head.changed)
                }
                Standing::Undone => "Sudah diurungkan.".into(),
            },
            forget: ForgetPath { place: place.clone(), event, import }.to_string(),
            columns_action: ColumnsPath { place, event, import }.to_string(),
            unknown: columns.iter().filter(|column| column.meaning.is_empty()).count(),
            has_name: head.mapping.iter().any(|code| code == Column::FullName.code()),
            columns,
            meanings: Column::ALL.iter().map(|column| Choice::new(column.code(), column.label())).collect(),
            sheets: (1..)
                .zip(&head.sheets)
                .map(|(n, name): (i32, _)| Choice::new(n.to_string(), name.clone()))
                .collect(),
            sheet: head.sheet.to_string(),
            heading_row: head.heading_row,
            kinds: PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
            kind: head.kind.code().into(),
            categories: scene.category_choices(),
            category: head.category,
            here: address(&here, filter, &[("halaman", &filter.halaman)]),
            tabs,
            rows,
            paging,
            ready: text::count(ready),
            asked: of(Verdict::Asked),
            wrong: of(Verdict::Wrong),
            left_over,
            most: text::count(MOST_PEOPLE),
        }
    }

    /// Whether the columns have to be looked at before the rows make sense.
    fn is_puzzling(&self) -> bool {
        !self.has_name || self.rows.is_empty()
    }
}

/// `Lembar “Peserta”, judul kolom di baris 4`; text with separators has no sheets.
fn read_as(sheet: &str, heading_row: i32) -> String {
    let sheet = if sheet.is_empty() { "Berkas teks".to_owned() } else { format!("Lembar “{sheet}”") };
    match heading_row {
        0 => format!("{sheet}, tanpa baris judul kolom"),
        row => format!("{sheet}, judul kolom di baris {row}"),
    }
}

/// Facts in the order of the list; those that every list has come first.
const FACTS: [Column; 13] = [
    Column::Sex,
    Column::Agency,
    Column::Category,
    Column::Phone,
    Column::Nip,
    Column::JobTitle,
    Column::Rank,
    Column::DelegationRole,
    Column::Kind,
    Column::Email,
    Column::TitlePrefix,
    Column::TitleSuffix,
    Column::Note,
];

fn drawn(row: &Judged, scene: &Scene) -> Row {
    let has_something = |column: &Column| {
        row.shown.contains_key(column)
            || row.problems.iter().any(|(wrong, _)| wrong == column)
            || row.differences.iter().any(|(changed, ..)| changed == column)
    };
    let mut facts: Vec<Cell> =
        FACTS.iter().copied().filter(has_something).map(|column| cell(row, column, scene)).collect();
    if let Some(Deed::Add(plan)) = &row.deed
        && let (Some(category), false) = (plan.category, row.shown.contains_key(&Column::Category))
    {
        let text = format!("{} (otomatis)", scene.category_label(category));
        facts.insert(facts.len().min(2), Cell { text, ..cell(row, Column::Category, scene) });
    }
    let plain = match row.verdict {
        Verdict::Wrong => "Perbaiki",
        Verdict::Asked => "Belum dijawab",
        Verdict::New => "Tambahkan",
        Verdict::Changed => "Perbarui",
        Verdict::Same | Verdict::Skipped => "Periksa seperti baris lain",
    };
    let mut answers = vec![Choice::new("", plain)];
    if let Some((_, name)) =
        row.candidate.as_ref().filter(|_| row.verdict == Verdict::Asked || row.answer.is_some())
    {
        answers.push(Choice::new(Answer::Same.code(), format!("Sama dengan {name}, perbarui")));
    }
    if row.verdict != Verdict::Wrong && (row.verdict != Verdict::New || row.answer.is_some()) {
        answers.push(Choice::new(Answer::New.code(), Answer::New.label()));
    }
    answers.push(Choice::new(Answer::Skip.code(), Answer::Skip.label()));
    Row {
        number: row.number,
        verdict: row.verdict,
        name: cell(row, Column::FullName, scene),
        facts,
        reasons: row.reasons.clone(),
        answers,
        answer: row.answer.map_or("", Answer::code),
    }
}

fn cell(row: &Judged, column: Column, scene: &Scene) -> Cell {
    let said = |list: &[(Column, String)]| {
        list.iter().find(|(c, _)| *c == column).map(|(_, sentence)| sentence.clone())
    };
    let difference = row.differences.iter().find(|(changed, ..)| *changed == column);
    let pretty = |text: &str| match column {
        Column::Phone => names::phone_for_people(text),
        Column::Nip => names::nip_for_people(text),
        _ => text.to_owned(),
    };
    Cell {
        column,
        text: match (difference, row.agency_from) {
            (Some((_, _, after)), _) => pretty(after),
            (None, Some(above)) if column == Column::Agency => {
                let agency = row.shown.get(&column).cloned().unwrap_or_default();
                format!("{agency} (seperti baris {above})")
            }
            (None, _) => row.shown.get(&column).cloned().unwrap_or_default(),
        },
        before: difference
            .map(|(_, before, _)| if before.is_empty() { "kosong".into() } else { pretty(before) }),
        problem: said(&row.problems),
        note: said(&row.notes),
        choices: match column {
            Column::Sex => vec![Choice::new("L", "L"), Choice::new("P", "P")],
            Column::Category => {
                Category::ALL.iter().map(|c| Choice::new(c.code(), scene.category_label(*c))).collect()
            }
            Column::Kind => {
                PersonKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect()
            }
            _ => Vec::new(),
        },
    }
}

/// What was read, row by row.
pub async fn rows(
    path: ImportPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Query(filter): Query<RowsFilter>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let import = sql::find(&mut tx, path.event, path.import).await?;
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?;
    let opened = verbs::open(&mut tx, path.event, import, &scene).await?;
    drop(tx);
    page(&RowsPage::new(&path, &can, &scene, opened, &filter))
}
