//! A list is sent from a real file field: a refusal leaves the page alive, what was typed is watched, and an accepted list
//! raises no question on the way.

use serde_json::json;

use crate::{
    site::Site,
    support::{World, world::Who},
    tab::Tab,
};

/// Chooses a file as the file dialog would.
const CHOOSE: &str = "const files = new DataTransfer(); files.items.add(new File([arguments[1]], arguments[0]));
    const field = document.querySelector('input[type=file]'); field.files = files.files;
    field.dispatchEvent(new Event('input', { bubbles: true })); field.dispatchEvent(new Event('change', { bubbles: true }));
    return field.validationMessage";

#[tokio::test]
async fn a_file_is_refused_then_read_mended_and_accepted() {
    let site = Site::still(World::new().await).await;
    let Some(office) = Tab::new(&site).await else { return };
    office.size(1280, 800).await;
    office.be(&site, Some(Who::JambiOperator)).await;
    office.open_event("jambi", "/peserta/impor").await;
    office.ask(CHOOSE, vec![json!("surat.xlsx"), json!("%PDF-1.7")]).await;
    office.press("Baca daftar").await;
    office.expect("“surat.xlsx” tidak dibaca").await;
    let large = office
        .ask(
            &CHOOSE.replace("[arguments[1]]", "[new Uint8Array(11 * 1024 * 1024)]"),
            vec![json!("besar.csv"), json!("")],
        )
        .await;
    assert!(large.as_str().unwrap().starts_with("Berkas ini 11 MB, paling besar 10 MB"), "{large}");
    let list =
        "Nama;L/P;Instansi;Kategori;HP\nAni;P;Kantor A;Desa Champion;081\nBudi;L;Kantor A;Desa Champion;\n";
    office.ask(CHOOSE, vec![json!("daftar.csv"), json!(list)]).await;
    office.press("Baca daftar").await;
    office.expect("Terima 1 orang").await;
    // Enter in a field keeps what was typed and accepts nobody.
    office.fill("No. HP (WhatsApp) baris 2", "0812-3456-7890").await;
    office.keys("\u{e007}").await;
    office.expect("Perbaikan disimpan").await;
    office.press("Terima 2 orang").await;
    office.expect("2 orang ditambahkan, 0 diperbarui.").await;
    // The refusal itself is the one thing that the browser notes.
    let complaints = office.complaints().await;
    assert!(complaints.iter().all(|complaint| complaint.contains("422")), "{complaints:?}");
}
