//! A PIC names people of an invited library on a small telephone, over a line that fails.

use serde_json::json;

use crate::{
    link::{Link, State},
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

const LIBRARY: &str = "Perpustakaan Desa Contoh";

/// Jambi's library, invited with three places; the path of its link.
async fn invited(site: &Site) -> String {
    sqlx::raw_sql(
        "insert into libraries (province_code, id, kind, name, pic_name, pic_phone) values
           ('15', '00000000-0000-0000-0000-000000000d15', 'village_library', 'Perpustakaan Desa Contoh', 'Ibu PIC', '+6281234567890')",
    )
    .execute(&mut site.world.look().await)
    .await
    .unwrap();
    let mut office = site.world.browser(Who::JambiOperator).await;
    let invitations = "/jambi/kegiatan/00000000-0000-0000-0000-000000000e15/undangan";
    let choose = office.open(format!("{invitations}/baru")).await;
    let form = choose.form("Undang yang dicentang").tick(&format!("Undang {LIBRARY}"));
    let list = office.submit(form.fill(&format!("Tempat {LIBRARY}"), "3")).await;
    let made = office.press(&list, "Buat 1 tautan").await;
    let html = made.html();
    let field = html.select(&scraper::Selector::parse("input#tautan-1").unwrap()).next().unwrap();
    field.attr("value").unwrap().strip_prefix(&site.base).unwrap().to_owned()
}

async fn type_in(phone: &Tab, name: &str, sex: &str, role: &str) {
    phone.fill("Nama lengkap", name).await;
    phone
        .ask("document.querySelector(`input[name=sex][value=${arguments[0]}]`).click()", vec![json!(sex)])
        .await;
    phone.fill("Peran dalam utusan", role).await;
}

#[tokio::test]
async fn three_people_are_named_on_a_telephone_whose_line_breaks_and_nothing_is_lost() {
    let site = Site::running(World::new().await).await;
    let path = invited(&site).await;
    let link = Link::to(&site.base).await;
    let Some(phone) = Tab::through(&link.base).await else { return };
    phone.phone().await;
    phone.open(&path).await;
    phone.fill("Empat angka", "7890").await;
    phone.press("Buka halaman perpustakaan").await;
    phone.expect("0 dari 3 tempat terisi").await;
    let wide = "return document.documentElement.scrollWidth <= 360";
    phone.until(wide).await;
    // Its scripts are there, also where the machine has much else to do.
    phone.until("return document.readyState === 'complete'").await;

    // The line is cut: what was typed is sent once it is back.
    type_in(&phone, "Siti Aminah", "P", "Pengelola").await;
    link.becomes(State::Cut);
    phone.press("Simpan orang ini").await;
    phone.expect("Belum tersimpan: sambungan terputus").await;
    assert_eq!(site.world.count("select count(*) from participants").await, 0);
    link.becomes(State::Good);
    phone.expect("1 dari 3 tempat terisi").await;

    // The answer is lost on the way: sent again by itself, it is still one person.
    type_in(&phone, "Ninik", "P", "Kepala desa").await;
    link.becomes(State::LosesAnswers);
    phone.press("Simpan orang ini").await;
    for _ in 0..200 {
        if site.world.count("select count(*) from participants").await == 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    link.becomes(State::Cut);
    phone.expect("Belum tersimpan: sambungan terputus").await;
    link.becomes(State::Good);
    phone.expect("2 dari 3 tempat terisi").await;
    assert_eq!(site.world.count("select count(*) from participants").await, 2);

    // The page is left half-way and opened again: what was typed is there.
    type_in(&phone, "Rahmat", "L", "PIC").await;
    phone.open(&path).await;
    phone.expect("Isian Anda tadi masih ada di ponsel ini").await;
    let typed = phone
        .ask("return [document.querySelector('[name=full_name]').value, document.querySelector('[name=sex]:checked').value]", vec![])
        .await;
    assert_eq!(typed, json!(["Rahmat", "L"]));
    phone.ask("document.querySelector('[data-draft] .button').click(); document.querySelector('[data-draft] .button').click()", vec![]).await;
    phone.expect("Semua 3 tempat sudah terisi").await;
    phone.press("Selesai, ini daftarnya").await;
    phone.expect("Dinyatakan selesai").await;
    phone.until(wide).await;
    assert_eq!(
        phone
            .ask(
                "return Object.keys(localStorage).filter((key) => key.startsWith('sejawat.utusan.')).length",
                vec![]
            )
            .await,
        json!(0)
    );
    let people = "select count(*) from participants where entry = 'invited' and status = 'registered'";
    assert_eq!(site.world.count(people).await, 3);
    assert_eq!(site.world.count("select count(*) from delegations where answer = 'done'").await, 1);
}

#[tokio::test]
async fn people_are_named_by_plain_forms() {
    let site = Site::running(World::new().await).await;
    let path = invited(&site).await;
    let Some(phone) = Tab::new(&site).await else { return };
    phone.phone().await;
    phone.without_script().await;
    phone.open(&path).await;
    phone.fill("Empat angka", "7890").await;
    phone.press("Buka halaman perpustakaan").await;
    phone.press("Simpan orang ini").await;
    phone.expect("Isi nama lengkap.").await;
    phone.fill("Nama lengkap", "Siti Aminah").await;
    phone.ask("document.querySelector('input[name=sex][value=P]').click()", vec![]).await;
    phone.press("Simpan orang ini").await;
    phone.expect("1 dari 3 tempat terisi").await;
    phone.press("Tarik Siti Aminah").await;
    phone.press("Urungkan").await;
    phone.expect("Siti Aminah kembali ke daftar").await;
}
