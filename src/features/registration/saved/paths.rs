//! The URLs of kept searches.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, SavedFilterId},
        place::Place,
    },
};

/// A search, to be kept.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/peserta/saringan", rejection(Error))]
pub struct SaveFilterPath {
    /// As whom it is done.
    pub place: Place,
    /// From which event's list.
    pub event: EventId,
}

macro_rules! filter_paths {
    ($($(#[$doc:meta])* $name:ident $path:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, TypedPath, Deserialize)]
        #[typed_path($path, rejection(Error))]
        pub struct $name {
            /// As whom it is done.
            pub place: Place,
            /// From which event's list.
            pub event: EventId,
            /// Which search.
            pub filter: SavedFilterId,
        }
    )+};
}

filter_paths! {
    /// Another name for a kept search.
    RenameFilterPath "/{place}/kegiatan/{event}/peserta/saringan/{filter}/nama";
    /// Removal of a kept search.
    RemoveFilterPath "/{place}/kegiatan/{event}/peserta/saringan/{filter}/hapus";
    /// Return of a removed search.
    RestoreFilterPath "/{place}/kegiatan/{event}/peserta/saringan/{filter}/pulihkan";
}
