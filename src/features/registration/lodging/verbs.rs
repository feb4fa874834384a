//! What is done with the hotel's list.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{
    forms::RowForm,
    sql::{self, NewNeeds, NewStay},
};
use crate::{
    audit::{self, Change, Hand, One},
    db::Tx,
    error::{Error, Result},
    kernel::{clock::Clock, ids::EventId},
};

/// A row that changes: how it stood, how it was typed, and what becomes of it.
pub(super) struct Changed {
    pub before: RowForm,
    pub after: RowForm,
    pub stay: NewStay,
    pub needs: Option<NewNeeds>,
}

/// What the audit log keeps of a row: that there are needs, and never what they are.
#[derive(Serialize)]
struct Noted<'r> {
    arrives: [&'r str; 3],
    departs: [&'r str; 3],
    needs_room: &'r str,
    room: &'r str,
    mate: &'r str,
    consent: bool,
    has_needs: bool,
}

fn noted(row: &RowForm) -> Option<Value> {
    let noted = Noted {
        arrives: [&row.arrives_on, &row.arrives_at, &row.arrives_by],
        departs: [&row.departs_on, &row.departs_at, &row.departs_by],
        needs_room: &row.needs_room,
        room: &row.room,
        mate: &row.mate,
        consent: row.consent == "ya",
        has_needs: !(row.access.trim().is_empty() && row.diet.trim().is_empty()),
    };
    serde_json::to_value(noted).ok()
}

/// Writes changed rows down, all of them or none. Needs are kept only of who agrees.
pub(super) async fn save(tx: &mut Tx, clock: &Clock, event: EventId, changed: &[Changed]) -> Result<()> {
    let hand = Hand::of(tx, clock);
    let stays: Vec<NewStay> = changed.iter().map(|row| row.stay.clone()).collect();
    let written = sql::set_stays(tx, event, &stays, &hand).await?;
    if usize::try_from(written) != Ok(stays.len()) {
        return Err(Error::Invalid(
            "Daftar ini baru saja diubah orang lain, jadi belum tersimpan. Kembali, muat ulang, lalu isi lagi yang kurang.",
        ));
    }
    let needs: Vec<NewNeeds> = changed.iter().filter_map(|row| row.needs.clone()).collect();
    sql::set_needs(tx, event, &needs, &hand).await?;
    let without: Vec<Uuid> =
        changed.iter().filter(|row| row.needs.is_none()).map(|row| row.stay.person.0).collect();
    sql::erase_needs(tx, event, &without).await?;
    let rows = changed.iter().map(|row| One {
        subject: row.stay.person.0,
        before: noted(&row.before),
        after: noted(&row.after),
    });
    audit::record_all(tx, clock, "lodging.set", event, rows.collect()).await
}

/// Sets how many beds rooms have. The host's scope alone.
pub(super) async fn set_beds(
    tx: &mut Tx,
    clock: &Clock,
    event: EventId,
    rooms: &[(String, i32)],
) -> Result<()> {
    let names: Vec<String> = rooms.iter().map(|(room, _)| room.clone()).collect();
    let beds: Vec<i32> = rooms.iter().map(|(_, beds)| *beds).collect();
    sql::set_beds(tx, event, &names, &beds).await?;
    Change::new(clock, "lodging.beds", event).in_event(event).after(&rooms).record(tx).await
}
