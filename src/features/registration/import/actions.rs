//! What is done with a list.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{ColumnsForm, RowsFilter, RowsForm},
    pages::ChoosePage,
    paths::{ColumnsPath, ForgetPath, ImportPath, ImportsPath, UndoPath},
    sheet,
    sql::{self, Import, State as Standing},
    verbs::{self, Kept, Meanings},
};
use crate::{
    auth::permission::EditParticipants,
    db::Tx,
    documents,
    error::Result,
    features::registration::people::{Counts, PersonKind, Scene, paths::PeoplePath},
    kernel::{
        ids::{EventId, ImportId},
        text,
    },
    web::{
        AppState,
        flash::Done,
        form::{Form, Query},
        guard::Can,
        page::rejected,
        paging::address,
        upload::Upload,
    },
};

const TOO_MANY_DRAFTS: &str = "Sudah ada 20 berkas yang belum diterima untuk kegiatan ini. Terima atau buang dulu yang tidak dipakai, lalu kirim lagi.";

/// Reads a file and keeps what it says; nobody is registered yet.
pub async fn take_in(
    path: ImportsPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    upload: Upload,
) -> Result<Response> {
    let name = upload.title().to_owned();
    let kind = PersonKind::from_code(upload.field("kind")).unwrap_or(PersonKind::Peserta);
    let province = upload.field("province").to_owned();
    // Cells that were pasted are a file without a name.
    let pasted = upload.field("pasted").to_owned();
    let (name, bytes) = if upload.bytes.is_empty() && !pasted.trim().is_empty() {
        ("Tempelan".to_owned(), pasted.into_bytes())
    } else {
        (name, upload.bytes)
    };
    let read = documents::read_aside(bytes).await?;
    let mut tx = app.db.begin(&can.scope).await?;
    let scene = Scene::load(&mut tx, &can).await?;
    let book = match read {
        Ok(book) => book,
        Err(refused) => {
            let page = ChoosePage::load(&mut tx, &path, &can, &scene).await?;
            return rejected(&page.refusing(&name, &refused.to_string()));
        }
    };
    if sql::drafts(&mut tx, path.event).await? >= verbs::MOST_DRAFTS {
        let page = ChoosePage::load(&mut tx, &path, &can, &scene).await?;
        return rejected(&page.refusing(&name, TOO_MANY_DRAFTS));
    }
    let chosen = scene.provinces.iter().find(|p| p.code.as_str() == province && scene.chooses_province());
    let people_province = chosen.map_or_else(|| scene.own.clone(), |province| province.code.clone());
    let whose = (&scene.own, &people_province);
    let import = verbs::take_in(&mut tx, &app.clock, path.event, whose, kind, &name, book).await?;
    tx.commit().await?;
    Ok(Done::to(ImportPath { place: path.place, event: path.event, import }).into_response())
}

/// The import, held, or a sentence when it is no draft any more.
async fn draft(tx: &mut Tx, event: EventId, import: ImportId) -> Result<Result<Import, &'static str>> {
    sql::hold(tx, event, import).await?;
    let import = sql::find(tx, event, import).await?;
    Ok(match import.state {
        Standing::Draft => Ok(import),
        Standing::Accepted => Err("Daftar ini sudah diterima."),
        Standing::Undone => Err("Daftar ini sudah diurungkan. Kirim berkasnya lagi bila masih perlu."),
    })
}

/// Sets what the columns mean.
pub async fn columns(
    path: ColumnsPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(form): Form<ColumnsForm>,
) -> Result<Done> {
    let back = ImportPath { place: path.place.clone(), event: path.event, import: path.import };
    let mut tx = app.db.begin(&can.scope).await?;
    let mut import = match draft(&mut tx, path.event, path.import).await? {
        Ok(import) => import,
        Err(sentence) => return Ok(Done::to(back).refusing(sentence)),
    };
    let elsewhere = form.apply(&mut import);
    let meanings = Meanings::load(&mut tx, &import.province).await?;
    let rows = sql::rows(&mut tx, path.event, import.id, import.sheet).await?;
    let lines: Vec<sheet::Line> = rows.into_iter().map(|row| row.line).collect();
    if elsewhere {
        let found = sheet::headings_in(&lines, import.heading_row, |heading| meanings.of(heading));
        let found = if found.row == 0 && import.heading_row > 0 {
            sheet::find_headings(&lines, |heading| meanings.of(heading))
        } else {
            found
        };
        (import.heading_row, import.heading_height) = (found.row, found.height);
        import.mapping = verbs::codes(&sheet::propose(&found, |heading| meanings.of(heading)));
        sql::set_frame(&mut tx, path.event, &import).await?;
    } else {
        let headings = sheet::headings_at_rows(&lines, import.heading_row, import.heading_height);
        verbs::put_right(&mut tx, &app.clock, path.event, &import, (&headings.names, &meanings)).await?;
    }
    tx.commit().await?;
    Ok(Done::to(back).saying("Daftar diperiksa lagi dengan arti kolom ini."))
}

