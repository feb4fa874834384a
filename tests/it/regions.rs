//! The official regions: what is in the table, and what the search finds for names as people write them.

use chrono::NaiveDate;
use sejawat::{
    db::{embedded::Login, scope::Scope},
    regions::{self, Found, Level, Search},
};
use sqlx::{Connection as _, PgConnection};

use crate::support::World;

#[tokio::test]
async fn anybody_finds_the_official_regions() {
    let world = World::with_regions().await;
    let mut tx = world.db.begin(&Scope::public().read_only()).await.unwrap();
    all_regions_are_there(&mut tx).await;
    names_from_the_field_find_the_official_ones(&mut tx).await;
    kabupaten_and_kota_of_one_name_come_before_villages(&mut tx).await;
    the_own_province_comes_first(&mut tx).await;
    any_input_is_answered(&mut tx).await;
    codes_lead_from_province_to_village(&mut tx).await;
    provinces_are_those_of_their_day(&mut tx).await;
}

#[tokio::test]
async fn the_owner_brings_the_regions_up_to_this_version() {
    let world = World::with_regions().await;
    let mut owner = PgConnection::connect(&world.clone.url(Login::Owner)).await.unwrap();
    loading_again_writes_nothing(&mut owner).await;
    another_version_is_brought_up_to_this_one(&mut owner).await;
}

async fn codes(conn: &mut PgConnection, query: &str) -> Vec<String> {
    codes_for(conn, query, &Search::default()).await
}

async fn codes_for(conn: &mut PgConnection, query: &str, search: &Search<'_>) -> Vec<String> {
    let found = regions::search(conn, query, search).await.unwrap();
    found.into_iter().map(|region| region.code).collect()
}

async fn region(conn: &mut PgConnection, code: &str) -> Found {
    regions::by_code(conn, code).await.unwrap().unwrap()
}

/// 38 provinces, 514 kabupaten and kota, 7,285 kecamatan, 83,762 villages, each within one that exists.
async fn all_regions_are_there(conn: &mut PgConnection) {
    for (level, expected) in [(1_i16, 38_i64), (2, 514), (3, 7_285), (4, 83_762)] {
        let count: i64 = sqlx::query_scalar("select count(*) from regions where level = $1")
            .bind(level)
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        assert_eq!(count, expected, "level {level}");
    }
    let orphans: i64 = sqlx::query_scalar(
        "select count(*) from regions child left join regions parent on parent.code = child.parent_code \
         where child.level > 1 and (parent.code is null or parent.level <> child.level - 1 \
         or parent.zone <> child.zone or child.province_code <> parent.province_code)",
    )
    .fetch_one(conn)
    .await
    .unwrap();
    assert_eq!(orphans, 0);
}

/// A second load finds everything in place. Needs the owner's login.
async fn loading_again_writes_nothing(conn: &mut PgConnection) {
    assert_eq!(regions::load(conn).await.unwrap(), 0);
}

/// After another version, the table is brought to this one again, whatever is in it. Needs the owner's login.
async fn another_version_is_brought_up_to_this_one(conn: &mut PgConnection) {
    for change in [
        "update regions_version set version = 'older'",
        "update regions set name = 'Salah', key = 'salah' where code = '62.11.05.2014'",
        "delete from regions where code = '62.12.01.2010'",
        "insert into regions (code, name, kind, parents, key, zone) \
         values ('62.12.01.2999', 'Hilang', 'Desa', 'x', 'hilang', 'WIB')",
    ] {
        sqlx::query(change).execute(&mut *conn).await.unwrap();
    }
    assert_eq!(regions::load(conn).await.unwrap(), 91_599);
    assert_eq!(region(conn, "62.11.05.2014").await.name, "Mantaren II");
    assert_eq!(region(conn, "62.12.01.2010").await.name, "Juking Pajang");
    assert_eq!(regions::by_code(conn, "62.12.01.2999").await.unwrap(), None);
    all_regions_are_there(conn).await;
}

/// The spellings of the reports that the programme was described in.
async fn names_from_the_field_find_the_official_ones(conn: &mut PgConnection) {
    for (typed, official) in [
        ("Mentaren 2", "62.11.05.2014"),
        ("mantaren ii", "62.11.05.2014"),
        ("Mentaren 2 Pulang Pisau", "62.11.05.2014"),
        ("Juking Panjang", "62.12.01.2010"),
        ("Sungaipenuh", "15.72"),
        ("Muarojambi", "15.05"),
        ("Kabupaten Muarojambi", "15.05"),
        ("Batanghari", "15.04"),
        ("Palangka Raya", "62.71"),
        ("Loram Wetan", "33.19.03.2010"),
        ("Perpustakaan Desa Undaan Tengah", "33.19.04.2009"),
        ("Desa Undaan Tengah, Kec. Undaan, Kab. Kudus", "33.19.04.2009"),
        ("PANUUT", "62.12.01.2005"),
        ("Sidomulyo Semarang", "33.22.19.1001"),
        ("jateng", "33"),
        ("DIY", "34"),
        ("dki jakarta", "31"),
        ("6211052014", "62.11.05.2014"),
    ] {
        let found = codes(conn, typed).await;
        assert_eq!(found.first().map(String::as_str), Some(official), "{typed}: {found:?}");
    }
    assert_eq!(codes(conn, "Muara Joloi").await.get(..2).unwrap(), ["62.12.09.2003", "62.12.09.2004"]);
}

