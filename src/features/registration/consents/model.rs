//! The purposes, and the words in which they are asked.

crate::codes! {
    /// What somebody may agree to.
    pub enum Purpose {
        /// Pictures are published.
        Photo = "photo", "Foto dan video";
        /// What was told is published.
        Testimony = "testimony", "Cerita dan testimoni";
        /// Messages come by WhatsApp.
        Whatsapp = "whatsapp", "Pesan WhatsApp";
    }
}

crate::codes! {
    /// Where somebody said it.
    pub enum Channel {
        /// While registering.
        OpenLink = "open_link", "pendaftaran terbuka";
        /// On the page of their own.
        OwnPage = "own_page", "halaman pribadi";
        /// The office wrote it down.
        Office = "office", "dicatat dinas";
    }
}

/// The wording that is asked now. Whoever changes a sentence below adds a version and keeps the old sentence.
pub const TEXT_VERSION: i32 = 1;

/// Why data are kept that nobody is asked for; stands above the questions.
pub const NOTICE: &str = "Nama, instansi, dan kontak Anda dipakai dinas untuk menyelenggarakan kegiatan ini sebagai tugas \
    layanan publik; dinas provinsi dan panitia yang ditugaskan melihatnya. Tiga hal berikut tidak wajib, dan dapat Anda \
    tarik kapan saja di halaman pribadi Anda.";

impl Purpose {
    /// What is agreed to, in the wording of [`TEXT_VERSION`].
    pub const fn sentence(self) -> &'static str {
        match self {
            Purpose::Photo => {
                "Foto dan video yang memuat saya selama kegiatan boleh dimuat dalam laporan, situs, dan media sosial dinas dan Perpustakaan Nasional."
            }
            Purpose::Testimony => {
                "Cerita dan testimoni saya dalam kegiatan ini boleh dimuat dengan nama saya."
            }
            Purpose::Whatsapp => {
                "Saya bersedia menerima pesan WhatsApp tentang kegiatan ini dan tindak lanjutnya."
            }
        }
    }
}
