//! The columns of a list of people: one list for reading a file, for the template and for the export, so that what
//! goes out can come in again.

crate::codes! {
    /// One column; its label is its heading.
    pub enum Column {
        /// The name, with or without titles.
        FullName = "full_name", "Nama lengkap";
        /// Titles before the name.
        TitlePrefix = "title_prefix", "Gelar depan";
        /// Titles behind the name.
        TitleSuffix = "title_suffix", "Gelar belakang";
        /// L or P.
        Sex = "sex", "L/P";
        /// Peserta, fasilitator and so on.
        Kind = "kind", "Hadir sebagai";
        /// The category of a peserta.
        Category = "category", "Kategori";
        /// The library or agency.
        Agency = "agency", "Perpustakaan atau instansi";
        /// PIC, pengelola, kepala desa.
        DelegationRole = "delegation_role", "Peran dalam utusan";
        /// The post at home.
        JobTitle = "job_title", "Jabatan";
        /// Pangkat and golongan.
        Rank = "rank", "Pangkat/golongan";
        /// 18 digits.
        Nip = "nip", "NIP";
        /// The telephone number.
        Phone = "phone", "No. HP (WhatsApp)";
        /// The e-mail address.
        Email = "email", "Surel";
        /// Anything else.
        Note = "note", "Catatan";
    }
}

impl Column {
    /// What offices write above this column, as [`key`] makes it.
    const fn headings(self) -> &'static str {
        match self {
            Self::FullName => {
                "nama|nama lengkap|nama peserta|nama dan gelar|nama gelar|nama lengkap dan gelar|\
                 nama lengkap dengan gelar|nama lengkap beserta gelar|nama pegawai|nama utusan|nama orang"
            }
            Self::TitlePrefix => "gelar depan|gelar di depan",
            Self::TitleSuffix => "gelar belakang|gelar di belakang|gelar",
            Self::Sex => "l p|p l|jk|jenis kelamin|kelamin|gender|sex|jenis kelamin l p",
            Self::Kind => "hadir sebagai|sebagai|jenis|jenis peserta|keterangan peserta",
            Self::Category => "kategori|kategori peserta|unsur|kelompok",
            Self::Agency => {
                "perpustakaan|instansi|perpustakaan atau instansi|nama perpustakaan|asal instansi|asal|\
                 asal perpustakaan|unit kerja|lembaga|nama instansi|utusan|asal lembaga|perpustakaan instansi|\
                 instansi unit kerja|unit kerja instansi|nama instansi perpustakaan|perpustakaan desa"
            }
            Self::DelegationRole => "peran|peran dalam utusan|peran dalam delegasi|tugas",
            Self::JobTitle => "jabatan|nama jabatan|pekerjaan|jabatan pekerjaan",
            Self::Rank => {
                "pangkat|golongan|pangkat golongan|pangkat gol|gol|pangkat gol ruang|pangkat golongan ruang|\
                 gol ruang|golongan ruang"
            }
            Self::Nip => {
                "nip|nip nippppk|nip nipppk|nip nrp|no nip|nomor nip|nomor induk pegawai|nip bagi pns|nip bagi asn"
            }
            Self::Phone => {
                "no hp|nomor hp|hp|no hp wa|no hp whatsapp|no wa|nomor wa|wa|whatsapp|no whatsapp|nomor whatsapp|\
                 telepon|no telepon|nomor telepon|no telp|no tlp|telp|no telp hp|no hp telp|nomor hp wa|no handphone|\
                 handphone|nomor handphone|kontak|no kontak|nomor kontak|no hp aktif|nomor hp aktif|no wa aktif|\
                 no telepon hp|telepon hp|telepon whatsapp"
            }
            Self::Email => "surel|email|e mail|alamat email|alamat surel|email aktif",
            Self::Note => "catatan|keterangan|ket",
        }
    }

    /// Whether offices write this above the column.
    fn is_headed(self, key: &str) -> bool {
        let is_name = self == Self::FullName
            && ["nama lengkap ", "nama peserta "].iter().any(|start| key.starts_with(start));
        is_name || self.headings().split('|').any(|heading| heading == key)
    }

    /// The column that a heading usually means.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let key = key(heading);
        Self::ALL.iter().copied().find(|column| column.is_headed(&key))
    }

    /// What the template says about a column when its cell is chosen.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::FullName => "Boleh dengan gelar; gelar dipisahkan sendiri.",
            Self::Sex => "L untuk laki-laki, P untuk perempuan.",
            Self::Kind => "Kosongkan untuk peserta.",
            Self::Category => "Kosongkan untuk mengikuti perpustakaannya.",
            Self::Agency => {
                "Tulis seperti dalam daftar perpustakaan. Kosong berarti sama dengan baris di atas."
            }
            Self::Nip => "18 angka. Kosongkan bila bukan ASN.",
            Self::Phone => "Misalnya 0812-3456-7890.",
            _ => "",
        }
    }

    /// The width in a spreadsheet, in characters.
    pub const fn width(self) -> f64 {
        match self {
            Self::Sex => 6.0,
            Self::TitlePrefix | Self::TitleSuffix | Self::Kind | Self::Rank => 16.0,
            Self::FullName | Self::Category | Self::JobTitle | Self::Note | Self::Email => 28.0,
            Self::Agency => 40.0,
            Self::DelegationRole | Self::Phone => 20.0,
            Self::Nip => 22.0,
        }
    }
}

/// A heading as it is compared: small letters and digits, one space between words.
pub fn key(heading: &str) -> String {
    let spaced: String =
        heading.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_offices_write_is_understood() {
        for (heading, column) in [
            ("NAMA LENGKAP", Column::FullName),
            ("Nama & Gelar", Column::FullName),
            ("No. HP/WA", Column::Phone),
            ("Jenis Kelamin (L/P)", Column::Sex),
            ("Asal Instansi", Column::Agency),
            ("Pangkat / Gol.", Column::Rank),
            ("E-mail", Column::Email),
        ] {
            assert_eq!(Column::of_heading(heading), Some(column), "{heading}");
        }
        assert_eq!(Column::of_heading("Ukuran baju"), None);
    }

    #[test]
    fn every_heading_of_ours_is_its_own_and_no_other_ones() {
        for column in Column::ALL {
            assert_eq!(Column::of_heading(column.label()), Some(*column));
            for other in Column::ALL.iter().filter(|other| *other != column) {
                assert!(
                    other.headings().split('|').all(|heading| !column.is_headed(heading)),
                    "{column:?} {other:?}"
                );
            }
        }
    }
}