/// 26 names are a kabupaten's and a kota's: both are offered before any village, the one that was meant first.
async fn kabupaten_and_kota_of_one_name_come_before_villages(conn: &mut PgConnection) {
    for (typed, first, second) in
        [("tegal", "33.28", "33.76"), ("kab tegal", "33.28", "33.76"), ("kota tegal", "33.76", "33.28")]
    {
        assert_eq!(codes(conn, typed).await.get(..2).unwrap(), [first, second], "{typed}");
    }
    let own = Search { own_province: Some("33"), ..Search::default() };
    assert_eq!(codes_for(conn, "Kota Tegal", &own).await.first().unwrap(), "33.76");
}

/// Sidomulyo is the name of 98 villages: those of one's own province come first.
async fn the_own_province_comes_first(conn: &mut PgConnection) {
    for own in ["18", "33", "35", "64"] {
        let search = Search { levels: &[Level::Village], own_province: Some(own), limit: 50 };
        let found = regions::search(conn, "Sidomulyo", &search).await.unwrap();
        assert_eq!(found.len(), 50);
        assert!(found.iter().all(|region| region.name.replace(' ', "").eq_ignore_ascii_case("sidomulyo")));
        let elsewhere = found.iter().position(|region| region.province_code != own).unwrap();
        assert!(elsewhere > 0, "{own}");
        assert!(found.iter().skip(elsewhere).all(|region| region.province_code != own), "{own}");
    }
    let search = Search { own_province: Some("62"), ..Search::default() };
    assert_eq!(
        codes_for(conn, "mentaren", &search).await.first().unwrap(),
        "63.04.03.2013",
        "the same name wins"
    );
}

/// Short, foreign, hostile and endless input is answered like any other.
async fn any_input_is_answered(conn: &mut PgConnection) {
    for nothing in ["", "   ", "?!%_'", "\u{0}", "東京", "zzzqqqxxxwww"] {
        assert_eq!(codes(conn, nothing).await, Vec::<String>::new(), "{nothing:?}");
    }
    for something in ["s", "su", "i", "x", "33", "%jambi%", "jambi'; drop table regions"] {
        assert!(!codes(conn, something).await.is_empty(), "{something:?}");
    }
    codes(conn, &"sidomulyo tanjung, ".repeat(10_000)).await;
    let search = Search { limit: 1_000, ..Search::default() };
    assert_eq!(codes_for(conn, "s", &search).await.len(), regions::MOST);
    let search = Search { levels: &[Level::Regency], ..Search::default() };
    let found = regions::search(conn, "jambi", &search).await.unwrap();
    assert!(!found.is_empty() && found.iter().all(|region| region.level == Level::Regency));
    let search = Search { levels: &[], ..Search::default() };
    assert_eq!(codes_for(conn, "jambi", &search).await, Vec::<String>::new());
}

/// Codes lead down to the village and say what it lies in.
async fn codes_lead_from_province_to_village(conn: &mut PgConnection) {
    let village = region(conn, "62.11.05.2014").await;
    assert_eq!((village.level, village.kind.as_str()), (Level::Village, "Desa"));
    assert_eq!(village.label(), "Desa Mantaren II, Kec. Kahayan Hilir, Kab. Pulang Pisau, Kalimantan Tengah");
    assert_eq!(region(conn, "31.71").await.label(), "Kota Administrasi Jakarta Pusat, DKI Jakarta");
    assert_eq!(region(conn, "34").await.label(), "Provinsi Daerah Istimewa Yogyakarta");
    assert_eq!(regions::by_code(conn, "62.11.05.9999").await.unwrap(), None);

    assert_eq!(regions::children(conn, "33").await.unwrap().len(), 35);
    let children = regions::children(conn, "62.11.05").await.unwrap();
    assert!(children.iter().any(|child| child.code == "62.11.05.2014"));
    assert!(children.iter().all(|child| child.level == Level::Village && child.parents == village.parents));
    assert_eq!(regions::children(conn, "62.11.05.2014").await.unwrap(), []);
}

/// 34 provinces for an edition of 2022, 38 now, each in its zone.
async fn provinces_are_those_of_their_day(conn: &mut PgConnection) {
    for (day, expected) in
        [("2022-01-01", 34), ("2022-08-02", 34), ("2022-11-11", 37), ("2022-12-09", 38), ("2026-01-01", 38)]
    {
        let day: NaiveDate = day.parse().unwrap();
        assert_eq!(regions::provinces(conn, day).await.unwrap().len(), expected, "{day}");
    }
    let all = regions::provinces(conn, "2026-01-01".parse().unwrap()).await.unwrap();
    let zones = |letters: &str| all.iter().filter(|province| province.zone.letters() == letters).count();
    assert_eq!((zones("WIB"), zones("WITA"), zones("WIT")), (18, 12, 8));
}
