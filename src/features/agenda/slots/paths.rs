//! The URLs of the order of presentations.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, ReorderId, SessionId, SlotId},
        place::Place,
    },
};

/// Who presents in a session, in order.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}/paparan", rejection(Error))]
pub struct SlotsPath {
    /// As whom it is seen.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// In which session.
    pub session: SessionId,
}

/// More who present.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}/paparan/tambah", rejection(Error))]
pub struct AddSlotsPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// In which session.
    pub session: SessionId,
}

/// Another order, other minutes, fewer who present.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}/paparan/ubah", rejection(Error))]
pub struct ChangeSlotsPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// In which session.
    pub session: SessionId,
}

/// The order as it was before it was changed.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path(
    "/{place}/kegiatan/{event}/agenda/sesi/{session}/paparan/ubah/{reorder}/urungkan",
    rejection(Error)
)]
pub struct UndoReorderPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// In which session.
    pub session: SessionId,
    /// Which change is taken back.
    pub reorder: ReorderId,
}

/// Return of a removed presentation.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/agenda/sesi/{session}/paparan/{slot}/pulihkan", rejection(Error))]
pub struct RestoreSlotPath {
    /// As whom it is done.
    pub place: Place,
    /// In which event.
    pub event: EventId,
    /// In which session.
    pub session: SessionId,
    /// Which presentation.
    pub slot: SlotId,
}
