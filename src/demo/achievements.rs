//! What some libraries have told of themselves before their event: one everything, one half, one a little. All of it is
//! synthetic.

use chrono::TimeDelta;

use super::{Seeder, frame::SeededEvent, people::Registered};
use crate::{
    db::scope::Scope,
    error::Failure,
    features::achievements::{self, model::Told},
    kernel::clock::Clock,
};

fn whole() -> Told {
    Told {
        visits_before: Some(1_860),
        visits_after: Some(5_240),
        visits_period: "Juli 2020-Juni 2021 dan Juli 2021-Juni 2022".into(),
        service_activities: Some(14),
        service_people: Some(612),
        service_topics:
            "Jam buka sampai pukul 20.00\nInternet gratis dan kelas komputer dasar\nPojok baca anak".into(),
        community_activities: Some(22),
        community_people: Some(431),
        community_topics:
            "Pelatihan membatik untuk ibu-ibu\nKelas olahan hasil kebun\nBimbingan belajar sore".into(),
        advocacy_activities: Some(6),
        advocacy_people: Some(95),
        advocacy_topics: "Audiensi dengan camat\nSiaran di radio komunitas".into(),
        is_advocacy: true,
        is_publicity: true,
        partners: "MoU dengan puskesmas (contoh) dan koperasi (contoh)".into(),
        regulation: "Peraturan desa tentang perpustakaan (contoh)".into(),
        budget: "Dana Desa 2022, Rp15 juta (contoh)".into(),
        media: String::new(),
        challenges: "Listrik sering padam\nPengunjung dewasa masih sedikit".into(),
        solutions: "Genset pinjaman dari kantor desa\nKelas keterampilan pada malam hari".into(),
        tips: "Mulai dari satu kegiatan kecil yang diminta warga.".into(),
        story_before: "Seorang ibu (contoh) tidak bekerja dan jarang keluar rumah.".into(),
        story_service: "Ia mengikuti pelatihan membatik di perpustakaan.".into(),
        story_change: "Kini ia menjual batik bersama enam tetangganya.".into(),
        story_income: "Sekitar Rp600 ribu sebulan (contoh)".into(),
        plan: "Taman baca di pasar\nKelas pemasaran daring".into(),
        ..Told::default()
    }
}

fn half() -> Told {
    Told {
        visits_after: Some(2_310),
        service_activities: Some(8),
        service_topics: "Layanan keliling ke tiga sekolah (contoh)".into(),
        community_activities: Some(5),
        community_people: Some(74),
        challenges: "Jaringan internet belum stabil".into(),
        ..Told::default()
    }
}

fn little() -> Told {
    Told { plan: "Menambah jam buka pada akhir pekan".into(), ..Told::default() }
}

/// Some of an event's people tell what their library has done, each by their own link, two days before the event.
pub(super) async fn tell(
    seeder: &Seeder<'_>,
    event: &SeededEvent,
    people: &Registered,
) -> Result<(), Failure> {
    let clock = Clock::held(Seeder::programme_start()? - TimeDelta::days(2));
    let mut told = [whole(), half(), little()].into_iter();
    let mut next = told.next();
    for (_, person) in &people.people {
        let Some(telling) = &next else { break };
        let mut tx = seeder.begin(&Scope::person(event.id, *person)).await?;
        if achievements::begin(&mut tx, &clock, (event.id, *person), telling).await? {
            tx.commit().await?;
            next = told.next();
        }
    }
    Ok(())
}
