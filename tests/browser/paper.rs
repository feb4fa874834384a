//! The agenda on paper, printed by the browser itself.

use std::{env, fs, path::Path};

use serde_json::json;
use thirtyfour::support::base64_decode;

use crate::{
    catalogue,
    support::{samples::JAMBI, world::Who},
    tab::Tab,
};

/// What can only be pressed or opened on a screen and yet stands on the paper, and what does not fit on it.
const OUT_OF_PLACE: &str = "const wrong = [];
    const shown = (e) => e.checkVisibility() && e.getClientRects().length > 0;
    for (const e of document.querySelectorAll('button, nav, summary, input, select, .flash')) if (shown(e)) wrong.push('to be pressed: ' + e.textContent.trim().slice(0, 60));
    for (const e of document.querySelectorAll('main a')) if (shown(e) && /^(Notulen|Urutan paparan|Unduh|Langganan|Tambah|Terbitkan|Geser)/.test(e.textContent.trim())) wrong.push('leads nowhere: ' + e.textContent.trim());
    const right = document.documentElement.clientWidth + 0.5;
    for (const e of document.querySelectorAll('main *')) if (shown(e) && !e.closest('.sr') && e.getBoundingClientRect().right > right) wrong.push('cut off: ' + e.outerHTML.slice(0, 90));
    if (![...document.querySelectorAll('h1')].some(shown)) wrong.push('no heading');
    return wrong.slice(0, 8);";

#[tokio::test]
async fn an_agenda_is_printed_as_a_paper_and_not_as_a_screen() {
    let site = catalogue::full_site().await;
    let Some(tab) = Tab::new(&site).await else { return };
    let agenda = format!("/jambi/kegiatan/{}/agenda", uuid::Uuid::from_u128(JAMBI.event));
    let public = format!("/plm/{}", uuid::Uuid::from_u128(JAMBI.event));
    let mut wrong = Vec::new();
    for (name, who, url) in [
        ("agenda", Some(Who::JambiOperator), agenda.clone()),
        ("linimasa", Some(Who::JambiOperator), format!("{agenda}?tampilan=linimasa")),
        ("publik", None, public),
    ] {
        // As wide as A4 between its margins.
        tab.size(672, 960).await;
        tab.be(&site, who).await;
        tab.open(&url).await;
        tab.tools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        let found = tab.ask(OUT_OF_PLACE, vec![]).await;
        wrong.extend(found.as_array().unwrap().iter().map(|what| format!("{name}: {what}")));
        let printed = tab.tools("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
        let pdf = base64_decode(printed["data"].as_str().unwrap()).unwrap();
        assert!(pdf.starts_with(b"%PDF"), "{name}");
        if let Ok(folder) = env::var("SEJAWAT_SHOTS") {
            fs::create_dir_all(&folder).unwrap();
            fs::write(Path::new(&folder).join(format!("cetak-{name}.pdf")), pdf).unwrap();
        }
        tab.tools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
