//! What is done with the national list of partners.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    forms::{ColumnsForm, ShareForm},
    pages::ChoosePage,
    paths::{ForgetPartnersPath, PartnerListPath, PartnerListsPath, SharePartnersPath, WithdrawPartnersPath},
    sql::{self, List},
    verbs,
};
use crate::{
    auth::permission::SharePartners,
    documents,
    error::Result,
    features::registration::directory,
    kernel::text,
    web::{
        AppState,
        flash::Done,
        form::{Form, Problems},
        guard::Can,
        page::rejected,
        upload::Upload,
    },
};

const MEANWHILE: &str =
    "Arti kolom berkas ini baru saja diubah orang lain. Periksa sekali lagi di bawah ini.";

fn already_shared(list: &List) -> String {
    format!("Daftar ini sudah dibagikan oleh {}.", list.shared_by)
}

/// Reads a file and keeps what it says; no office sees anything of it yet.
pub async fn take_in(
    _: PartnerListsPath,
    can: Can<SharePartners>,
    State(app): State<AppState>,
    upload: Upload,
) -> Result<Response> {
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
    let list = verbs::take_in(&mut tx, &app.clock, &name, book).await?;
    tx.commit().await?;
    Ok(Done::to(PartnerListPath { list }).into_response())
}

/// Keeps what the columns mean.
pub async fn put_columns(
    path: PartnerListPath,
    can: Can<SharePartners>,
    State(app): State<AppState>,
    Form(form): Form<ColumnsForm>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let before = sql::hold(&mut tx, path.list).await?;
    let here = Done::to(path);
    if !before.is_draft {
        return Ok(here.refusing(already_shared(&before)));
    }
    if Problems::version(&form.version) != before.version {
        return Ok(here.refusing(MEANWHILE));
    }
    let mut after = before.clone();
    directory::choose_columns(&mut after.mapping, &form.column_at, &form.column);
    if after.mapping == before.mapping {
        return Ok(here.saying("Berkas diperiksa lagi; arti kolomnya tetap."));
    }
    verbs::put_columns(&mut tx, &app.clock, &before, &after).await?;
    tx.commit().await?;
    Ok(here.saying("Arti kolom disimpan, berkas diperiksa lagi."))
}

/// Gives each office its part.
pub async fn share(
    path: SharePartnersPath,
    can: Can<SharePartners>,
    State(app): State<AppState>,
    Form(form): Form<ShareForm>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let list = sql::hold(&mut tx, path.list).await?;
    let here = Done::to(PartnerListPath { list: path.list });
    if !list.is_draft {
        return Ok(here.refusing(already_shared(&list)));
    }
    if Problems::version(&form.version) != list.version {
        return Ok(here.refusing(MEANWHILE));
    }
    let opened = verbs::open(&mut tx, list).await?;
    let provinces = opened.allotment.parts.len();
    if provinces == 0 || !opened.has_name() {
        return Ok(here.refusing("Belum ada yang dapat dibagikan. Periksa arti kolomnya."));
    }
    verbs::share(&mut tx, &app.clock, &opened).await?;
    tx.commit().await?;
    let libraries = text::count(opened.allotment.libraries());
    Ok(here.saying(format!("{libraries} perpustakaan dibagikan kepada {provinces} provinsi.")))
}

/// Takes back what no office has accepted.
pub async fn withdraw(
    path: WithdrawPartnersPath,
    can: Can<SharePartners>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let list = sql::hold(&mut tx, path.list).await?;
    let parts = verbs::withdraw(&mut tx, &app.clock, &list).await?;
    tx.commit().await?;
    let here = Done::to(PartnerListPath { list: path.list });
    Ok(if parts == 0 {
        here.refusing("Tidak ada bagian yang masih menunggu, jadi tidak ada yang ditarik.")
    } else {
        here.saying(format!("Daftar ini ditarik kembali dari {parts} provinsi yang belum menerimanya."))
    })
}

/// Forgets a list that was not shared.
pub async fn forget(
    path: ForgetPartnersPath,
    can: Can<SharePartners>,
    State(app): State<AppState>,
) -> Result<Done> {
    let mut tx = app.db.begin(&can.scope).await?;
    let list = sql::hold(&mut tx, path.list).await?;
    if !verbs::forget(&mut tx, &app.clock, &list).await? {
        return Ok(Done::to(PartnerListPath { list: path.list }).refusing(already_shared(&list)));
    }
    tx.commit().await?;
    Ok(Done::to(PartnerListsPath)
        .saying(format!("“{}” dibuang; tidak ada kantor yang melihatnya.", list.file_name)))
}
