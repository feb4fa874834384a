//! The kinds of code, and what came of one that was typed.

use crate::features::attendance::model::State;

crate::codes! {
    /// Where the code is to be had.
    pub enum Kind {
        /// On the screen of the hall; it changes.
        Screen = "screen", "Kode di layar";
        /// Spoken in a meeting by video; it stays.
        Spoken = "spoken", "Kode lisan";
    }
}

/// What came of a code that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckedIn {
    /// Present from now on.
    Present,
    /// Somebody has said so before.
    Before(State),
    /// Present by their own word; another person's differs.
    Differs,
    /// The session was closed a moment ago: a proposal.
    Proposed,
    /// Not six digits.
    Unreadable,
    /// Not the code, or no longer.
    Wrong,
    /// Too many wrong codes.
    Wait,
    /// Nothing stands open.
    Closed,
}

impl CheckedIn {
    /// The sentence, and whether nothing was done or something needs a look.
    pub fn sentence(self) -> (String, bool) {
        let (sentence, is_warning) = match self {
            Self::Present => ("Kehadiran Anda tercatat. Terima kasih.", false),
            Self::Before(state) => {
                return (format!("Anda sudah tercatat: {}.", state.label().to_lowercase()), false);
            }
            Self::Differs => {
                ("Kehadiran Anda tercatat. Petugas menandai berbeda, jadi panitia akan memutuskan.", true)
            }
            Self::Proposed => {
                ("Daftar hadir sesi ini baru saja ditutup. Kehadiran Anda menjadi usulan bagi panitia.", true)
            }
            Self::Unreadable => ("Ketik 6 angka yang tampil di layar atau disebutkan pemandu.", true),
            Self::Wrong => (
                "Kode itu tidak atau tidak lagi berlaku. Kode di layar berganti tiap 30 detik: ketik yang tampil sekarang.",
                true,
            ),
            Self::Wait => {
                ("Terlalu banyak kode yang keliru. Tunggu 15 menit, atau minta petugas menandai Anda.", true)
            }
            Self::Closed => {
                ("Pencatatan mandiri untuk sesi ini sudah ditutup. Minta petugas menandai Anda.", true)
            }
        };
        (sentence.to_owned(), is_warning)
    }
}
