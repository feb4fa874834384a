//! Fills the table from the files in `data/`.

use std::collections::HashMap;

use flate2::read::GzDecoder;
use sqlx::{Connection as _, PgConnection};

use super::{
    model::{Level, key_of, short_name, split_kind},
    sql,
};

/// Which rows this program carries: the source's version and the beginning of their SHA-256. Whatever changes a row,
/// in the files or in how they are read, changes this; a test computes it.
pub(super) const VERSION: &str = "4.0.1-2e180be6";

const FILES: [(Level, &[u8]); 4] = [
    (Level::Province, include_bytes!("data/provinces.csv.gz")),
    (Level::Regency, include_bytes!("data/regencies.csv.gz")),
    (Level::District, include_bytes!("data/districts.csv.gz")),
    (Level::Village, include_bytes!("data/villages.csv.gz")),
];

/// Why the regions could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file inside the program cannot be read.
    #[error("the regions inside the program cannot be read")]
    Data(#[from] csv::Error),
    /// A region's parent is not in the files.
    #[error("region {0} lies in nothing")]
    Orphan(String),
    /// The database refused.
    #[error("the regions cannot be stored")]
    Store(#[from] sqlx::Error),
}

/// Brings the table `regions` to the data inside this program and returns how many rows that took: none when this version
/// is there already. Run it after the migrations, with the owner's login.
pub async fn load(conn: &mut PgConnection) -> Result<u64, LoadError> {
    let mut tx = conn.begin().await?;
    if sql::lock_and_read_version(&mut tx).await?.as_deref() == Some(VERSION) {
        return Ok(0);
    }
    let count = sql::replace_all(&mut tx, VERSION, rows()?).await?;
    tx.commit().await?;
    Ok(count)
}

/// What a region hands down to those below it.
struct Parent {
    /// Its own name and its parents', as its children show them.
    path: String,
    zone: String,
}

/// All rows in COPY's text format: code, name, kind, parents, key, zone, since.
fn rows() -> Result<Vec<u8>, LoadError> {
    let mut rows = String::with_capacity(12 << 20);
    let mut above: HashMap<String, Parent> = HashMap::new();
    for (level, packed) in FILES {
        let mut reader = csv::Reader::from_reader(GzDecoder::new(packed));
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            let field = |place| record.get(place).unwrap_or_default();
            let code = field(0);
            let (kind, name) = split_kind(code, level, field(1));
            let (parents, zone) = match code.rsplit_once('.') {
                Some((parent, _)) => above
                    .get(parent)
                    .map(|parent| (parent.path.as_str(), parent.zone.as_str()))
                    .ok_or_else(|| LoadError::Orphan(code.to_owned()))?,
                None => ("", field(2)),
            };
            let since = if field(3).is_empty() { r"\N" } else { field(3) };
            let key = key_of(level, name);
            let cells = [code, name, kind, parents, &key, zone, since];
            for (place, cell) in cells.into_iter().enumerate() {
                if place > 0 {
                    rows.push('\t');
                }
                rows.push_str(cell);
            }
            rows.push('\n');
            if level != Level::Village {
                let mut path = short_name(kind, name);
                if !parents.is_empty() {
                    path.push_str(", ");
                    path.push_str(parents);
                }
                let parent = Parent { path, zone: zone.to_owned() };
                above.insert(code.to_owned(), parent);
            }
        }
    }
    Ok(rows.into_bytes())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use sha2::{Digest as _, Sha256};

    use super::*;

    fn table() -> Vec<Vec<String>> {
        let text = String::from_utf8(rows().unwrap()).unwrap();
        text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn the_version_names_exactly_these_rows() {
        let digest = Sha256::digest(rows().unwrap());
        let start = crate::kernel::text::hex(digest.get(..4).unwrap());
        assert_eq!(VERSION, format!("4.0.1-{start}"), "rows have changed: give VERSION the new digest");
    }

    #[test]
    fn every_row_is_whole_and_needs_no_escaping() {
        let rows = table();
        for (level, count) in [(2, 38), (5, 514), (8, 7_285), (13, 83_762)] {
            assert_eq!(rows.iter().filter(|row| row[0].len() == level).count(), count);
        }
        let codes: HashSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(codes.len(), rows.len(), "codes are unique");
        for row in &rows {
            assert_eq!(row.len(), 7, "{row:?}");
            assert!(row.iter().enumerate().all(|(at, cell)| at == 6 || !cell.contains('\\')), "{row:?}");
            assert!(row[0].bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{row:?}");
            assert_eq!(row[1].trim(), row[1], "{row:?}");
            assert!(!row[4].is_empty() && row[4].bytes().all(|b| b.is_ascii_alphanumeric()), "{row:?}");
            assert!(row[4].len() < 60, "no key is cut: {row:?}");
            assert_eq!(row[3].is_empty(), row[0].len() == 2, "{row:?}");
        }
    }

    #[test]
    fn kinds_are_counted_as_in_the_decree() {
        let rows = table();
        let count = |kind: &str| rows.iter().filter(|row| row[2] == kind).count();
        assert_eq!(count("Kabupaten") + count("Kabupaten Administrasi"), 416);
        assert_eq!(count("Kota") + count("Kota Administrasi"), 98);
        assert_eq!((count("Kabupaten Administrasi"), count("Kota Administrasi")), (1, 5));
        assert_eq!((count("Kelurahan"), count("Desa") + count("Desa Adat")), (8_496, 75_266));
    }

    #[test]
    fn zones_follow_the_presidential_decree() {
        let rows = table();
        let zone = |code: &str| rows.iter().find(|row| row[0] == code).unwrap()[5].clone();
        let count = |zone: &str| rows.iter().filter(|row| row[0].len() == 2 && row[5] == zone).count();
        assert_eq!((count("WIB"), count("WITA"), count("WIT")), (18, 12, 8));
        assert_eq!((zone("61").as_str(), zone("62.11.05.2014").as_str()), ("WIB", "WIB"));
        assert_eq!((zone("63").as_str(), zone("65").as_str(), zone("51").as_str()), ("WITA", "WITA", "WITA"));
        assert_eq!((zone("82").as_str(), zone("93.01").as_str()), ("WIT", "WIT"));
    }
}