/// Keeps what was mended on one page of rows; with `terima`, accepts the list.
pub async fn mend(
    path: ImportPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Query(filter): Query<RowsFilter>,
    Form(form): Form<RowsForm>,
) -> Result<Response> {
    let here = address(&path.to_string(), &filter, &[("halaman", &filter.halaman)]);
    let mut tx = app.db.begin(&can.scope).await?;
    let import = match draft(&mut tx, path.event, path.import).await? {
        Ok(import) => import,
        Err(sentence) => return Ok(Done::to(path).refusing(sentence).into_response()),
    };
    let mended = form.mended();
    if form.next != "terima" {
        sql::mend(&mut tx, path.event, &import, &mended).await?;
        tx.commit().await?;
        return Ok(Done::to(here).saying("Perbaikan disimpan, daftar diperiksa lagi.").into_response());
    }
    let scene = Scene::load(&mut tx, &can).await?.with_libraries(&mut tx).await?;
    let mut opened = verbs::open(&mut tx, path.event, import.clone(), &scene).await?;
    if sql::mend(&mut tx, path.event, &import, &mended).await? {
        let shown = opened;
        opened = verbs::open(&mut tx, path.event, import, &scene).await?;
        // What is accepted has been seen: a row that was only mended now is shown first.
        if opened.rows.iter().map(|row| &row.deed).ne(shown.rows.iter().map(|row| &row.deed)) {
            tx.commit().await?;
            let said = "Perbaikan disimpan. Periksa sekali lagi apa jadinya, lalu terima.";
            return Ok(Done::to(here).refusing(said).into_response());
        }
    }
    if opened.rows.iter().all(|row| row.deed.is_none()) {
        tx.commit().await?;
        let said = "Tidak ada baris yang dapat diterima: perbaiki atau jawab dulu baris-baris di bawah.";
        return Ok(Done::to(here).refusing(said).into_response());
    }
    let done = verbs::accept(&mut tx, &app.clock, path.event, &opened).await?;
    let over = Counts::load(&mut tx, path.event, &scene).await?.over();
    tx.commit().await?;
    let left = opened.rows.iter().filter(|row| row.verdict.waits()).count();
    let left = if left == 0 {
        String::new()
    } else {
        format!(" {} baris belum ikut; lihat lewat Impor dari Excel.", text::number(count(left)))
    };
    let said = format!("{} orang ditambahkan, {} diperbarui.{left}{over}", done.added, done.changed);
    let undo = UndoPath { place: path.place.clone(), event: path.event, import: path.import };
    let list = PeoplePath { place: path.place, event: path.event };
    Ok(Done::to(list)
        .saying(said)
        .warning_if(!left.is_empty() || !over.is_empty())
        .undo(undo)
        .into_response())
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Forgets a list that was not accepted.
pub async fn forget(
    path: ForgetPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let list = ImportsPath { place: path.place, event: path.event };
    let mut tx = app.db.begin(&can.scope).await?;
    let import = sql::find(&mut tx, path.event, path.import).await?;
    if !sql::forget(&mut tx, path.event, path.import).await? {
        return Ok(
            Done::to(list).refusing("Daftar itu sudah diterima, jadi tidak dibuang. Urungkan bila keliru.")
        );
    }
    tx.commit().await?;
    Ok(Done::to(list)
        .saying(format!("“{}” dibuang; tidak ada orang yang didaftarkan darinya.", import.file_name)))
}

/// Takes an accepted list back.
pub async fn undo(path: UndoPath, can: Can<EditParticipants>, State(app): State<AppState>) -> Result<Done> {
    let list = Done::to(PeoplePath { place: path.place, event: path.event });
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, path.event, path.import).await?;
    let import = sql::find(&mut tx, path.event, path.import).await?;
    if import.state != Standing::Accepted {
        return Ok(list.refusing("Daftar itu tidak sedang diterima, jadi tidak ada yang diurungkan."));
    }
    match verbs::undo(&mut tx, &app.clock, path.event, &import).await? {
        Ok(()) => {
            tx.commit().await?;
            Ok(list.saying(format!("“{}” diurungkan: daftar peserta seperti sebelum berkas itu diterima.", import.file_name)))
        }
        Err(Kept::Changed(names)) => Ok(list.refusing(format!(
            "Belum diurungkan: data {} sudah diubah setelah berkas itu diterima. Perbaiki orang-orangnya satu per satu.",
            text::list(&names)
        ))),
        Err(Kept::Old) => Ok(list.refusing(
            "Belum diurungkan: berkas itu diterima lebih dari 30 hari lalu. Batalkan pendaftaran orang-orangnya satu per satu.",
        )),
        Err(Kept::Used) => Ok(list.refusing(
            "Belum diurungkan: sebagian orangnya sudah dipakai dalam kehadiran, agenda, penggantian, atau tautan pribadi. Batalkan pendaftaran mereka satu per satu.",
        )),
    }
}
