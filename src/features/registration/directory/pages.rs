//! Pages about a directory that comes as a spreadsheet.

use askama::Template;
use axum::{extract::State, response::Response};
use serde::Deserialize;
use sqlx::PgConnection;

use super::{
    columns::Column,
    judge::Judged,
    paths::{DirectoryImportPath, DirectoryImportsPath, DirectoryTemplatePath, ForgetDirectoryPath},
    sql,
    verbs::{self, MOST_LIBRARIES, Opened},
};
use crate::{
    auth::permission::EditLibraries,
    error::Result,
    features::registration::{
        import::{Answer, AskedFile, EarlierFile, FileColumn, RowsFilter, Tab, Verdict, tally},
        libraries::paths::LibrariesPath,
    },
    kernel::{text, zone::Zone},
    web::{
        AppState, filters,
        form::Query,
        guard::Can,
        page::{Choice, Shell, page},
        paging::{Paging, address},
    },
};

/// Rows on one page of a file.
const PER_PAGE: usize = 50;

/// What was answered about rows and columns of one page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettleForm {
    /// Columns, from 0, beside `column`.
    pub column_at: Vec<String>,
    /// What each means.
    pub column: Vec<String>,
    /// Rows, beside `answer`.
    pub row: Vec<String>,
    /// What was answered about each.
    pub answer: Vec<String>,
    /// `terima` accepts the file.
    pub next: String,
}

#[derive(Template)]
#[template(path = "registration/directory_imports.html")]
pub(super) struct ChoosePage {
    shell: Shell,
    action: String,
    template: String,
    back: String,
    file: AskedFile,
    earlier: Vec<EarlierFile>,
}

impl ChoosePage {
    /// The page that asks for a file.
    pub(super) async fn load(conn: &mut PgConnection, can: &Can<EditLibraries>) -> Result<Self> {
        let office = can.office()?;
        let place = || can.place.clone();
        let earlier = sql::list(conn, &office.province)
            .await?
            .into_iter()
            .map(|import| (import.has_begun(), import))
            .map(|(has_begun, import)| EarlierFile {
                when: text::moment(office.zone.local(import.made_at), office.zone),
                done: if import.is_draft && !has_begun {
                    String::new()
                } else {
                    format!("{} ditambahkan, {} diperbarui", import.added, import.changed)
                },
                open: DirectoryImportPath { place: place(), import: import.id }.to_string(),
                // What Perpusnas sent comes a second time only from there; it is thrown away on its own page.
                forget: (import.is_draft && !import.from_nation)
                    .then(|| ForgetDirectoryPath { place: place(), import: import.id }.to_string()),
                undo: None,
                file_name: import.file_name,
                by: import.made_by,
                meaning: if import.is_draft { "late" } else { "done" },
                label: match (import.is_draft, has_begun) {
                    (true, true) => "Diterima sebagian",
                    (true, false) => "Belum diterima",
                    (false, _) => "Diterima",
                },
            })
            .collect();
        let back = LibrariesPath { place: place() }.to_string();
        Ok(Self {
            shell: can.shell().under("Perpustakaan", &back),
            action: DirectoryImportsPath { place: place() }.to_string(),
            template: DirectoryTemplatePath { place: place() }.to_string(),
            back,
            file: AskedFile::new("daftar perpustakaan"),
            earlier,
        })
    }

    /// The same page with why a file was not read.
    pub(super) fn refusing(self, name: &str, sentence: &str) -> Self {
        Self { file: self.file.refusing(name, sentence), ..self }
    }
}

/// Asks for a file.
pub async fn choose(
    _: DirectoryImportsPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&ChoosePage::load(&mut tx, &can).await?)
}

#[derive(Template)]
#[template(path = "registration/directory_import.html")]
struct RowsPage {
    shell: Shell,
    file_name: String,
    read_as: String,
    /// Who sent it and when, where it is a part of Perpusnas's list.
    sent: String,
    is_draft: bool,
    standing: String,
    /// Whether a part of it was accepted already.
    has_begun: bool,
    forget: String,
    here: String,
    columns: Vec<FileColumn>,
    meanings: Vec<Choice>,
    tabs: Vec<Tab>,
    rows: Vec<RowLine>,
    paging: Paging,
    ready: usize,
    waiting: usize,
    left_over: usize,
    most: String,
}

struct RowLine {
    number: i32,
    name: String,
    facts: Vec<Fact>,
    verdict: Verdict,
    reasons: Vec<String>,
    answer: &'static str,
    answers: Vec<Choice>,
}

struct Fact {
    label: &'static str,
    before: Option<String>,
    text: String,
    problem: String,
    note: String,
}

