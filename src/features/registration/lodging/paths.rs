//! The URLs of the hotel's list.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{ids::EventId, place::Place},
};

macro_rules! event_paths {
    ($($(#[$doc:meta])* $name:ident $path:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, TypedPath, Deserialize)]
        #[typed_path($path, rejection(Error))]
        pub struct $name {
            /// As whom it is done.
            pub place: Place,
            /// In which event.
            pub event: EventId,
        }
    )+};
}

event_paths! {
    /// Who comes when and sleeps where.
    LodgingPath "/{place}/kegiatan/{event}/peserta/kamar";
    /// How many people each room holds.
    BedsPath "/{place}/kegiatan/{event}/peserta/kamar/tempat-tidur";
    /// The list on paper.
    PrintPath "/{place}/kegiatan/{event}/peserta/kamar/cetak";
    /// The list as a spreadsheet.
    ExportPath "/{place}/kegiatan/{event}/peserta/kamar/ekspor.xlsx";
}
