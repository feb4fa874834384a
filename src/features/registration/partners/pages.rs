//! Pages about the national list of partners: choosing a file, and whose its rows are.

use askama::Template;
use axum::{extract::State, response::Response};
use sqlx::PgConnection;

use super::{
    forms::LeftOutFilter,
    model::{LeftOut, Part},
    paths::{ForgetPartnersPath, PartnerListPath, PartnerListsPath, PartnerTemplatePath, SharePartnersPath},
    shared_page::SharedPage,
    sql::{self, Sent},
    verbs::{self, Opened},
};
use crate::{
    auth::permission::SharePartners,
    documents::{self, write},
    error::Result,
    features::registration::{
        LibraryKind,
        directory::{Column, MOST_LIBRARIES, written_columns},
        import::{AskedFile, EarlierFile, FileColumn},
    },
    kernel::{text, zone::Zone},
    web::{
        AppState, file, filters,
        form::Query,
        guard::Can,
        page::{Choice, Shell, page},
        paging::Paging,
    },
};

/// Rows that go nowhere on one page.
const PER_PAGE: usize = 50;
/// Notes that are shown of one province.
const MOST_NOTES: usize = 4;

#[derive(Template)]
#[template(path = "registration/partner_lists.html")]
pub(super) struct ChoosePage {
    shell: Shell,
    action: String,
    template: String,
    file: AskedFile,
    earlier: Vec<EarlierFile>,
}

impl ChoosePage {
    /// The page that asks for a file, with the lists that were sent.
    pub(super) async fn load(conn: &mut PgConnection, can: &Can<SharePartners>) -> Result<Self> {
        let asked = AskedFile::new("daftar mitra");
        let limits = format!(
            "{}, paling banyak {} perpustakaan, dan {} untuk satu provinsi",
            asked.limits,
            text::count(documents::MOST_ROWS),
            text::count(MOST_LIBRARIES)
        );
        Ok(Self {
            shell: can.shell(),
            file: AskedFile { limits, ..asked },
            action: PartnerListsPath.to_string(),
            template: PartnerTemplatePath.to_string(),
            earlier: sql::sent(conn).await?.into_iter().map(earlier).collect(),
        })
    }

    /// The same page with why a file was not read.
    pub(super) fn refusing(self, name: &str, sentence: &str) -> Self {
        Self { file: self.file.refusing(name, sentence), ..self }
    }
}

/// A list that was sent, as a line of the table.
fn earlier(list: Sent) -> EarlierFile {
    let (meaning, label) = if list.is_draft {
        ("late", "Belum dibagikan")
    } else if list.waiting > 0 {
        ("way", "Menunggu kantor")
    } else if list.accepted == list.provinces {
        ("done", "Diterima semua kantor")
    } else if list.replaced > 0 {
        ("neutral", "Diganti daftar berikutnya")
    } else if list.withdrawn > 0 {
        ("neutral", "Ditarik kembali")
    } else if list.accepted == 0 {
        ("refused", "Dibuang semua kantor")
    } else {
        ("refused", "Dibuang sebagian kantor")
    };
    let done = if list.is_draft {
        String::new()
    } else {
        format!(
            "{} perpustakaan di {} provinsi; {} kantor sudah menerima",
            text::number(list.libraries),
            list.provinces,
            list.accepted
        )
    };
    EarlierFile {
        when: text::moment(Zone::Wib.local(list.at), Zone::Wib),
        by: list.by,
        meaning,
        label,
        done,
        open: PartnerListPath { list: list.id }.to_string(),
        forget: list.is_draft.then(|| ForgetPartnersPath { list: list.id }.to_string()),
        undo: None,
        file_name: list.file_name,
    }
}

/// Asks for a file.
pub async fn choose(
    _: PartnerListsPath,
    can: Can<SharePartners>,
    State(app): State<AppState>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    page(&ChoosePage::load(&mut tx, &can).await?)
}

