//! URLs of the notulen.

use axum_extra::routing::TypedPath;
use serde::Deserialize;

use crate::{
    error::Error,
    kernel::{
        ids::{EventId, MinuteCommentId, MinuteEntryId, SessionId},
        place::Place,
    },
};

/// What was said in all sessions of an event.
#[derive(Clone, Debug, TypedPath, Deserialize)]
#[typed_path("/{place}/kegiatan/{event}/notulen", rejection(Error))]
pub struct MinutesPath {
    /// As whom it is seen.
    pub place: Place,
    /// Of which event.
    pub event: EventId,
}

macro_rules! paths_of {
    ($field:ident: $id:ty, $what:literal; $($(#[$doc:meta])* $name:ident $path:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, TypedPath, Deserialize)]
        #[typed_path($path, rejection(Error))]
        pub struct $name {
            /// As whom it is seen.
            pub place: Place,
            /// In which event.
            pub event: EventId,
            #[doc = $what]
            pub $field: $id,
        }
    )+};
}

paths_of! { session: SessionId, "Which session.";
    /// What was said in one session; an entry is written there.
    SessionMinutesPath "/{place}/kegiatan/{event}/notulen/sesi/{session}";
    /// An entry, sent by the page's script.
    SendEntryPath "/{place}/kegiatan/{event}/notulen/sesi/{session}/kirim";
    /// A remark on what was said.
    RemarkPath "/{place}/kegiatan/{event}/notulen/sesi/{session}/komentar";
}

paths_of! { entry: MinuteEntryId, "Which entry.";
    /// One entry, to be changed.
    EntryPath "/{place}/kegiatan/{event}/notulen/butir/{entry}";
    /// Another place among its like.
    PlaceEntryPath "/{place}/kegiatan/{event}/notulen/butir/{entry}/pindah";
    /// Removal of an entry.
    RemoveEntryPath "/{place}/kegiatan/{event}/notulen/butir/{entry}/hapus";
    /// Return of a removed entry.
    RestoreEntryPath "/{place}/kegiatan/{event}/notulen/butir/{entry}/pulihkan";
    /// A challenge goes to the Stakeholder Meeting, or does not.
    EscalatePath "/{place}/kegiatan/{event}/notulen/butir/{entry}/bawa";
}

paths_of! { comment: MinuteCommentId, "Which remark.";
    /// Removal of a remark.
    RemoveRemarkPath "/{place}/kegiatan/{event}/notulen/komentar/{comment}/hapus";
    /// Return of a removed remark.
    RestoreRemarkPath "/{place}/kegiatan/{event}/notulen/komentar/{comment}/pulihkan";
}
