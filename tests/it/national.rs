//! The national board: provinces and venues counted apart, present people, and nobody's name.

use crate::support::{World, world::Who};

/// Sixteen people of Jambi with a session; `present` of them are marked.
async fn jambi_with_marks(world: &World, present: i64) {
    let mut conn = world.look().await;
    sqlx::raw_sql(
        "insert into sessions (event_id, id, kind, title, starts_at, ends_at, changed_at)
         values ('00000000-0000-0000-0000-000000000e15', '00000000-0000-0000-0000-0000000005e5', 'opening', 'Pembukaan',
                 '2022-08-02 08:30+07', '2022-08-02 09:15+07', now());
         insert into participants (event_id, id, province_code, kind, category, full_name, registered_at)
         select '00000000-0000-0000-0000-000000000e15', gen_random_uuid(), '15', 'peserta', 'village_library', 'Rahasia Nama ' || n, now()
           from generate_series(1, 16) n",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    sqlx::query(
        "insert into attendance_states (event_id, session_id, participant_id, province_code, state, effective_at, mark_id, marker)
         select event_id, '00000000-0000-0000-0000-0000000005e5', id, '15', 'present', now(), id, id
           from participants where event_id = '00000000-0000-0000-0000-000000000e15' limit $1",
    )
    .bind(present)
    .execute(&mut conn)
    .await
    .unwrap();
}

#[tokio::test]
async fn the_coordinator_sees_who_is_behind_and_how_many_came() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open("/nasional").await;
    board.expect(200).expect_text("0 dari 16").expect_text("terlambat 7 hari");
    jambi_with_marks(&world, 16).await;
    let board = coordinator.open("/nasional").await;
    board.expect_text("16 dari 16").expect_text("16 hadir").expect_no_text("Rahasia Nama");
}

#[tokio::test]
async fn a_joint_event_stands_twice_and_counts_once() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open("/nasional").await;
    board.expect_text("1 dari 5 gelombang · 4 dari 34 provinsi · 3 lokasi");
    board.expect_text("DKI Jakarta").expect_text("tamu pada kegiatan gabungan");
    assert_eq!(board.count("table.board a.cell"), 16);
    coordinator.open("/nasional?saring=selesai").await.expect_text("Tidak ada provinsi di sini");
}

#[tokio::test]
async fn a_provinces_card_says_what_is_missing_and_whom_to_call() {
    let world = World::new().await;
    let mut coordinator = world.browser(Who::Coordinator).await;
    let board = coordinator.open("/nasional").await;
    let card = coordinator.click(&board, "Jambi").await;
    card.expect(200).expect_text("Agenda belum disusun.").expect_text("16 peserta belum didaftarkan.");
    card.expect_text("Dinas Perpustakaan dan Arsip Daerah Provinsi Jambi");
    let staff = coordinator.click(&card, "Lihat adminnya di Staf").await;
    staff.expect_text("admin.jambi@");
    coordinator.open("/nasional/provinsi/atlantis").await.expect(404);
}

#[tokio::test]
async fn the_board_does_not_exist_for_a_province() {
    let world = World::new().await;
    for who in [Who::JambiAdmin, Who::JambiFacilitator, Who::JambiConsultant] {
        world.browser(who).await.open("/nasional").await.expect(404);
    }
    world.visitor().open("/nasional").await.expect_text("Masuk ke Sejawat");
}
