//! What is done about people who may be on the list twice.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    pages::ComparePage,
    paths::{ApartPath, AskAgainPath, ComparePath, DoublesPath, UndoPath},
    verbs::{self, Merged, Two, Unmerged},
};
use crate::{
    auth::permission::EditParticipants,
    error::Result,
    features::registration::merging::MergeForm,
    kernel::text,
    web::{AppState, flash::Done, form::Form, guard::Can, page::stale},
};

/// Merges two people.
pub async fn merge(
    path: ComparePath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response> {
    let form = MergeForm::read(sent);
    let list = DoublesPath { place: path.place.clone(), event: path.event };
    let mut tx = app.db.begin(&can.scope).await?;
    let id =
        match verbs::merge(&mut tx, &app.clock, path.event, (path.participant, path.other), &form).await? {
            Merged::Done(id) => id,
            Merged::Refused(sentence) => return Ok(Done::to(list).refusing(sentence).into_response()),
            Merged::Stale => return stale(&ComparePage::load(&mut tx, &can, &path, Some(&form)).await?),
        };
    let two = Two::load(&mut tx, path.event, path.participant, path.other).await?;
    tx.commit().await?;
    let survivor = if two.one.merged_into.is_none() { &two.one } else { &two.other };
    let undo = UndoPath { place: path.place, event: path.event, merge: id };
    let said = format!("Digabungkan menjadi {}.", survivor.titled());
    Ok(Done::to(list).saying(said).undo(undo).into_response())
}

/// Undoes a merge.
pub async fn undo(path: UndoPath, can: Can<EditParticipants>, State(app): State<AppState>) -> Result<Done> {
    let list = DoublesPath { place: path.place, event: path.event };
    let mut tx = app.db.begin(&can.scope).await?;
    match verbs::undo(&mut tx, &app.clock, path.event, path.merge).await? {
        Unmerged::Refused(sentence) => Ok(Done::to(list).refusing(sentence)),
        Unmerged::Done { survivor, back, kept } => {
            tx.commit().await?;
            let said = format!("Penggabungan dibatalkan: {back} kembali ke daftar dengan tandanya.");
            Ok(if kept.is_empty() {
                Done::to(list).saying(said)
            } else {
                let kept: Vec<String> = kept.into_iter().map(str::to_lowercase).collect();
                Done::to(list)
                    .saying(format!(
                        "{said} Yang diubah sesudah penggabungan tetap pada {survivor}: {}.",
                        text::list(&kept)
                    ))
                    .warning_if(true)
            })
        }
    }
}

/// Remembers that two people are two.
pub async fn tell_apart(
    path: ApartPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let ApartPath { place, event, participant, other } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let two = verbs::tell_apart(&mut tx, &app.clock, event, (participant, other)).await?;
    tx.commit().await?;
    Ok(Done::to(DoublesPath { place: place.clone(), event })
        .saying(format!("{} dan {} dicatat sebagai dua orang.", two.one.titled(), two.other.titled()))
        .undo(AskAgainPath { place, event, participant, other }))
}

/// Asks about two people again.
pub async fn ask_again(
    path: AskAgainPath,
    can: Can<EditParticipants>,
    State(app): State<AppState>,
) -> Result<Done> {
    let AskAgainPath { place, event, participant, other } = path;
    let mut tx = app.db.begin(&can.scope).await?;
    let two = verbs::ask_again(&mut tx, &app.clock, event, (participant, other)).await?;
    tx.commit().await?;
    Ok(Done::to(DoublesPath { place, event }).saying(format!(
        "{} dan {} akan ditanyakan lagi bila datanya mirip.",
        two.one.titled(),
        two.other.titled()
    )))
}
