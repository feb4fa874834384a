//! The program, serving a world on an address of its own.

use chrono::TimeDelta;
use sejawat::kernel::clock::Clock;
use tokio::{net::TcpListener, task::JoinHandle};
use uuid::Uuid;

use crate::support::{
    World,
    world::{JAMBI, Who, at},
};

/// A world behind a real address.
pub struct Site {
    pub world: World,
    pub base: String,
    server: JoinHandle<()>,
}

impl Site {
    /// Serves a world whose clock stands still.
    pub async fn still(world: World) -> Self {
        Self::serve(world).await
    }

    /// Serves a world whose clock runs; the programme's stands at half past eight on 2 August 2022 and runs with it.
    pub async fn running(mut world: World) -> Self {
        let machine = Clock::machine();
        world.clock = machine.clone().with_programme(machine.now(), at("2022-08-02T08:30:00+07:00"));
        Self::serve(world).await
    }

    async fn serve(world: World) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let world = world.served_at(&base);
        let router = world.router.clone();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { world, base, server }
    }

    /// Gives a person a password, as if it had been chosen.
    pub async fn set_password(&self, who: Who, password: &str) {
        use argon2::password_hash::PasswordHasher as _;
        let hash = argon2::Argon2::default().hash_password(password.as_bytes()).unwrap().to_string();
        self.run("update accounts set password_hash = $1 where id = $2", &[&hash], Some(who.account())).await;
    }

    /// Registers this many people of Jambi for its event, straight in the database.
    pub async fn register(&self, number: u128) {
        let mut conn = self.world.look().await;
        for (n, name) in (1..=number).zip(NAMES.iter().cycle()) {
            sqlx::query(
                "insert into participants (event_id, id, province_code, kind, category, agency_name, full_name, registered_at)
                 values ('00000000-0000-0000-0000-000000000e15', $1, '15', 'peserta', 'village_library', $2, $3, $4)",
            )
            .bind(Uuid::from_u128(0xbead_0000 + n))
            .bind(format!("Perpustakaan Desa Contoh {n}"))
            .bind(name)
            .bind(self.world.clock.now() - TimeDelta::days(3))
            .execute(&mut conn)
            .await
            .unwrap();
        }
    }

    /// Takes over the national agenda for Jambi's event.
    pub async fn take_template(&self) {
        let mut operator = self.world.browser(Who::JambiOperator).await;
        let path = format!("/jambi/kegiatan/{}/agenda/pola", JAMBI.0);
        operator.post(path, &[]).await.expect(200).expect_text("5 sesi dibuat dari pola");
    }

    async fn run(&self, sql: &'static str, texts: &[&str], id: Option<Uuid>) {
        let mut query = sqlx::query(sql);
        for text in texts {
            query = query.bind((*text).to_owned());
        }
        query.bind(id).execute(&mut self.world.look().await).await.unwrap();
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Made-up names as they are written in Indonesia: one word, many words, degrees, apostrophes.
pub const NAMES: [&str; 16] = [
    "Siti Aminah",
    "Ninik",
    "Dr. H. Muhammad Nur'aini Syahputra, S.Sos., M.I.Kom.",
    "Agus Salim",
    "Dewi Kartika Sari",
    "I Gusti Ngurah Made Bagus Wirawan Adnyana Putra",
    "Yohana br. Simanjuntak",
    "Rahmat",
    "Fatimah az-Zahra",
    "Bambang Sutrisno, S.Pd.",
    "Maria Goreti",
    "Zulkifli",
    "Hj. Nurhayati, S.IP.",
    "Petrus Kanisius",
    "Ratna Wulandari",
    "Slamet Riyadi",
];
