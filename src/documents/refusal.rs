//! The sentences for files that are not read: what is wrong and what to do about it.

use super::Refused;

pub(super) const EMPTY: Refused =
    Refused("Berkas ini kosong. Pastikan Anda memilih berkas yang benar, lalu unggah kembali.");
pub(super) const TOO_LARGE: Refused = Refused(
    "Ukuran berkas ini lebih dari 10 MB. Hapus gambar atau lembar yang tidak diperlukan, simpan, lalu unggah kembali.",
);
pub(super) const PASSWORD: Refused = Refused(
    "Berkas ini dilindungi kata sandi sehingga tidak dapat dibaca. Buka berkas itu di aplikasi lembar kerja Anda, \
     hapus kata sandinya, simpan, lalu unggah kembali.",
);
pub(super) const MACROS: Refused = Refused(
    "Berkas ini berisi makro sehingga tidak dapat diterima. Buka berkas itu di Excel, simpan sebagai .xlsx \
     (buku kerja tanpa makro), lalu unggah kembali.",
);
pub(super) const BINARY_BOOK: Refused = Refused(
    "Berkas ini berformat .xlsb yang tidak didukung. Buka berkas itu di Excel, simpan sebagai .xlsx, lalu unggah \
     kembali.",
);
pub(super) const OLD_BOOK: Refused = Refused(
    "Berkas ini berformat Excel yang terlalu lama. Buka berkas itu di Excel, simpan sebagai .xlsx, lalu unggah \
     kembali.",
);
pub(super) const WEB_PAGE: Refused = Refused(
    "Berkas ini sebenarnya halaman web yang diberi nama seperti berkas Excel. Buka berkas itu di Excel, simpan sebagai \
     .xlsx, lalu unggah kembali.",
);
pub(super) const XML_BOOK: Refused = Refused(
    "Berkas ini berformat XML Spreadsheet 2003 yang tidak didukung. Buka berkas itu di Excel, simpan sebagai .xlsx, \
     lalu unggah kembali.",
);
pub(super) const PDF: Refused = Refused(
    "Berkas ini adalah PDF, bukan lembar kerja. Unggah berkas aslinya dalam format .xlsx, .xls, .ods, atau .csv.",
);
pub(super) const PICTURE: Refused = Refused(
    "Berkas ini adalah gambar, bukan lembar kerja. Unggah daftar dalam format .xlsx, .xls, .ods, atau .csv.",
);
pub(super) const DOCUMENT: Refused = Refused(
    "Berkas ini adalah dokumen atau presentasi, bukan lembar kerja. Salin tabelnya ke Excel, simpan sebagai .xlsx, \
     lalu unggah kembali.",
);
pub(super) const OTHER_ARCHIVE: Refused = Refused(
    "Berkas ini adalah arsip (misalnya .zip), bukan lembar kerja. Ekstrak arsip itu, lalu unggah lembar kerja di \
     dalamnya.",
);
pub(super) const BROKEN: Refused = Refused(
    "Berkas ini rusak atau tidak lengkap sehingga tidak dapat dibaca. Buka berkas itu di aplikasi lembar kerja Anda, \
     simpan ulang sebagai .xlsx, lalu unggah kembali.",
);
pub(super) const TOO_MANY_ROWS: Refused = Refused(
    "Berkas ini berisi lebih dari 20.000 baris. Bagi menjadi beberapa berkas yang lebih kecil, lalu unggah satu per \
     satu.",
);
pub(super) const TOO_MUCH_TEXT: Refused = Refused(
    "Isi sel berkas ini terlalu banyak untuk dibaca. Hapus lembar dan kolom yang tidak diperlukan, simpan, lalu unggah \
     kembali.",
);
pub(super) const BOMB: Refused = Refused(
    "Isi berkas ini jauh lebih besar daripada yang wajar untuk sebuah daftar sehingga tidak dibuka. Salin tabelnya ke \
     berkas baru, simpan sebagai .xlsx, lalu unggah berkas baru itu.",
);
pub(super) const UNSAFE_ARCHIVE: Refused = Refused(
    "Susunan berkas ini tidak wajar sehingga tidak dibuka. Salin tabelnya ke berkas baru, simpan sebagai .xlsx, lalu \
     unggah berkas baru itu.",
);
pub(super) const NOT_TEXT: Refused = Refused(
    "Isi berkas ini tidak dikenali sebagai lembar kerja. Unggah daftar dalam format .xlsx, .xls, .ods, atau .csv.",
);
pub(super) const NOTHING_IN_IT: Refused = Refused(
    "Tidak ada lembar yang berisi dalam berkas ini. Isi daftarnya terlebih dahulu, simpan, lalu unggah kembali.",
);
