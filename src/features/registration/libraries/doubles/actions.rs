//! What is done about libraries that may be there twice.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    pages::ComparePage,
    paths::{ApartPath, AskAgainPath, ComparePath, DoublesPath, UndoPath},
    sql,
    verbs::{self, Merged, Two, Unmerged},
};
use crate::{
    audit::{Change, Hand},
    auth::permission::EditLibraries,
    error::Result,
    features::registration::merging::MergeForm,
    kernel::text,
    web::{AppState, flash::Done, form::Form, guard::Can, page::stale},
};

/// Merges two libraries.
pub async fn merge(
    path: ComparePath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let form = MergeForm::read(sent);
    let province = &can.office()?.province;
    let list = DoublesPath { place: path.place.clone() };
    let mut tx = app.db.begin(&can.scope).await?;
    match verbs::merge(&mut tx, &app.clock, province, (path.library, path.other), &form).await? {
        Merged::Done(merge, name) => {
            tx.commit().await?;
            let undo = UndoPath { place: path.place, merge };
            Ok(Done::to(list).saying(format!("Digabungkan menjadi {name}.")).undo(undo).into_response())
        }
        Merged::Refused(sentence) => Ok(Done::to(list).refusing(sentence).into_response()),
        Merged::Stale => stale(&ComparePage::load(&mut tx, &can, &path, Some(&form)).await?),
    }
}

/// Undoes a merge.
pub async fn undo(path: UndoPath, can: Can<EditLibraries>, State(app): State<AppState>) -> Result<Done> {
    let province = &can.office()?.province;
    let list = Done::to(DoublesPath { place: path.place });
    let mut tx = app.db.begin(&can.scope).await?;
    match verbs::undo(&mut tx, &app.clock, province, path.merge).await? {
        Unmerged::Refused(sentence) => Ok(list.refusing(sentence)),
        Unmerged::Done { survivor, back, kept } => {
            tx.commit().await?;
            let said = format!("Penggabungan dibatalkan: {back} kembali ke daftar.");
            if kept.is_empty() {
                return Ok(list.saying(said));
            }
            let kept: Vec<String> = kept.into_iter().map(str::to_lowercase).collect();
            let kept = text::list(&kept);
            let said = format!("{said} Yang diubah sesudah penggabungan tetap pada {survivor}: {kept}.");
            Ok(list.saying(said).warning_if(true))
        }
    }
}

/// Remembers that two libraries are two.
pub async fn tell_apart(
    path: ApartPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let ApartPath { place, library, other } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let two = Two::load(&mut tx, province, library, other).await?;
    let hand = Hand::of(&tx, &app.clock);
    if library != other && sql::tell_apart(&mut tx, province, library, other, &hand).await? {
        Change::new(&app.clock, "library.tell_apart", library).after(&other).record(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(Done::to(DoublesPath { place: place.clone() })
        .saying(format!("{} dan {} dicatat sebagai dua perpustakaan.", two.one.name(), two.other.name()))
        .undo(AskAgainPath { place, library, other }))
}

/// Asks about two libraries again.
pub async fn ask_again(
    path: AskAgainPath,
    can: Can<EditLibraries>,
    State(app): State<AppState>,
) -> Result<Done> {
    let province = &can.office()?.province;
    let AskAgainPath { place, library, other } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let two = Two::load(&mut tx, province, library, other).await?;
    if sql::ask_again(&mut tx, province, library, other).await? {
        Change::new(&app.clock, "library.ask_again", library).after(&other).record(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(Done::to(DoublesPath { place }).saying(format!(
        "{} dan {} akan ditanyakan lagi bila datanya mirip.",
        two.one.name(),
        two.other.name()
    )))
}
