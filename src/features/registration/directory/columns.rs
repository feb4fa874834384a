//! The columns of the directory: one list for reading a file, for the template and for the export.

use crate::features::registration::import::{Meaning, key};

crate::codes! {
    /// One column; its label is its heading.
    pub enum Column {
        /// Whose province's it is; in the national list.
        Province = "province", "Provinsi";
        /// Whose library it is.
        Kind = "kind", "Jenis";
        /// The name people know.
        Name = "name", "Nama perpustakaan";
        /// What people call it besides.
        AlsoKnownAs = "also_known_as", "Sebutan lain";
        /// The office it belongs to.
        AgencyName = "agency_name", "Instansi induk";
        /// The kabupaten or kota.
        Regency = "regency", "Kabupaten/kota";
        /// The kecamatan.
        District = "district", "Kecamatan";
        /// The desa or kelurahan.
        Village = "village", "Desa/kelurahan";
        /// The official code, which says all three.
        RegionCode = "region_code", "Kode wilayah";
        /// Desa, nagari, gampong.
        UnitWord = "unit_word", "Sebutan unit";
        /// A year.
        PartnerSince = "partner_since", "Mitra sejak";
        /// Years.
        Cohorts = "cohorts", "Angkatan";
        /// Yes or no.
        Bimtek = "bimtek_completed", "Bimtek";
        /// Yes or no.
        Champion = "is_champion", "Desa Champion";
        /// The person in charge.
        PicName = "pic_name", "Penanggung jawab";
        /// That person's number.
        PicPhone = "pic_phone", "Telepon";
        /// The code in SIM TPBIS.
        SimCode = "sim_code", "Kode SIM TPBIS";
        /// Anything else.
        Note = "note", "Catatan";
    }
}

impl Meaning for Column {
    const NAME: Self = Self::Name;
}

impl Column {
    /// The columns of a province's own directory, in which the province goes without saying.
    pub fn of_directory() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|column| *column != Self::Province)
    }

    /// What offices write above this column, as [`key`] makes it.
    const fn headings(self) -> &'static str {
        match self {
            Self::Province => {
                "provinsi|propinsi|prov|nama provinsi|nama propinsi|wilayah provinsi|asal provinsi|provinsi mitra"
            }
            Self::Kind => "jenis|jenis perpustakaan|tipe|tipe perpustakaan|kategori",
            Self::Name => "nama|nama perpustakaan|perpustakaan|nama mitra|mitra|nama perpustakaan mitra",
            Self::AlsoKnownAs => "sebutan lain|nama lain|alias|dikenal sebagai",
            Self::AgencyName => "instansi induk|instansi|nama instansi|dinas|lembaga induk",
            Self::Regency => "kabupaten kota|kab kota|kabupaten|kota|kab|kota kabupaten",
            Self::District => "kecamatan|kec|distrik",
            Self::Village => {
                "desa kelurahan|desa kel|desa|kelurahan|nama desa|kelurahan desa|desa kelurahan nagari|nagari|kampung|gampong"
            }
            Self::RegionCode => "kode wilayah|kode desa|kode kemendagri|kode",
            Self::UnitWord => "sebutan unit|sebutan desa|sebutan",
            Self::PartnerSince => "mitra sejak|mitra sejak tahun|tahun mitra|sejak",
            Self::Cohorts => "angkatan|tahun angkatan|tahun program",
            Self::Bimtek => "bimtek|bimtek spp tik|sudah bimtek|ikut bimtek|sudah mengikuti bimtek",
            Self::Champion => "desa champion|champion",
            Self::PicName => "penanggung jawab|pic|nama pic|nama penanggung jawab|pengelola|nama pengelola",
            Self::PicPhone => {
                "telepon|no telepon|nomor telepon|hp|no hp|nomor hp|no hp pic|hp pic|telepon pic|no wa|wa|whatsapp|\
                 no hp wa|telepon penanggung jawab|kontak|no kontak|no telp|telp|no hp whatsapp"
            }
            Self::SimCode => "kode sim tpbis|kode sim|sim tpbis|id sim",
            Self::Note => "catatan|keterangan|ket",
        }
    }

    /// The column that a heading usually means.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let key = key(heading);
        Self::ALL.iter().copied().find(|column| column.headings().split('|').any(|known| known == key))
    }

    /// What the template says about a column when its cell is chosen.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::Province => "Misalnya Jambi. Kosong berarti sama dengan baris di atas.",
            Self::Kind => "Kosongkan bila sudah jelas dari nama atau desanya.",
            Self::RegionCode => "Boleh menggantikan kabupaten, kecamatan, dan desa. Misalnya 15.05.06.2017.",
            Self::Cohorts => "Tahun-tahun, misalnya 2019, 2022.",
            Self::Bimtek | Self::Champion => "ya atau tidak",
            Self::PicPhone => "Misalnya 0812-3456-7890.",
            _ => "",
        }
    }

    /// The width in a spreadsheet, in characters.
    pub const fn width(self) -> f64 {
        match self {
            Self::PartnerSince | Self::Bimtek | Self::Champion | Self::UnitWord => 12.0,
            Self::Cohorts | Self::RegionCode | Self::SimCode => 16.0,
            Self::Name | Self::AgencyName => 40.0,
            _ => 24.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_of_ours_is_its_own_and_no_other_ones() {
        for column in Column::ALL {
            assert_eq!(Column::of_heading(column.label()), Some(*column));
            for heading in column.headings().split('|') {
                assert_eq!(Column::of_heading(heading), Some(*column), "{heading}");
                assert_eq!(key(heading), heading);
            }
        }
        assert_eq!(Column::of_heading("NO. HP/WA"), Some(Column::PicPhone));
        assert_eq!(Column::of_heading("Luas ruang"), None);
    }
}
