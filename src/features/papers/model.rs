//! The kinds of papers, and where the lines of a sheet break.

use crate::features::tenants::model::Paper;

crate::codes! {
    /// What is printed.
    pub enum PaperKind {
        /// Everybody in one table.
        ParticipantList = "participant_list", "Daftar peserta";
        /// Lines to sign on.
        AttendanceSheet = "attendance_sheet", "Daftar hadir";
        /// Cards to be worn.
        Badges = "badges", "Kartu nama peserta";
        /// Names to stand on tables.
        TableSigns = "table_signs", "Papan nama meja";
        /// One sheet a person, filled with what is known.
        Biodata = "biodata", "Biodata";
        /// The agenda.
        Rundown = "rundown", "Susunan acara";
        /// Who was present, by which mark.
        FinalAttendance = "final_attendance", "Daftar hadir akhir";
    }
}

impl PaperKind {
    /// Its word in a URL and in a file's name.
    pub const fn slug(self) -> &'static str {
        match self {
            PaperKind::ParticipantList => "daftar-peserta",
            PaperKind::AttendanceSheet => "daftar-hadir",
            PaperKind::Badges => "kartu-nama",
            PaperKind::TableSigns => "papan-nama-meja",
            PaperKind::Biodata => "biodata",
            PaperKind::Rundown => "susunan-acara",
            PaperKind::FinalAttendance => "daftar-hadir-akhir",
        }
    }

    /// Reads a word of a URL.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }

    /// What it is for.
    pub const fn purpose(self) -> &'static str {
        match self {
            PaperKind::ParticipantList => "Semua orang dalam satu tabel, dengan kop dan tanda tangan.",
            PaperKind::AttendanceSheet => {
                "Untuk ditandatangani, per hari atau per sesi, dengan sepuluh baris kosong."
            }
            PaperKind::Badges => "Untuk digantung di leher, dengan kode QR yang dipindai saat presensi.",
            PaperKind::TableSigns => "Selembar per orang, dilipat dua, terbaca dari dua sisi.",
            PaperKind::Biodata => {
                "Selembar per orang untuk berkas keuangan; yang belum diketahui diisi tangan."
            }
            PaperKind::Rundown => "Agenda per hari dengan kop: jam, acara, ruang, dan pemandu.",
            PaperKind::FinalAttendance => {
                "Kehadiran setiap orang per sesi: status, waktu, sumber tanda, dan koreksi dengan alasannya."
            }
        }
    }

    /// Whether it bears a letterhead.
    pub const fn is_official(self) -> bool {
        matches!(self, PaperKind::Biodata | PaperKind::Rundown) || self.is_signed()
    }

    /// Whether somebody signs it.
    pub const fn is_signed(self) -> bool {
        matches!(self, PaperKind::ParticipantList | PaperKind::AttendanceSheet | PaperKind::FinalAttendance)
    }

    /// Whether people are on it.
    pub const fn is_of_people(self) -> bool {
        !matches!(self, PaperKind::Rundown)
    }
}

crate::codes! {
    /// In which order people stand on a paper.
    pub enum Order {
        /// By the name without titles.
        Name = "name", "Nama";
        /// By the library or agency, then the name.
        Agency = "agency", "Instansi";
        /// Peserta by category, then the other kinds.
        Category = "category", "Kategori";
    }
}

crate::codes! {
    /// Whose letterhead a paper bears.
    pub enum Letterhead {
        /// The province's office.
        Province = "province", "Provinsi";
        /// Perpusnas.
        National = "national", "Perpustakaan Nasional";
        /// Both, Perpusnas first.
        Both = "both", "Keduanya";
    }
}

crate::codes! {
    /// How large a badge is.
    pub enum BadgeSize {
        /// A6, four on a sheet.
        Large = "large", "Besar (10,5 × 14,85 cm, empat per lembar)";
        /// As a calling card, ten on a sheet.
        Small = "small", "Kecil (9 × 5,5 cm, sepuluh per lembar)";
    }
}

crate::codes! {
    /// Which agenda a rundown is of.
    pub enum RundownOf {
        /// What readers see.
        Published = "published", "Versi yang terbit";
        /// What the host is drawing up.
        Draft = "draft", "Draf, dengan tanda DRAF";
    }
}

impl RundownOf {
    /// What papers were of before there was a choice.
    pub(super) const fn usual() -> Self {
        Self::Published
    }
}

/// Lines that stay empty for people who come unannounced.
pub const BLANK_LINES: usize = 10;

/// How many lines fit on the first page of a sheet under its letterhead, and on each further page.
const fn room(paper: Paper) -> (usize, usize) {
    match paper {
        Paper::A4 => (19, 25),
        Paper::F4 => (22, 28),
    }
}

/// How many lines the room for a signature costs.
const SIGNATURE: usize = 6;

/// How many lines stand at least above a signature on a page of its own.
const AT_THE_END: usize = 3;

/// How many lines stand on each page of a sheet, so that the signature fits below the last ones and never stands alone.
pub fn page_lengths(lines: usize, paper: Paper, has_signature: bool) -> Vec<usize> {
    let (first, next) = room(paper);
    let mut pages = Vec::new();
    let mut left = lines;
    loop {
        let most = if pages.is_empty() { first } else { next };
        let most_at_end = if has_signature { most - SIGNATURE } else { most };
        if left <= most_at_end {
            pages.push(left);
            return pages;
        }
        // What is too long to end here keeps some lines for the page with the signature.
        let here = most.min(left.saturating_sub(AT_THE_END));
        pages.push(here);
        left -= here;
    }
}

/// The alphabet of codes that people read aloud and type: without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Six letters that stand for this content.
pub fn short_code(content: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    let digest = Sha256::digest(content);
    digest
        .iter()
        .take(6)
        .map(|byte| char::from(ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or(b'0')))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_line_stands_on_one_page_and_a_signature_has_room(lines in 0_usize..700, f4: bool, signed: bool) {
            let paper = if f4 { Paper::F4 } else { Paper::A4 };
            let (first, next) = room(paper);
            let pages = page_lengths(lines, paper, signed);
            prop_assert_eq!(pages.iter().sum::<usize>(), lines);
            for (i, length) in pages.iter().enumerate() {
                let most = if i == 0 { first } else { next };
                prop_assert!(*length <= most);
                prop_assert!(*length > 0 || lines == 0);
            }
            let most = if pages.len() == 1 { first } else { next };
            prop_assert!(!signed || *pages.last().unwrap() <= most - SIGNATURE);
        }
    }

    #[test]
    fn a_code_is_six_letters_of_its_content() {
        assert_eq!(short_code(b"a"), short_code(b"a"));
        assert_ne!(short_code(b"a"), short_code(b"b"));
        assert!(short_code(b"c").bytes().all(|b| ALPHABET.contains(&b)));
    }

    #[test]
    fn a_slug_names_one_kind() {
        for kind in PaperKind::ALL {
            assert_eq!(PaperKind::from_slug(kind.slug()), Some(*kind));
        }
    }
}