/// A template to be filled in.
pub async fn template(
    _: PartnerTemplatePath,
    _: Can<SharePartners>,
    State(app): State<AppState>,
) -> Result<Response> {
    let kinds: Vec<&str> = LibraryKind::ALL.iter().map(|kind| kind.label()).collect();
    let columns = written_columns(Column::ALL.iter().copied(), &kinds);
    let sheet = write::Page { name: "Mitra", title: &[], columns: &columns };
    let made_on = Zone::Wib.date(app.clock.now());
    file::spreadsheet("templat-daftar-mitra.xlsx", write::xlsx(&sheet, [], made_on))
}

/// One list: whose its rows are while it is a draft, what became of it once it was shared.
pub async fn list(
    path: PartnerListPath,
    can: Can<SharePartners>,
    State(app): State<AppState>,
    Query(filter): Query<LeftOutFilter>,
) -> Result<Response> {
    let mut tx = app.db.begin(&can.scope).await?;
    let list = sql::find(&mut tx, path.list).await?;
    if !list.is_draft {
        return page(&SharedPage::load(&mut tx, &app, &can, list).await?);
    }
    let waiting = sql::waiting(&mut tx).await?;
    let opened = verbs::open(&mut tx, list).await?;
    drop(tx);
    page(&DraftPage::new(&can, &path, &filter, opened, &waiting))
}

#[derive(Template)]
#[template(path = "registration/partner_list.html")]
struct DraftPage {
    shell: Shell,
    file_name: String,
    read_as: String,
    here: String,
    forget: String,
    share: String,
    version: i32,
    columns: Vec<FileColumn>,
    meanings: Vec<Choice>,
    has_name: bool,
    provinces: Vec<ProvinceLine>,
    libraries: String,
    /// How many offices have not accepted what an earlier list brought and this one replaces.
    replaced: usize,
    left_out: Vec<LeftOut>,
    left_out_all: String,
    paging: Paging,
}

struct ProvinceLine {
    province: String,
    libraries: String,
    notes: Vec<String>,
}

impl ProvinceLine {
    fn of(part: &Part) -> Self {
        let more = part.notes.len().saturating_sub(MOST_NOTES);
        let mut notes: Vec<String> = part
            .notes
            .iter()
            .take(MOST_NOTES)
            .map(|(note, rows)| format!("{} baris {note}", text::count(*rows)))
            .collect();
        if more > 0 {
            notes.push(format!("dan {more} tulisan lain"));
        }
        Self { province: part.province.clone(), libraries: text::count(part.rows.len()), notes }
    }
}

impl DraftPage {
    fn new(
        can: &Can<SharePartners>,
        path: &PartnerListPath,
        filter: &LeftOutFilter,
        opened: Opened,
        waiting: &[String],
    ) -> Self {
        let has_name = opened.has_name();
        let Opened { list, headings, samples, allotment } = opened;
        let here = path.to_string();
        let libraries = text::count(allotment.libraries());
        let left_out_all = text::count(allotment.left_out.len());
        let (paging, left_out) =
            Paging::cut(&here, filter, &filter.halaman, PER_PAGE, allotment.left_out, "baris");
        Self {
            shell: can.shell().under("Daftar mitra", PartnerListsPath),
            read_as: if list.heading_row > 0 {
                format!("Dibaca dengan judul kolom di baris {}.", list.heading_row)
            } else {
                "Judul kolom tidak ditemukan; pilih arti kolomnya.".into()
            },
            forget: ForgetPartnersPath { list: list.id }.to_string(),
            share: SharePartnersPath { list: list.id }.to_string(),
            version: list.version,
            columns: FileColumn::all(headings.names, samples, &list.mapping, list.heading_row),
            meanings: Column::ALL.iter().map(|column| Choice::new(column.code(), column.label())).collect(),
            has_name,
            libraries,
            replaced: allotment.parts.iter().filter(|part| waiting.contains(&part.code)).count(),
            provinces: allotment.parts.iter().map(ProvinceLine::of).collect(),
            left_out_all,
            left_out,
            file_name: list.file_name,
            here,
            paging,
        }
    }

    fn unknown(&self) -> usize {
        self.columns.iter().filter(|column| column.meaning.is_empty()).count()
    }
}