impl RowLine {
    fn of(row: Judged) -> Self {
        let said = |list: &[(Column, String)], column: Column| {
            list.iter()
                .find(|(known, _)| *known == column)
                .map(|(_, sentence)| sentence.clone())
                .unwrap_or_default()
        };
        let facts = Column::ALL
            .iter()
            .filter(|column| **column != Column::Name)
            .filter_map(|column| {
                let changed = row.differences.iter().find(|(known, ..)| known == column);
                let cell = row.read.cells.get(column).cloned();
                let problem = said(&row.read.problems, *column);
                // The own province goes without saying.
                let is_said = cell.is_some() && *column != Column::Province;
                if changed.is_none() && !is_said && problem.is_empty() {
                    return None;
                }
                Some(Fact {
                    label: column.label(),
                    before: changed.map(|(_, before, _)| before.clone()),
                    text: changed.map_or_else(|| cell.unwrap_or_default(), |(.., after)| after.clone()),
                    problem,
                    note: said(&row.read.notes, *column),
                })
            })
            .collect();
        let mut reasons = row.reasons;
        let of_name = said(&row.read.problems, Column::Name);
        reasons.extend(Some(of_name).filter(|sentence| !sentence.is_empty()));
        let mut answers =
            vec![Choice::new("", "Seperti usulan"), Choice::new(Answer::Skip.code(), "Lewati baris ini")];
        if let Some(candidate) = &row.candidate {
            answers.push(Choice::new(Answer::Same.code(), format!("Perbarui {candidate}")));
        }
        answers.push(Choice::new(Answer::New.code(), "Perpustakaan lain, tambahkan"));
        Self {
            number: row.number,
            name: row.read.cells.get(&Column::Name).cloned().unwrap_or_else(|| "(tanpa nama)".into()),
            facts,
            verdict: row.verdict,
            reasons,
            answer: row.answer.map_or("", Answer::code),
            answers,
        }
    }
}

/// What was read, row by row.
pub async fn rows(
    path: DirectoryImportPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
    Query(filter): Query<RowsFilter>,
) -> Result<Response> {
    let office = can.office()?;
    let mut tx = app.db.begin(&can.scope).await?;
    let import = sql::find(&mut tx, &office.province, path.import).await?;
    let opened = verbs::open(&mut tx, &office.province, import).await?;
    drop(tx);
    page(&RowsPage::new(&can, office.zone, &path, &filter, opened))
}

impl RowsPage {
    fn new(
        can: &Can<EditLibraries>,
        zone: Zone,
        path: &DirectoryImportPath,
        filter: &RowsFilter,
        opened: Opened,
    ) -> Self {
        let (ready, waiting) = (opened.ready(), opened.waiting());
        let Opened { import, headings, samples, rows, left_over } = opened;
        let here = path.to_string();
        let counts = tally(rows.iter().map(|row| row.verdict));
        let filter = &filter.within(&counts);
        let tabs = Tab::all(&here, &counts, filter);
        let shown: Vec<Judged> = rows
            .into_iter()
            .filter(|row| filter.verdict().is_none_or(|verdict| row.verdict == verdict))
            .collect();
        let (paging, shown) = Paging::cut(&here, filter, &filter.halaman, PER_PAGE, shown, "baris");
        let back = DirectoryImportsPath { place: path.place.clone() };
        Self {
            shell: can
                .shell()
                .under("Perpustakaan", LibrariesPath { place: path.place.clone() })
                .under("Impor dari Excel", back),
            sent: if import.from_nation {
                let when = text::moment(zone.local(import.made_at), zone);
                format!(
                    "Dari {}, dikirim {when}. Periksa, lalu terima; direktori tetap milik Anda.",
                    import.made_by
                )
            } else {
                String::new()
            },
            read_as: if import.heading_row > 0 {
                format!("Dibaca dengan judul kolom di baris {}.", import.heading_row)
            } else {
                "Judul kolom tidak ditemukan; pilih arti kolomnya.".into()
            },
            standing: match (import.is_draft, import.has_begun()) {
                (true, false) => String::new(),
                (true, true) => format!(
                    "Sebagian sudah diterima: {} ditambahkan, {} diperbarui. Yang di bawah ini menunggu.",
                    import.added, import.changed
                ),
                (false, _) => format!(
                    "Berkas ini sudah diterima: {} ditambahkan, {} diperbarui.",
                    import.added, import.changed
                ),
            },
            has_begun: import.has_begun(),
            forget: ForgetDirectoryPath { place: path.place.clone(), import: import.id }.to_string(),
            columns: FileColumn::all(headings.names, samples, &import.mapping, import.heading_row),
            meanings: Column::ALL.iter().map(|column| Choice::new(column.code(), column.label())).collect(),
            file_name: import.file_name,
            is_draft: import.is_draft,
            here: address(&here, filter, &[("halaman", &filter.halaman)]),
            tabs,
            rows: shown.into_iter().map(RowLine::of).collect(),
            paging,
            ready,
            waiting,
            left_over: left_over.len(),
            most: text::count(MOST_LIBRARIES),
        }
    }

    fn unknown(&self) -> usize {
        self.columns.iter().filter(|column| column.meaning.is_empty()).count()
    }

    fn has_name(&self) -> bool {
        self.columns.iter().any(|column| column.meaning == Column::Name.code())
    }
}
