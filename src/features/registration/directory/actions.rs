//! What is done with a file of libraries.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde_json::Value;

use super::{
    pages::{ChoosePage, SettleForm},
    paths::{DirectoryImportPath, DirectoryImportsPath, ForgetDirectoryPath},
    sheet, sql, verbs,
};
use crate::{
    auth::permission::EditLibraries,
    documents,
    error::Result,
    features::registration::{
        import::{Answer, RowsFilter},
        libraries::paths::LibrariesPath,
    },
    kernel::text,
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

/// Reads a file and keeps what it says; no library is changed yet.
pub async fn take_in(
    path: DirectoryImportsPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
    upload: Upload,
) -> Result<Response> {
    let province = &can.office()?.province;
    let name = upload.title().to_owned();
    let read = documents::read_aside(upload.bytes).await?;
    let mut tx = app.db.begin(&can.scope).await?;
    let book = match read {
        Ok(book) => book,
        Err(refused) => {
            let page = ChoosePage::load(&mut tx, &can).await?;
            return rejected(&page.refusing(&name, &refused.to_string()));
        }
    };
    let import = verbs::take_in(&mut tx, &app.clock, province, &name, book).await?;
    tx.commit().await?;
    Ok(Done::to(DirectoryImportPath { place: path.place, import }).into_response())
}

/// Keeps what columns mean and what was answered; with `terima`, accepts the file.
pub async fn settle(
    path: DirectoryImportPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
    Query(filter): Query<RowsFilter>,
    Form(form): Form<SettleForm>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let here = address(&path.to_string(), &filter, &[("halaman", &filter.halaman)]);
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, province, path.import).await?;
    let mut import = sql::find(&mut tx, province, path.import).await?;
    if !import.is_draft {
        return Ok(
            Done::to(DirectoryImportsPath { place: path.place }).refusing("Berkas ini sudah diterima.")
        );
    }
    if form.next != "terima" {
        form.apply(&mut import);
        sql::settle_frame(&mut tx, province, &import).await?;
        tx.commit().await?;
        return Ok(Done::to(here).saying("Jawaban disimpan, berkas diperiksa lagi."));
    }
    let shown = verbs::open(&mut tx, province, import.clone()).await?;
    let before = import.answers.clone();
    form.apply(&mut import);
    let opened = if import.answers == before {
        shown
    } else {
        sql::settle_frame(&mut tx, province, &import).await?;
        let opened = verbs::open(&mut tx, province, import).await?;
        // What is accepted has been seen: a row that was only answered now is shown first.
        if opened.rows.iter().map(|row| &row.deed).ne(shown.rows.iter().map(|row| &row.deed)) {
            tx.commit().await?;
            return Ok(
                Done::to(here).refusing("Jawaban disimpan. Periksa sekali lagi apa jadinya, lalu terima.")
            );
        }
        opened
    };
    // What Perpusnas sent is settled also where all of it was known.
    let has_nothing = opened.ready() == 0;
    if has_nothing && opened.waiting() > 0 {
        return Ok(Done::to(here)
            .refusing("Belum ada baris yang dapat diterima. Jawab dulu, atau lewati, yang di bawah ini."));
    }
    if has_nothing && !opened.import.from_nation {
        return Ok(
            Done::to(here).refusing("Tidak ada baris yang mengubah direktori, jadi tidak ada yang diterima.")
        );
    }
    let (added, changed) = match verbs::accept(&mut tx, &app.clock, province, &opened).await? {
        Ok(counts) => counts,
        Err(sentence) => return Ok(Done::to(here).refusing(sentence)),
    };
    tx.commit().await?;
    let said = format!("{added} perpustakaan ditambahkan, {changed} diperbarui.");
    Ok(match opened.waiting() + opened.left_over.len() {
        0 => Done::to(LibrariesPath { place: path.place }).saying(said),
        left => Done::to(DirectoryImportPath { place: path.place, import: path.import })
            .saying(format!("{said} {} baris menunggu di bawah ini.", text::count(left)))
            .warning_if(true),
    })
}

impl SettleForm {
    /// What was chosen, put into the file's frame; rows and columns that it does not have fall away.
    fn apply(&self, import: &mut sql::Import) {
        sheet::choose(&mut import.mapping, &self.column_at, &self.column);
        if !import.answers.is_object() {
            import.answers = Value::Object(serde_json::Map::new());
        }
        let numbers: Vec<i32> = import.lines.iter().map(|line| line.number).collect();
        let Value::Object(answers) = &mut import.answers else { return };
        for (row, answer) in self.row.iter().zip(&self.answer) {
            if !row.parse::<i32>().is_ok_and(|number| numbers.contains(&number)) {
                continue;
            }
            match Answer::from_code(answer) {
                Some(answer) => answers.insert(row.clone(), answer.code().into()),
                None => answers.remove(row),
            };
        }
    }
}

/// Forgets what of a file was not accepted.
pub async fn forget(
    path: ForgetDirectoryPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let mut tx = app.db.begin(&can.scope).await?;
    sql::hold(&mut tx, province, path.import).await?;
    let import = sql::find(&mut tx, province, path.import).await?;
    let list = Done::to(DirectoryImportsPath { place: path.place });
    if !import.is_draft {
        return Ok(list.refusing("Berkas itu sudah diterima, jadi tidak dibuang."));
    }
    verbs::forget(&mut tx, &app.clock, province, &import).await?;
    tx.commit().await?;
    Ok(list.saying(if import.has_begun() {
        format!("Sisa “{}” dibuang; yang sudah diterima tetap ada.", import.file_name)
    } else {
        format!("“{}” dibuang; direktori tidak berubah.", import.file_name)
    }))
}
