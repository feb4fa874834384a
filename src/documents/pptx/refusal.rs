//! The sentences for base files that are not taken: what is wrong and what to do about it.

use super::Refused;

fn sentence(text: &str) -> Refused {
    Refused(text.to_owned())
}

pub(super) fn broken() -> Refused {
    sentence(
        "Berkas ini bukan presentasi .pptx atau rusak. Buka di PowerPoint, simpan ulang sebagai .pptx, \
         lalu unggah kembali.",
    )
}

pub(super) fn too_large() -> Refused {
    sentence(
        "Berkas dasar ini terlalu besar. Hapus slide contoh, gambar, dan video yang tidak diperlukan, simpan, lalu \
         unggah kembali.",
    )
}

pub(super) fn password() -> Refused {
    sentence("Berkas ini dilindungi kata sandi. Hapus kata sandinya, simpan, lalu unggah kembali.")
}

pub(super) fn macros() -> Refused {
    sentence(
        "Berkas ini berisi makro atau objek tertanam. Simpan sebagai .pptx tanpa makro dan tanpa objek tertanam, lalu \
         unggah kembali.",
    )
}

pub(super) fn strict() -> Refused {
    sentence(
        "Berkas ini disimpan sebagai \"Strict Open XML\". Simpan sebagai \"PowerPoint Presentation (.pptx)\" biasa, lalu \
         unggah kembali.",
    )
}

pub(super) fn linked() -> Refused {
    sentence(
        "Master atau tata letak berkas ini menautkan isi dari luar berkas atau dari slide lain. Hapus tautannya, \
         simpan, lalu unggah kembali.",
    )
}

/// What each layout lacks, one phrase each.
pub(super) fn missing(what: &[String]) -> Refused {
    Refused(format!(
        "Berkas dasar ini belum lengkap: {}. Mulai dari format dasar kosong, ubah tampilannya lewat Slide Master di \
         PowerPoint (LibreOffice tidak menyimpan nama tata letak), lalu unggah kembali.",
        what.join("; ")
    ))
}
